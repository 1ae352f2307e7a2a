"""Quarters, tertials and years by the calendar, and equally many days before and after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.period import Period
from promises.spans import (
    MONTHS,
    Compared,
    Windows,
    compared,
    latest_spans,
    name,
    quarters_before,
    span_of,
    windows,
)

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "rhythm", "start", "end", "called"),
    [
        (date(2026, 1, 1), "quarter", date(2026, 1, 1), date(2026, 4, 1), "kvartal 1 2026"),
        (date(2026, 3, 31), "quarter", date(2026, 1, 1), date(2026, 4, 1), "kvartal 1 2026"),
        (date(2026, 4, 1), "quarter", date(2026, 4, 1), date(2026, 7, 1), "kvartal 2 2026"),
        (date(2026, 12, 31), "quarter", date(2026, 10, 1), date(2027, 1, 1), "kvartal 4 2026"),
        (date(2026, 4, 30), "tertial", date(2026, 1, 1), date(2026, 5, 1), "tertial 1 2026"),
        (date(2026, 5, 1), "tertial", date(2026, 5, 1), date(2026, 9, 1), "tertial 2 2026"),
        (date(2026, 9, 1), "tertial", date(2026, 9, 1), date(2027, 1, 1), "tertial 3 2026"),
        (date(2024, 2, 29), "year", date(2024, 1, 1), date(2025, 1, 1), "2024"),
    ],
)
def test_a_day_lies_in_its_quarter_tertial_and_year(day, rhythm, start, end, called):
    span = span_of(day, rhythm)
    assert (span, name(span, rhythm)) == (Period(start, end), called)


@given(day=DAYS, rhythm=st.sampled_from(sorted(MONTHS)))
def test_spans_hold_their_day_and_follow_each_other_without_a_gap(day: date, rhythm: str):
    first, second, third = latest_spans(day, rhythm, count=3)
    assert day in first
    assert (first.start, second.start) == (second.end, third.end)


SPAN = Period(date(2026, 4, 1), date(2026, 7, 1))


@pytest.mark.parametrize(
    ("since", "until", "before", "after"),
    [
        # Begun within the span: as many days before it as have passed since.
        ("2026-05-01", "2026-08-01", ("2026-03-01", "2026-05-01"), ("2026-05-01", "2026-07-01")),
        # The span is not over.
        ("2026-05-01", "2026-05-11", ("2026-04-21", "2026-05-01"), ("2026-05-01", "2026-05-11")),
        # Begun before the span: the days before are still those before it began.
        ("2026-01-01", "2027-01-01", ("2025-10-02", "2026-01-01"), ("2026-04-01", "2026-07-01")),
    ],
)
def test_the_days_before_are_the_last_before_it_began_and_as_many_as_the_days_after(
    since, until, before, after
):
    found = windows(SPAN, since=date.fromisoformat(since), until=date.fromisoformat(until))
    assert found == Windows(*(Period(*map(date.fromisoformat, days)) for days in (before, after)))
    assert found.all[2:] == (found.before.last_year(), found.after.last_year())


@pytest.mark.parametrize("since", [date(2026, 7, 1), date(2026, 9, 1)])
def test_what_has_not_begun_in_the_span_has_nothing_to_compare(since):
    assert windows(SPAN, since=since, until=date(2027, 1, 1)) is None


def test_a_span_that_lies_ahead_has_nothing_to_compare():
    assert windows(SPAN, since=date(2026, 1, 1), until=date(2026, 4, 1)) is None


YEAR = timedelta(weeks=52)


@pytest.mark.parametrize(
    ("since", "until", "before", "days", "after"),
    [
        ("2020-01-01", "2030-01-01", "2025-05-05", 364, "2027-05-03"),
        ("2020-01-01", "2026-05-11", "2025-05-05", 364, "2026-05-11"),
        # Reports began later than that.
        ("2026-05-01", "2026-05-11", "2026-05-01", 3, "2026-05-11"),
        # And here only with the start.
        ("2026-05-04", "2026-05-11", "2026-05-03", 0, "2026-05-11"),
        ("2026-09-01", "2026-05-11", "2026-05-03", 0, "2026-05-11"),
    ],
)
def test_a_comparison_has_the_days_that_were_recorded_before_and_those_that_have_come_after(
    since, until, before, days, after
):
    start = date(2026, 5, 4)
    found = compared(start, length=YEAR, since=date.fromisoformat(since), until=date.fromisoformat(until))
    assert found == Compared(
        Period(date.fromisoformat(before), start),
        Period(start, date.fromisoformat(after)),
        days,
        date(2027, 5, 2),
    )


def test_nothing_is_compared_before_a_day_has_passed():
    assert compared(SPAN.start, length=YEAR, since=date(2020, 1, 1), until=SPAN.start) is None


def test_a_places_past_is_quarters_that_were_recorded_whole():
    found = quarters_before(SPAN.start, since=date(2025, 5, 1))
    assert [each.start for each in found] == [date(2025, 7, 2), date(2025, 10, 1), date(2025, 12, 31)]
    assert {each.days for each in found} == {91}
    assert len(quarters_before(SPAN.start, since=date(2000, 1, 1))) == 8
