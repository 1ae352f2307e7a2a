"""How well a map foretold where the next period's events would lie, told by the hottest part of its area.

The one way of taking out the hot part that every rival is graded by, so that a heat map and a plain count per place
can be set side by side at the same share of the area. How the map is made is in `density.py`.
"""

from dataclasses import dataclass
from math import fsum

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# Areas added up to the share but for rounding have reached it.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Accuracy:
    """Grades of the hot part. With n of the N observed events on the area a of A; None where nothing is divided by.

    `hit_rate` n/N, 0–1. `pai` (n/N)/(a/A), the predictive accuracy index: how many times as thickly as on the whole.
    `pei` 0–1, the PAI as a part of the best that so large an area could have had. `rri`, the recapture rate index:
    (n₁/n₀)/(N₁/N₀), from the predicted n₀ of N₀ to the observed n₁ of N₁; below 1 the hot part lost more than the rest.
    """

    hit_rate: float | None
    pai: float | None
    pei: float | None
    rri: float | None


def score(predicted: ArrayLike, observed: ArrayLike, area: ArrayLike, *, share: float) -> Accuracy:
    """Grade the cells (n,) taken by predicted/area, densest first, until `share` of the total area is used.

    `predicted` are the events foretold in each cell, or those counted before (their scale does not matter, so a
    density times the area will do), `observed` those that came, `area` its size in any one unit: built-up area or
    street length rather than forest, which flatters every map. Cells are taken whole, the last being the one that
    reaches the share; the indices divide by the area really used. Equally dense cells are taken with fewest observed
    events first, then largest: pessimistic, so that a map is not graded up for what it left open.

    PAI: Chainey, Tompson and Uhlig 2008; RRI: Levine 2008, with `predicted` as the earlier counts; PEI: Hunt 2016, the
    best being the cells by observed density with a part of the last, which for equal cells is the best there is and
    otherwise never less. All are None where no event was observed; `rri` also where none was predicted. ValueError for
    no cells, unequal lengths, a number that is negative or not finite, an area of 0, or a share not above 0 and ≤ 1.
    """
    before, after, size = (np.asarray(each, dtype=float) for each in (predicted, observed, area))
    _check(before, after, size, share)
    hot = _hottest(before, after, size, share)
    used = fsum(size[hot]) / fsum(size)
    if not after.any():
        return Accuracy(None, None, None, None)
    hit_rate = fsum(after[hot]) / fsum(after)
    best = _best_hit_rate(after, size, fsum(size[hot]))
    foretold = fsum(before[hot]) / fsum(before) if before.any() else None
    return Accuracy(
        hit_rate=hit_rate,
        pai=hit_rate / used,
        pei=min(hit_rate / best, 1.0),
        rri=hit_rate / foretold if foretold else None,
    )


def _hottest(predicted: Floats, observed: Floats, area: Floats, share: float) -> NDArray[np.intp]:
    """The cells that are taken, in their order."""
    order = np.lexsort((-area, observed, -(predicted / area)))
    used = area[order].cumsum()
    return order[: int(np.searchsorted(used, share * used[-1] * (1 - ROUNDING))) + 1]


def _best_hit_rate(observed: Floats, area: Floats, used: float) -> float:
    """The greatest share of the observed events that so large an area can hold, the last cell being taken in part."""
    order = np.argsort(-(observed / area), kind="stable")
    areas = np.concatenate([[0], area[order].cumsum()])
    events = np.concatenate([[0], observed[order].cumsum()])
    return float(np.interp(used, areas, events) / events[-1])


def _check(predicted: Floats, observed: Floats, area: Floats, share: float) -> None:
    if predicted.ndim != 1 or not len(predicted) or not predicted.shape == observed.shape == area.shape:
        raise ValueError(
            f"At least one cell, and as many of each, not {predicted.shape}, {observed.shape} and {area.shape}."
        )
    for name, values in (("predicted", predicted), ("observed", observed), ("area", area)):
        if not np.isfinite(values).all() or (values < 0).any():
            raise ValueError(f"What is {name} must be finite and not negative.")
    if not area.all():
        raise ValueError("Every cell needs an area above 0.")
    if not 0 < share <= 1:
        raise ValueError(f"The share must be above 0 and at most 1, not {share}.")
