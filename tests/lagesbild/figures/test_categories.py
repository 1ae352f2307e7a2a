"""Händelser i siffror: what is counted in which column, and what never is."""

from datetime import date, timedelta

import pytest

from incidents import categories
from lagesbild import figures
from lagesbild.models import Level
from lagesbild.period import Period
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

COLUMNS = ["this_period", "last_period", "last_year", "two_years_ago", "mean"]


def row(content, name: str) -> list:
    found = next(
        each
        for each in [*content["figures"]["rows"], content["figures"]["total"]]
        if each["category"] == name
    )
    return [found[column] for column in COLUMNS]


def total(scene: Scene) -> int:
    return scene.content()["figures"]["total"]["this_period"]


def test_events_are_counted_per_main_category_and_period(scene):
    scene.events(2)
    scene.events(1, category=scene.needle)
    scene.events(1, PERIOD.previous().start)
    scene.events(3, PERIOD.last_year().last_day)
    scene.events(4, PERIOD.start - timedelta(days=100))
    scene.events(1, PERIOD.years_ago(2).start, category=scene.needle)
    content = scene.content()
    assert row(content, "Skadegörelse") == [2, 1, 3, 0, round(8 / 26, 1)]
    assert row(content, "Narkotika och alkohol") == [1, 0, 0, 1, 0.0]
    assert row(content, "Alla händelser") == [3, 1, 3, 1, round(8 / 26, 1)]
    assert [each["category"] for each in content["figures"]["rows"]] == [
        "Skadegörelse",
        "Narkotika och alkohol",
    ]


def test_before_the_first_event_nothing_was_recorded_which_is_not_nought(scene):
    scene.events(2)
    scene.events(6, PERIOD.start - timedelta(days=30))
    assert row(scene.content(), "Skadegörelse") == [2, 0, None, None, 2.0]


def test_the_weeks_of_each_column_are_named(scene):
    assert scene.content()["figures"]["compared"] == {
        "this_period": "vecka 9–10",
        "last_period": "vecka 7–8",
        "last_year": "vecka 9–10 2025",
        "two_years_ago": "vecka 9–10 2024",
    }


def test_only_what_is_approved_counts(scene):
    scene.events(1)
    scene.filed()
    factories.reject(scene.filed(), scene.coordinator)
    assert total(scene) == 1


def test_a_category_that_does_not_count_is_in_no_figure(scene):
    scene.events(1)
    scene.events(1, category=scene.planned)
    content = scene.content()
    assert content["figures"]["total"]["this_period"] == 1
    assert content["where"]["heat"]["events"] == 1
    assert content["when"]["counted"] == 1
    assert "Övrigt" not in [each["category"] for each in content["figures"]["rows"]]


def test_the_next_municipality_is_another_story(scene):
    neighbour = Scene("Kungsör")
    neighbour.events(3)
    scene.events(1)
    assert total(scene) == 1
    assert total(neighbour) == 3


@pytest.mark.parametrize(
    ("day", "hour", "counts"),
    [
        (PERIOD.start, 0, 1),
        (PERIOD.last_day, 23.9, 1),
        (PERIOD.end, 0, 0),
        (PERIOD.start - timedelta(days=1), 23.9, 0),
    ],
)
def test_a_period_runs_from_monday_midnight_to_monday_midnight_on_the_local_clock(scene, day, hour, counts):
    scene.events(1, day, hour)
    assert total(scene) == counts


def test_an_event_counts_by_its_start(scene):
    scene.events(1, PERIOD.last_day, 20, hours=72)
    assert total(scene) == 1


@pytest.mark.parametrize(("hours", "counts"), [(14 * 24, 1), (14 * 24 + 1, 0)])
def test_an_interval_over_a_fortnight_enters_no_period(scene, hours, counts):
    scene.events(1, hours=hours, at=scene.local(date(2026, 3, 20)))
    content = scene.content()
    assert content["figures"]["total"]["this_period"] == counts
    assert content["where"]["total"] == counts
    assert content["about"]["events"] == counts


def test_a_fortnight_of_the_clock_fits_even_when_the_clocks_go_back(scene):
    autumn = Period(date(2025, 10, 20), date(2025, 11, 3))  # 337 hours
    scene.events(1, autumn.start, hours=14 * 24)
    scene.events(1, autumn.start, hours=14 * 24 + 1)
    content = scene.content(period=autumn)
    assert content["figures"]["total"]["this_period"] == 1
    assert content["about"]["events"] == 1


def test_a_category_keeps_its_group_when_the_tree_changes(scene):
    scene.events(1)
    group = factories.category(scene.municipality, "SKA")
    categories.replace(group, name="Förstörelse")
    scene.events(1, category=factories.category(scene.municipality, "SKA-20"))
    assert row(scene.content(), "Förstörelse")[0] == 2


@pytest.mark.parametrize(("level", "statements"), [(Level.FULL, 32), (Level.GENERALISED, 25)])
def test_figures_take_as_many_statements_for_three_events_as_for_one(
    scene, level, statements, django_assert_num_queries
):
    edition = scene.draft()
    scene.events(1, category=scene.needle, place=scene.place("Plats 1"))
    with django_assert_num_queries(statements):
        figures.compose(edition, level=level, at=DRAFTED)
    scene.events(2, category=scene.needle, place=scene.place("Plats 2"))
    with django_assert_num_queries(statements):
        figures.compose(edition, level=level, at=DRAFTED)
