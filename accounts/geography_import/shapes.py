"""What each kind of geography is drawn as, and how a file's geometry becomes that. Pure."""

from collections.abc import Iterable, Iterator

from django.contrib.gis.geos import (
    GeometryCollection,
    GEOSGeometry,
    LineString,
    MultiLineString,
    MultiPolygon,
    Point,
    Polygon,
)

from accounts.models import AreaKind, MapFeatureKind

BOUNDARY, PLACE, ADDRESS = "boundary", "place", "address"
KINDS = (BOUNDARY, *AreaKind.values, PLACE, ADDRESS, *MapFeatureKind.values)
SURFACES, LINES, POINTS = "surfaces", "lines", "points"
#: What a kind accepts. Where points are accepted, a surface becomes a point inside it.
SHAPES: dict[str, tuple[str, ...]] = {
    BOUNDARY: (SURFACES,),
    **dict.fromkeys(AreaKind.values, (SURFACES,)),
    PLACE: (POINTS, SURFACES),
    ADDRESS: (POINTS, SURFACES),
    MapFeatureKind.BUILT_UP.value: (SURFACES,),
    MapFeatureKind.WATER.value: (SURFACES, LINES),
    MapFeatureKind.PARK.value: (SURFACES,),
    MapFeatureKind.ROAD.value: (LINES,),
    MapFeatureKind.RAILWAY.value: (LINES,),
    MapFeatureKind.NAME.value: (POINTS, SURFACES),
}


def shaped(geometry: GEOSGeometry, kind: str) -> GEOSGeometry | None:
    """The geometry as this kind is drawn, mended where it crosses itself; None where it is of another sort."""
    accepted = SHAPES[kind]
    parts = list(_parts(geometry if geometry.valid else geometry.make_valid()))
    polygons = [part for part in parts if isinstance(part, Polygon)]
    points = [part for part in parts if isinstance(part, Point)]
    lines = [part for part in parts if isinstance(part, LineString)]
    if POINTS in accepted:
        if points:
            return points[0]
        return MultiPolygon(polygons, srid=4326).point_on_surface if polygons else None
    if SURFACES in accepted and polygons:
        return MultiPolygon(polygons, srid=4326)
    if LINES in accepted and lines:
        return MultiLineString(lines, srid=4326)
    return None


def together(surfaces: Iterable[GEOSGeometry]) -> MultiPolygon:
    """Several surfaces as one, without the borders between them."""
    polygons = [polygon for surface in surfaces for polygon in _parts(surface)]
    merged = MultiPolygon(polygons, srid=4326).unary_union
    return MultiPolygon([part for part in _parts(merged) if isinstance(part, Polygon)], srid=4326)


def _parts(geometry: GEOSGeometry) -> Iterator[GEOSGeometry]:
    if isinstance(geometry, GeometryCollection):  # MultiPolygon and its like are collections too
        for part in geometry:
            yield from _parts(part)
    elif not geometry.empty:
        geometry.srid = 4326
        yield geometry
