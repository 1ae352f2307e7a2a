"""Quarters, tertials and years, and the days before and after that a follow-up and a comparison compare.

Pure dates, half-open like all periods (`lagesbild/period.py`); a rhythm is the value of a `FollowUpRhythm`.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lagesbild.period import Period

#: How many months each rhythm has.
MONTHS = {"quarter": 3, "tertial": 4, "year": 12}
DAY = timedelta(days=1)
#: Years that can be reckoned from, both ways, without leaving the calendar.
YEARS = range(1900, 2201)
#: How long a quarter is where a place is compared with its own past, and how many there are before the last.
QUARTER, QUARTERS = timedelta(weeks=13), 7


def span_of(day: date, rhythm: str) -> Period:
    """The quarter, tertial or year that holds the day."""
    length = MONTHS[rhythm]
    first = (day.month - 1) // length * length
    return Period(_first_of(day.year, first), _first_of(day.year, first + length))


def latest_spans(today: date, rhythm: str, *, count: int) -> list[Period]:
    """The one that holds today and those before it, the latest first."""
    spans = [span_of(today, rhythm)]
    while len(spans) < count:
        spans.append(span_of(spans[-1].start - DAY, rhythm))
    return spans


def name(span: Period, rhythm: str) -> str:
    """ "kvartal 1 2026", "tertial 2 2026", "2026"."""
    number = (span.start.month - 1) // MONTHS[rhythm] + 1
    words = {"number": number, "year": span.start.year}
    if rhythm == "quarter":
        return _("kvartal %(number)d %(year)d") % words
    if rhythm == "tertial":
        return _("tertial %(number)d %(year)d") % words
    return str(span.start.year)


@dataclass(frozen=True)
class Windows:
    """Equally many days before something began and after, and the same weeks of the year before."""

    before: Period
    after: Period

    @property
    def all(self) -> tuple[Period, Period, Period, Period]:
        """Before and after, then the same weeks last year."""
        return self.before, self.after, self.before.last_year(), self.after.last_year()


def windows(span: Period, *, since: date, until: date) -> Windows | None:
    """What to compare in a span of something that began `since`, as far as the days have come, `until` not included.

    The days before are always the last ones before it began, whichever span is asked about. None where no day of the
    span has passed since then.
    """
    start, end = max(span.start, since), min(span.end, until)
    if end <= start:
        return None
    after = Period(start, end)
    return Windows(Period(since - after.length, since), after)


@dataclass(frozen=True)
class Compared:
    """The days before a start and after it, which need not be equally many; `final_on` is the last day there will be.

    Where nothing was recorded before the start, `before` is the day before it and `before_days` is nought.
    """

    before: Period
    after: Period
    before_days: int
    final_on: date


def compared(start: date, *, length: timedelta, since: date, until: date) -> Compared | None:
    """At most so long before and after a start: before from the first recorded day `since`, after up to `until`.

    None where no day has passed since the start.
    """
    if until <= start:
        return None
    first = max(start - length, since)
    before = Period(min(first, start - DAY), start)
    return Compared(
        before=before,
        after=Period(start, min(start + length, until)),
        before_days=before.days if first < start else 0,
        final_on=start + length - DAY,
    )


def quarters_before(start: date, *, since: date) -> tuple[Period, ...]:
    """The stretches of thirteen weeks right before a start, two years of them at most, the oldest first.

    Only those that were recorded from their first day on.
    """
    quarter = Period(start - QUARTER, start)
    return tuple(each for each in (*quarter.history(QUARTERS), quarter) if each.start >= since)


def _first_of(year: int, months: int) -> date:
    """The first day of the month so many months into a year."""
    return date(year + months // 12, months % 12 + 1, 1)
