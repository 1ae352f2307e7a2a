"""Did it help? What happened where something was done, beside a like area where nothing was, before and after.

Neither area is chosen here: a control picked after the fact, or a place picked because it peaked, gives an effect that
is not there (regression to the mean), and no formula sees it. One change in a row of counts is in `change.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, sqrt

from scipy.stats import norm

Pair = Sequence[float]

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Effect:
    """Events more (or, below 0, fewer) than without the activity: per unit of the weights, or all of them.

    `se` is the standard error, `z` estimate/se, `low` and `high` the ends of the 95 % confidence interval.
    """

    estimate: float
    se: float
    z: float
    low: float
    high: float


def displacement_difference(
    *,
    treated: Pair,
    control: Pair,
    displaced: Pair | None = None,
    displaced_control: Pair | None = None,
    time_weights: Pair = (1, 1),
    area_weights: Sequence[float] | None = None,
) -> Effect:
    """The weighted displacement difference (Wheeler and Ratcliffe 2018): each area a pair of counts, (before, after).

    WDD = (T₁ − T₀) − (C₁ − C₀) + (D₁ − D₀) − (E₁ − E₀), where events may have moved from T, treated, to D, displaced,
    and E is the control of D. Its variance is the sum of the counts (Poisson), z = WDD/√Var, the interval ± 1.96 √Var.
    An area not given counts nothing; a `displaced` without its control answers for the whole of its change.

    Each count is divided by its weights, and its variance by their square: `time_weights` (before, after), as (2, 1)
    for two years against one; `area_weights` in the order **control, treated, displaced_control, displaced**, or the
    first two of them, as km². The estimate is then per unit of time and area.

    Where all counts are 0 the standard error is 0, and z is set to 0. Limits: a normal approximation that is poor
    below some five events a pair, and an interval too narrow for events that come in bursts. ValueError for a count
    that is not whole or is negative, a pair that is not two, or a weight that is not finite and above 0.
    """
    before, after = _weights(time_weights, (2,))
    areas = [1.0, 1.0, 1.0, 1.0] if area_weights is None else _weights(area_weights, (2, 4))
    pairs = (control, treated, displaced_control, displaced)
    if len(areas) == 2 and any(pair is not None for pair in pairs[2:]):
        raise ValueError("Areas that events may have moved to need weights as well: four in all.")
    estimate = variance = 0.0
    for pair, area, sign in zip(pairs, areas, (-1, 1, -1, 1), strict=False):
        earlier, later = (0, 0) if pair is None else _counts(pair)
        estimate += sign * (later / after - earlier / before) / area
        variance += (later / after**2 + earlier / before**2) / area**2
    se = sqrt(variance)
    margin = float(norm.isf((1 - CONFIDENCE) / 2)) * se
    return Effect(estimate, se, estimate / se if se else 0.0, estimate - margin, estimate + margin)


def _counts(pair: Pair) -> tuple[float, float]:
    if len(pair) != 2 or not all(isfinite(each) and each >= 0 and each == int(each) for each in pair):
        raise ValueError(f"An area needs two whole numbers from 0 up, before and after, not {pair}.")
    return float(pair[0]), float(pair[1])


def _weights(weights: Sequence[float], lengths: tuple[int, ...]) -> list[float]:
    if len(weights) not in lengths or not all(isfinite(each) and each > 0 for each in weights):
        raise ValueError(f"{lengths[-1]} weights, each finite and above 0, not {weights}.")
    return [float(each) for each in weights]
