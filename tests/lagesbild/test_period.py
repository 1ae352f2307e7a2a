"""Fortnights, tertials and years, their neighbours in time and their bounds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.period import (
    FORTNIGHT,
    Months,
    Period,
    calendar_year,
    ended_tertials,
    ended_years,
    fits_a_fortnight,
    fortnight,
    tertial,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
ANCHOR = date(2026, 2, 23)
WEEKS_9_10 = Period(date(2026, 2, 23), date(2026, 3, 9))
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_every_day_of_a_fortnight_gives_the_same_fortnight():
    assert {fortnight(ANCHOR + timedelta(days=day), anchor=ANCHOR) for day in range(14)} == {WEEKS_9_10}


def test_fortnights_before_the_anchor_line_up_too():
    assert fortnight(date(2026, 2, 22), anchor=ANCHOR) == Period(date(2026, 2, 9), date(2026, 2, 23))


@given(days, days)
def test_a_fortnight_holds_its_day_and_starts_on_a_monday(day, anchor):
    anchor -= timedelta(days=anchor.weekday())
    period = fortnight(day, anchor=anchor)
    assert day in period
    assert (period.days, period.start.weekday()) == (14, 0)
    assert fortnight(period.end, anchor=anchor) == period.next()


def test_week_53_of_2026_moves_no_fortnight():
    period = fortnight(date(2026, 12, 28), anchor=ANCHOR)
    assert period.weeks() == ((2026, 53), (2027, 1))
    assert period.next().weeks() == ((2027, 2), (2027, 3))
    assert period.previous().weeks() == ((2026, 51), (2026, 52))


def test_an_anchor_must_be_a_monday():
    with pytest.raises(ValueError, match="Monday, not Tuesday 2026-02-24"):
        fortnight(ANCHOR, anchor=date(2026, 2, 24))


def test_a_period_must_end_after_it_starts():
    with pytest.raises(ValueError, match="must end after it starts"):
        Period(ANCHOR, ANCHOR)


def test_comparisons_keep_the_weekday():
    assert WEEKS_9_10.previous() == Period(date(2026, 2, 9), date(2026, 2, 23))
    assert WEEKS_9_10.last_year() == Period(date(2025, 2, 24), date(2025, 3, 10))
    assert WEEKS_9_10.years_ago(2) == Period(date(2024, 2, 26), date(2024, 3, 11))


def test_the_year_before_is_26_fortnights_that_end_where_the_period_starts():
    history = WEEKS_9_10.history()
    assert (len(history), history[0].start) == (26, date(2025, 2, 24))
    assert [period.next() for period in history] == [*history[1:], WEEKS_9_10]


def test_bounds_are_local_midnights_also_when_the_clocks_change():
    spring = Period(date(2026, 3, 23), date(2026, 4, 6))
    autumn = Period(date(2026, 10, 19), date(2026, 11, 2))
    assert [bound.isoformat() for bound in spring.bounds(STOCKHOLM)] == [
        "2026-03-23T00:00:00+01:00",
        "2026-04-06T00:00:00+02:00",
    ]
    assert [_hours(period) for period in (WEEKS_9_10, spring, autumn)] == [336, 335, 337]


def _hours(period: Period) -> float:
    start, end = (bound.astimezone(UTC) for bound in period.bounds(STOCKHOLM))
    return (end - start) / timedelta(hours=1)


def test_an_interval_over_14_days_enters_no_fortnight():
    start = datetime(2026, 2, 23, tzinfo=STOCKHOLM)
    assert fits_a_fortnight(start, start + FORTNIGHT, zone=STOCKHOLM)
    assert not fits_a_fortnight(start, start + FORTNIGHT + timedelta(minutes=1), zone=STOCKHOLM)


def test_a_whole_fortnight_fits_although_the_clocks_go_back():
    start, end = (
        bound.astimezone(UTC) for bound in Period(date(2026, 10, 19), date(2026, 11, 2)).bounds(STOCKHOLM)
    )
    assert fits_a_fortnight(start, end, zone=STOCKHOLM)


TERTIAL = tertial(2026, 2)
LEAP_TERTIAL = tertial(2024, 1)
tertials = st.builds(tertial, st.integers(1990, 2090), st.integers(1, 3))


def test_the_three_tertials_of_a_year_are_the_year():
    first, second, third = (tertial(2026, number) for number in (1, 2, 3))
    assert (first, second, third) == (
        Months(date(2026, 1, 1), date(2026, 5, 1)),
        Months(date(2026, 5, 1), date(2026, 9, 1)),
        Months(date(2026, 9, 1), date(2027, 1, 1)),
    )
    assert calendar_year(2026) == Months(first.start, third.end)
    assert [each.tertial for each in (first, second, third, calendar_year(2026))] == [1, 2, 3, None]
    assert [each.is_year for each in (first, calendar_year(2026))] == [False, True]


def test_a_tertial_is_compared_with_tertials_whatever_their_lengths():
    assert (LEAP_TERTIAL.days, tertial(2025, 1).days, TERTIAL.days) == (121, 120, 123)
    assert TERTIAL.previous() == tertial(2026, 1)
    assert TERTIAL.next() == tertial(2026, 3)
    assert TERTIAL.last_year() == tertial(2025, 2)
    assert LEAP_TERTIAL.years_ago(2) == tertial(2022, 1)
    assert tertial(2026, 1).history() == (tertial(2025, 1), tertial(2025, 2), tertial(2025, 3))


def test_a_year_is_compared_with_the_three_before_it():
    assert calendar_year(2025).history() == (calendar_year(2022), calendar_year(2023), calendar_year(2024))
    assert calendar_year(2025).last_year() == calendar_year(2025).previous() == calendar_year(2024)
    assert calendar_year(2024).days == 366


@given(tertials, st.integers(-50, 50))
def test_a_tertial_moved_there_and_back_is_itself_and_its_neighbours_touch(period, months):
    assert period.moved(months).moved(-months) == period
    assert period.previous().end == period.start
    assert (period.next().previous(), period.next().tertial) == (period, (period.tertial or 0) % 3 + 1)
    assert period.longest <= period.length


@given(tertials)
def test_the_months_of_a_tertial_lie_end_to_end_and_are_the_last_of_any_number(period):
    months = period.single_months()
    assert (len(months), months[0].start, months[-1].end) == (4, period.start, period.end)
    assert [month.next() for month in months[:-1]] == list(months[1:])
    assert (len(period.single_months(36)), period.single_months(36)[-4:]) == (36, months)


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 4, 30), (tertial(2025, 3), tertial(2025, 2))),
        (date(2026, 5, 1), (tertial(2026, 1), tertial(2025, 3))),
        (date(2026, 12, 31), (tertial(2026, 2), tertial(2026, 1))),
    ],
)
def test_a_tertial_has_ended_the_day_after_its_last(today, latest):
    assert ended_tertials(today, count=2) == latest


def test_a_year_has_ended_on_new_years_day():
    assert ended_years(date(2025, 12, 31), count=1) == (calendar_year(2024),)
    assert ended_years(date(2026, 1, 1), count=2) == (calendar_year(2025), calendar_year(2024))


def test_months_begin_and_end_on_the_first():
    with pytest.raises(ValueError, match="on the first of one"):
        Months(date(2026, 1, 2), date(2026, 5, 1))
    with pytest.raises(ValueError, match="must end after it starts"):
        Months(date(2026, 5, 1), date(2026, 5, 1))


def test_a_period_is_recorded_from_its_first_month_or_for_a_fortnight_from_any_day_of_it():
    assert [WEEKS_9_10.is_recorded(since) for since in (WEEKS_9_10.last_day, WEEKS_9_10.end)] == [True, False]
    assert [TERTIAL.is_recorded(since) for since in (date(2026, 5, 31), date(2026, 6, 1))] == [True, False]
    assert WEEKS_9_10.longest == FORTNIGHT
    assert [each.longest.days for each in (TERTIAL, calendar_year(2024))] == [120, 360]
