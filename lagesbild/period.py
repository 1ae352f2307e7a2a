"""Fortnights on the municipality's calendar: which days a lägesbild covers and what it is compared with.

Pure dates and half-open bounds; the clock and the anchor Monday are handed in. How a period reads in Swedish lies in
`wording.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

FORTNIGHT = timedelta(days=14)
# 52 whole weeks: the same weekdays, and the fortnights of one year fall on those of the next.
YEAR = timedelta(days=364)
FORTNIGHTS_PER_YEAR = YEAR // FORTNIGHT
MONDAY = 0


@dataclass(frozen=True, order=True)
class Period:
    """The days from `start` up to, but not including, `end`."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"A period must end after it starts, not {self.start} to {self.end}.")

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def days(self) -> int:
        return self.length.days

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.end

    def overlaps(self, other: Self) -> bool:
        """Whether they share a day."""
        return self.start < other.end and other.start < self.end

    def shifted(self, by: timedelta) -> Self:
        return type(self)(self.start + by, self.end + by)

    def previous(self) -> Self:
        return self.shifted(-self.length)

    def next(self) -> Self:
        return self.shifted(self.length)

    def last_year(self) -> Self:
        return self.years_ago(1)

    def years_ago(self, years: int) -> Self:
        return self.shifted(-years * YEAR)

    def history(self, count: int = FORTNIGHTS_PER_YEAR) -> tuple[Self, ...]:
        """The `count` periods of the same length right before this one, oldest first."""
        return tuple(self.shifted(-step * self.length) for step in range(count, 0, -1))

    def weeks(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """(ISO year, ISO week) of the first day and of the last."""
        return _iso_week(self.start), _iso_week(self.last_day)

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Local midnight of both ends, so a fortnight with a clock change lasts 335 or 337 hours."""
        return datetime.combine(self.start, time.min, zone), datetime.combine(self.end, time.min, zone)


def fortnight(day: date, *, anchor: date) -> Period:
    """The fortnight that holds `day`, counted from the Monday `anchor`, never by week number: 2026 has a week 53."""
    if anchor.weekday() != MONDAY:
        raise ValueError(f"The anchor of the fortnights must be a Monday, not {anchor:%A} {anchor}.")
    start = anchor + (day - anchor) // FORTNIGHT * FORTNIGHT
    return Period(start, start + FORTNIGHT)


def fits_a_fortnight(starts_at: datetime, ends_at: datetime | None, *, zone: ZoneInfo) -> bool:
    """Whether an interval is at most 14 days on the wall clock of `zone`: a longer one enters no fortnight."""
    if ends_at is None:
        return True
    # Two readings of the same zone subtract as wall-clock time, so a whole fortnight fits when the clocks go back too.
    return ends_at.astimezone(zone) - starts_at.astimezone(zone) <= FORTNIGHT


def _iso_week(day: date) -> tuple[int, int]:
    year, week, _ = day.isocalendar()
    return year, week
