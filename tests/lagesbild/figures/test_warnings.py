"""Tidiga varningar: what stands out, who must stand behind it, and what the general level may tell."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from lagesbild import figures
from lagesbild.models import Level
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD

DAYS = [PERIOD.start + timedelta(days=number) for number in range(10)]


def told(scene, *keys, level=Level.FULL):
    return [tuple(row[key] for key in keys) for row in scene.content(level)["warnings"]["rows"]]


def usual(scene, count=1, periods=26, **fields):
    """The same events in each of the fortnights before."""
    for period in PERIOD.history(periods):
        scene.events(count, period.start, **fields)


def test_a_place_past_its_limit_is_told_with_its_count_and_what_was_expected(scene):
    station = scene.place("Busstationen")
    usual(scene, place=station)
    for day in DAYS[:9]:
        scene.events(1, day, place=station)
    assert ("above", "Busstationen", 9, 1.0) in told(scene, "kind", "name", "count", "expected")
    assert ("above", "Glaskross i Centrum", 9, 1.0) in told(scene, "kind", "name", "count", "expected")


def test_one_reporter_on_one_day_warns_of_nothing(scene):
    station = scene.place("Busstationen")
    usual(scene, place=station)
    scene.events(9, place=station)
    assert told(scene, "name") == []


def test_two_reporters_on_one_day_do(scene):
    station = scene.place("Busstationen")
    usual(scene, place=station)
    scene.events(8, place=station)
    scene.reporter = factories.make_user(Role.REPORTER, scene.municipality, organisation="Skolan")
    scene.events(1, place=station)
    assert sorted(told(scene, "name")) == [("Busstationen",), ("Glaskross i Centrum",)]


def test_the_first_of_its_sort_in_an_area_is_told_as_such(scene):
    usual(scene)
    for day in DAYS[:3]:
        scene.events(1, day, category=scene.needle)
    assert told(scene, "kind", "name", "count", "weeks") == [("first", "Fynd av kanyl i Centrum", 3, None)]


def test_what_happened_long_ago_is_not_the_first(scene):
    usual(scene)
    scene.events(1, PERIOD.start - timedelta(days=364 * 4 + 100), category=scene.needle)
    for day in DAYS[:3]:
        scene.events(1, day, category=scene.needle)
    assert told(scene, "kind", "name", "weeks") == [("first", "Fynd av kanyl i Centrum", 52)]


def test_the_season_says_what_is_usual_once_two_years_of_it_are_known(scene):
    station = scene.place("Badet")
    for years in (1, 2):
        for step in (-1, 0, 1):
            scene.events(9, PERIOD.years_ago(years).start + timedelta(days=14 * step), place=station)
    usual(scene, periods=4)
    for day in DAYS[:9]:
        scene.events(1, day, place=station)
    assert told(scene, "name") == []


def test_what_was_approved_late_before_is_not_held_against_this_period(scene):
    station = scene.place("Busstationen")
    usual(scene, place=station)
    for period in PERIOD.history():
        scene.events(6, period.start, place=station, decided_at=DRAFTED)
    for day in DAYS[:9]:
        scene.events(1, day, place=station)
    # Three are decided within the same hours after their own period: those of the latest one.
    assert ("Busstationen", 1.0) in told(scene, "name", "expected")


def test_before_there_is_enough_to_compare_with_nothing_is_watched(scene):
    usual(scene, periods=7)
    scene.events(9)
    assert scene.content()["warnings"] == {"rows": [], "further": 0, "watched": 0, "false_alarms": None}


def test_how_many_series_are_followed_and_how_many_false_alarms_that_gives_is_told(scene):
    usual(scene, place=scene.place("Busstationen"))
    chapter = scene.content()["warnings"]
    assert (chapter["watched"], chapter["rows"]) == (2, [])
    assert chapter["false_alarms"] is not None and 0 <= chapter["false_alarms"] < 0.2


def test_the_general_level_watches_areas_and_names_no_place(scene):
    usual(scene, place=scene.place("Busstationen"))
    for day in DAYS[:9]:
        scene.events(1, day)
    chapter = scene.content(Level.GENERALISED)["warnings"]
    assert [(row["name"], row["count"], row["expected"]) for row in chapter["rows"]] == [("Centrum", 9, 1.0)]
    assert chapter["watched"] == 1


def test_the_general_level_tells_of_no_area_whose_count_is_small(scene):
    usual(scene, periods=26)
    for day in DAYS[:4]:
        scene.events(1, day)
    assert scene.content(Level.GENERALISED)["warnings"]["rows"] == []


@pytest.mark.parametrize(("level", "statements"), [(Level.FULL, 36), (Level.GENERALISED, 26)])
def test_the_statements_do_not_grow_with_what_there_is_to_warn_of(
    scene, level, statements, django_assert_num_queries
):
    edition = scene.draft()
    usual(scene)
    for day in DAYS[:9]:
        scene.events(2, day, place=scene.place(f"Plats {day}"))
    scene.events(3, category=scene.needle)
    with django_assert_num_queries(statements):
        figures.compose(edition, level=level, at=DRAFTED)
    for day in DAYS[:9]:
        scene.events(2, day, category=scene.needle, place=scene.place(f"Till {day}", north=0.01))
    with django_assert_num_queries(statements):
        figures.compose(edition, level=level, at=DRAFTED)
