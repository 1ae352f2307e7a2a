"""Fortnights, their neighbours in time and their bounds."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.period import FORTNIGHT, Period, fits_a_fortnight, fortnight

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
