"""The heavy methods of `lagesbild/statistics/` on made-up events held in memory: no database, nothing read or drawn."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lagesbild.statistics.aoristic import week_matrix
from lagesbild.statistics.density import contours, levels_for, surface
from lagesbild.statistics.near_repeat import knox
from tests.bench.timing import Figure, median_seconds

SIDE = 10_000
CELL = 25
DAYS = 365


def analysis() -> Iterator[Figure]:
    """Week matrix and density with contours of a million, near repeats of ten thousand."""
    generator = np.random.default_rng(1983)
    starts, ends = _windows(generator, 1_000_000)
    yield Figure("week matrix of 1,000,000", median_seconds(lambda: week_matrix(starts, ends)), "s", 1)
    xy = _places(generator, 1_000_000)
    yield Figure("density, contours of 1,000,000", median_seconds(lambda: _heat(xy)), "s", 0.15)
    xy, days = _places(generator, 10_000), generator.integers(0, DAYS, 10_000)
    yield Figure("near repeats of 10,000, 999 shuffles", median_seconds(lambda: _near(xy, days)), "s", 20)


def _windows(
    generator: np.random.Generator, count: int
) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """From a minute to twelve days long; one in ten without an end."""
    starts = np.datetime64("2025-01-01T00:00") + generator.integers(0, DAYS * 1440, count)
    ends = starts + np.exp(generator.uniform(0, np.log(12 * 1440), count)).astype(np.int64)
    ends[::10] = np.datetime64("NaT")
    return starts, ends


def _places(generator: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Three quarters in a dozen hot spots, the rest anywhere."""
    spots = generator.uniform(0.2 * SIDE, 0.8 * SIDE, (12, 2))[generator.integers(0, 12, count)]
    at_spot = generator.random((count, 1)) < 0.75
    return np.where(at_spot, generator.normal(spots, 60), generator.uniform(0, SIDE, (count, 2)))


def _heat(xy: NDArray[np.float64]) -> None:
    """A grid of 400 × 400 cells, in the map's own classes for a year."""
    made = surface(xy, bandwidth=200, cell=CELL, bounds=(0, 0, SIDE, SIDE))
    contours(made, levels_for(DAYS))


def _near(xy: NDArray[np.float64], days: NDArray[np.int64]) -> None:
    knox(xy, days, distances=(0, 100, 200, 400), spans=(0, 7, 14, 21), simulations=999, seed=1)
