"""A map of one place: the ground around it, and a ring about what counts as there, or the outline of its area."""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from numpy.typing import ArrayLike

from lagesbild.maps import style
from lagesbild.maps.frame import Scene
from lagesbild.maps.outline import path
from lagesbild.maps.sheet import Colouring, sheet
from lagesbild.maps.window import Window
from lagesbild.svg import tag

MARK = {
    "class_": "map-place",
    "fill": "#0062ba",
    "fill_opacity": 0.18,
    "stroke": "#0062ba",
    "stroke_width": 6,
}
TOLERANCE = 2.0


def ring_map(scene: Scene, x: float, y: float, radius: float, *, title: str) -> SafeString:
    """A ring with its middle marked; metres in the municipality's projection."""

    def colour(window: Window) -> Colouring:
        (left, top), *_ = window.projected([(x, y)]).tolist()
        ring = tag("circle", cx=left, cy=top, r=radius / window.metres_per_unit, **MARK)
        return Colouring([ring, tag("circle", cx=left, cy=top, r=9, class_="map-leader-end", fill=style.INK)])

    return sheet(scene, colour, None, title=title, name="plats")


def outline_map(scene: Scene, rings: Sequence[ArrayLike], *, title: str) -> SafeString:
    """An area's outline."""

    def colour(window: Window) -> Colouring:
        steps = path(window.outline(rings, tolerance=TOLERANCE).rings, closed=True)
        return Colouring([tag("path", d=steps, fill_rule="evenodd", **MARK)] if steps else [])

    return sheet(scene, colour, None, title=title, name="plats")
