"""Near repeats: whether events that lie close together also come close in time, more often than chance would have it.

The Knox test (Knox 1964): count the pairs of events whose distance is in a band and whose days apart are in a span.
The null shuffles the days over the places, which keeps both where and when events happen and breaks only the tie
between them. Limits: with fewer than about 100 events the bands hold too few pairs; many bands are many tests; and a
place that reports only at times looks like a near repeat.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import KDTree

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
# Whole days are kept as the narrowest integers that hold them, others as floats.
Days = NDArray[np.integer] | Floats
Metric = Literal["euclidean", "manhattan"]

# The Minkowski power of each metric.
POWERS: dict[Metric, int] = {"euclidean": 2, "manhattan": 1}
# Beyond this neither metres nor days are real, and their squares and differences lose their exactness.
LARGEST = 1e12
# What is held in memory at a time: about 150 MB of each.
PAIRS_AT_A_TIME = 2_000_000
MOMENTS_AT_A_TIME = 10_000_000
# The tree is asked a millionth further, so that its own rounding loses no pair.
FURTHER = 1 + 1e-6
# As many pairs as a byte can count.
BLOCK = 255


@dataclass(frozen=True, eq=False)
class Knox:
    """One row per distance band, one column per span of days.

    `expected` is the mean of the shuffles and `ratio` is observed / expected. Where no shuffle had a pair there is
    nothing to divide by: the ratio is then 1 if none was observed either, else 1 + simulations, as much as so many
    shuffles can tell. `p` is the share of the shuffles, the observed order among them, with as many pairs or more.
    """

    observed: Counts
    expected: Floats
    ratio: Floats
    p: Floats


def knox(
    xy: ArrayLike,
    days: ArrayLike,
    *,
    distances: Sequence[float],
    spans: Sequence[float],
    simulations: int = 999,
    seed: int | None = None,
    metric: Metric = "euclidean",
) -> Knox:
    """Pairs of events per distance band and span of days, (len(distances) − 1, len(spans) − 1), against shuffled days.

    `xy` (n, 2) are metres and `days` (n,) numbers, whole or not, or `datetime64`, read as calendar days. `distances`
    and `spans` are the bands' edges, half-open: (0, 100, 200) are [0, 100) and [100, 200). A first edge of 0 takes in
    pairs at the same point or on the same day; for a band of their own, give (0, 0.01, 100) or (0, 1, 8). The last
    edge may be infinite. p = (1 + shuffles with as many pairs or more) / (1 + simulations). The same seed gives the
    same answer.

    Time grows with shuffles × near pairs, those within the last edge that not all pairs lie within: about a second for
    a million of them and 999 shuffles. ValueError for edges that do not rise from 0 or more, and for events
    without two finite coordinates and a day.
    """
    points, exact_days = _events(xy, days)
    if metric not in POWERS:
        raise ValueError(f"The metric must be one of {', '.join(POWERS)}, not {metric}.")
    if simulations < 1:
        raise ValueError(f"At least one simulation is needed, not {simulations}.")
    moments, span_edges = _narrowed(exact_days, _edges("Spans", spans))
    # In the tree's order neighbours lie near each other in memory too, which is quicker.
    order = KDTree(points).indices
    batches = _shuffled(moments[order], simulations, seed)
    near = _Near(points[order], _edges("Distances", distances), span_edges, POWERS[metric])
    tables = np.concatenate([near.tables(batch) for batch in batches])
    observed, expected = tables[0], tables[1:].mean(axis=0)
    undivided = np.where(observed > 0, 1.0 + simulations, 1.0)
    ratio = np.divide(observed, expected, out=undivided, where=expected > 0)
    return Knox(observed, expected, ratio, (tables >= observed).mean(axis=0))


@dataclass(frozen=True, eq=False)
class _Near:
    """The places and the edges, which stay while the days are shuffled."""

    points: Floats
    distances: Floats
    spans: Days
    power: int

    def tables(self, days: Days) -> Counts:
        """One table of pairs for each column of `days` (n, k).

        Pairs are counted below each edge, and bands are differences of those. So an edge that all pairs lie below, such
        as infinity, costs nothing: it is known without looking how many pairs it takes in.
        """
        below = np.zeros((days.shape[1], len(self.distances), len(self.spans)), dtype=np.int64)
        for edge, some, others in self._pairs():
            below[:, edge] += _sooner(days, some, others, self.spans)
        below = below.cumsum(axis=1)
        below[:, self.distances > self._widest()] = _all_sooner(days[:, 0], self.spans)
        return np.diff(np.diff(below, axis=1), axis=2)

    def _widest(self) -> float:
        """A distance that no pair exceeds: across the corners of what holds them all."""
        if len(self.points) == 0:
            return 0.0
        width, height = np.ptp(self.points, axis=0)
        return float(width + height if self.power == 1 else np.sqrt(width**2 + height**2))

    def _pairs(self) -> Iterator[tuple[int, Counts, Counts]]:
        """Portions of pairs, by the first edge they lie below; those at or past the last one needed are left out."""
        reach = max((edge for edge in self.distances if edge <= self._widest()), default=0)
        if reach == 0:
            return
        tree = KDTree(self.points)
        asked = reach * FURTHER
        neighbours = tree.query_ball_point(self.points, asked, p=self.power, return_length=True)
        portion = np.cumsum(neighbours) // PAIRS_AT_A_TIME
        for rows in np.split(np.arange(len(portion)), np.flatnonzero(np.diff(portion)) + 1):
            part = KDTree(self.points[rows])
            met = part.sparse_distance_matrix(tree, asked, p=self.power, output_type="ndarray")
            some, others = met["i"] + rows[0], met["j"]
            wanted = (some < others) & (met["v"] < reach)
            some, others = some[wanted], others[wanted]
            edges = np.searchsorted(self.distances, met["v"][wanted], side="right")
            for edge in np.unique(edges):
                yield int(edge), some[edges == edge], others[edges == edge]


def _sooner(days: Days, some: Counts, others: Counts, spans: Days) -> Counts:
    """How many of the pairs are less than each span apart, (k, spans), in each column of `days`."""
    longest = np.ptp(days[:, 0])
    counts = np.zeros((len(spans), days.shape[1]), dtype=np.int64)
    counts[spans > longest] = len(some)
    for first in range(0, len(some), BLOCK):
        block = slice(first, first + BLOCK)
        apart = np.abs(days[some[block]] - days[others[block]])
        for row in np.flatnonzero((spans > 0) & (spans <= longest)):
            sooner = (apart < spans[row]).view(np.uint8)
            counts[row] += np.add.reduce(sooner, axis=0, dtype=np.uint8)
    return counts.T


def _all_sooner(days: Days, spans: Days) -> list[int]:
    """How many pairs of events anywhere are less than each span apart, whatever the order."""
    return [_sooner_in(np.sort(days).tolist(), span) for span in spans.tolist()]


def _sooner_in(ordered: list[float], span: float) -> int:
    pairs = first = 0
    for last, moment in enumerate(ordered):
        while first < last and moment - ordered[first] >= span:
            first += 1
        pairs += last - first
    return pairs


def _shuffled(days: Days, simulations: int, seed: int | None) -> Iterator[Days]:
    """The observed order and then the shuffled ones, as columns, so many at a time as memory has room for."""
    generator = np.random.default_rng(seed)
    at_a_time = max(MOMENTS_AT_A_TIME // max(len(days), 1), 1)
    for first in range(0, 1 + simulations, at_a_time):
        orders = range(first, min(first + at_a_time, 1 + simulations))
        rows = [days if order == 0 else generator.permutation(days) for order in orders]
        yield np.stack(rows, axis=1)


def _events(xy: ArrayLike, days: ArrayLike) -> tuple[Floats, Floats]:
    """Checked coordinates and days; dates as days since 1970."""
    points = np.asarray(xy, dtype=float)
    points = points.reshape(0, 2) if points.size == 0 else points
    moments = np.asarray(days)
    if np.issubdtype(moments.dtype, np.datetime64):
        dates = moments.astype("datetime64[D]")
        moments = np.where(np.isnat(dates), np.nan, dates.astype(np.int64))
    moments = moments.astype(float).reshape(-1)
    if points.ndim != 2 or points.shape[1] != 2 or not (np.abs(points) <= LARGEST).all():
        raise ValueError("Every event needs two finite coordinates.")
    if len(points) != len(moments):
        raise ValueError(f"{len(points)} events need as many days, not {len(moments)}.")
    if not (np.abs(moments) <= LARGEST).all():
        raise ValueError("Every event needs a day.")
    return points, moments


def _edges(name: str, edges: Sequence[float]) -> Floats:
    rising = np.asarray(edges, dtype=float)
    # Written so that NaN fails too.
    if rising.ndim != 1 or len(rising) < 2 or not (rising[0] >= 0 and (rising[1:] > rising[:-1]).all()):
        raise ValueError(f"{name} must be two edges or more that rise from 0 or above, not {edges}.")
    return rising


def _narrowed(days: Floats, spans: Floats) -> tuple[Days, Days]:
    """Days and spans in a type of their own size: small integers are compared several times faster than floats."""
    if len(days) == 0 or (days != np.rint(days)).any():
        return days, spans
    longest = np.ptp(days)
    narrow = np.min_scalar_type(-2 - int(longest))
    # Whole days are less than 6.5 apart when they are less than 7 apart.
    return (days - days.min()).astype(narrow), np.minimum(np.ceil(spans), longest + 1).astype(narrow)
