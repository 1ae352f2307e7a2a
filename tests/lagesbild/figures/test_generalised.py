"""The generalised level: areas, no words of anybody's own, and no count from one to four."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Area
from incidents.models import CostBasis, DamageType
from lagesbild import document
from lagesbild.models import Level, Outlook
from tests import factories
from tests.lagesbild.figures.scene import PERIOD

#: Numbers that are not counts of events.
OTHER_NUMBERS = {
    "rank",
    "periods_in_a_row",
    "listed_lately",
    "reported",
    "nothing_to_report",
    "silent",
    "minimum_count",
    "matrix",
    "hours",
    "mean",
    "median_hours",
    "weekday",
    "days",
    # An interval, and how many comparisons there are.
    "low",
    "high",
    "tried",
    "flagged",
    "by_chance",
    # How many series are watched, and what that costs in false alarms.
    "watched",
    "false_alarms",
    "periods",
}
NORTH_OF_TOWN = {"latitude": 59.57}


def numbers_in(part: Any) -> Iterator[Any]:
    """Every number that tells how many, at any depth."""
    if isinstance(part, dict):
        for key, value in part.items():
            if isinstance(value, dict) or key not in OTHER_NUMBERS:
                yield from numbers_in(value)
    elif isinstance(part, list):
        for each in part:
            yield from numbers_in(each)
    elif isinstance(part, int | float) and not isinstance(part, bool):
        yield part


def generalised(scene):
    return scene.content(Level.GENERALISED)


@pytest.fixture
def busy(scene):
    """A fortnight with large and small counts of everything."""
    Area.objects.create(
        municipality=scene.municipality,
        name="Norr",
        geometry=factories.rectangle(15.97, 59.55, 16.01, 59.60),
    )
    for code, events in (("BRA", 6), ("TRA", 3), ("HOT", 1)):
        group = factories.make_category(scene.municipality, code, code)
        scene.events(
            events, category=factories.make_category(scene.municipality, f"{code}-10", code, parent=group)
        )
    station = scene.place("Stationen")
    scene.events(7, place=station, damage_type=DamageType.GLASS, damage_cost=500, cost_basis=CostBasis.ACTUAL)
    scene.events(2, hour=3, category=scene.needle, **NORTH_OF_TOWN)
    scene.events(
        1, hours=30, damage_type=DamageType.GRAFFITI, damage_cost=90000, cost_basis=CostBasis.ESTIMATED
    )
    scene.events(3, PERIOD.previous().start, place=station)
    scene.events(5, PERIOD.last_year().start, category=scene.needle)
    scene.events(2, PERIOD.last_year().start)
    return scene


def test_no_count_from_one_to_four_is_told(busy):
    assert [number for number in numbers_in(generalised(busy)) if 0 < number < 5] == []


def test_the_full_level_of_the_same_fortnight_tells_them(busy):
    assert any(0 < number < 5 for number in numbers_in(busy.content()))


@pytest.mark.parametrize("k", [4, 5, 10, 20])
def test_the_municipality_says_how_few_are_too_few_to_tell(busy, k):
    busy.municipality.minimum_count = k
    busy.municipality.save(update_fields=["minimum_count"])
    content = generalised(busy)
    assert [number for number in numbers_in(content) if 0 < number < k] == []
    assert content["about"]["minimum_count"] == k
    assert content["figures"]["rows"][-1]["category"] == f"Övriga (färre än {k})"


def test_areas_with_few_events_have_no_line_and_those_with_few_in_a_year_no_verdict(scene):
    for name, south in (("Norr", 59.55), ("Längst norr", 59.61)):
        geometry = factories.rectangle(15.97, south, 16.01, south + 0.05)
        Area.objects.create(municipality=scene.municipality, name=name, geometry=geometry)
    for latitude, earlier, now in ((59.51, 7, 9), (59.57, 2, 6), (59.63, 6, 2)):
        scene.events(earlier, PERIOD.last_year().start, latitude=latitude)
        scene.events(now, latitude=latitude)
    scene.events(6, PERIOD.last_year().start, latitude=59.67)
    scene.events(5, latitude=59.67)
    areas = generalised(scene)["figures"]["areas"]
    assert [(row["area"], row["this_period"], row["mean"], row["verdict"]) for row in areas] == [
        ("Centrum", 9, 0.3, "above"),
        ("Norr", 6, None, None),
    ]


def test_verdicts_are_those_of_the_full_level_where_the_counts_are_told(busy):
    def verdicts(figures):
        return {row["category"]: row["verdict"] for row in (*figures["rows"], figures["total"])}

    full, told = verdicts(busy.content()["figures"]), verdicts(generalised(busy)["figures"])
    assert told == {
        "Skadegörelse": full["Skadegörelse"],
        "BRA": full["BRA"],
        "Övriga (färre än 5)": None,
        "Alla händelser": full["Alla händelser"],
    }


def test_small_categories_are_one_row(busy):
    rows = generalised(busy)["figures"]["rows"]
    assert [(row["category"], row["this_period"]) for row in rows] == [
        ("Skadegörelse", 8),
        ("BRA", 6),
        ("Övriga (färre än 5)", 6),
    ]


def test_a_small_count_is_not_what_is_missing_to_the_total(busy):
    """Last year two of damage and five of drugs: with seven in all, hiding the two alone would tell it."""
    figures = generalised(busy)["figures"]
    damage = next(row for row in figures["rows"] if row["category"] == "Skadegörelse")
    merged = figures["rows"][-1]
    assert (damage["last_year"], merged["last_year"], figures["total"]["last_year"]) == ("<5", "≥5", 7)


def test_what_is_hidden_is_hidden_whole(busy):
    """Last period three of damage and nothing else: told noughts beside a hidden three would be no secret."""
    figures = generalised(busy)["figures"]
    assert [row["last_period"] for row in figures["rows"]] == ["<5", "<5", "<5"]
    assert figures["total"]["last_period"] == "<5"


def test_places_are_areas_without_marks_or_heat(busy):
    where = generalised(busy)["where"]
    assert (where["unit"], where["heat"]) == ("area", None)
    assert all(line["position"] is None for line in where["ranked"])
    assert "Stationen" not in str(generalised(busy))


def test_an_area_with_few_events_is_not_what_is_missing_to_the_total(scene):
    for name, south in (("Norr", 59.55), ("Längst norr", 59.61)):
        geometry = factories.rectangle(15.97, south, 16.01, south + 0.05)
        Area.objects.create(municipality=scene.municipality, name=name, geometry=geometry)
    scene.events(9)
    scene.events(6, latitude=59.57)
    scene.events(2, latitude=59.63)
    where = generalised(scene)["where"]
    assert [(line["name"], line["count"]) for line in where["ranked"]] == [("Centrum", 9)]
    assert (where["elsewhere"], where["total"]) == (8, 17)


def test_a_fortnight_with_few_events_tells_only_that(scene):
    scene.events(3, damage_type=DamageType.GLASS, damage_cost=800, cost_basis=CostBasis.ACTUAL)
    content = generalised(scene)
    assert content["summary"]["total"] == content["where"]["total"] == content["about"]["events"] == "<5"
    assert content["summary"]["sentences"] == ["Färre än 5 händelser rapporterades."]
    assert content["where"]["ranked"] == []
    assert not any(map(any, content["when"]["matrix"]))
    assert content["costs"]["total"]["total"] is None


def test_what_a_few_damages_cost_is_not_told(busy):
    costs = generalised(busy)["costs"]
    assert costs["rows"] == []
    assert (costs["total"]["total"], costs["total"]["estimated"], costs["total"]["events"]) == (
        93500,
        None,
        8,
    )


def test_costs_are_told_by_type_where_every_type_has_enough(scene):
    for type_ in (DamageType.GLASS, DamageType.GRAFFITI):
        scene.events(5, damage_type=type_, damage_cost=100, cost_basis=CostBasis.ACTUAL)
    rows = generalised(scene)["costs"]["rows"]
    assert [(row["type"], row["total"]) for row in rows] == [
        ("Glaskross", 500),
        ("Klotter", 500),
        ("Övrig skadegörelse", 0),
    ]


def test_few_events_in_an_hour_are_shared_out_over_more_hours(scene):
    scene.events(4, hour=22)
    scene.events(6, PERIOD.start + timedelta(days=5), hour=20)
    matrix = generalised(scene)["when"]["matrix"]
    assert all(row == matrix[0] for row in matrix)
    assert sum(map(sum, matrix)) == pytest.approx(10, abs=7 * 24 * 0.05)


def test_what_the_coordinator_wrote_is_not_told(scene):
    document.edit(
        scene.draft(), outlook=Outlook.WORSE, summary="Oro vid Parkskolan.", directions={"police": "Gå dit."}
    )
    content = generalised(scene)
    assert (content["header"]["level"], content["summary"]["situation"]) == ("generalised", "worse")
    assert "Parkskolan" not in str(content)
    assert "Gå dit" not in str(content)


def test_the_level_says_what_its_least_count_is(scene):
    about = generalised(scene)["about"]
    assert (about["minimum_count"], about["bandwidth"], about["kernel"]) == (5, None, None)
