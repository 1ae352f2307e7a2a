"""Spreading events over a grid: two kernels, placed exactly for few events and by a fast Fourier blur for many.

Everything here is counted in cells: the centre of the first cell is (0, 0) and `bandwidth` is in cell sides. Metres,
events/km² and the formulas' sources are in `density.py`.
"""

from collections.abc import Iterator
from math import ceil, isfinite
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import fft

Floats = NDArray[np.float64]
Kernel = Literal["quartic", "gaussian"]

# How far a kernel reaches, in bandwidths. Beyond five, a Gaussian holds 4 millionths of its mass.
REACH: dict[Kernel, float] = {"quartic": 1.0, "gaussian": 5.0}
# Below this many kernel readings (about 0.05 s) every event is placed exactly.
EXACT_READINGS = 2_000_000
READINGS_AT_A_TIME = 500_000
# So many events at a time stay in the processor's cache, which is twice as fast as a million at once.
SHARED_AT_A_TIME = 100_000
# What the Fourier transform leaves where there should be nothing, as a share of the peak.
ROUNDING = 1e-12


def radius(bandwidth: float, kernel: Kernel) -> int:
    """How many cells a kernel reaches from its own. ValueError for an unknown kernel or a size that is not above 0."""
    if kernel not in REACH:
        raise ValueError(f"The kernel must be one of {', '.join(REACH)}, not {kernel}.")
    if not (isfinite(bandwidth) and bandwidth > 0):
        raise ValueError("The bandwidth must be above 0.")
    return ceil(REACH[kernel] * bandwidth)


def spread(
    column: Floats, row: Floats, masses: Floats, shape: tuple[int, int], bandwidth: float, kernel: Kernel
) -> Floats:
    """The mass in each cell of a grid `shape` (rows, columns) from events at fractional columns and rows."""
    down, aside = _reach(bandwidth, kernel, shape)
    if len(column) * (2 * down + 1) * (2 * aside + 1) <= EXACT_READINGS:
        return _placed(column, row, masses, shape, bandwidth, kernel)
    return blurred(_shared(column, row, masses, shape), bandwidth, kernel)


def blurred(mass: Floats, bandwidth: float, kernel: Kernel) -> Floats:
    """The mass of each cell spread around it, what would leave the grid kept inside in proportion."""
    down, aside = _reach(bandwidth, kernel, mass.shape)
    stamp = _stamp(bandwidth, kernel, (down, aside))
    if mass.sum() > mass[down:-down, aside:-aside].sum():
        mass = mass / _convolved(np.ones_like(mass), stamp)
    return _convolved(mass, stamp)


def _read(squared_distance: Floats, kernel: Kernel) -> Floats:
    """The kernel at squared distances in bandwidths, not yet scaled to any mass."""
    if kernel == "quartic":
        return np.clip(1 - squared_distance, 0, None) ** 2
    return np.where(squared_distance < REACH[kernel] ** 2, np.exp(-squared_distance / 2), 0)


def _reach(bandwidth: float, kernel: Kernel, shape: tuple[int, ...]) -> tuple[int, int]:
    """How many rows and columns a kernel reaches from its own inside a grid: from edge to edge at most."""
    own = radius(bandwidth, kernel)
    return min(own, shape[0] - 1), min(own, shape[1] - 1)


def _stamp(bandwidth: float, kernel: Kernel, reach: tuple[int, int]) -> Floats:
    """The kernel of one event in the middle of a cell, so many rows and columns each way, summing to 1."""
    along, across = ((np.arange(-each, each + 1) / bandwidth) ** 2 for each in reach)
    readings = _read(along[:, None] + across, kernel)
    readings /= readings.sum()
    return readings


def _convolved(mass: Floats, stamp: Floats) -> Floats:
    rows, columns = mass.shape
    down, aside = stamp.shape[0] // 2, stamp.shape[1] // 2
    # The margin of one reach takes what would otherwise wrap round to the opposite edge.
    size = fft.next_fast_len(rows + down, real=True), fft.next_fast_len(columns + aside, real=True)
    centred = np.zeros(size)
    centred[: stamp.shape[0], : stamp.shape[1]] = stamp
    centred = np.roll(centred, (-down, -aside), axis=(0, 1))
    product = fft.rfft2(mass, size) * fft.rfft2(centred)
    spread_mass: Floats = fft.irfft2(product, size)[:rows, :columns]
    spread_mass[spread_mass < spread_mass.max() * ROUNDING] = 0
    return spread_mass


def _placed(
    column: Floats, row: Floats, masses: Floats, shape: tuple[int, int], bandwidth: float, kernel: Kernel
) -> Floats:
    """Each event's kernel read at the centres around it and scaled to the event's mass."""
    # One further than the reach, since an event may lie up to half a cell from its own centre.
    down, aside = (np.arange(-each - 1, each + 2) for each in _reach(bandwidth, kernel, shape))
    grid = np.zeros(shape[0] * shape[1])
    batch = max(READINGS_AT_A_TIME // (len(down) * len(aside)), 1)
    for first in range(0, len(masses), batch):
        events = slice(first, first + batch)
        columns, across = _reached(column[events], aside, shape[1], bandwidth)
        rows, along = _reached(row[events], down, shape[0], bandwidth)
        readings = _read(along[:, :, None] + across[:, None, :], kernel)
        held = readings.sum(axis=(1, 2))
        # A kernel so narrow that it meets no centre leaves its event in its own cell.
        missed = held == 0
        readings[missed, len(down) // 2, len(aside) // 2] = held[missed] = 1
        readings *= (masses[events] / held)[:, None, None]
        cells = rows[:, :, None] * shape[1] + columns[:, None, :]
        met = readings > 0
        grid += np.bincount(cells[met], readings[met], minlength=grid.size)
    return grid.reshape(shape)


def _reached(
    place: Floats, steps: NDArray[np.int64], length: int, bandwidth: float
) -> tuple[NDArray[np.int64], Floats]:
    """Along one axis: the cells around each event, and their squared distances in bandwidths: ∞ outside the grid."""
    own = np.clip(np.rint(place), 0, length - 1).astype(np.int64)
    cells = own[:, None] + steps
    squared = ((cells - place[:, None]) / bandwidth) ** 2
    return cells, np.where((cells >= 0) & (cells < length), squared, np.inf)


def _shared(column: Floats, row: Floats, masses: Floats, shape: tuple[int, int]) -> Floats:
    """The mass of each event divided among the four nearest centres, so that its middle stays where it was."""
    grid = np.zeros(shape[0] * shape[1])
    # Never fewer events at a time than there are cells to add them to.
    batch = max(SHARED_AT_A_TIME, grid.size)
    for first in range(0, len(masses), batch):
        events = slice(first, first + batch)
        for cells, share in _nearest(column[events], row[events], shape):
            grid += np.bincount(cells, masses[events] * share, minlength=grid.size)
    return grid.reshape(shape)


def _nearest(
    column: Floats, row: Floats, shape: tuple[int, int]
) -> Iterator[tuple[NDArray[np.int64], Floats]]:
    """The four cells around each event, one after another, and the share of the event that each gets."""
    left, below = np.floor(column), np.floor(row)
    rightward, upward = column - left, row - below
    for rows, up in ((below, 1 - upward), (below + 1, upward)):
        base = np.clip(rows, 0, shape[0] - 1) * shape[1]
        for columns, right in ((left, 1 - rightward), (left + 1, rightward)):
            yield (base + np.clip(columns, 0, shape[1] - 1)).astype(np.int64), up * right
