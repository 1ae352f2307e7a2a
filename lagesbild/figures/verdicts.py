"""Whether a count is more or fewer than to be expected: one judgement of all the lines in an edition's tables at once.

Pure: counts in, verdicts out. With many earlier periods a count is held against the interval that they give
(`change.expected_interval`), with few against all of them together (`change.e_test`), with none against nothing. Of
many lines some stand out by chance alone, so no more are called so than the false discovery rate lets through.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

from lagesbild.content import Comparisons, Expected, Verdict
from lagesbild.statistics.change import e_test, expected_interval, history_test, pooled_dispersion
from lagesbild.statistics.hotspots import false_discovery

#: From so many earlier periods on, their own spread says what is ordinary.
MANY = 8
#: Of the lines that are called more or fewer than expected, at most this share are so by chance.
RATE = 0.05
#: What is expected is the interval that this share of ordinary periods fall in.
LEVEL = 0.95
#: A rise to so many times the usual, or a fall to none, is one that a line should be able to show.
RISE = 2

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Series:
    """A line's events in the period, and in earlier ones known as soon after their end; each with its days."""

    count: int
    days: int
    history: tuple[int, ...]
    history_days: tuple[int, ...]

    @property
    def usual(self) -> float:
        """The events that as many days as the period's had before."""
        return sum(self.history) * self.days / sum(self.history_days)

    @property
    def has_many(self) -> bool:
        """Whether there are so many earlier periods that they say by themselves what is ordinary."""
        return len(self.history) >= MANY

    def expected(self, least: float) -> Expected | None:
        """The interval that the earlier periods give, uneven at least so much; None where they are few."""
        if not self.has_many:
            return None
        low, high = expected_interval(self.history, level=LEVEL, least=least)
        return {"low": low, "high": high}

    def p(self, count: int, least: float) -> float:
        """Two-sided p of a count in the period, were nothing changed."""
        if self.has_many:
            return history_test(count, self.history, least=least)
        # Events that come `least` at a time tell as much as so many fewer that come one by one (quasi-Poisson).
        now, before = (round(events / least) for events in (count, sum(self.history)))
        return e_test(now, self.days, before, sum(self.history_days))


@dataclass(frozen=True)
class Judged:
    """A line's verdict. `is_marked`: it stands out alone, but not among so many comparisons."""

    expected: Expected | None
    verdict: Verdict
    is_marked: bool = False


def judged(lines: Mapping[Name, Series]) -> dict[Name, Judged]:
    """The verdict of each line that has any earlier period, the lines being all that are compared in one edition.

    None is taken to be more even than they are together: of many uneven lines some look even by chance, and it is those
    that would be called.
    """
    compared = {name: series for name, series in lines.items() if series.history}
    least = pooled_dispersion(series.history for series in compared.values())
    ps = [series.p(series.count, least) for series in compared.values()]
    flagged = false_discovery(ps, rate=RATE)
    return {
        name: _judged(series, p, least, is_flagged=bool(flag))
        for (name, series), p, flag in zip(compared.items(), ps, flagged, strict=True)
    }


def comparisons(verdicts: Mapping[Name, Judged]) -> Comparisons:
    """How many comparisons were made, how many of them stand out, and how many would by chance alone."""
    flagged = sum(each.verdict in ("above", "below") for each in verdicts.values())
    return {"tried": len(verdicts), "flagged": flagged, "by_chance": round(RATE * len(verdicts), 1)}


def _judged(series: Series, p: float, least: float, *, is_flagged: bool) -> Judged:
    expected = series.expected(least)
    if is_flagged:
        return Judged(expected, "above" if series.count > series.usual else "below")
    if p <= 1 - LEVEL:
        return Judged(expected, "within", is_marked=True)
    return Judged(expected, "too_few" if is_too_few(series, least) else "within")


def is_too_few(series: Series, least: float) -> bool:
    """Whether neither no event at all nor twice the usual would have stood out: such a line can say nothing."""
    return all(series.p(count, least) > 1 - LEVEL for count in (0, ceil(RISE * series.usual)))
