"""The numbered marks: each on its place, or beside it with a thin line to it where another already stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from lagesbild.maps import style
from lagesbild.maps.frame import Marker
from lagesbild.maps.labels import Box
from lagesbild.maps.window import Window
from lagesbild.svg import tag

# Directions and distances (in radii) tried in turn when a mark's own spot is taken.
DIRECTIONS = 12
DISTANCES = (2.1, 3.0, 4.0, 5.5)
ROOM = style.MARKER_RADIUS + 3


@dataclass(frozen=True)
class Mark:
    """A disc at (x, y) for the place at `spot`, in view units."""

    number: int
    x: float
    y: float
    spot: tuple[float, float]

    @property
    def box(self) -> Box:
        return Box.around(self.x, self.y, 2 * ROOM, 2 * ROOM)


def set_out(window: Window, markers: Sequence[Marker]) -> list[Mark]:
    """The marks of the places inside the window, the lowest numbers nearest to their places."""
    marks: list[Mark] = []
    for marker in sorted(markers, key=lambda marker: marker.number):
        if window.frame.contains(marker.x, marker.y):
            (x, y), *_ = window.projected([(marker.x, marker.y)]).tolist()
            spots = (Mark(marker.number, *where, spot=(x, y)) for where in _spots(x, y))
            free = (mark for mark in spots if _is_free(mark, marks, window))
            marks.append(next(free, Mark(marker.number, x, y, spot=(x, y))))
    return marks


def drawn(marks: Sequence[Mark]) -> Iterator[str]:
    for mark in marks:
        x, y = mark.spot
        if (mark.x, mark.y) != mark.spot:
            yield tag(
                "line",
                x1=x,
                y1=y,
                x2=mark.x,
                y2=mark.y,
                class_="map-leader",
                stroke=style.INK,
                stroke_width=4,
            )
            yield tag("circle", cx=x, cy=y, r=7, class_="map-leader-end", fill=style.INK)
    # The lowest number last, so that it lies on top.
    for mark in reversed(marks):
        yield tag(
            "g",
            tag("circle", cx=mark.x, cy=mark.y, r=style.MARKER_RADIUS, stroke="#fff", stroke_width=4),
            tag("text", str(mark.number), x=mark.x, y=mark.y + 10, fill="#fff"),
            class_="map-mark",
            fill=style.INK,
            font_size=28,
            font_weight=700,
            text_anchor="middle",
        )


def _spots(x: float, y: float) -> Iterator[tuple[float, float]]:
    yield x, y
    for distance in DISTANCES:
        for step in range(DIRECTIONS):
            # From the upper right, where a mark hides least of its place.
            angle = 2 * pi * step / DIRECTIONS - pi / 4
            reach = distance * style.MARKER_RADIUS
            yield x + reach * cos(angle), y + reach * sin(angle)


def _is_free(mark: Mark, others: Sequence[Mark], window: Window) -> bool:
    clear = all((mark.x - other.x) ** 2 + (mark.y - other.y) ** 2 >= (2 * ROOM) ** 2 for other in others)
    at_home = (mark.x, mark.y) == mark.spot
    return clear and (at_home or window.view.holds(mark.box))
