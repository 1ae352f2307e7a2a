"""The edition's maps: frozen figures on the municipality's ground. `maps` draws, `figures` has counted."""

from collections.abc import Sequence

import numpy as np
from django.utils.safestring import SafeString

from accounts.models import Municipality
from lagesbild.background import Ground, framed, ground_of
from lagesbild.content import Heat, Ranked, Where
from lagesbild.maps import AreaCount, Marker, Scene, area_map, heat_map, map_title
from lagesbild.statistics.density import LEVELS, contours, surface_from_cells


def map_of(where: Where, municipality: Municipality) -> SafeString | None:
    """The heat map, or at the generalised level the areas' map; None where there is nothing to draw."""
    if not where["ranked"]:
        return None
    ground = ground_of(municipality)
    first = where["ranked"][0]
    # A list has lines only where its total may be told.
    total = int(where["total"] or 0)
    title = map_title(where["period"], total=total, top=(first["name"], first["count"]))
    heat = where["heat"]
    if heat is None:
        return _areas(where["ranked"], ground, title)
    return _heat(heat, where["ranked"], ground, title)


def _heat(heat: Heat, ranked: Sequence[Ranked], ground: Ground, title: str) -> SafeString:
    cells = np.array(heat["cells"], dtype=int).reshape(-1, 3)
    middles = (cells[:, :2] + 0.5) * heat["cell"]
    frame, insets = framed(
        ground, [(x, y, n) for (x, y), n in zip(middles.tolist(), cells[:, 2], strict=True)]
    )
    surface = surface_from_cells(
        cells[:, :2], cells[:, 2], cell=heat["cell"], bandwidth=heat["bandwidth"], kernel=heat["kernel"]
    )
    markers = [Marker(each["rank"], *each["position"]) for each in ranked if each["position"]]
    scene = Scene(frame, ground.layers, markers, insets)
    return heat_map(scene, contours(surface, LEVELS), title=title)


def _areas(ranked: Sequence[Ranked], ground: Ground, title: str) -> SafeString | None:
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
    return area_map(Scene(frame, ground.layers, insets=insets), areas, title=title)
