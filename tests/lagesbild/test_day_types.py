"""What sort of day a day is: each has one, and breaks are the municipality's own or the usual of its county."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.day_types import Break, DayType, breaks_of, school_year, types_in, usual_breaks
from lagesbild.period import Period, calendar_year

WESTMANLAND = "19"
YEAR = calendar_year(2026)
DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


def type_of(day: date, *, county: str = WESTMANLAND, own: tuple[Break, ...] = ()) -> DayType:
    period = Period(day, day + timedelta(days=1))
    (found,) = types_in(period, breaks=breaks_of(period, own=own, county=county)).values()
    return found


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 4, 21), DayType.SCHOOL),
        (date(2026, 4, 25), DayType.WEEKEND),
        (date(2026, 4, 26), DayType.WEEKEND),
        (date(2026, 2, 23), DayType.BREAK),  # week 9
        (date(2026, 2, 28), DayType.WEEKEND),
        (date(2026, 3, 30), DayType.BREAK),
        (date(2026, 4, 3), DayType.HOLIDAY),  # Good Friday
        (date(2026, 4, 4), DayType.EVE),
        (date(2026, 4, 5), DayType.HOLIDAY),  # Easter, a Sunday
        (date(2026, 4, 30), DayType.EVE),
        (date(2026, 5, 1), DayType.HOLIDAY),
        (date(2026, 5, 14), DayType.HOLIDAY),  # Ascension
        (date(2026, 6, 12), DayType.SCHOOL),
        (date(2026, 6, 15), DayType.BREAK),
        (date(2026, 6, 19), DayType.EVE),
        (date(2026, 6, 20), DayType.HOLIDAY),
        (date(2026, 8, 17), DayType.BREAK),
        (date(2026, 8, 18), DayType.SCHOOL),
        (date(2026, 10, 27), DayType.BREAK),  # week 44
        (date(2026, 10, 31), DayType.HOLIDAY),  # All Saints, a Saturday
        (date(2026, 12, 21), DayType.BREAK),
        (date(2026, 12, 24), DayType.EVE),
        (date(2026, 12, 25), DayType.HOLIDAY),
        (date(2027, 1, 7), DayType.BREAK),
        (date(2027, 1, 8), DayType.SCHOOL),
    ],
)
def test_a_day_is_the_most_particular_of_what_it_could_be(day, kind):
    assert type_of(day) == kind


@pytest.mark.parametrize(("county", "monday"), [("14", 9), ("12", 16), ("19", 23), ("25", 32)])
def test_the_winter_break_follows_the_country(county, monday):
    first = date(2026, 2, 1) + timedelta(days=monday - 1)
    assert [type_of(first, county=county), type_of(first - timedelta(days=7), county=county)] == [
        DayType.BREAK,
        DayType.SCHOOL,
    ]


def test_a_school_year_with_a_break_of_its_own_has_none_of_the_usual():
    own = (Break(date(2026, 3, 16), date(2026, 3, 20), "Marslov"),)
    assert type_of(date(2026, 3, 17), own=own) == DayType.BREAK
    assert type_of(date(2026, 2, 24), own=own) == DayType.SCHOOL
    assert type_of(date(2026, 10, 27), own=own) == DayType.BREAK


def test_the_usual_breaks_of_a_school_year():
    assert [(each.name, each.first, each.last) for each in usual_breaks(2025, county=WESTMANLAND)] == [
        ("Höstlov", date(2025, 10, 27), date(2025, 10, 31)),
        ("Jullov", date(2025, 12, 21), date(2026, 1, 7)),
        ("Sportlov", date(2026, 2, 23), date(2026, 2, 27)),
        ("Påsklov", date(2026, 3, 30), date(2026, 4, 2)),
        ("Sommarlov", date(2026, 6, 13), date(2026, 8, 17)),
    ]


def test_a_year_has_some_178_school_days_as_the_law_has_it():
    """At least 178 by skolförordningen (2011:185) 3 kap. 3 §; the usual leave teachers some days."""
    kinds = Counter(types_in(YEAR, breaks=breaks_of(YEAR, own=(), county=WESTMANLAND)).values())
    assert 178 <= kinds[DayType.SCHOOL] <= 190
    assert kinds.total() == 365


@given(DAYS, st.integers(1, 800), st.sampled_from(["01", "14", "12", "25", "", "T0"]))
def test_every_day_of_any_period_has_one_sort(start, days, county):
    period = Period(start, start + timedelta(days=days))
    kinds = types_in(period, breaks=breaks_of(period, own=(), county=county))
    assert list(kinds) == [start + timedelta(days=step) for step in range(days)]


@given(DAYS, DAYS)
def test_a_period_is_sorted_as_its_days_are_one_by_one(one, other):
    start, end = (
        min(one, other),
        min(max(one, other), min(one, other) + timedelta(days=30)) + timedelta(days=1),
    )
    period = Period(start, end)
    breaks = breaks_of(period, own=(), county=WESTMANLAND)
    assert types_in(period, breaks=breaks) == {day: type_of(day) for day in types_in(period, breaks=breaks)}


@given(DAYS)
def test_a_school_year_begins_in_august(day):
    assert date(school_year(day), 8, 1) <= day < date(school_year(day) + 1, 8, 1)
