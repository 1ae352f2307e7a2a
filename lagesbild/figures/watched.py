"""What early warnings are looked for in: the fortnights that say what is usual, and each line's events in them."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from lagesbild.figures.events import Basis
from lagesbild.figures.sources import sources
from lagesbild.figures.tally import Key, Selection
from lagesbild.period import FORTNIGHT, Period
from lagesbild.statistics import watch
from lagesbild.statistics.change import ENOUGH_PERIODS
from lagesbild.statistics.watch import Alarm, Series

FEWEST_REPORTERS, FEWEST_DAYS = 2, 3
YEARS = 3
#: The share of what the year before had that the season's fortnights must have had.
AS_MUCH = 0.75

# A spot, ("sort", code, area) or ("area", key).
Line = tuple[Any, ...]


@dataclass(frozen=True)
class Watched:
    """The periods to count in, and which of them say what is usual."""

    period: Period
    # The fortnights that have been recorded: of the season, where enough of them; and of the year before.
    season: tuple[Period, ...]
    year: tuple[Period, ...]

    @classmethod
    def of(cls, basis: Basis) -> Self | None:
        """None where too little was recorded to say what is usual. One statement."""
        since = basis.first_day()
        if since is None:
            return None
        year = basis.period.history()
        recorded = tuple(period for period in year if period.is_recorded(since))
        season = tuple(period for period in season_of(basis.period) if period.is_recorded(since))
        if len(recorded) < watch.ENOUGH:
            return None
        # Of fewer it cannot be told how uneven the season's fortnights are.
        return cls(basis.period, season if len(season) >= ENOUGH_PERIODS else (), recorded)

    @property
    def periods(self) -> list[Period]:
        """All of them, oldest first: the edition's is the last."""
        return sorted({*self.season, *self.period.history(), self.period})

    def usual(self, counts: Sequence[Counter[Line]]) -> tuple[Period, ...]:
        """The periods that say what is usual: the season's, unless much less was reported then than in the year before.

        Then it was another time, and all that is reported now would look surprising.
        """
        totals = {period: each.total() for period, each in zip(self.periods, counts, strict=True)}
        season, year = (
            sum(totals[period] for period in periods) / max(len(periods), 1)
            for periods in (self.season, self.year)
        )
        return self.season if self.season and season >= AS_MUCH * year else self.year

    def series(self, counts: Sequence[Counter[Line]]) -> dict[Line, Series]:
        """The series of each line that had any event, from its events in each of the periods."""
        by_period = dict(zip(self.periods, counts, strict=True))
        now = by_period[self.period]
        usual = [by_period[period] for period in self.usual(counts)]
        before = [by_period[period] for period in self.year]
        return {
            line: Series(now[line], tuple(c[line] for c in usual), tuple(c[line] for c in before))
            for line in sorted({line for each in counts for line in each}, key=str)
        }


def season_of(period: Period) -> tuple[Period, ...]:
    """The same fortnight, and the one on either side, in each of the three years before."""
    return tuple(
        period.years_ago(years).shifted(step * FORTNIGHT)
        for years in range(YEARS, 0, -1)
        for step in (-1, 0, 1)
    )


@dataclass(frozen=True)
class Lines:
    """One way to sort events into lines: by the columns of `tally`, and the line of each of their keys.

    What is counted tells `in_time` apart too, in the last place.
    """

    by: tuple[str, ...]
    line: Callable[[Key], Line]

    def counted(self, watched: Watched, counts: Mapping[Period, Counter[Key]]) -> list[Counter[Line]]:
        """Events per line in each of the watched periods: of earlier ones what was known equally soon."""
        return [self._merged(counts[period], is_now=period == watched.period) for period in watched.periods]

    def _merged(self, counts: Counter[Key], *, is_now: bool) -> Counter[Line]:
        merged: Counter[Line] = Counter()
        for key, events in counts.items():
            if key[-1] or is_now:
                merged[self.line(key[:-1])] += events
        return merged

    def keys(self, counts: Counter[Key]) -> dict[Line, list[Key]]:
        """The keys of each line in a period."""
        found: dict[Line, list[Key]] = {}
        for key in sorted({key[:-1] for key in counts}, key=str):
            found.setdefault(self.line(key), []).append(key)
        return found


def vouched_for(
    selection: Selection,
    period: Period,
    alarms: Mapping[Line, Alarm],
    keys: Mapping[Line, Collection[Key]],
    lines: Lines,
) -> set[Line]:
    """The alarmed lines among `keys` that two reporters, or three days, stand behind. One statement."""
    groups = {line: keys[line] for line in alarms if line in keys}
    return {
        line
        for line, found in sources(selection, period, groups, lines.by).items()
        if found.reporters >= FEWEST_REPORTERS or alarms[line].active + found.days >= FEWEST_DAYS
    }
