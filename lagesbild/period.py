"""Fortnights, tertials and years: which days a lägesbild covers and what it is compared with.

Pure dates and half-open bounds; the clock and the anchor Monday are handed in. How a period reads in Swedish lies in
`wording.py`. A fortnight is measured in weeks, the longer ones in months of the calendar.
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
MONTHS_PER_YEAR, MONTHS_PER_TERTIAL = 12, 4
# No tertial and no year is shorter than so many days a month.
SHORTEST_MONTH = timedelta(days=30)
# A tertial's own year, or what a year is held against.
MONTHS_PERIODS_BEFORE = 3


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

    @property
    def longest(self) -> timedelta:
        """The longest interval on the wall clock that says enough about when to be counted in such a period."""
        return FORTNIGHT

    def is_recorded(self, since: date) -> bool:
        """Whether its count says something, when the first event of all was on the day `since`."""
        return since < self.end

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


@dataclass(frozen=True, order=True)
class Months(Period):
    """Whole months of the calendar: a tertial or a year, or one month of them. Moved by months, never by days."""

    def __post_init__(self) -> None:
        super().__post_init__()
        if (self.start.day, self.end.day) != (1, 1):
            raise ValueError(f"Months begin and end on the first of one, not {self.start} to {self.end}.")

    @property
    def count(self) -> int:
        """How many months."""
        return _month_number(self.end) - _month_number(self.start)

    @property
    def is_year(self) -> bool:
        """Whether it is a year of the calendar."""
        return (self.count, self.start.month) == (MONTHS_PER_YEAR, 1)

    @property
    def tertial(self) -> int | None:
        """1 to 3 for January to April, May to August, September to December; None for what is no tertial."""
        number, months_in = divmod(self.start.month - 1, MONTHS_PER_TERTIAL)
        return None if months_in or self.count != MONTHS_PER_TERTIAL else number + 1

    @property
    def longest(self) -> timedelta:
        """As long as the shortest of its kind, so that all that are compared leave the same ones out."""
        return max(FORTNIGHT, self.count * SHORTEST_MONTH)

    def is_recorded(self, since: date) -> bool:
        """One that began before anybody reported, more than a month before, would look calmer than it was."""
        return since < self.single_months()[0].end

    def moved(self, months: int) -> Self:
        """So many months later, earlier where negative."""
        return type(self)(
            _month(_month_number(self.start) + months), _month(_month_number(self.end) + months)
        )

    def previous(self) -> Self:
        return self.moved(-self.count)

    def next(self) -> Self:
        return self.moved(self.count)

    def years_ago(self, years: int) -> Self:
        return self.moved(-years * MONTHS_PER_YEAR)

    def history(self, count: int = MONTHS_PERIODS_BEFORE) -> tuple[Self, ...]:
        """The `count` periods right before this one, oldest first: for a tertial twelve months, for a year three."""
        return tuple(self.moved(-step * self.count) for step in range(count, 0, -1))

    def single_months(self, count: int | None = None) -> tuple[Self, ...]:
        """Its months, or the `count` latest ones up to its end, one by one, oldest first."""
        end = _month_number(self.end)
        return tuple(
            type(self)(_month(each), _month(each + 1)) for each in range(end - (count or self.count), end)
        )


def tertial(year: int, number: int) -> Months:
    """January to April is 1, May to August 2, September to December 3."""
    start = date(year, 1 + (number - 1) * MONTHS_PER_TERTIAL, 1)
    return Months(start, _month(_month_number(start) + MONTHS_PER_TERTIAL))


def calendar_year(year: int) -> Months:
    """January to December."""
    return Months(date(year, 1, 1), date(year + 1, 1, 1))


def ended_tertials(today: date, *, count: int) -> tuple[Months, ...]:
    """The latest tertials that have ended, the latest first."""
    running = tertial(today.year, 1 + (today.month - 1) // MONTHS_PER_TERTIAL)
    return running.history(count)[::-1]


def ended_years(today: date, *, count: int) -> tuple[Months, ...]:
    """The latest years that have ended, the latest first."""
    return calendar_year(today.year).history(count)[::-1]


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


def _month_number(day: date) -> int:
    """Months from the first of all calendars."""
    return day.year * MONTHS_PER_YEAR + day.month - 1


def _month(number: int) -> date:
    """The first day of a month by its number."""
    year, month = divmod(number, MONTHS_PER_YEAR)
    return date(year, month + 1, 1)
