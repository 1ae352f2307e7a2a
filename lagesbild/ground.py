"""The municipality's own map as plain layers in metres, for `maps`, and which part of it to draw.

It is read as it stands today and not frozen with an edition. What an adopted edition said is kept as its PDF, with a
checksum, and as its figures, which never change; the web page draws the same figures on today's streets.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
from django.contrib.gis.geos import GeometryCollection, GEOSGeometry, LineString, Point, Polygon
from numpy.typing import ArrayLike
from pyproj import Transformer

from accounts.background import version
from accounts.models import Area, AreaKind, MapFeature, MapFeatureKind, Municipality
from lagesbild.maps import Frame, Layer
from lagesbild.maps.frame import XY, LayerKind

Parts = list[list[XY]]

WGS84 = 4326
# Room around a locality, metres.
MARGIN = 250
MOST_INSETS = 3
# Water below roads, names on top: the order of the kinds is the drawing order.
KINDS = list(MapFeatureKind)


@dataclass(frozen=True)
class Ground:
    """What can be drawn: the layers in drawing order, the shapes of the areas by name, and the localities to frame.

    `built_up` are the localities' shapes, those of the map's own layer where no localities are known.
    """

    layers: tuple[Layer, ...]
    areas: dict[str, Parts]
    localities: tuple[Frame, ...]
    built_up: tuple[Parts, ...]
    whole: Frame


def ground_of(municipality: Municipality) -> Ground:
    """The municipality's ground; read once per process and again when it has changed. One statement when it has not."""
    return _read(municipality.pk, municipality.metric_srid, version(municipality.pk))


def framed(ground: Ground, events: Sequence[tuple[float, float, float]]) -> tuple[Frame, list[Frame]]:
    """The main frame and the insets: the localities with most of the `events` (x, y, how many), most first.

    Where none holds an event it is one frame around the events; without events, the largest locality.
    """
    held = [(sum(n for x, y, n in events if frame.contains(x, y)), frame) for frame in ground.localities]
    chosen = [frame for number, frame in sorted(held, key=lambda each: -each[0]) if number]
    if chosen:
        return chosen[0], chosen[1 : 1 + MOST_INSETS]
    if events:
        return Frame.around([(x, y) for x, y, _n in events], margin=4 * MARGIN), []
    return (ground.localities[0] if ground.localities else ground.whole), []


@lru_cache(maxsize=32)
def _read(municipality_id: int, srid: int, _version: str) -> Ground:
    """Three statements. An entry is some hundred kilobytes; that of an older version is never asked for again."""
    transformer = Transformer.from_crs(WGS84, srid, always_xy=True)
    boundary = Municipality.objects.values_list("boundary", flat=True).get(pk=municipality_id)
    whole = _parts(boundary, transformer)
    layers = [Layer("boundary", "", whole)]
    areas: dict[str, Parts] = {}
    known: list[tuple[str, Parts]] = []
    rows = Area.objects.filter(municipality=municipality_id, is_active=True).order_by("kind", "pk")
    for kind, name, geometry in rows.values_list("kind", "name", "geometry"):
        parts = _parts(geometry, transformer)
        if kind == AreaKind.DISTRICT:
            areas[name] = parts
            layers.append(Layer("area", name, parts))
        elif kind == AreaKind.LOCALITY:
            known.append((name, parts))
    features = MapFeature.objects.filter(municipality=municipality_id)
    drawn = [
        (cast(LayerKind, kind), name, _parts(geometry, transformer))
        for kind, name, geometry in features.order_by("pk").values_list("kind", "name", "geometry")
    ]
    drawn.sort(key=lambda feature: KINDS.index(MapFeatureKind(feature[0])))
    known = known or [(name, parts) for kind, name, parts in drawn if kind == "built_up"]
    localities = sorted(
        (_frame(parts, name) for name, parts in known), key=lambda frame: -frame.width * frame.height
    )
    layers += [Layer(*feature) for feature in drawn]
    built_up = tuple(parts for _name, parts in known)
    return Ground(tuple(layers), areas, tuple(localities), built_up, _frame(whole, ""))


def _frame(parts: Sequence[Sequence[XY]], name: str) -> Frame:
    return Frame.around([point for part in parts for point in part], margin=MARGIN, name=name)


def _parts(geometry: GEOSGeometry, transformer: Transformer) -> Parts:
    """The rings of a surface, its holes among them, lines, or points: in metres."""
    return [_projected(stroke, transformer) for stroke in _strokes(geometry)]


def _strokes(geometry: GEOSGeometry) -> Iterator[ArrayLike]:
    if isinstance(geometry, GeometryCollection):
        for member in geometry:
            yield from _strokes(member)
    elif isinstance(geometry, Polygon):
        yield from geometry.coords
    elif isinstance(geometry, LineString | Point):
        yield geometry.coords


def _projected(stroke: ArrayLike, transformer: Transformer) -> list[XY]:
    """Rounded to decimetres. A point is a stroke of one."""
    x, y = np.atleast_2d(np.asarray(stroke, dtype=float))[:, :2].T
    return list(zip(*(axis.round(1).tolist() for axis in transformer.transform(x, y)), strict=True))
