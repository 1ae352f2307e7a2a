"""Which square cells of a grid lie inside outlines: the ground on which maps are compared.

A cell is inside when its centre is, by the even–odd rule: a line from it crosses the outlines an odd number of times
(Foley, van Dam 1990, ch. 3.6). Coordinates are metres; a cell's address is (x // cell, y // cell).
"""

from collections.abc import Sequence
from math import ceil, isfinite

import numpy as np
from numpy.typing import ArrayLike, NDArray

Addresses = NDArray[np.int64]


def cells_inside(surfaces: Sequence[Sequence[ArrayLike]], *, cell: float) -> Addresses:
    """The addresses (m, 2) of the cells inside any of the surfaces, each once, ordered by column and then row.

    A surface is its rings, arrays (k, 2), holes among them. One without area holds no cell. ValueError for a
    coordinate that is not finite, or a cell that is not above 0.
    """
    if not (isfinite(cell) and cell > 0):
        raise ValueError(f"The cell must be above 0 metres, not {cell}.")
    found = [_inside([_ring(ring) / cell for ring in surface]) for surface in surfaces]
    return np.unique(np.concatenate([np.empty((0, 2), dtype=np.int64), *found]), axis=0)


def _ring(points: ArrayLike) -> NDArray[np.float64]:
    ring = np.asarray(points, dtype=float).reshape(-1, 2)
    if not np.isfinite(ring).all():
        raise ValueError("Every corner needs two finite coordinates.")
    return ring


def _inside(rings: Sequence[NDArray[np.float64]]) -> Addresses:
    """Row by row: the columns between the first and second crossing of its centre line, the third and fourth, …"""
    sides = [np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings if len(ring)]
    x0, y0, x1, y1 = np.concatenate([np.empty((0, 4)), *sides]).T
    found = []
    for row in range(ceil(min(y0, default=0) - 0.5), ceil(max(y0, default=0) - 0.5)):
        line = row + 0.5
        met = (y0 <= line) != (y1 <= line)
        crossings = np.sort(x0[met] + (line - y0[met]) / (y1[met] - y0[met]) * (x1[met] - x0[met]))
        # The first column whose centre is at the crossing or east of it.
        firsts = np.ceil(crossings - 0.5).astype(np.int64)
        for first, last in firsts.reshape(-1, 2):
            found += [(column, row) for column in range(first, last)]
    return np.array(found, dtype=np.int64).reshape(-1, 2)
