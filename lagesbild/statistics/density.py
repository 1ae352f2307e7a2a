"""The heat map's figures: how thickly events lie, in events per square kilometre, and the outlines of each class.

Quartic kernel (Silverman 1986, eq. 4.5; the usual one for crime surfaces): an event at distance d adds
3/(π h²) · (1 − d²/h²)² for d < h, where h is the bandwidth; a lone event peaks at 3/(π h²). Gaussian:
exp(−d²/2h²)/(2π h²), cut at five bandwidths. Kernels are read at the cells' centres and scaled to mass 1 inside the
grid (Diggle 1985), so a surface always sums to its events; cells wider than a third of the bandwidth read the peak
coarsely. Coordinates and lengths are metres. A surface says where events were reported, never where they will be.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, isfinite, log10, pi

import numpy as np
from contourpy import FillType, contour_generator
from numpy.typing import ArrayLike, NDArray

from lagesbild.statistics import kernels
from lagesbild.statistics.kernels import Floats, Kernel

Bounds = tuple[float, float, float, float]

M2_PER_KM2 = 1e6
LARGEST_GRID = 25_000_000
# A grid of this many cells takes about 0.1 s; the surface of a whole municipality is made coarser to fit.
COMFORTABLE_GRID = 1_000_000
# The five classes of a fortnight's map, events/km². With the usual bandwidth of 200 m a lone event peaks at 23.9, just
# below the first, so that a single report never colours a map.
LEVELS = (25.0, 50.0, 100.0, 200.0, 400.0)
ROUND_NUMBERS = np.array([1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10])


@dataclass(frozen=True, eq=False)
class Surface:
    """Events/km² at the centres of square cells: `values[row, column]` with row 0 in the south.

    `origin` is the south-western corner of the grid and `cell` the side of a cell, in metres.
    """

    values: Floats
    origin: tuple[float, float]
    cell: float

    @property
    def bounds(self) -> Bounds:
        """(west, south, east, north)."""
        rows, columns = self.values.shape
        west, south = self.origin
        return west, south, west + columns * self.cell, south + rows * self.cell

    @property
    def x(self) -> Floats:
        """Eastings of the columns' centres."""
        return self.origin[0] + (np.arange(self.values.shape[1], dtype=float) + 0.5) * self.cell

    @property
    def y(self) -> Floats:
        """Northings of the rows' centres."""
        return self.origin[1] + (np.arange(self.values.shape[0], dtype=float) + 0.5) * self.cell

    @property
    def total(self) -> float:
        """The integral, in events."""
        return float(self.values.sum()) * self.cell**2 / M2_PER_KM2

    def within(self, bounds: Bounds) -> "Surface":
        """The cells whose centres lie in `bounds`, and one more on each side so that contours reach the edge."""
        west, south, east, north = bounds
        columns = _slice(self.x, west, east)
        rows = _slice(self.y, south, north)
        origin = self.origin[0] + columns.start * self.cell, self.origin[1] + rows.start * self.cell
        return Surface(self.values[rows, columns], origin, self.cell)


@dataclass(frozen=True, eq=False)
class Band:
    """Where the density is at least `low` and below `high`.

    Each polygon is its outer ring, anticlockwise, then its holes, clockwise: arrays (k, 2) of metres, last = first.
    """

    low: float
    high: float
    polygons: tuple[tuple[Floats, ...], ...]


def surface(
    xy: ArrayLike,
    *,
    bandwidth: float,
    cell: float,
    bounds: Bounds,
    weights: ArrayLike | None = None,
    kernel: Kernel = "quartic",
) -> Surface:
    """The density of the events `xy` (n, 2) inside `bounds` (west, south, east, north), rounded up to whole cells.

    The integral is the events inside `bounds`, or the sum of their `weights`. Those outside are left out: give bounds
    a bandwidth wider than what is shown, so that no kernel is squeezed in view. ValueError for a coordinate or weight
    that is not finite, a negative weight, or a size that is not above 0.
    """
    points = _points(xy)
    masses = np.ones(len(points)) if weights is None else _masses(weights, len(points))
    if not (isfinite(cell) and cell > 0):
        raise ValueError(f"The cell must be above 0 metres, not {cell}.")
    west, south, east, north = bounds
    rows, columns = _side(south, north, cell), _side(west, east, cell)
    if rows * columns > LARGEST_GRID:
        raise ValueError(f"A grid of {rows} × {columns} cells is too large: give a larger cell.")
    x, y = points.T
    inside = (x >= west) & (x <= east) & (y >= south) & (y <= north)
    column, row = (x[inside] - west) / cell - 0.5, (y[inside] - south) / cell - 0.5
    mass = kernels.spread(column, row, masses[inside], (rows, columns), bandwidth / cell, kernel)
    return Surface(mass * M2_PER_KM2 / cell**2, (float(west), float(south)), float(cell))


def surface_from_cells(
    cells: ArrayLike, counts: ArrayLike, *, cell: float, bandwidth: float, kernel: Kernel = "quartic"
) -> Surface:
    """The density of events already counted per cell, on a grid wide enough for every kernel, so no edge is corrected.

    `cells` (m, 2) are the integer addresses (x // cell, y // cell) and `counts` (m,) what happened there; each event is
    taken to lie at its cell's centre. Where the grid would pass COMFORTABLE_GRID cells, neighbours are merged two by
    two until it fits.
    """
    addresses = np.asarray(cells, dtype=np.int64).reshape(-1, 2)
    masses = _masses(counts, len(addresses))
    if not (isfinite(cell) and cell > 0):
        raise ValueError(f"The cell must be above 0 metres, not {cell}.")
    corner, shape = _frame(addresses, kernels.radius(bandwidth / cell, kernel))
    while shape[0] * shape[1] > COMFORTABLE_GRID:
        addresses, cell = addresses // 2, cell * 2
        corner, shape = _frame(addresses, kernels.radius(bandwidth / cell, kernel))
    column, row = (addresses - corner).T
    mass = np.zeros(shape)
    np.add.at(mass, (row, column), masses)
    values = kernels.blurred(mass, bandwidth / cell, kernel) * M2_PER_KM2 / cell**2
    return Surface(values, (float(corner[0] * cell), float(corner[1] * cell)), float(cell))


def _frame(addresses: NDArray[np.int64], reach: int) -> tuple[NDArray[np.int64], tuple[int, int]]:
    """The lowest address and the (rows, columns) of a grid that holds every cell and its kernel, empty at the rim."""
    if not len(addresses):
        addresses = np.zeros((1, 2), dtype=np.int64)
    margin = reach + 1
    columns, rows = np.ptp(addresses, axis=0) + 1 + 2 * margin
    return addresses.min(axis=0) - margin, (int(rows), int(columns))


def levels_for(days: int) -> tuple[float, ...]:
    """The five class limits for a period of another length: as many events per day as LEVELS, in round numbers.

    They depend on the length alone, so that maps of equally long periods can be compared.
    """
    lowest = LEVELS[0] * days / 14
    ten = 10.0 ** floor(log10(lowest))
    # The nearest round number, the ratio rather than the difference being what the eye compares.
    lowest = ten * float(ROUND_NUMBERS[np.abs(np.log(ROUND_NUMBERS * ten / lowest)).argmin()])
    return tuple(lowest * level / LEVELS[0] for level in LEVELS)


def lone_peak(bandwidth: float, kernel: Kernel = "quartic") -> float:
    """How high a single event stands, events/km²: 3/(π h²), Gaussian 1/(2π h²)."""
    return (3 / pi if kernel == "quartic" else 1 / (2 * pi)) * M2_PER_KM2 / bandwidth**2


def raised(levels: Sequence[float], bandwidth: float) -> tuple[float, ...]:
    """The class limits doubled until a lone event, 3/(π h²) at its peak, lies below the first and colours no map.

    Those of a fortnight are left as they are from 200 m on, and maps of different bandwidths are not to be compared.
    """
    factor = 1
    while levels[0] * factor <= lone_peak(bandwidth):
        factor *= 2
    return tuple(level * factor for level in levels)


def contours(surface: Surface, levels: Sequence[float]) -> list[Band]:
    """The surface as one band of polygons per class: [levels[0], levels[1]), …, [levels[-1], ∞). They never overlap."""
    lows = [float(level) for level in levels]
    if not lows or not all(np.isfinite(lows)) or lows[0] <= 0 or lows != sorted(set(lows)):
        raise ValueError(f"Levels must rise from above 0, not {levels}.")
    highs = [*lows[1:], np.inf]
    if min(surface.values.shape) < 2:
        return [Band(low, high, ()) for low, high in zip(lows, highs, strict=True)]
    generator = contour_generator(surface.x, surface.y, surface.values, fill_type=FillType.OuterOffset)
    return [
        Band(low, high, tuple(_polygons(*generator.filled(low, high))))
        for low, high in zip(lows, highs, strict=True)
    ]


def _polygons(points: list[Floats], offsets: list[NDArray[np.uint32]]) -> Iterator[tuple[Floats, ...]]:
    for ring_points, starts in zip(points, offsets, strict=True):
        yield tuple(ring_points[first:last] for first, last in pairwise(starts))


def _points(xy: ArrayLike) -> Floats:
    points = np.asarray(xy, dtype=float)
    points = points.reshape(0, 2) if points.size == 0 else points
    if points.ndim != 2 or points.shape[1] != 2 or not np.isfinite(points).all():
        raise ValueError("Every event needs two finite coordinates.")
    return points


def _masses(weights: ArrayLike, length: int) -> Floats:
    masses = np.asarray(weights, dtype=float)
    if masses.shape != (length,):
        raise ValueError(f"{length} events or cells need as many weights, not {masses.shape}.")
    if not np.isfinite(masses).all() or (masses < 0).any():
        raise ValueError("Weights and counts must be finite and not negative.")
    return masses


def _side(low: float, high: float, cell: float) -> int:
    if not (np.isfinite(low) and np.isfinite(high) and high > low):
        raise ValueError(f"Bounds must be finite and rise, not {low} to {high}.")
    cells = (high - low) / cell
    if cells > LARGEST_GRID:
        raise ValueError(f"A side of {cells:.3g} cells is too large: give a larger cell.")
    # A side of 10.000000001 cells is 10 cells: decimals of a projection are no reason for an empty edge.
    return max(ceil(cells - 1e-6), 1)


def _slice(centres: Floats, low: float, high: float) -> slice:
    first, last = np.searchsorted(centres, (low, high))
    return slice(max(int(first) - 1, 0), min(int(last) + 1, len(centres)))
