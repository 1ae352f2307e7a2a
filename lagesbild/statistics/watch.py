"""Which of many series stand out in the latest period: by a count past its limit, as the first ever, or by creeping.

Pure: counts in, alarms out. So many series are watched that some will stand out by chance; how many is decided here,
and told. That a single diligent reporter can make a wave is the business of `warnings.py`.
"""

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, log2
from typing import Generic, Literal, TypeVar

from lagesbild.statistics import change
from lagesbild.statistics.cusum import creeping, may_alarm

Name = TypeVar("Name", bound=Hashable)
Kind = Literal["above", "first", "creeping"]

#: The fewest earlier periods that say what is usual.
ENOUGH = 8
#: Of all series together, so many may pass their limits by chance in a period, and so many be taken to creep.
FALSE_ALARMS, FALSE_CREEPS = 0.5, 0.25
#: A series is never called surprising for what it does oftener than once in a hundred periods.
SELDOM = 0.01
#: Periods without a false alarm: ten years of fortnights, and the most that `creeping` can be asked for.
SHORTEST_RUN, LONGEST_RUN = 260.0, 100_000.0
#: Periods within which a rise is looked for, as many before them saying what was usual.
LATELY = 13


@dataclass(frozen=True)
class Series:
    """A series' events this period; in the periods that say what is usual; and in those right before, oldest first."""

    count: int
    history: tuple[int, ...]
    before: tuple[int, ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether it has ever had an event that we know of."""
        return any(self.history) or any(self.before)

    @property
    def expected(self) -> float:
        """Events a period."""
        return sum(self.history) / len(self.history)


@dataclass(frozen=True)
class Alarm:
    """Why a series stands out: `p` is how probable that was; of what creeps, since how many periods.

    `count` and `expected` are of those periods, else of the latest one; `active` is in how many of them before the
    latest something happened.
    """

    kind: Kind
    p: float
    count: int
    expected: float
    periods: int = 1
    active: int = 0


@dataclass(frozen=True)
class Found(Generic[Name]):
    """The alarms, how many series were watched, and how many false alarms that gives in a period at the most."""

    alarms: dict[Name, Alarm]
    watched: int
    false_alarms: float


def find(lines: Mapping[Name, Series]) -> Found[Name]:
    """Watch the series, all with equally long histories of at least one period.

    The limit of a series is the count that `change.alarm_after` gives for a rate shared by all, and what is expected
    the sum of what those counts really cost. A series without any event is not watched, since nobody can say how many
    such there are: what happens in it for the first time is told as just that, and a fact.
    """
    known = {name: series for name, series in lines.items() if series.is_known}
    rate = _rate(len(known))
    run_length = _run_length(len(known))
    alarms: dict[Name, Alarm] = {}
    false_alarms = 0.0
    for name, series in known.items():
        limit, chance = change.alarm_after(series.history, rate)
        is_followed = len(series.before) >= 2 * LATELY - 1
        false_alarms += chance + is_followed / run_length
        if series.count >= limit:
            alarms[name] = _above(series)
        elif is_followed and (found := _creeping(series, run_length)):
            alarms[name] = found
    alarms |= {name: _first(series) for name, series in lines.items() if series.count and not series.is_known}
    return Found(dict(_most_surprising_first(alarms)), len(known), false_alarms)


def _rate(watched: int) -> float:
    """How often a series may pass its limit by chance: one of few rates, for the same reason as of the run length."""
    return SELDOM / 2 ** ceil(log2(max(SELDOM * watched / FALSE_ALARMS, 1)))


def _run_length(watched: int) -> float:
    """In periods, one of few, so that the limits solved for one period serve for the next."""
    shortest = max(SHORTEST_RUN, watched / FALSE_CREEPS)
    return min(SHORTEST_RUN * 2 ** ceil(log2(shortest / SHORTEST_RUN)), LONGEST_RUN)


def limit_of_the_unknown(history: int) -> int:
    """How many events are surprising where there was none in so many periods."""
    return change.alarm_after((0,) * history, SELDOM / 10)[0]


def _most_surprising_first(alarms: Mapping[Name, Alarm]) -> Iterator[tuple[Name, Alarm]]:
    """Equals in the order of their names, so that the list is always the same."""
    return iter(sorted(alarms.items(), key=lambda item: (item[1].p, -item[1].count, str(item[0]))))


def _above(series: Series) -> Alarm:
    return Alarm("above", change.coming_tail(series.count, series.history), series.count, series.expected)


def _first(series: Series) -> Alarm:
    return Alarm("first", change.coming_tail(series.count, series.history), series.count, 0.0)


def _creeping(series: Series, run_length: float) -> Alarm | None:
    usual = series.before[-2 * LATELY + 1 : -LATELY + 1]
    lately = (*series.before[-LATELY + 1 :], series.count)
    if not may_alarm(lately, usual=usual, run_length=run_length):
        return None
    since = creeping(lately, usual=usual, run_length=run_length).rising_since
    if since is None:
        return None
    rise = lately[since:]
    expected = sum(usual) / len(usual) * len(rise)
    return Alarm(
        "creeping", 1 / run_length, sum(rise), expected, len(rise), sum(count > 0 for count in rise[:-1])
    )
