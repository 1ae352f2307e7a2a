"""Has something changed? Tests of counts, and how many events are to be expected, that hold when the counts are small.

Which question is asked decides the test: one period beside another (`e_test`, `c_test`: both have chance in them), one
count beside many earlier ones (`expected_interval`, `history_test`, `alarm_after`), or one count beside a mean taken
for known (`tail`, `alarm`). Counts are whole events of equally long periods unless an exposure says otherwise. All of
it takes events to come independently of each other; what comes in bursts makes Poisson tests cry wolf, and so the
history is asked first how uneven it is. Series that creep upward are in `cusum.py`; many comparisons at once in
`hotspots.py`.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import isfinite, sqrt
from typing import Literal, SupportsFloat

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, nbinom, poisson, poisson_means_test

Alternative = Literal["two-sided", "greater", "less"]

# Up to so many events scipy's double sum takes about 5 ms; it grows with their number, and at 40,000 takes 0.5 s.
SUMMED_DIRECTLY = 400
# Of a count with the mean μ, less than 1e-16 lies further out than this many √μ, and as many events, on either side.
REACH = 9.0
# The history's variance/mean above which its periods are taken to be more uneven than chance alone makes them,
OVERDISPERSED = 1.5
# and the fewest periods it can be read from.
ENOUGH_PERIODS = 6


def e_test(k1: int, n1: float, k2: int, n2: float) -> float:
    """Two-sided p that k1 events in an exposure n1, and k2 in n2, come of one rate. Exposures in any one unit.

    Krishnamoorthy and Thomson (2004): T = (k1/n1 − k2/n2) / √(k1/n1² + k2/n2²), and p is the probability of |T| at
    least as large when both counts are Poisson with the pooled rate (k1 + k2)/(n1 + n2). Up to SUMMED_DIRECTLY events
    it is scipy's `poisson_means_test`; above, the same probability summed along one count only. No events: p = 1.
    Limits: of no event in either, T is undefined and left out, so that 1 against 1 has p = 0.86; and with exposures
    thousands of times apart it can miss any difference, where `c_test` does not.
    ValueError for a count that is not whole or is negative, or an exposure that is not above 0.
    """
    first, second = whole(k1), whole(k2)
    exposure, other = _exposure(n1), _exposure(n2)
    if first + second == 0:
        return 1.0
    if first + second <= SUMMED_DIRECTLY:
        p = poisson_means_test(first, exposure, second, other).pvalue
    else:
        p = _e_test_of_many(first, exposure, second, other)
    return min(float(p), 1.0)


def _e_test_of_many(k1: int, n1: float, k2: int, n2: float) -> float:
    """P(|T| ≥ t) as Σ P(X₁ = x) · P(X₂ outside the two roots of T(x, ·)² = t²): as exact, in one sum for two.

    With a = x/n1, b = X₂/n2 and t the T observed, (a − b)² = t²(a/n1 + b/n2) is a quadratic in b.
    """
    squared = (k1 / n1 - k2 / n2) ** 2 / (k1 / n1**2 + k2 / n2**2)
    rate = (k1 + k2) / (n1 + n2)
    x, y = _within_reach(n1 * rate), _within_reach(n2 * rate)
    a = x / n1
    middle = a + squared / (2 * n2)
    # The root of middle² − (a² − t²a/n1), written so that nothing is taken from anything.
    spread = np.sqrt(squared * (a / n2 + a / n1 + squared / (4 * n2**2)))
    # A root that is a whole number but for rounding belongs to the tail: |T| ≥ t.
    low = np.floor(n2 * (middle - spread) + 1e-7)
    # At t = 0 both roots are one point, which must not be counted twice.
    high = np.maximum(np.ceil(n2 * (middle + spread) - 1e-7), low + 1)
    mass = poisson.pmf(y, n2 * rate)
    up_to = np.concatenate([[0], mass.cumsum()])
    from_there = np.concatenate([mass[::-1].cumsum()[::-1], [0]])
    below = up_to[np.clip(low - y[0] + 1, 0, len(y)).astype(int)]
    above = from_there[np.clip(high - y[0], 0, len(y)).astype(int)]
    return float((poisson.pmf(x, n1 * rate) * (below + above)).sum())


def _within_reach(mean: float) -> NDArray[np.int64]:
    """The whole numbers that a Poisson count with the mean takes but for a probability of 1e-16."""
    reach = REACH * (sqrt(mean) + REACH)
    return np.arange(max(int(mean - reach), 0), int(mean + reach) + 1)


def c_test(k1: int, n1: float, k2: int, n2: float, *, alternative: Alternative = "two-sided") -> float:
    """p that k1 events in an exposure n1, and k2 in n2, come of one rate, given how many they are together.

    Przyborowski and Wilenski (1940): k1 is then binomial of k1 + k2 with the share n1/(n1 + n2). `greater` asks for a
    higher rate in the first: P(X ≥ k1); `less`: P(X ≤ k1); two-sided: the smaller of the two doubled, at most 1.
    Exact, so it errs towards silence. No events: p = 1. ValueError as for `e_test`, or for an unknown alternative.
    """
    first, second = whole(k1), whole(k2)
    exposure, other = _exposure(n1), _exposure(n2)
    share = exposure / (exposure + other)
    greater = float(binom.sf(first - 1, first + second, share))
    less = float(binom.cdf(first, first + second, share))
    ps = {"greater": greater, "less": less, "two-sided": min(1.0, 2 * min(greater, less))}
    if alternative not in ps:
        raise ValueError(f"The alternative must be one of {', '.join(ps)}, not {alternative}.")
    return ps[alternative]


def tail(count: int, mean: float) -> float:
    """P(X ≥ count), exact, for a Poisson count whose mean is taken for known. ValueError as for `e_test`."""
    return float(poisson.sf(whole(count) - 1, _mean(mean)))


def alarm(mean: float, rate: float) -> tuple[int, float]:
    """The smallest count c with P(X ≥ c) ≤ `rate` for a Poisson count with the mean, and that probability.

    Counts being whole, the probability is mostly well below `rate`: the false alarms to expect of many series are the
    sum of the probabilities, not of the rates. A mean of 0 says that nothing can happen: one event alarms, with
    probability 0, so give it a mean above 0 where "first ever" is to be told by chance. ValueError unless 0 < rate < 1.
    """
    if not 0 < rate < 1:
        raise ValueError(f"The rate must lie between 0 and 1, not {rate}.")
    return _alarm(_mean(mean), rate)


@lru_cache(maxsize=4096)
def _alarm(mean: float, rate: float) -> tuple[int, float]:
    count = int(poisson.isf(rate, mean)) + 1
    return count, float(poisson.sf(count - 1, mean))


def alarm_after(history: Sequence[int], rate: float) -> tuple[int, float]:
    """The smallest count c with P(X ≥ c) ≤ `rate` under the distribution of `expected_interval`, and that probability.

    As `alarm` where the mean is not known but estimated: a short history alarms later, an uneven one later still, and
    one without an event has a mean above 0. Never sooner than the Poisson tail of the history's mean.
    """
    if not 0 < rate < 1:
        raise ValueError(f"The rate must lie between 0 and 1, not {rate}.")
    counts = _history(history)
    least, _chance = alarm(sum(counts) / len(counts), rate)
    return _alarm_after(*_coming(counts), rate, least)


@lru_cache(maxsize=4096)
def _alarm_after(size: float, p: float, rate: float, least: int) -> tuple[int, float]:
    count = max(int(nbinom.isf(rate, size, p)) + 1, least)
    return count, float(nbinom.sf(count - 1, size, p))


def coming_tail(count: int, history: Sequence[int]) -> float:
    """P(X ≥ count) under the distribution of `expected_interval`."""
    return float(nbinom.sf(whole(count) - 1, *_coming(history)))


def expected_interval(history: Sequence[int], *, level: float = 0.95, least: float = 1) -> tuple[int, int]:
    """How many events to expect next, (low, high) with both ends in it: at most (1 − level)/2 lies on either side.

    `history` holds the counts of earlier, equally long periods. The interval is for the coming count, so it takes in
    that the mean is but estimated: Poisson counts under Jeffreys' prior make the coming one negative binomial (Gelman
    et al., Bayesian Data Analysis, 2.6; for coverage Krishnamoorthy and Peng 2011), with size Σ + ½ and mean
    (Σ + ½)/n, which for a long history is the Poisson interval around its mean. Where `dispersion` finds the periods
    uneven, negative binomial by moments: the history's mean, and s² · (1 + 1/n) · (n − 1)/(n − 3) for its variance,
    that of Student's prediction interval. Simulated coverage at 95 % is 94–99 % for Poisson counts, from one period
    on, and 93–97 % for variance/mean up to 3 from six; what is uneven in fewer is not seen, and covered less.
    `least` is a variance/mean that the coming count has at least, whatever its own history says: of many lines judged
    together, what they have in common (`pooled_dispersion`), since some look even by chance.
    Limits: no trend, no season. ValueError for no history, a count as in `e_test`, a level not within 0–1, or a least
    below 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"The level must lie between 0 and 1, not {level}.")
    low, high = nbinom.ppf([(1 - level) / 2, (1 + level) / 2], *_coming(history, least))
    return int(low), int(high)


def history_test(count: int, history: Sequence[int], *, least: float = 1) -> float:
    """Two-sided p of a count under the distribution of `expected_interval`: the smaller tail doubled, at most 1.

    Outside the interval at a level is p ≤ 1 − level, so the false discovery rate of many intervals can be held.
    """
    number, coming = whole(count), _coming(history, least)
    return min(1.0, 2 * float(min(nbinom.cdf(number, *coming), nbinom.sf(number - 1, *coming))))


def dispersion(history: Sequence[int]) -> float:
    """Variance/mean of the counts where it passes OVERDISPERSED in at least ENOUGH_PERIODS; else 1, that of Poisson.

    Of Poisson counts about one history of 20 passes with 26 periods, and one of five with six.
    """
    counts = _history(history)
    periods, events = len(counts), sum(counts)
    if periods < ENOUGH_PERIODS or not events:
        return 1.0
    # Whole numbers until the last, so that the order of the periods decides nothing.
    ratio = (periods * sum(each**2 for each in counts) - events**2) / ((periods - 1) * events)
    return ratio if ratio > OVERDISPERSED else 1.0


def pooled_dispersion(histories: Iterable[Sequence[int]]) -> float:
    """The variance/mean that several series have in common, at least 1: Σ (x − m)²/m over Σ (periods − 1).

    Pearson's statistic over its degrees of freedom, as of quasi-Poisson counts (McCullagh and Nelder 1989, 4.5.2), each
    series about its own mean m; series without an event say nothing. 1 where there are none.
    """
    pearson, free = 0.0, 0
    for history in histories:
        counts = _history(history)
        if events := sum(counts):
            pearson += (len(counts) * sum(each**2 for each in counts) - events**2) / events
            free += len(counts) - 1
    return max(1.0, pearson / free) if free else 1.0


def _coming(history: Sequence[int], least: float = 1) -> tuple[float, float]:
    """The negative binomial of the coming count, as scipy's n and p: mean n(1 − p)/p, variance mean/p."""
    if not (isfinite(least) and least >= 1):
        raise ValueError(f"The least variance/mean must be 1 or more, not {least}.")
    counts = _history(history)
    periods, events = len(counts), sum(counts)
    # With a least of 1 that of Poisson counts under Jeffreys' prior: size events + ½ and p = periods/(periods + 1).
    mean, spread = (events + 0.5) / periods, least * (1 + 1 / periods)
    if (uneven := dispersion(counts)) > 1:
        own = uneven * (1 + 1 / periods) * (periods - 1) / (periods - 3)
        mean, spread = (events / periods, own) if own >= spread else (mean, spread)
    return mean / (spread - 1), 1 / spread


def _history(history: Sequence[int]) -> list[int]:
    counts = [whole(each) for each in history]
    if not counts:
        raise ValueError("A history needs at least one period.")
    return counts


def whole(value: SupportsFloat) -> int:
    """A count as an integer. ValueError for one that is negative, fractional or NaN."""
    if type(value) is int and value >= 0:  # nearly always, and a history has many
        return value
    number = float(value)
    if not (isfinite(number) and number >= 0 and number == int(number)):
        raise ValueError(f"A count must be a whole number from 0 up, not {value}.")
    return int(number)


def _exposure(value: float) -> float:
    if not (isfinite(value) and value > 0):
        raise ValueError(f"An exposure must be finite and above 0, not {value}.")
    return float(value)


def _mean(value: float) -> float:
    if not (isfinite(value) and value >= 0):
        raise ValueError(f"A mean must be finite and not negative, not {value}.")
    return float(value)
