"""Tertials and years: what they are compared with, three years of months, what persists, and the law's three parts."""

from datetime import date, timedelta

import pytest

from lagesbild import document, figures
from lagesbild.figures.development import at_least, persisting
from lagesbild.models import LawPart, Level, Outlook
from lagesbild.period import calendar_year, tertial
from promises.models import CostItem, Dialogue, Theme
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene
from tests.lagesbild.figures.test_categories import row

AUTUMN = tertial(2025, 3)
YEAR = calendar_year(2025)


def months(content) -> dict[str, int | str | None]:
    return {each["start"][:7]: each["count"] for each in content["development"]["months"]}


def parts(content) -> dict[str, tuple[list[str], bool, bool]]:
    return {each["part"]: (each["text"], each["is_shortened"], each["is_empty"]) for each in content["parts"]}


def write(scene: Scene, **words: str) -> None:
    document.edit(scene.draft(YEAR), outlook=Outlook.STABLE, summary="", directions={}, parts=words)


def test_a_tertial_is_counted_beside_the_one_before_the_same_of_two_years_and_their_mean(scene):
    scene.events(5, AUTUMN.last_day, 23)
    scene.events(2, AUTUMN.start, 0, category=scene.needle)
    scene.events(4, AUTUMN.previous().last_day)
    scene.events(1, tertial(2025, 1).start)
    scene.events(3, tertial(2024, 3).start)
    scene.events(6, tertial(2023, 3).start)
    scene.events(9, AUTUMN.end, 0)
    content = scene.content(period=AUTUMN)
    assert row(content, "Skadegörelse") == [5, 4, 3, 6, round((3 + 1 + 4) / 3, 1)]
    assert row(content, "Alla händelser") == [7, 4, 3, 6, round((3 + 1 + 4) / 3, 1)]
    assert content["figures"]["compared"] == {
        "this_period": "tertial 3 2025",
        "last_period": "tertial 2 2025",
        "last_year": "tertial 3 2024",
        "two_years_ago": "tertial 3 2023",
        "mean": "per tertial",
    }
    assert content["summary"]["sentences"][1] == (
        "7 händelser rapporterades, mot 4 förra tertialet och 3 samma tertial i fjol."
    )


def test_a_year_is_counted_beside_the_two_before_and_the_mean_of_three(scene):
    scene.events(2, YEAR.start, 0)
    scene.events(4, date(2024, 2, 29))
    scene.events(6, date(2023, 7, 1))
    scene.events(1, date(2022, 1, 31))
    content = scene.content(period=YEAR)
    assert row(content, "Skadegörelse") == [2, 4, 4, 6, round((4 + 6 + 1) / 3, 1)]
    assert content["figures"]["compared"]["last_year"] == content["figures"]["compared"]["last_period"]
    assert content["summary"]["sentences"][1] == "2 händelser rapporterades, mot 4 året innan."


def test_a_year_in_which_reporting_began_late_is_compared_with_by_nobody(scene):
    scene.events(2, YEAR.start)
    scene.events(4, date(2024, 2, 1))
    assert row(scene.content(period=YEAR), "Skadegörelse") == [2, None, None, None, None]


def test_the_header_names_the_period_and_its_kind(scene):
    headers = [scene.content(period=period)["header"] for period in (AUTUMN, YEAR)]
    assert [(each["kind"], each["period"], each["dates"]) for each in headers] == [
        ("tertial", "tertial 3 2025", "1 september – 31 december 2025"),
        ("year", "år 2025", "1 januari – 31 december 2025"),
    ]


@pytest.mark.parametrize(("days", "counts"), [(120, 1), (121, 0)])
def test_an_interval_too_long_for_a_fortnight_may_enter_a_tertial(scene, days, counts):
    first = AUTUMN.start
    scene.events(1, first, hours=24 * days, at=scene.local(first + timedelta(days=130)))
    content = scene.content(period=AUTUMN)
    assert (content["figures"]["total"]["this_period"], content["about"]["events"]) == (counts, counts)


def test_an_interval_of_a_month_is_in_its_tertial_and_in_no_fortnight(scene):
    scene.events(1, PERIOD.start, hours=24 * 30, at=scene.local(date(2026, 4, 1)))
    assert scene.content()["figures"]["total"]["this_period"] == 0
    assert scene.content(period=tertial(2026, 1))["figures"]["total"]["this_period"] == 1


def test_three_years_are_counted_month_by_month_and_the_periods_own_add_up_to_it(scene):
    scene.events(1, date(2023, 3, 31), 23)
    scene.events(2, date(2025, 8, 31), 23)
    scene.events(3, date(2025, 9, 1), 0)
    scene.events(1, date(2025, 12, 31), 23)
    content = scene.content(period=AUTUMN)
    counted = months(content)
    assert (len(counted), min(counted), max(counted)) == (36, "2023-01", "2025-12")
    assert {month: count for month, count in counted.items() if count} == {
        "2023-03": 1,
        "2025-08": 2,
        "2025-09": 3,
        "2025-12": 1,
    }
    assert (counted["2023-02"], counted["2023-04"]) == (None, 0)
    own = [each["count"] for each in content["development"]["months"] if each["in_period"]]
    assert (own, sum(own)) == ([3, 0, 0, 1], content["figures"]["total"]["this_period"])


def test_a_place_on_the_list_in_three_of_four_months_persists(scene):
    station, square = scene.place("Stationen"), scene.place("Torget", north=0.02)
    for month in (9, 10, 12):
        scene.events(2, date(2025, month, 5), place=station)
    for month in (9, 10):
        scene.events(3, date(2025, month, 5), place=square)
    scene.events(1, date(2025, 11, 5), place=square)  # one event is not a pattern
    development = scene.content(period=AUTUMN)["development"]
    assert development["persistent"] == [{"name": "Stationen", "listed": 3, "count": 6}]
    assert (development["at_least"], development["of_months"]) == (3, 4)


def test_three_of_four_months_are_nine_of_a_year():
    assert [at_least(months) for months in (4, 12)] == [3, 9]
    assert persisting([["a", "b"], ["b", "a"], ["b", "c", "a"], ["b", "c"]]) == [("b", 4), ("a", 3)]


def test_no_month_below_five_can_be_reckoned_out_of_its_tertial(scene):
    for month, events in ((9, 8), (10, 3), (11, 7), (12, 6)):
        scene.events(events, date(2025, month, 5))
    counted = months(scene.content(Level.GENERALISED, period=AUTUMN))
    assert [counted[f"2025-{month:02}"] for month in (9, 10, 11, 12)] == [8, "<5", 7, "≥5"]
    of_year = months(scene.content(Level.GENERALISED, period=YEAR))
    assert [of_year[f"2025-{month:02}"] for month in (9, 10, 11, 12)] == [8, "<5", 7, "≥5"]


def test_a_year_without_anything_lacks_all_three_parts_and_a_tertial_has_none(scene):
    assert parts(scene.content(period=YEAR)) == {part: ([], False, True) for part in LawPart}
    assert "parts" not in scene.content(period=AUTUMN)
    assert not {"parts", "development", "other_information"} & set(scene.content())


def test_what_is_counted_and_gathered_fills_its_parts_and_words_fill_any(scene):
    scene.events(1, YEAR.start)
    dialogue = Dialogue.objects.create(
        municipality=scene.municipality, kind="citizens", title="Dialog på torget", on=date(2025, 5, 16)
    )
    Theme.objects.create(municipality=scene.municipality, dialogue=dialogue, title="Mörka stråk", number=12)
    write(scene, analysis="Mest glas.\n\nVid stationen.")
    content = scene.content(period=YEAR)
    assert parts(content) == {
        "mapping": ([], False, False),
        "other": ([], False, False),
        "analysis": (["Mest glas.", "Vid stationen."], False, False),
    }
    assert content["other_information"] == {
        "held": [{"kind": "Medborgardialog", "number": 1}],
        "dialogues": [
            {
                "kind": "Medborgardialog",
                "title": "Dialog på torget",
                "on": "2025-05-16",
                "participants": None,
                "summary": [],
                "themes": [{"title": "Mörka stråk", "number": 12}],
            }
        ],
        "costs": [],
    }


def test_a_cost_of_other_days_is_no_information_about_the_year(scene):
    source = factories.make_organisation(scene.municipality, "Fastighetskontoret")
    for first, last, kronor in (
        (date(2024, 12, 1), date(2024, 12, 31), 1),
        (date(2025, 12, 1), date(2026, 1, 31), 82300),
    ):
        CostItem.objects.create(
            municipality=scene.municipality,
            first_on=first,
            last_on=last,
            type="glass",
            kronor=kronor,
            source=source,
            excludes="Egen personal.",
        )
    full, generalised = (scene.content(level, period=YEAR)["other_information"]["costs"] for level in Level)
    cost = {
        "type": "Glaskross",
        "dates": "1 december 2025 – 31 januari 2026",
        "kronor": 82300,
        "source": "Fastighetskontoret",
    }
    assert (full, generalised) == ([{**cost, "excludes": "Egen personal."}], [{**cost, "excludes": ""}])


def test_nobodys_words_are_told_at_the_generalised_level_only_that_there_are_some(scene):
    Dialogue.objects.create(
        municipality=scene.municipality, kind="survey", title="Enkät", on=YEAR.start, summary="Ord."
    )
    write(scene, mapping="Ord.", other="Ord.", analysis="Ord.")
    content = scene.content(Level.GENERALISED, period=YEAR)
    assert parts(content) == {part: ([], True, False) for part in LawPart}
    assert content["other_information"] == {
        "held": [{"kind": "Trygghetsenkät", "number": 1}],
        "dialogues": [],
        "costs": [],
    }


@pytest.mark.parametrize(("period", "statements"), [(AUTUMN, (37, 29)), (YEAR, (40, 32))])
def test_a_longer_period_takes_as_many_statements_for_three_events_as_for_one(
    scene, period, statements, django_assert_num_queries
):
    edition = scene.draft(period)

    def add(number: int) -> None:
        scene.events(number, period.start, category=scene.needle, place=scene.place(f"Plats {number}"))
        dialogue = Dialogue.objects.create(
            municipality=scene.municipality, kind="walk", title="Vandring", on=period.start
        )
        Theme.objects.create(municipality=scene.municipality, dialogue=dialogue, title="Ljus")

    for number, level in enumerate(Level):
        add(2 * number + 1)
        with django_assert_num_queries(statements[number]):
            figures.compose(edition, level=level, at=DRAFTED)
        add(2 * number + 2)
        with django_assert_num_queries(statements[number]):
            figures.compose(edition, level=level, at=DRAFTED)
