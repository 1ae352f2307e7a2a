"""What counts are held against: areas beside categories, equal delay, last period as it was told, local weights."""

from datetime import timedelta

import pytest

from accounts.models import Area
from incidents import categories
from incidents.models import ImportBatch, Incident
from lagesbild import document, figures
from lagesbild.figures.events import Basis
from lagesbild.figures.tally import tally
from lagesbild.models import Level
from lagesbild.period import tertial
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

NORTH_OF_TOWN = {"latitude": 59.57}
MANY = 8


def figures_of(scene: Scene, level: Level = Level.FULL):
    return scene.content(level)["figures"]


def damage(scene: Scene, level: Level = Level.FULL):
    return figures_of(scene, level)["rows"][0]


def past(scene: Scene, each: int, periods: int = MANY, **fields) -> None:
    for period in PERIOD.history(periods):
        scene.events(each, period.start, **fields)


def test_late_approvals_do_not_look_like_decline(scene):
    """Half of every fortnight's events are approved ten days after it; of the latest they have not been yet."""
    for period in PERIOD.history(MANY):
        scene.events(6, period.start)
        scene.events(6, period.start, decided_at=scene.local(period.end + timedelta(days=10)))
    scene.events(6)
    scene.filed()
    row = damage(scene)
    assert (row["this_period"], row["last_period"], row["mean"]) == (6, 12, 12.0)
    assert (row["expected"], row["verdict"]) == ({"low": 2, "high": 12}, "within")


def test_a_decline_that_is_no_delay_is_one(scene):
    past(scene, 12)
    scene.events(1)
    assert damage(scene)["verdict"] == "below"


def test_a_correction_months_later_compares_with_what_was_known_months_later(scene):
    late = DRAFTED + timedelta(days=60)
    for period in (*PERIOD.history(MANY), PERIOD):
        scene.events(4, period.start, decided_at=scene.local(period.end + timedelta(days=10)))
    content = figures.compose(scene.draft(), level=Level.FULL, at=late)
    assert content["figures"]["rows"][0]["expected"] == {"low": 1, "high": 9}
    assert damage(scene)["expected"] == {"low": 0, "high": 1}


def test_what_came_from_a_file_was_in_time_whenever_it_was_read(scene):
    (incident,) = scene.events(1, decided_at=scene.local(PERIOD.end + timedelta(days=300)))
    selection = Basis.of(scene.municipality, PERIOD).known_at(DRAFTED)
    assert tally(selection, [PERIOD], ("category", "in_time")) == [[{(scene.glass.pk, False): 1}]]
    batch = ImportBatch.objects.create(
        municipality=scene.municipality,
        organisation=incident.organisation,
        file_name="historik.csv",
        file_sha256="0" * 64,
        started_at=DRAFTED,
    )
    Incident.objects.filter(pk=incident.pk).update(batch=batch)
    assert tally(selection, [PERIOD], ("category", "in_time")) == [[{(scene.glass.pk, True): 1}]]


def test_areas_are_counted_and_judged_and_so_is_what_lies_in_none(scene):
    Area.objects.create(
        municipality=scene.municipality,
        name="Norr",
        geometry=factories.rectangle(15.97, 59.55, 16.01, 59.60),
    )
    past(scene, 3)
    scene.events(20, **NORTH_OF_TOWN)
    scene.events(1, latitude=59.65)
    found = [
        (row["area"], row["this_period"], row["last_period"], row["verdict"])
        for row in figures_of(scene)["areas"]
    ]
    assert found == [
        ("Centrum", 0, 3, "too_few"),
        ("Norr", 20, 0, "above"),
        ("Utanför områdena", 1, 0, "too_few"),
    ]


def test_all_comparisons_of_the_tables_are_counted(scene):
    past(scene, 3)
    scene.events(20)
    # Two main categories, one area, and all events.
    assert figures_of(scene)["comparisons"] == {"tried": 4, "flagged": 3, "by_chance": 0.2}


def test_the_first_fortnight_of_all_is_not_judged(scene):
    scene.events(3)
    found = figures_of(scene)
    assert (found["comparisons"], found["total"]["expected"], found["total"]["verdict"]) == (None, None, None)


def test_last_period_stands_as_it_does_now_and_as_it_did_when_it_was_adopted(scene):
    last = PERIOD.previous()
    scene.events(6, last.start)
    late = [scene.filed(last.start) for _number in range(2)]
    document.adopt(scene.draft(last), by=scene.coordinator, at=scene.local(last.end))
    for incident in late:
        factories.approve(incident, scene.coordinator, at=scene.local(last.end + timedelta(days=3)))
    row = damage(scene)
    assert (row["last_period"], row["last_period_then"]) == (8, 6)
    found = figures_of(scene)
    assert (found["total"]["last_period_then"], found["areas"][0]["last_period_then"]) == (6, 6)
    assert "last_period_then" not in found["rows"][1]


@pytest.mark.parametrize("now", [12, 30])
def test_a_tertial_is_held_against_the_three_before_it_taken_together(scene, now):
    autumn = tertial(2025, 3)
    for period in autumn.history():
        scene.events(10, period.start)
    scene.events(now, autumn.start)
    row = scene.content(period=autumn)["figures"]["rows"][0]
    assert (row["expected"], row["verdict"]) == (None, "within" if now == 12 else "above")


@pytest.mark.parametrize(("late", "then"), [(4, None), (5, 6)])
def test_few_late_ones_are_not_told_at_the_generalised_level(scene, late, then):
    last = PERIOD.previous()
    scene.events(6, last.start)
    waiting = [scene.filed(last.start) for _number in range(late)]
    document.adopt(scene.draft(last), by=scene.coordinator, at=scene.local(last.end))
    for incident in waiting:
        factories.approve(incident, scene.coordinator, at=scene.local(last.end + timedelta(days=3)))
    assert figures_of(scene, Level.GENERALISED)["total"].get("last_period_then") == then


def test_local_weights_stand_beside_the_count_where_there_are_any(scene):
    scene.events(2)
    scene.events(1, category=scene.needle)
    assert "weighted" not in damage(scene)
    # Reports keep the version that they were filed under; the weight is the newest one's.
    categories.replace(scene.glass, weight=3)
    found = figures_of(scene)
    assert [(row["this_period"], row["weighted"]) for row in (*found["rows"], found["total"])] == [
        (2, 6),
        (1, 1),
        (3, 7),
    ]
    assert "weighted" not in damage(scene, Level.GENERALISED)
