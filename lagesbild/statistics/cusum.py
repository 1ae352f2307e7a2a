"""Series that creep upward: no period stands out, but together they do, and a cumulative sum tells it sooner.

For one period that stands out by itself see `change.py`. Nothing here says why a series rises, and a season does it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from math import ceil, log

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2, gamma, nbinom, poisson

from lagesbild.statistics import change

Floats = NDArray[np.float64]

# How sure it is that the usual level is not higher than it is set.
CONFIDENCE = 0.9
# The reference value may be rounded up by so much, to the coarsest fraction: the fewer the sums that can be reached.
COARSENESS = 1.05
# Sums that can take more values than this are followed in cells of several: one run length then takes some 2 ms.
MOST_CELLS = 256
# A run length is first bounded by blocks of up to so many periods.
LONGEST_BLOCK = 26
# A longer run is given as this long.
LONGEST_RUN = 1e9


@dataclass(frozen=True)
class Creeping:
    """A cumulative sum per period, oldest first, and what it is held against.

    `level` is the usual number of events a period, set high, and `reference` what is taken from each count. A sum that
    reaches `limit` alarms, and the next begins from 0. `run_length` is the average number of periods to a false alarm:
    watching many series gives the sum of their 1/run_length a period. `alarms` are the indices of those that alarmed.
    """

    sums: tuple[float, ...]
    level: float
    reference: float
    limit: float
    run_length: float
    alarms: tuple[int, ...]

    @property
    def rising_since(self) -> int | None:
        """Where the rise began of which the last period alarms: the first with a sum above 0 (Page 1954). Else None."""
        last = len(self.sums) - 1
        if last not in self.alarms:
            return None
        quiet = [index for index in range(last) if self.sums[index] == 0 or index in self.alarms]
        return quiet[-1] + 1 if quiet else 0


@dataclass(frozen=True)
class Chart:
    """Reference and limit in events, both whole numbers of 1/`parts`, and the average run length they give."""

    parts: int
    reference: float
    limit: float
    run_length: float


def creeping(
    history: Sequence[int], *, usual: Sequence[int], rise: float = 1.5, run_length: float = 260
) -> Creeping:
    """Watch the counts in `history`, oldest first, against the equally long periods before them, `usual`.

    The upper CUSUM for counts (Lucas 1985): S = max(0, S + x − k), an alarm when S ≥ h. The reference k finds a rise to
    `rise` times the usual level soonest, (μ₁ − μ₀)/(ln μ₁ − ln μ₀) for Poisson counts; where `change.dispersion` finds
    `usual` uneven, that of the negative binomial (Hawkins and Olwell 1998). The limit h is the lowest that gives an
    average run length of at least `run_length` periods without a rise, solved as a Markov chain (Brook and Evans 1972),
    exactly but for large uneven counts. 260 is ten years of fortnights.

    The usual level is not known but estimated, and set too low it alarms far more often than stated. So μ₀ is the upper
    90 % limit of what `usual` allows, by the Gamma of Jeffreys' prior with its size divided by the dispersion, itself
    at its upper 90 % limit by χ². In simulations the true run length is then at least the stated one in nine histories
    of ten, as Gandy and Kvaløy (2013) ask for, at the price of later alarms after a short `usual`; in seven to eight of
    ten where a variance/mean of 2 goes unseen in few periods. A season, or a trend within `usual`, is taken for chance.
    ValueError for an empty `usual`, a count that is not whole or is negative, a `rise` below 1.05, or a run length
    outside 2–100,000.
    """
    if not 1.05 <= rise < 100:
        raise ValueError(f"The rise must be at least 1.05, and below 100, not {rise}.")
    if not 2 <= run_length <= 100_000:
        raise ValueError(f"The run length must be 2–100,000 periods, not {run_length}.")
    level, uneven = highest_usual(usual)
    chart = chart_for(level, uneven, rise, run_length)
    held, sums, alarms = 0, [], []
    for index, events in enumerate(history):
        held = max(0, held + round((change.whole(events) - chart.reference) * chart.parts))
        sums.append(held / chart.parts)
        if sums[-1] >= chart.limit:
            alarms.append(index)
            held = 0
    return Creeping(tuple(sums), level, chart.reference, chart.limit, chart.run_length, tuple(alarms))


def may_alarm(
    history: Sequence[int], *, usual: Sequence[int], rise: float = 1.5, run_length: float = 260
) -> bool:
    """Whether `creeping` could find an alarm in the last period: False is certain, and takes a tenth of the time.

    The limit is not solved for. A single period must not pass reference and limit together oftener than the run length
    allows; and were the last sum, which no alarm has set back, a limit, its run length would have to be long enough.
    """
    level, uneven = highest_usual(usual)
    parts, reference = _reference(level, uneven, rise)
    held = 0
    for events in history:
        before, held = held, max(0, held + round((events - reference) * parts))
    if not held or before / parts + history[-1] <= change.alarm(level, 1 / run_length)[0] - 1:
        return False
    if _longest(held / parts, reference, level, uneven) < run_length:
        return False
    return held > MOST_CELLS or _run_length(held, 1 / parts, reference, level, uneven) >= run_length


def _longest(limit: float, reference: float, level: float, uneven: float) -> float:
    """Periods that the average run is no longer than: of m, whose sum may pass all it must, one in 1/P alarms."""
    m = np.arange(1, LONGEST_BLOCK + 1)
    needed = np.ceil(limit + m * reference - 1e-9) - 1
    several = m * level
    is_poisson = uneven == 1
    chance = (
        poisson.sf(needed, several) if is_poisson else nbinom.sf(needed, several / (uneven - 1), 1 / uneven)
    )
    return float((m / np.maximum(chance, 1 / LONGEST_RUN)).min())


def highest_usual(usual: Sequence[int]) -> tuple[float, float]:
    """The mean, in events a period, and the variance/mean that the true ones are each below with 90 % confidence."""
    periods = len(usual)
    measured = change.dispersion(usual)
    events = sum(change.whole(each) for each in usual) + 0.5
    level = _upper(events, measured, periods)
    if measured == 1:
        return level, 1.0
    return level, measured * (periods - 1) / float(chi2.ppf(1 - CONFIDENCE, periods - 1))


@lru_cache(maxsize=4096)
def _upper(events: float, measured: float, periods: int) -> float:
    return float(gamma.ppf(CONFIDENCE, events / measured, scale=measured / periods))


@lru_cache(maxsize=1024)
def chart_for(level: float, uneven: float, rise: float, run_length: float) -> Chart:
    """The chart for counts with the mean `level` and variance/mean `uneven` (1 is Poisson)."""
    parts, reference = _reference(level, uneven, rise)

    def reached(cells: int, width: float) -> float:
        return _run_length(cells, width, reference, level, uneven)

    cells, width = _fewest(reached, 1 / parts, run_length)
    # In wider cells the last one is left at its edge.
    limit = cells * width if width == 1 / parts else (cells - 0.5) * width
    return Chart(parts, reference, limit, reached(cells, width))


def _reference(level: float, uneven: float, rise: float) -> tuple[int, float]:
    """The best reference rounded up to a whole number of the coarsest parts that will do, and how many parts."""
    best = _best_reference(level, uneven, rise)
    parts = next(each for each in count(1) if ceil(best * each) <= COARSENESS * best * each)
    return parts, ceil(best * parts) / parts


def _fewest(reached: Callable[[int, float], float], width: float, run_length: float) -> tuple[int, float]:
    """The fewest cells that give the run length, and their width: both doubled until it is, then halved in between."""
    cells = 1
    while reached(cells, width) < run_length:
        if cells < MOST_CELLS:
            cells *= 2
        else:
            width *= 2
    too_few = cells // 2
    while cells - too_few > 1:
        middle = (cells + too_few) // 2
        if reached(middle, width) < run_length:
            too_few = middle
        else:
            cells = middle
    return cells, width


def _best_reference(level: float, uneven: float, rise: float) -> float:
    """What the log likelihood ratio of the risen level takes from each count, in events."""
    risen = rise * level
    if uneven == 1:
        return (risen - level) / log(rise)
    size = level / (uneven - 1)
    return size * log((size + risen) / (size + level)) / log(rise * (size + level) / (size + risen))


def _run_length(cells: int, width: float, reference: float, level: float, uneven: float) -> float:
    """The average number of periods before the sum, from 0, leaves the `cells` centred on 0, width, 2 width and so on.

    Where all sums lie on the centres this is exact. From s the sum goes to t or below with P(x ≤ reference + (t − s)),
    read half a cell higher; to below 0 is to 0.
    """
    upper_edges = np.floor(reference + (np.arange(-cells, cells) + 0.5) * width)
    if uneven == 1:
        at_most = poisson.cdf(upper_edges, level)
    else:
        at_most = nbinom.cdf(upper_edges, level / (uneven - 1), 1 / uneven)
    if 1 - at_most[cells] < 1 / LONGEST_RUN:
        return LONGEST_RUN
    moves = np.diff(at_most, prepend=0)
    # The row is where the sum is, the column where it goes.
    difference = np.arange(cells) - np.arange(cells)[:, None]
    chain: Floats = moves[difference + cells]
    chain[:, 0] = at_most[difference[:, 0] + cells]
    length = float(np.linalg.solve(np.eye(cells) - chain, np.ones(cells))[0])
    # Beyond some 1e15 rounding decides, even the sign.
    return length if 0 < length < LONGEST_RUN else LONGEST_RUN
