"""Ways to say where the next events will be reported, each as events foreseen per cell of the same ground.

Two: the density of some events (`density.surface`), and a plain count per square block, the simplest map that anybody
could have drawn. `accuracy.score` says how well each did. A plain count has few values and many ties; where blocks
are equal, and inside a block, the order is drawn by lot, always the same for the same input, since the score otherwise
reads ties at their worst, which would hold the plain count down. Where nothing is foreseen nothing is drawn.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lagesbild.statistics.density import M2_PER_KM2, surface
from lagesbild.statistics.kernels import REACH, Floats, Kernel
from lagesbild.statistics.raster import Addresses

# What a lot moves a block's count by, and a cell within a block: less than any difference between two counts.
BLOCK_LOT, CELL_LOT = 1e-6, 1e-9
# No grid on Earth has so many rows.
KEY_BITS = 32


def events_per_cell(ground: Addresses, cell: int, events: ArrayLike) -> NDArray[np.int64]:
    """How many `events`, rows of x, y in metres and how many there, lie in each of the cells of the ground (m, 2).

    What lies outside the ground is left out.
    """
    rows = _rows(events)
    if not len(ground):
        return np.zeros(0, dtype=np.int64)
    keys, wanted = _keys(ground), _keys((rows[:, :2] // cell).astype(np.int64))
    order = np.argsort(keys)
    nearest = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
    inside = keys[nearest] == wanted
    return np.bincount(nearest[inside], rows[inside, 2], minlength=len(keys)).astype(np.int64)


def by_density(
    ground: Addresses, cell: int, events: ArrayLike, *, bandwidth: float, kernel: Kernel = "quartic"
) -> Floats:
    """Events per cell as their density foresees them; events out of a kernel's reach of the ground are not read."""
    rows = _rows(events)
    if not len(ground) or not len(rows):
        return np.zeros(len(ground))
    reach = int(np.ceil(REACH[kernel] * bandwidth / cell)) + 1
    corner = ground.min(axis=0) - reach
    beyond = ground.max(axis=0) + 1 + reach
    west, south, east, north = (float(each) * cell for each in (*corner, *beyond))
    drawn = surface(
        rows[:, :2],
        bandwidth=bandwidth,
        cell=cell,
        bounds=(west, south, east, north),
        weights=rows[:, 2],
        kernel=kernel,
    )
    column, row = (ground - corner).T
    return drawn.values[row, column] * cell**2 / M2_PER_KM2


def by_count(ground: Addresses, cell: int, events: ArrayLike, *, block: int) -> Floats:
    """Events per cell when each block of `block` metres foresees its own count, evenly over its cells."""
    rows = _rows(events)
    if block % cell:
        raise ValueError(f"A block of {block} metres is not whole cells of {cell}.")
    blocks, of_cell = np.unique(ground * cell // block, axis=0, return_inverse=True)
    counts = events_per_cell(blocks, block, rows)
    lots = np.random.default_rng(len(rows))
    drawn = counts * (1 + BLOCK_LOT * lots.random(len(blocks)))
    per_cell = drawn[of_cell.reshape(-1)] * (1 + CELL_LOT * lots.random(len(ground)))
    return per_cell * (cell / block) ** 2


def _keys(addresses: Addresses) -> NDArray[np.int64]:
    """One whole number per column and row."""
    return (addresses[:, 0] << KEY_BITS) + addresses[:, 1]


def _rows(events: ArrayLike) -> Floats:
    rows = np.asarray(events, dtype=float).reshape(-1, 3)
    if not np.isfinite(rows).all() or (rows[:, 2] < 0).any():
        raise ValueError("Every event needs two finite coordinates and a count that is not negative.")
    return rows
