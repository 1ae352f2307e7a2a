"""Which places stand out: the ranked list, Getis and Ord's statistic per cell, and how many of many are chance.

A rank says which place had most, not that it had unusually much; `getis_ord` says where high values lie together more
than chance would place them; `false_discovery` holds down how much of what is singled out is noise. Where on the map
events lie thickly is in `density.py`, and how well a map foretold the next period in `accuracy.py`.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.stats import false_discovery_control

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)

# What is left of a spread by rounding, as a share of what it was computed from.
ROUNDING = 1e-12


@dataclass(frozen=True)
class Row(Generic[Key]):
    """A line of a ranked list."""

    rank: int
    key: Key
    amount: float


def rank(amounts: Mapping[Key, float], *, fewest: float = 1, longest: int | None = None) -> list[Row[Key]]:
    """The keys with at least `fewest` (events, or events/km²), most first, cut off after the `longest` first rows.

    Equals share a rank, and the next rank counts them: 1, 2, 2, 4. Equals stand in the order of their keys, so a list
    is always the same; keys must be sortable among themselves. ValueError for an amount that is negative or no number.
    """
    wrong = {key: amount for key, amount in amounts.items() if not (isfinite(amount) and amount >= 0)}
    if wrong:
        raise ValueError(f"An amount must be finite and not negative, not {wrong}.")
    eligible: list[Any] = [key for key, amount in amounts.items() if amount >= fewest]
    rows: list[Row[Key]] = []
    for place, key in enumerate(sorted(eligible, key=lambda key: (-amounts[key], key))[:longest], start=1):
        tied = rows and rows[-1].amount == amounts[key]
        rows.append(Row(rows[-1].rank if tied else place, key, amounts[key]))
    return rows


def getis_ord(values: ArrayLike, weights: ArrayLike | sparse.sparray, *, star: bool = True) -> Floats:
    """Getis and Ord's statistic as a z per cell (n,): how much higher its surroundings are than chance placed them.

    Gi* (Ord and Getis 1995): (Σⱼwᵢⱼxⱼ − X̄Wᵢ) / (S √[(n Σⱼwᵢⱼ² − Wᵢ²)/(n − 1)]), S² = Σx²/n − X̄², Wᵢ = Σⱼwᵢⱼ. With
    `star` the cell itself is included: where the diagonal of `weights` is 0 it is taken as 1, the weight of a binary
    neighbour, so give other weights their diagonal. Without (Gi; Getis and Ord 1992), the diagonal is taken as 0 and
    the mean, the spread and n leave out the cell itself. `weights` (n, n), dense or scipy.sparse, need be neither
    binary nor symmetric, and a row times a number gives the same z: PySAL's esda agrees for binary weights, but for
    row-standardised ones keeps the binary variance, and so smaller z.

    NaN where nothing can be said: all values equal (for Gi, all the others), a cell that weighs all cells alike or,
    for Gi, weighs none, and fewer than two cells (Gi: three). ValueError for a value that is not finite, a weight that
    is not or is negative, or shapes that differ. z is rough below some 30 events or 8 neighbours.
    """
    x = np.asarray(values, dtype=float)
    if x.ndim != 1 or not np.isfinite(x).all():
        raise ValueError("Every cell needs one finite value.")
    matrix = _matrix(weights, len(x), star=star)
    counted = len(x) if star else len(x) - 1
    if counted < 2:
        return np.full(len(x), np.nan)
    # Of the median nothing is left by equal values, all but one of them too.
    x = x - np.median(x)
    mean, variance = _moments(x, star=star)
    total = np.asarray(matrix.sum(axis=1)).ravel()
    squares = counted * np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel()
    unlike = squares - total**2
    told = (variance > 0) & (unlike > squares * ROUNDING)
    spread = np.sqrt(np.where(told, variance * unlike / (counted - 1), np.nan))
    z: Floats = (matrix @ x - mean * total) / spread
    return z


def _matrix(weights: ArrayLike | sparse.sparray, cells: int, *, star: bool) -> sparse.csr_array:
    """The weights with the diagonal that the statistic asks for."""
    matrix = sparse.csr_array(weights, dtype=float)
    if matrix.shape != (cells, cells):
        raise ValueError(f"{cells} cells need weights of {cells} × {cells}, not {matrix.shape}.")
    if not np.isfinite(matrix.data).all() or (matrix.data < 0).any():
        raise ValueError("Weights must be finite and not negative.")
    own = matrix.diagonal()
    wanted = np.where(own == 0, 1.0, own) if star else np.zeros(cells)
    return sparse.csr_array(matrix - sparse.diags_array(own) + sparse.diags_array(wanted))


def _moments(x: Floats, *, star: bool) -> tuple[Floats, Floats]:
    """Mean and variance of all the cells; without `star`, for each cell those of the others. 0 where they are equal."""
    counted = len(x) if star else len(x) - 1
    add = _all if star else _others
    mean, square = add(x) / counted, add(x**2) / counted
    variance = square - mean**2
    return mean, np.where(variance > square * ROUNDING, variance, 0)


def _all(x: Floats) -> Floats:
    return np.full(len(x), x.sum())


def _others(x: Floats) -> Floats:
    """For each the sum of the others, added from both ends: taking a large one from the sum would leave rounding."""
    before, after = np.zeros(len(x)), np.zeros(len(x))
    before[1:] = x[:-1].cumsum()
    after[:-1] = x[:0:-1].cumsum()[::-1]
    return before + after


def false_discovery(p: ArrayLike, *, rate: float) -> NDArray[np.bool_]:
    """Which of the tests to hold for discoveries, so that no more than `rate` of them are false on average: a mask.

    Benjamini and Hochberg (1995), by scipy, for independent tests or such as rise together; the mask has the shape
    of `p`, and of no tests is empty. ValueError for a p outside 0–1 or NaN (leave out what has none), or a rate not
    within 0–1.
    """
    ps = np.asarray(p, dtype=float)
    if not ((ps >= 0) & (ps <= 1)).all():
        raise ValueError("Every p must lie between 0 and 1.")
    if not 0 < rate < 1:
        raise ValueError(f"The rate must lie between 0 and 1, not {rate}.")
    if not ps.size:
        return np.zeros(ps.shape, dtype=bool)
    mask: NDArray[np.bool_] = false_discovery_control(ps, axis=None).reshape(ps.shape) <= rate
    return mask
