"""The municipality's own vector map: land, water, roads and names, pale enough to carry the heat on top."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

import numpy as np

from lagesbild.maps import style
from lagesbild.maps.frame import Layer, LayerKind
from lagesbild.maps.labels import Box, Label, placed, spots_along, spots_around, spots_inside, text_width
from lagesbild.maps.outline import area, path
from lagesbild.maps.window import Outline, Window
from lagesbild.svg import tag

TOLERANCE = 6.0
# Names are given room in this order; of two areas the one that shows most comes first.
NAMING_ORDER: tuple[LayerKind, ...] = ("name", "area", "water", "railway", "road", "park")


@dataclass(frozen=True)
class Feature:
    layer: Layer
    outline: Outline

    @property
    def extent(self) -> float:
        """How much of it shows: square units of a surface, units of a line."""
        rings = sum(abs(area(ring)) for ring in self.outline.rings)
        return rings + sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in self.outline.lines)


def features_in(window: Window, layers: Sequence[Layer]) -> list[Feature]:
    """The layers that show in the window. A name is a point and has no outline."""
    seen = (Feature(layer, window.outline(layer.parts, tolerance=TOLERANCE)) for layer in layers)
    return [feature for feature in seen if feature.outline or feature.layer.kind == "name"]


def ground(window: Window, features: Sequence[Feature]) -> Iterator[str]:
    """Everything below the heat, from land to railway."""
    land = [
        ring for feature in features if feature.layer.kind == "boundary" for ring in feature.outline.rings
    ]
    size = {"width": window.width, "height": window.height}
    yield tag(
        "rect",
        class_="map-outside" if land else "map-land",
        fill=style.OUTSIDE if land else style.LAND,
        **size,
    )
    if land:
        yield tag("path", class_="map-land", fill=style.LAND, fill_rule="evenodd", d=path(land, closed=True))
    for kind, colours in style.SURFACES.items():
        drawn = [
            path(feature.outline.rings, closed=True) for feature in features if feature.layer.kind == kind
        ]
        if any(drawn):
            shapes = (tag("path", d=steps) for steps in drawn if steps)
            yield tag("g", *shapes, class_=f"map-{kind}", fill_rule="evenodd", **colours)
    for kind in ("water", "area", "road", "railway"):
        yield from lines(features, kind)


def lines(features: Sequence[Feature], kind: LayerKind) -> Iterator[str]:
    """The lines of one kind as a single path; the borders of areas and of the municipality too."""
    bordered = kind in ("area", "boundary")
    drawn = [feature.outline for feature in features if feature.layer.kind == kind]
    steps = path([line for outline in drawn for line in outline.lines], closed=False)
    if bordered:
        steps += path([ring for outline in drawn for ring in outline.rings], closed=True)
    if steps:
        yield tag(
            "path",
            class_=f"map-{kind}-line",
            fill="none",
            stroke_linejoin="round",
            d=steps,
            **style.LINES[kind],
        )


def names(
    window: Window, features: Sequence[Feature], taken: Sequence[Box], *, known: Set[str]
) -> list[Label]:
    """The names that find room, each said once; `known` are those already written."""
    named = [
        feature
        for feature in features
        if feature.layer.kind in NAMING_ORDER and feature.layer.name and feature.layer.name not in known
    ]
    named.sort(
        key=lambda feature: (NAMING_ORDER.index(feature.layer.kind), -feature.extent, feature.layer.name)
    )
    foremost = {feature.layer.name: feature for feature in reversed(named)}
    spots = [list(_spots(window, feature)) for feature in named if foremost[feature.layer.name] is feature]
    return placed(spots, taken, window.view)


def _spots(window: Window, feature: Feature) -> Iterator[Label]:
    layer, size = feature.layer, style.LABEL_SIZES[feature.layer.kind]
    for x, y in _points(window, feature, size):
        yield Label(layer.name, layer.kind, size, x, y)


def _points(window: Window, feature: Feature, size: float) -> Iterator[tuple[float, float]]:
    layer, outline = feature.layer, feature.outline
    if layer.kind == "name":
        (x, y), *_ = window.projected(layer.parts[0]).tolist()
        yield from spots_around(x, y, width=text_width(layer.name, size), size=size)
    elif outline.rings:
        yield from spots_inside(max(outline.rings, key=lambda ring: abs(area(ring))))
    elif outline.lines:
        yield from spots_along(max(outline.lines, key=len))
