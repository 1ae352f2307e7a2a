"""Which of many square blocks stand out: Getis and Ord's statistic with queen neighbours, held against chance.

The method is `hotspots.getis_ord` (Gi*: Ord and Getis 1995, the block itself among its neighbours) and Benjamini and
Hochberg's limit over all blocks tried. A block stands out when it and its eight neighbours hold more of the events than
the same counts shuffled among the blocks would put there; which blocks are counted at all, those without events too,
decides what is much, so they are handed in.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import sparse
from scipy.stats import norm

from lagesbild.statistics.hotspots import false_discovery, getis_ord

Addresses = NDArray[np.int64]
#: Fewer events than this are too few for the statistic (Esri's advice for Gi*, 30 features).
FEWEST_EVENTS = 30
NEIGHBOURHOOD = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]


@dataclass(frozen=True, eq=False)
class StandingOut:
    """Blocks that stand out, the highest z first: addresses (m, 2), events in each and z; and how many were tried.

    Of blocks beside each other only the one with most events is among them: the others stand out for its sake.
    """

    addresses: Addresses
    counts: NDArray[np.int64]
    z: NDArray[np.float64]
    tried: int


def merged(cells: ArrayLike, counts: ArrayLike, *, halvings: int) -> tuple[Addresses, NDArray[np.int64]]:
    """Events per block of 2^halvings × 2^halvings cells, from the cells' addresses (n, 2) and counts: blocks in order.

    Shifting rounds down, so that blocks west of the origin are as wide as the others.
    """
    blocks = np.asarray(cells, dtype=np.int64).reshape(-1, 2) >> halvings
    numbers = np.asarray(counts, dtype=np.int64).reshape(-1)
    addresses, place = np.unique(blocks, axis=0, return_inverse=True)
    sums = np.zeros(len(addresses), dtype=np.int64)
    np.add.at(sums, place.reshape(-1), numbers)
    return addresses, sums


def queen(addresses: Addresses) -> sparse.csr_array:
    """Weights (n, n): 1 for blocks with a side or a corner in common, and for the block itself. No block twice."""
    row_of = {(column, row): index for index, (column, row) in enumerate(addresses.tolist())}
    if len(row_of) != len(addresses):
        raise ValueError("A block is there once.")
    pairs = [
        (index, row_of[column + dx, row + dy])
        for (column, row), index in row_of.items()
        for dx, dy in NEIGHBOURHOOD
        if (column + dx, row + dy) in row_of
    ]
    rows, columns = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return sparse.csr_array((np.ones(len(pairs)), (rows, columns)), shape=(len(addresses), len(addresses)))


def standing_out(
    addresses: Addresses, counts: ArrayLike, ground: Addresses, *, rate: float, fewest: int = 1
) -> StandingOut | None:
    """The blocks with at least `fewest` events that stand out; None where FEWEST_EVENTS have not happened.

    `addresses` (m, 2) and `counts` (m,) are the blocks with events, `ground` (k, 2) those where events could have been
    reported. p is one-sided, P(Z ≥ z); of all the blocks pointed out no more than `rate` are so by chance on average.
    """
    events = np.asarray(counts, dtype=np.int64)
    if events.sum() < FEWEST_EVENTS:
        return None
    every = np.unique(np.concatenate([np.asarray(ground, dtype=np.int64).reshape(-1, 2), addresses]), axis=0)
    row_of = {tuple(address): index for index, address in enumerate(every.tolist())}
    numbers = np.zeros(len(every), dtype=np.int64)
    numbers[[row_of[tuple(address)] for address in addresses.tolist()]] = events
    weights = queen(every)
    z = getis_ord(numbers, weights)
    told = np.flatnonzero(np.isfinite(z))
    chosen = told[false_discovery(norm.sf(z[told]), rate=rate)]
    chosen = chosen[(numbers[chosen] >= fewest) & (numbers[chosen] >= _most_around(numbers, weights)[chosen])]
    chosen = chosen[np.argsort(-z[chosen], kind="stable")]
    return StandingOut(every[chosen], numbers[chosen], z[chosen], len(told))


def _most_around(numbers: NDArray[np.int64], weights: sparse.csr_array) -> NDArray[np.int64]:
    """For each block the most events in it or in any of its neighbours."""
    most: NDArray[np.int64] = np.maximum.reduceat(numbers[weights.indices], weights.indptr[:-1])
    return most
