"""Where names can stand without covering each other, the marks or the edge: first come, first served.

View units, y downwards. Widths are estimated from Inter's letters: no font is at hand where maps are drawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lagesbild.maps.frame import LayerKind
from lagesbild.maps.outline import Floats, area

NARROW = frozenset("iljtfrI.,:;-'’|() ")
WIDE = frozenset("mwMWÅÄ@—")
# Widths in shares of the font size.
NARROW_WIDTH, USUAL_WIDTH, CAPITAL_WIDTH, WIDE_WIDTH = 0.33, 0.58, 0.7, 0.87
LINE = 1.15
# Between two names on a line, so that they are not read as one.
AIR = 0.5


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and self.right >= other.right
            and self.bottom >= other.bottom
        )


@dataclass(frozen=True)
class Label:
    """The name of something, centred on one of its possible spots; `text_instead` is written if not the name alone."""

    name: str
    kind: LayerKind
    size: float
    x: float
    y: float
    text_instead: str = ""

    @property
    def text(self) -> str:
        return self.text_instead or self.name

    @property
    def box(self) -> Box:
        return Box.around(
            self.x, self.y, text_width(self.text, self.size) + self.size * AIR, self.size * LINE
        )


def text_width(text: str, size: float) -> float:
    return size * sum(map(_letter_width, text))


def _letter_width(letter: str) -> float:
    if letter in NARROW:
        return NARROW_WIDTH
    if letter in WIDE:
        return WIDE_WIDTH
    return CAPITAL_WIDTH if letter.isupper() else USUAL_WIDTH


def placed(wishes: Iterable[Sequence[Label]], taken: Sequence[Box], view: Box) -> list[Label]:
    """Of each name the first spot that is free and inside the view; a name without one is left out."""
    occupied = list(taken)
    chosen = []
    for spots in wishes:
        free = (
            spot
            for spot in spots
            if view.holds(spot.box) and not any(spot.box.overlaps(other) for other in occupied)
        )
        if spot := next(free, None):
            chosen.append(spot)
            occupied.append(spot.box)
    return chosen


def spots_around(x: float, y: float, *, width: float, size: float) -> Iterator[tuple[float, float]]:
    """On the point, then above, below and to its sides, then the corners."""
    step_y = size * LINE
    step_x = width / 2 + size * 0.7
    yield x, y
    for across, along in (
        (0, -1),
        (0, 1),
        (1, 0),
        (-1, 0),
        (1, -1),
        (-1, -1),
        (1, 1),
        (-1, 1),
        (0, -2),
        (0, 2),
    ):
        yield x + across * step_x, y + along * step_y


def spots_along(line: Floats) -> Iterator[tuple[float, float]]:
    """The middle of a line, then other parts of it."""
    lengths = np.hypot(*np.diff(line, axis=0).T)
    reached = np.concatenate([[0], np.cumsum(lengths)])
    for share in (0.5, 0.35, 0.65, 0.2, 0.8):
        at = reached[-1] * share
        yield float(np.interp(at, reached, line[:, 0])), float(np.interp(at, reached, line[:, 1]))


def spots_inside(ring: Floats) -> Iterator[tuple[float, float]]:
    """The centroid if it lies inside, then points of a lattice inside the ring, nearest to it first."""
    (left, top), (right, bottom) = ring.min(axis=0), ring.max(axis=0)
    x, y = np.meshgrid(np.linspace(left, right, 11)[1:-1], np.linspace(top, bottom, 11)[1:-1])
    centre = _centroid(ring)
    points = np.vstack([centre, np.column_stack([x.ravel(), y.ravel()])])
    points = points[_inside(points, ring)]
    yield from points[np.hypot(*(points - centre).T).argsort(kind="stable")].tolist()


def _centroid(ring: Floats) -> Floats:
    surface = area(ring)
    if abs(surface) < 1e-9:
        middle: Floats = ring.mean(axis=0)
        return middle
    # Counted from the first point, so that large coordinates lose no digits.
    local = ring - ring[0]
    ahead = np.roll(local, -1, axis=0)
    cross = local[:, 0] * ahead[:, 1] - ahead[:, 0] * local[:, 1]
    centre: Floats = ring[0] + ((local + ahead) * cross[:, None]).sum(axis=0) / (6 * surface)
    return centre


def _inside(points: Floats, ring: Floats) -> NDArray[np.bool_]:
    """Which points an odd number of edges lie to the right of."""
    ahead = np.roll(ring, -1, axis=0)
    x, y = points[:, :1], points[:, 1:]
    spans = (ring[:, 1] > y) != (ahead[:, 1] > y)
    rise = np.where(ahead[:, 1] == ring[:, 1], 1, ahead[:, 1] - ring[:, 1])
    right_of = x < ring[:, 0] + (y - ring[:, 1]) / rise * (ahead[:, 0] - ring[:, 0])
    odd: NDArray[np.bool_] = (spans & right_of).sum(axis=1) % 2 == 1
    return odd
