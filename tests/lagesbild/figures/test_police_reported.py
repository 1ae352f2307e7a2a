"""Polisanmälda brott: judged by their own history, news only once, and with small numbers hidden from the open."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lagesbild import document
from lagesbild.figures.police_reported import (
    Police,
    areas_with_figures,
    known,
    one_month,
    police_chapter,
    told_of,
)
from lagesbild.models import Level
from lagesbild.period import Months, Period, calendar_year, tertial
from tests.lagesbild.figures.scene import Scene
from tests.lagesbild.police import APRIL, CAME, bring_in, centre, monthly

#: The fortnights before and after the day that April's figures came.
BEFORE, AFTER = Period(date(2026, 4, 20), date(2026, 5, 4)), Period(date(2026, 5, 4), date(2026, 5, 18))
#: Of an edition of the latter.
ADOPTED = datetime(2026, 5, 18, 5, 0, tzinfo=UTC)
CALM = [20, 22, 18, 21, 19, 20, 23, 17, 20, 21, 19, 20]


def chapter(scene: Scene, period: Period = AFTER, *, level: Level = Level.FULL, at: datetime = ADOPTED):
    return police_chapter(document.draft(scene.municipality, period, at=at), level=level, at=at)


def rows(found) -> dict[str, list]:
    keys = ("this_period", "last_year", "mean", "expected", "verdict")
    return {row["offence"]: [row[key] for key in keys] for row in found["rows"]}


def test_a_month_is_held_against_the_twelve_before_it_and_the_same_a_year_ago(scene):
    bring_in(scene.municipality, monthly([9, *CALM[1:], 20, 60]))
    found = chapter(scene)
    (row,) = found["rows"]
    assert (row["this_period"], row["last_year"]) == (60, 22)
    assert row["mean"] == round((sum(CALM[1:]) + 20) / 12, 1)
    assert row["expected"]["low"] < 20 < row["expected"]["high"] < 60
    assert (row["verdict"], found["tried"]) == ("above", 1)
    assert (found["period"], found["last_year"]) == ("april 2026", "april 2025")
    assert (found["mean"], found["sources"], found["is_part"]) == (
        "per månad, 12 månader",
        ["Polisen"],
        False,
    )


@pytest.mark.parametrize(("count", "verdict"), [(60, "above"), (20, "within"), (3, "below")])
def test_the_verdict_is_in_words(scene, count, verdict):
    bring_in(scene.municipality, monthly([*CALM, count]))
    assert rows(chapter(scene))["Skadegörelse"][-1] == verdict


def test_too_little_to_judge_by_is_called_so(scene):
    bring_in(scene.municipality, monthly([0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]))
    bring_in(scene.municipality, f"{APRIL:%Y-%m};;Rån;4")
    found = rows(chapter(scene))
    assert (found["Skadegörelse"][-1], found["Rån"]) == ("too_few", [4, None, None, None, "too_few"])


def test_an_offence_that_nothing_is_known_of_that_month_is_left_out_and_never_nought(scene):
    bring_in(scene.municipality, monthly(CALM, last=date(2026, 3, 1), offence="Stöld"))
    bring_in(scene.municipality, monthly(CALM))
    assert list(rows(chapter(scene))) == ["Skadegörelse"]


def test_areas_and_offences_are_never_added_up(scene):
    bring_in(scene.municipality, "2026-04;Centrum;Stöld;7\n2026-04;;Rån;3\n2026-04;;Stöld;5")
    assert {name: row[0] for name, row in rows(chapter(scene)).items()} == {"Stöld": 5, "Rån": 3}
    area = centre(scene.municipality)
    found = known(scene.municipality, area=area.pk, at=CAME)
    assert found.series == {"Stöld": {APRIL: 7}}
    assert areas_with_figures(scene.municipality, at=CAME) == [(None, "Hela kommunen"), (area.pk, "Centrum")]


def test_without_any_figures_there_is_no_chapter(scene):
    bring_in(scene.municipality, "2026-04;Centrum;Stöld;7")
    assert chapter(scene) is None
    assert chapter(scene, tertial(2026, 1)) is None
    assert known(scene.municipality, area=None, at=CAME).months("Stöld") == []


def test_a_fortnight_tells_of_a_month_once(scene):
    edition = document.draft(scene.municipality, BEFORE, at=CAME)
    document.adopt(edition, by=scene.coordinator, at=CAME - timedelta(days=7))
    bring_in(scene.municipality, monthly(CALM))
    document.adopt(document.draft(scene.municipality, AFTER, at=ADOPTED), by=scene.coordinator, at=ADOPTED)
    assert chapter(scene, AFTER.next(), at=ADOPTED + timedelta(days=14)) is None
    bring_in(scene.municipality, "2026-05;;Skadegörelse;20", at=ADOPTED + timedelta(days=20))
    june = chapter(scene, AFTER.next().next(), at=ADOPTED + timedelta(days=28))
    assert june["period"] == "maj 2026"


def test_a_corrected_figure_of_a_month_that_was_told_is_no_news(scene):
    bring_in(scene.municipality, monthly(CALM), at=CAME - timedelta(days=10))
    edition = document.draft(scene.municipality, BEFORE, at=CAME)
    document.adopt(edition, by=scene.coordinator, at=CAME - timedelta(days=7))
    bring_in(scene.municipality, "2026-04;;Skadegörelse;31")
    assert chapter(scene) is None


def test_a_fortnights_chapter_is_short_and_says_what_it_leaves_out(scene):
    bring_in(scene.municipality, "\n".join(f"2026-04;;Brott {number};{number}" for number in range(1, 12)))
    found = chapter(scene)
    assert [row["this_period"] for row in found["rows"]] == [11, 10, 9, 8, 7, 6, 5, 4]
    assert found["others"] == 3


def test_a_tertial_is_the_sum_of_its_months_held_against_the_tertials_before(scene):
    bring_in(scene.municipality, monthly([10] * 36 + [30] * 4))
    found = chapter(scene, tertial(2026, 1))
    assert rows(found)["Skadegörelse"][:3] == [120, 40, 40.0]
    assert rows(found)["Skadegörelse"][-1] == "above"
    assert (found["period"], found["mean"]) == ("tertial 1 2026", "per period, upp till 3")


def test_a_tertial_whose_last_month_has_not_come_tells_of_those_that_have(scene):
    bring_in(scene.municipality, monthly([10] * 20, last=date(2026, 3, 1)))
    found = chapter(scene, tertial(2026, 1))
    assert (found["period"], found["is_part"]) == ("1 januari – 31 mars 2026", True)
    assert rows(found)["Skadegörelse"][:3] == [30, 30, 30.0]


def test_a_year_is_held_against_three(scene):
    bring_in(scene.municipality, monthly([10] * 48, last=date(2025, 12, 1)))
    found = chapter(scene, calendar_year(2025))
    assert rows(found)["Skadegörelse"][:3] == [120, 120, 120.0]
    assert found["period"] == "år 2025"


def test_the_open_edition_hides_small_months_and_what_they_could_be_reckoned_from(scene):
    bring_in(scene.municipality, monthly([*CALM, 20]))
    bring_in(scene.municipality, monthly([6, 7, 6, 2, 8, 6, 7, 6, 8, 7, 6, 9, 9], offence="Rån"))
    bring_in(scene.municipality, monthly([6, 7, 6, 6, 8, 6, 7, 6, 8, 7, 6, 9, 3], offence="Hot"))
    found = rows(chapter(scene, level=Level.GENERALISED))
    assert found["Skadegörelse"][0] == 20 and found["Skadegörelse"][-1] == "within"
    assert found["Rån"] == [9, 6, None, None, "too_few"]
    assert found["Hot"] == ["<5", 6, None, None, "too_few"]


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ([5, 6, 7, 8], 26),
        ([5, 6, 7, 4], "≥5"),
        ([4, 3, 2, 4], 13),
        ([0, 0, 0, 1], "<5"),
        ([0, 0, 0, 0], 0),
        ([9, 0, 0, 9], 18),
    ],
)
def test_a_sum_is_told_only_where_it_leaves_its_hidden_months_in_doubt(months, told):
    series = {date(2026, month, 1): count for month, count in enumerate(months, start=1)}
    assert told_of(series, tertial(2026, 1), 5) == told
    assert told_of(series, tertial(2026, 1), None) == sum(months)


def test_hidden_counts_stand_in_no_order_of_their_own():
    series = {name: {APRIL: count} for name, count in (("A", 1), ("B", 4), ("C", 3), ("D", 9))}
    found, _tried = Police(series, 5).judged(one_month(APRIL))
    assert [row["offence"] for row in found] == ["D", "A", "B", "C"]


def test_a_series_begins_with_its_first_month_and_has_a_gap_where_nothing_is_known():
    series = {date(2026, 1, 1): 3, date(2026, 3, 1): 4}
    told = Police({"Stöld": series, "Rån": {APRIL: 1}}).months("Stöld")
    assert [(month["start"], month["count"], month["in_period"]) for month in told] == [
        ("2026-01-01", 3, False),
        ("2026-02-01", None, False),
        ("2026-03-01", 4, False),
        ("2026-04-01", None, True),
    ]


def test_december_is_one_month():
    assert one_month(date(2025, 12, 1)) == Months(date(2025, 12, 1), date(2026, 1, 1))


def test_many_offences_ask_the_database_no_more_than_one(scene, django_assert_num_queries):
    edition = document.draft(scene.municipality, AFTER, at=ADOPTED)
    for number in (1, 3):
        bring_in(
            scene.municipality, "\n".join(monthly(CALM, offence=f"Brott {each}") for each in range(number))
        )
        with django_assert_num_queries(3):
            police_chapter(edition, level=Level.FULL, at=ADOPTED)
