"""När: which hour an event is counted in, and which events have none."""

from datetime import timedelta

from incidents.models import TimePrecision
from tests.lagesbild.figures.scene import PERIOD

MONDAY, TUESDAY, SATURDAY = 0, 1, 5


def hours(when) -> dict[tuple[int, int], float]:
    """The hours with something in them."""
    return {
        (weekday, hour): events
        for weekday, row in enumerate(when["matrix"])
        for hour, events in enumerate(row)
        if events
    }


def test_an_exact_time_counts_in_its_hour_on_the_local_clock(scene):
    scene.events(2, PERIOD.start, 22.5)
    when = scene.content()["when"]
    assert hours(when) == {(MONDAY, 22): 2}
    assert (when["counted"], when["excluded"], when["hours"][22]) == (2, 0, 2)


def test_an_interval_is_spread_over_its_hours(scene):
    scene.events(1, PERIOD.start, 22, hours=4)
    assert hours(scene.content()["when"]) == {
        (MONDAY, 22): 0.25,
        (MONDAY, 23): 0.25,
        (TUESDAY, 0): 0.25,
        (TUESDAY, 1): 0.25,
    }


def test_what_has_no_hour_is_told_apart(scene):
    scene.events(1)
    scene.events(1, time_precision=TimePrecision.UNKNOWN)
    scene.events(1, hours=23, time_precision=TimePrecision.DAY)
    scene.events(1, hours=25)
    when = scene.content()["when"]
    assert (when["counted"], when["excluded"]) == (1, 3)


def test_the_worst_stretches_are_three_hours_within_a_day_and_do_not_overlap(scene):
    saturday = PERIOD.start + timedelta(days=5)
    for hour, events in ((20, 2), (21, 3), (22, 2), (8, 3)):
        scene.events(events, saturday, hour)
    scene.events(2, PERIOD.start, 12)
    assert scene.content()["when"]["peaks"] == [
        {"weekday": SATURDAY, "from_hour": 20, "to_hour": 23, "count": 7.0},
        {"weekday": SATURDAY, "from_hour": 6, "to_hour": 9, "count": 3.0},
    ]
