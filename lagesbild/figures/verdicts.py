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
from lagesbild.statistics.change import e_test, expected_interval, history_test
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
    def expected(self) -> Expected | None:
        """The interval that the earlier periods give; None where they are few."""
        if len(self.history) < MANY:
            return None
        low, high = expected_interval(self.history, level=LEVEL)
        return {"low": low, "high": high}

    def p(self, count: int) -> float:
        """Two-sided p of a count in the period, were nothing changed."""
        if len(self.history) >= MANY:
            return history_test(count, self.history)
        return e_test(count, self.days, sum(self.history), sum(self.history_days))


@dataclass(frozen=True)
class Judged:
    """A line's verdict. `is_marked`: it stands out alone, but not among so many comparisons."""

    expected: Expected | None
    verdict: Verdict
    is_marked: bool = False


def judged(lines: Mapping[Name, Series]) -> dict[Name, Judged]:
    """The verdict of each line that has any earlier period, the lines being all that are compared in one edition."""
    compared = {name: series for name, series in lines.items() if series.history}
    ps = [series.p(series.count) for series in compared.values()]
    flagged = false_discovery(ps, rate=RATE)
    return {
        name: _judged(series, p, is_flagged=bool(flag))
        for (name, series), p, flag in zip(compared.items(), ps, flagged, strict=True)
    }


def comparisons(verdicts: Mapping[Name, Judged]) -> Comparisons:
    """How many comparisons were made, how many of them stand out, and how many would by chance alone."""
    flagged = sum(each.verdict in ("above", "below") for each in verdicts.values())
    return {"tried": len(verdicts), "flagged": flagged, "by_chance": round(RATE * len(verdicts), 1)}


def _judged(series: Series, p: float, *, is_flagged: bool) -> Judged:
    expected = series.expected
    if is_flagged:
        return Judged(expected, "above" if series.count > series.usual else "below")
    if p <= 1 - LEVEL:
        return Judged(expected, "within", is_marked=True)
    return Judged(expected, "too_few" if is_too_few(series, expected) else "within")


def is_too_few(series: Series, expected: Expected | None) -> bool:
    """Whether neither no event at all nor twice the usual would have stood out: such a line can say nothing."""
    return all(_is_ordinary(series, expected, count) for count in (0, ceil(RISE * series.usual)))


def _is_ordinary(series: Series, expected: Expected | None, count: int) -> bool:
    """Whether the count alone would be nothing to speak of."""
    if expected:
        return expected["low"] <= count <= expected["high"]
    return series.p(count) > 1 - LEVEL
