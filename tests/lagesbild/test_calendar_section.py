"""The chapters När på året and Polisanmälda brott as they are shown: no rate alone, and what is hidden is said."""

from datetime import date, timedelta
from typing import Any, cast

from django.template.loader import render_to_string

from accounts.models import Municipality
from lagesbild.calendar_section import days_of, wheel_of
from lagesbild.content import Content, YearWheel
from lagesbild.police_section import police_reported
from tests.lagesbild.series_example import DAYS, POLICE


def year(counts, *, years: int = 2) -> YearWheel:
    """52 weeks from week 10 of 2025."""
    mondays = [date(2025, 3, 3) + timedelta(weeks=step) for step in range(52)]
    return {
        "weeks": [
            {
                "year": monday.isocalendar().year,
                "week": monday.isocalendar().week,
                "count": count,
                "mean": 4.5,
            }
            for monday, count in zip(mondays, counts, strict=True)
        ],
        "years": years,
    }


def page(template: str, context) -> str:
    return " ".join(render_to_string(template, {"chapter": context, **context}).split())


def test_a_rate_stands_beside_its_days_and_events_and_is_not_told_of_a_hidden_count():
    context = days_of(DAYS)
    assert [row["per_day"] for row in context["day_types"]] == [2.5, None]
    text = page("lagesbild/sections/calendar.html", context)
    assert "<h2" in text and "Skoldagar, lov och helger" in text
    cells = '<td class="numeric num">{}</td>'
    assert "".join(map(cells.format, ("8", "20", "2,5"))) in text
    assert "".join(map(cells.format, ("4", "&lt;5", "–"))) in text
    assert "spänner över mer än ett dygn: 3." in text


def test_the_weeks_stand_in_columns_from_week_one_and_a_hidden_one_has_no_spoke():
    context = wheel_of(year([10] * 50 + ["<5", None]))
    assert [column[0]["week"] for column in context["columns"]] == [1, 14, 27, 40]
    assert sum(len(column) for column in context["columns"]) == 52
    assert str(context["wheel_svg"]).count("<path") == 50
    text = page("lagesbild/sections/calendar.html", days_of(DAYS) | context)
    assert "När på året" in text
    assert "Händelser per vecka, vecka 10 2025 – vecka 9 2026." in text
    assert "Strecket är medel för samma vecka de 2 åren före." in text
    assert "Ringarna är vid 5 och 10 händelser. Veckor med för få händelser har ingen eker." in text


def test_the_mean_of_one_year_is_shown_as_the_count_it_is():
    context = wheel_of(year([10] * 52, years=1))
    assert {week["mean"] for column in context["columns"] for week in column} == {4}
    assert "Strecket är samma vecka året före." in page("lagesbild/_year_wheel.html", context)


def chapter(**content: Any) -> Any:
    """The police's chapter of an edition that has no other."""
    return police_reported(cast(Content, content), cast(Municipality, None))


def test_a_wheel_without_a_week_is_drawn_too():
    assert wheel_of({"weeks": [], "years": 0})["columns"] == []


def test_the_polices_chapter_says_whose_figures_they_are_and_that_they_are_another_series():
    section = chapter(police_reported=POLICE)
    text = page(section.template, section.context)
    assert "De räknas aldrig ihop" in text
    assert "Källa: Brå och Polisen. Gäller hela kommunen." in text
    assert "Ytterligare 2 sorters brott" in text and "3 jämförelser är gjorda" in text
    assert "tabellen gäller april 2026" in text
    assert "12–30" in text and "Fler än väntat" in text
    assert chapter(police_reported=None) is None
    assert chapter() is None
