"""The heat as GeoJSON (RFC 7946) for a map in the browser: one multi-polygon per class, never a point."""

import json
from collections.abc import Sequence
from functools import cache

import numpy as np
from pyproj import Transformer

from lagesbild.maps.outline import Floats, area, open_ring, thinned
from lagesbild.statistics.density import Band

WGS84 = 4326
# Five decimals of a degree are at most 1.1 m.
DECIMALS = 5
MAX_BYTES = 100_000
# The first thinning, in square metres, doubled until the text is small enough.
TOLERANCE = 20.0


def heat_geojson(bands: Sequence[Band], *, srid: int) -> str:
    """The classes in WGS 84 as text of at most MAX_BYTES. `srid` is the EPSG code of the bands' metric projection.

    Properties: `heat` 1–5, `low` and `high` in events/km² (`high` is null for the last class).
    """
    tolerance = TOLERANCE
    while len(text := _written(bands, srid, tolerance)) > MAX_BYTES:
        tolerance *= 2
    return text


def _written(bands: Sequence[Band], srid: int, tolerance: float) -> str:
    features = [
        {
            "type": "Feature",
            "properties": {
                "heat": step,
                "low": band.low,
                "high": band.high if np.isfinite(band.high) else None,
            },
            "geometry": {"type": "MultiPolygon", "coordinates": _polygons(band, srid, tolerance)},
        }
        for step, band in enumerate(bands, start=1)
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def _polygons(band: Band, srid: int, tolerance: float) -> list[list[list[list[float]]]]:
    rings = [open_ring(ring)[0] for polygon in band.polygons for ring in polygon]
    thin = iter(thinned(rings, tolerance, closed=True))
    polygons = []
    for polygon in band.polygons:
        outer, *holes = [next(thin) for _ring in polygon]
        if _is_seen(outer, tolerance):
            polygons.append(
                [_degrees(ring, srid) for ring in (outer, *(h for h in holes if _is_seen(h, tolerance)))]
            )
    return polygons


def _is_seen(ring: Floats, tolerance: float) -> bool:
    return len(ring) > 2 and abs(area(ring)) > tolerance


def _degrees(ring: Floats, srid: int) -> list[list[float]]:
    longitude, latitude = _transformer(srid).transform(*ring.T)
    degrees = np.column_stack([longitude, latitude]).round(DECIMALS)
    return [*degrees.tolist(), degrees[0].tolist()]


@cache
def _transformer(srid: int) -> Transformer:
    return Transformer.from_crs(srid, WGS84, always_xy=True)
