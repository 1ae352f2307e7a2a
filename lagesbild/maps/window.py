"""A window on a frame: metres turned into view units, cut to what is seen and thinned to what is told apart."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lagesbild.maps.frame import Frame
from lagesbild.maps.labels import Box
from lagesbild.maps.outline import Floats, area, clipped, open_ring, thinned

# What is drawn beyond the window's edge, so that joins along it lie out of sight.
BLEED = 20
# In square units. A ring smaller than a speck is left out.
SPECK = 8.0


@dataclass(frozen=True)
class Outline:
    """A feature as the window shows it, in view units: closed rings and open lines."""

    rings: list[Floats]
    lines: list[Floats]

    def __bool__(self) -> bool:
        return bool(self.rings or self.lines)


@dataclass(frozen=True)
class Window:
    """A frame drawn `width` units wide, in its own proportions."""

    frame: Frame
    width: float

    @property
    def height(self) -> int:
        return round(self.width * self.frame.height / self.frame.width)

    @property
    def metres_per_unit(self) -> float:
        return self.frame.width / self.width

    @property
    def view(self) -> Box:
        """The window without a small margin, for what must not touch its edge."""
        return Box(6, 6, self.width - 6, self.height - 6)

    def projected(self, points: ArrayLike) -> Floats:
        """Metres → view units, y downwards."""
        x, y = np.asarray(points, dtype=float).reshape(-1, 2).T
        return np.column_stack([x - self.frame.west, self.frame.north - y]) / self.metres_per_unit

    def outline(self, parts: Iterable[ArrayLike], *, tolerance: float) -> Outline:
        """The parts cut to the window and thinned by triangles below `tolerance` square units."""
        box = (-BLEED, -BLEED, self.width + BLEED, self.height + BLEED)
        rings, lines = [], []
        for part in parts:
            points, closed = open_ring(part)
            seen = clipped(self.projected(points), box, closed=closed)
            if closed and len(seen) > 2:
                rings.append(seen)
            elif not closed and len(seen) > 1:
                lines.append(seen)
        return Outline(
            [ring for ring in thinned(rings, tolerance, closed=True) if abs(area(ring)) >= SPECK],
            thinned(lines, tolerance, closed=False),
        )


def windows_in_a_row(
    frames: Sequence[Frame], *, width: float, height: float, gap: float
) -> list[tuple[float, Window]]:
    """Equally wide windows side by side, `height` high, each with its left edge."""
    each = (width - gap * (len(frames) - 1)) / max(len(frames), 1)
    return [
        (number * (each + gap), Window(frame.shaped(each / height), each))
        for number, frame in enumerate(frames)
    ]
