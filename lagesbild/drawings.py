"""Figures on the municipality's ground: the edition's map, and the one that is explored.

`figures` has counted and `maps` draws; here the two meet the municipality's own geography.
"""

from collections.abc import Sequence

import numpy as np
from django.utils.safestring import SafeString

from accounts.models import Municipality
from lagesbild.content import Heat, Ranked, Where
from lagesbild.figures.where import surface_of
from lagesbild.ground import Ground, framed, ground_of
from lagesbild.maps import (
    AreaCount,
    Frame,
    Marker,
    Scene,
    area_map,
    heat_map,
    map_title,
    outline_map,
    ring_map,
)
from lagesbild.models import HotSpot
from lagesbild.statistics.density import LEVELS, Band, contours

#: How flat a map is that shares its page with a long text.
FLAT = 1.45
#: Metres of ground shown around a place.
SURROUNDINGS = 700


def map_of(
    where: Where, municipality: Municipality, *, is_flat: bool = False, levels: Sequence[float] = LEVELS
) -> SafeString | None:
    """The heat map, or at the generalised level the areas' map; None where there is nothing to draw.

    A flat one is as wide and leaves room for more words above it. `levels` are the heat's classes, events/km².
    """
    if not where["ranked"]:
        return None
    first = where["ranked"][0]
    # A list has lines only where its total may be told.
    total = int(where["total"] or 0)
    title = map_title(where["period"], total=total, top=(first["name"], first["count"]))
    flatness = FLAT if is_flat else Scene.flatness
    heat = where["heat"]
    if heat is None:
        return _areas(where["ranked"], ground_of(municipality), title, flatness)
    markers = [Marker(each["rank"], *each["position"]) for each in where["ranked"] if each["position"]]
    return picture_of(heat, markers, municipality, levels=levels, title=title, flatness=flatness)


def bands_of(heat: Heat, levels: Sequence[float]) -> list[Band]:
    """The heat's contours in classes with these lower limits, events/km²."""
    return contours(surface_of(heat), levels)


def picture_of(
    heat: Heat,
    markers: Sequence[Marker],
    municipality: Municipality,
    *,
    levels: Sequence[float],
    title: str,
    flatness: float = Scene.flatness,
) -> SafeString:
    """The heat map as an SVG, framed where most events lie."""
    ground = ground_of(municipality)
    side = heat["cell"]
    frame, insets = framed(ground, [((x + 0.5) * side, (y + 0.5) * side, n) for x, y, n in heat["cells"]])
    scene = Scene(frame, ground.layers, markers, insets, flatness)
    return heat_map(scene, bands_of(heat, levels), title=title)


def _areas(ranked: Sequence[Ranked], ground: Ground, title: str, flatness: float) -> SafeString | None:
    """An area whose shape is no longer known is only in the list."""
    areas = [
        AreaCount(each["name"], ground.areas[each["name"]], each["count"])
        for each in ranked
        if each["name"] in ground.areas
    ]
    if not areas:
        return None
    middles = [(*np.concatenate(area.rings).mean(axis=0).tolist(), 1.0) for area in areas]
    frame, insets = framed(ground, middles)
    return area_map(Scene(frame, ground.layers, insets=insets, flatness=flatness), areas, title=title)


def place_map(hot_spot: HotSpot, municipality: Municipality, *, title: str) -> SafeString | None:
    """Where a hot spot lies, on the municipality's own ground; None for an area whose shape is no longer known."""
    ground = ground_of(municipality)
    if hot_spot.x is not None and hot_spot.y is not None:
        frame = Frame.around([(hot_spot.x, hot_spot.y)], margin=SURROUNDINGS)
        scene = Scene(frame, ground.layers, flatness=FLAT)
        return ring_map(scene, hot_spot.x, hot_spot.y, hot_spot.radius, title=title)
    rings = ground.areas.get(hot_spot.area.name if hot_spot.area else "")
    if not rings:
        return None
    frame = Frame.around([point for ring in rings for point in ring], margin=SURROUNDINGS)
    return outline_map(Scene(frame, ground.layers, flatness=FLAT), rings, title=title)
