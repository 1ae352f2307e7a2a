"""Seeded chance: the same seed always tells the same story. Pure."""

from collections.abc import Mapping, Sequence
from math import cos, radians
from typing import TypeVar

import numpy as np

T = TypeVar("T")
METRES_PER_DEGREE = 111_320


class Dice:
    """A generator that answers the questions the demo asks."""

    def __init__(self, seed: int) -> None:
        self.generator = np.random.default_rng(seed)

    def chance(self, probability: float) -> bool:
        """Whether something of that probability comes about."""
        return bool(self.generator.random() < probability)

    def pick(self, choices: Sequence[T]) -> T:
        """One of them, all as likely."""
        return choices[int(self.generator.integers(len(choices)))]

    def one_of(self, weights: Mapping[T, float]) -> T:
        """One of them, each as likely as its weight says."""
        sums = np.cumsum(list(weights.values()))
        return list(weights)[int(np.searchsorted(sums, self.generator.random() * sums[-1], side="right"))]

    def between(self, least: int, most: int) -> int:
        """A whole number from `least` up to, but not including, `most`."""
        return int(self.generator.integers(least, most))

    def near(self, lon: float, lat: float, metres: float) -> tuple[float, float]:
        """A position about so many metres away, in degrees."""
        east, north = self.generator.normal(0, metres, 2) / METRES_PER_DEGREE
        return round(lon + east / cos(radians(lat)), 6), round(lat + north, 6)
