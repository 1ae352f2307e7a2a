"""När på året: events by sort of day, and by week of the year, counted in the database by the local day they began.

An event that spans more than a day, or whose time is unknown, is of no certain day and left out of the sorts of day;
among the weeks it counts where it began.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from lagesbild.content import Calendar, Count, DayTypes, WheelWeek, YearWheel
from lagesbild.day_types import NAMES, DayType, types_in
from lagesbild.figures.events import Basis
from lagesbild.figures.tally import Selection, tally
from lagesbild.models import Edition, EditionKind, Level
from lagesbild.period import Period
from lagesbild.school_breaks import breaks_in
from lagesbild.statistics.small_counts import hidden, masked, told

BY_DAY = ("day", "within_a_day")
WEEK = timedelta(days=7)
#: Spokes of the wheel, and how many earlier years a week is held against.
WEEKS, YEARS = 52, 3
#: What a period of ordinary weeks has anyway.
ORDINARY = frozenset({DayType.SCHOOL, DayType.WEEKEND})


@dataclass(frozen=True)
class Sorted:
    """Days and events of a period by sort of day, and the events of no certain day."""

    days: Mapping[DayType, int]
    events: Mapping[DayType, int]
    excluded: int

    def told(self, k: int | None) -> DayTypes:
        """As shown: with `k` no small number, and none that the sum of the others leaves for it."""
        secret = hidden(self.events, k) if k is not None else set()
        return {
            "rows": [
                {
                    "kind": kind.value,
                    "name": str(NAMES[kind]),
                    "days": self.days[kind],
                    "events": masked(self.events[kind], k)
                    if k is not None and kind in secret
                    else self.events[kind],
                }
                for kind in DayType
                if kind in self.days
            ],
            "excluded": self.excluded if k is None else told(self.excluded, k),
        }


def daytypes_of(selection: Selection, period: Period) -> Sorted:
    """Two statements, for the events and the municipality's own breaks."""
    kinds = types_in(period, breaks=breaks_in(selection.municipality, period))
    ((by_day,),) = tally(selection, [period], BY_DAY)
    events = dict.fromkeys(kinds.values(), 0)
    excluded = 0
    for (day, is_certain), number in by_day.items():
        if is_certain:
            events[kinds[day]] += number
        else:
            excluded += number
    return Sorted(Counter(kinds.values()), events, excluded)


def year_wheel(
    selection: Selection, *, until: date, since: date | None, years: int = YEARS, k: int | None = None
) -> YearWheel:
    """The 52 whole weeks before a day, each beside the same ISO week of up to so many years before.

    `since` is the day of the first event of all: a year that had begun by then is no history, and no event, no year.
    One statement. With `k` small counts are hidden, with what it takes to keep them so.
    """
    end = until - timedelta(days=until.weekday())
    mondays = [end - step * WEEK for step in range(WEEKS, 0, -1)]
    earliest = mondays[0] - (years * WEEKS + years) * WEEK
    first = max(earliest, since - timedelta(days=since.weekday())) if since else mondays[0]
    ((by_day,),) = tally(selection, [Period(min(first, mondays[0]), end)], BY_DAY)
    counts: Counter[date] = Counter()
    for (day, _is_certain), number in by_day.items():
        counts[day - timedelta(days=day.weekday())] += number
    weeks = [_Week(monday, counts, years, since) for monday in mondays]
    known = {week.monday: count for week in weeks if (count := week.count) is not None}
    secret = hidden(known, k) if k is not None else set()
    return {
        "weeks": [week.told(k, is_secret=week.monday in secret) for week in weeks],
        "years": max((len(week.earlier) for week in weeks), default=0),
    }


@dataclass(frozen=True)
class _Week:
    monday: date
    counts: Mapping[date, int]
    years: int
    since: date | None

    @property
    def count(self) -> int | None:
        """None before anybody reported."""
        is_recorded = self.since is not None and self.since < self.monday + WEEK
        return self.counts.get(self.monday, 0) if is_recorded else None

    @property
    def earlier(self) -> list[int]:
        """Its counts in the years before, as far as anybody reported then; a week 53 that a year lacks is left out."""
        year, week, _day = self.monday.isocalendar()
        found = []
        for back in range(1, self.years + 1):
            monday = _monday(year - back, week)
            if monday is not None and self.since is not None and monday >= self.since:
                found.append(self.counts.get(monday, 0))
        return found

    def told(self, k: int | None, *, is_secret: bool) -> WheelWeek:
        year, week, _day = self.monday.isocalendar()
        earlier = self.earlier
        is_open = k is None or not any(count < k for count in earlier)
        count: Count = self.count
        if k is not None and is_secret and self.count is not None:
            count = masked(self.count, k)
        return {
            "year": year,
            "week": week,
            "count": count,
            "mean": round(sum(earlier) / len(earlier), 1) if earlier and is_open else None,
        }


def calendar_chapter(edition: Edition, *, level: Level, at: datetime) -> Calendar | None:
    """The chapter: of a fortnight only where it has days that are not of the ordinary, and without the wheel.

    At most five statements.
    """
    basis = Basis.of(edition.municipality, edition.period)
    k = None if level == Level.FULL else edition.municipality.minimum_count
    period = edition.period
    if edition.kind == EditionKind.FORTNIGHT:
        kinds = types_in(period, breaks=breaks_in(edition.municipality, period))
        if ORDINARY.issuperset(kinds.values()):
            return None
        return {"days": daytypes_of(basis.selection, period).told(k), "wheel": None}
    wheel = year_wheel(basis.selection, until=period.end, since=basis.first_day(), k=k)
    return {"days": daytypes_of(basis.selection, period).told(k), "wheel": wheel}


def _monday(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None
