"""What a map is made of, in metres of the municipality's projection: frames, background layers and marks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from numpy.typing import ArrayLike

XY = tuple[float, float]
LayerKind = Literal["boundary", "area", "built_up", "water", "park", "road", "railway", "name"]


@dataclass(frozen=True)
class Layer:
    """One feature of the background.

    `parts` are the rings of a surface (last point = first, holes among them), its lines, or the one point of a name.
    """

    kind: LayerKind
    name: str
    parts: Sequence[ArrayLike]


@dataclass(frozen=True)
class Marker:
    """A numbered mark; the number is that of the list beside the map."""

    number: int
    x: float
    y: float


@dataclass(frozen=True)
class Frame:
    """The part of the world that is drawn. `name` is written on an inset."""

    west: float
    south: float
    east: float
    north: float
    name: str = ""

    def __post_init__(self) -> None:
        if not (self.east > self.west and self.north > self.south):
            raise ValueError(f"A frame must be wider and higher than nothing, not {self}.")

    @classmethod
    def around(cls, points: Iterable[XY], *, margin: float, name: str = "") -> Self:
        """The frame that holds the points with `margin` metres to spare."""
        x, y = zip(*points, strict=True)
        return cls(min(x) - margin, min(y) - margin, max(x) + margin, max(y) + margin, name)

    @property
    def width(self) -> float:
        return self.east - self.west

    @property
    def height(self) -> float:
        return self.north - self.south

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return self.west, self.south, self.east, self.north

    def contains(self, x: float, y: float) -> bool:
        return self.west <= x <= self.east and self.south <= y <= self.north

    def shaped(self, ratio: float) -> Self:
        """Widened or heightened about its middle to `ratio` = width / height."""
        across = max(self.height * ratio - self.width, 0) / 2
        along = max(self.width / ratio - self.height, 0) / 2
        return type(self)(
            self.west - across, self.south - along, self.east + across, self.north + along, self.name
        )


@dataclass(frozen=True)
class Scene:
    """What every map of a municipality has: a main frame, insets of outlying places, a background and marks.

    The main window is at least `flatness` times as wide as it is high, whatever the frame's own shape.
    """

    frame: Frame
    layers: Sequence[Layer] = ()
    markers: Sequence[Marker] = ()
    insets: Sequence[Frame] = ()
    flatness: float = 1.15
