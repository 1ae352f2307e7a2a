"""Rapporteringsgrad: who reports, who is silent, and that a new caretaker does not look like a crime wave."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.roles import Role
from incidents.intake import nothing_to_report
from lagesbild.figures.events import Basis
from lagesbild.figures.heard import Heard
from lagesbild.figures.reporting import fed_by_one_unit, follows_reporters, from_new, reporting_chapter
from lagesbild.models import Level
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD

COUNTS = st.builds(Heard, st.integers(0, 200), st.integers(0, 40), st.integers(0, 50), st.integers(0, 9))


def reporting(scene, level=Level.FULL):
    return scene.content(level)["reporting"]


def usual(scene, count=2):
    for period in PERIOD.history():
        scene.events(count, period.start)


def another(scene, organisation):
    return factories.make_user(Role.REPORTER, scene.municipality, organisation=organisation)


def test_a_new_caretaker_does_not_look_like_a_crime_wave(scene):
    garage = scene.place("Garaget", north=0.02)
    usual(scene)
    scene.events(2)
    scene.reporter = another(scene, "Fastighet")
    for number in range(12):
        scene.events(1, PERIOD.start + timedelta(days=number), place=garage, at=DRAFTED - timedelta(days=1))
    content = scene.content()
    assert content["reporting"]["from_new"] == {"reporters": 1, "reports": 12}
    assert content["reporting"]["total"]["reports"] == 14
    worst = content["where"]["ranked"][0]
    assert (worst["name"], worst["single_unit"]) == ("Garaget", True)
    assert scene.reporter.name not in str(content)


def test_a_wave_from_those_who_always_report_carries_no_such_mark(scene):
    usual(scene)
    scene.events(14)
    chapter = reporting(scene)
    assert (chapter["from_new"], chapter["follows_reporters"]) == (None, None)


def test_units_stand_with_their_reports_reporters_and_what_is_usual(scene):
    usual(scene)
    scene.events(5)
    scene.reporter = another(scene, "Skolan")
    scene.filed()
    rows = [tuple(row.values()) for row in (*reporting(scene)["units"], reporting(scene)["total"])]
    assert rows == [
        ("KBAB", 5, 2.0, 1, 1.0),
        ("Skolan", 1, 0.0, 1, 0.0),
        ("Alla enheter", 6, 2.0, 2, 1.0),
    ]


def test_silent_units_and_those_with_nothing_to_report_are_named_at_the_full_level_alone(scene):
    quiet, _silent = (factories.make_organisation(scene.municipality, name) for name in ("Parken", "Skolan"))
    nothing_to_report(organisation=quiet, by=scene.reporter, at=DRAFTED, today=PERIOD.start)
    scene.filed()
    chapter, general = reporting(scene), reporting(scene, Level.GENERALISED)
    assert (chapter["silent"], chapter["nothing_to_report"]) == (["Kansli", "Skolan"], ["Parken"])
    assert (general["silent"], general["nothing_to_report"], general["units"]) == ([], [], [])
    assert general["answers"] == chapter["answers"] == {"reported": 1, "nothing_to_report": 1, "silent": 2}


def test_the_general_level_tells_no_few_reports_or_reporters(scene):
    scene.events(4)
    total = reporting(scene, Level.GENERALISED)["total"]
    assert (total["reports"], total["reporters"], total["reports_mean"]) == ("<5", "<5", None)


def test_a_late_report_of_an_earlier_period_is_not_held_against_this_one(scene):
    scene.events(1, PERIOD.history()[0].start)
    for period in PERIOD.history():
        scene.filed(period.start, at=DRAFTED + timedelta(hours=1))
        scene.filed(period.start)
    scene.events(1, decided_at=DRAFTED)
    assert reporting(scene)["total"]["reports_mean"] == 1.0


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (Heard(60, 20), "more"),
        (Heard(60, 10), None),
        (Heard(30, 10), None),
        (Heard(8, 3), "fewer"),
        (Heard(8, 10), None),
        (Heard(0, 0), None),
    ],
)
def test_a_change_that_goes_with_the_reporters_is_told(now, said):
    assert follows_reporters([Heard(30, 10)] * 26, now) == said


def test_without_earlier_periods_nothing_follows():
    assert (follows_reporters([], Heard(30, 10)), from_new([], Heard(30, 10, 30, 10))) == (None, None)


@given(st.lists(COUNTS, max_size=8), COUNTS)
def test_whatever_the_counts_the_light_says_one_of_three_things(earlier, now):
    assert follows_reporters(earlier, now) in {"more", "fewer", None}
    found = from_new(earlier, now)
    assert found is None or found["reports"] == now.from_new > 0


def test_a_place_is_fed_by_one_unit_when_all_its_events_but_a_few_come_from_it(scene):
    garage, square = scene.place("Garaget"), scene.place("Torget")
    scene.events(3, place=garage)
    scene.events(3, place=square)
    scene.reporter = another(scene, "Skolan")
    scene.events(1, place=square)
    basis = Basis.of(scene.municipality, PERIOD)
    places = {place.name: [(place.pk,)] for place in (garage, square)}
    assert fed_by_one_unit(basis.selection, PERIOD, places, ["place"]) == {"Garaget"}


@pytest.mark.parametrize("level", Level)
def test_the_statements_do_not_grow_with_units(scene, level, django_assert_num_queries):
    edition = scene.draft()
    scene.events(1)
    with django_assert_num_queries(4):
        reporting_chapter(edition, level=level, at=DRAFTED)
    for name in ("Parken", "Skolan"):
        scene.reporter = another(scene, name)
        scene.events(1)
    with django_assert_num_queries(4):
        reporting_chapter(edition, level=level, at=DRAFTED)
