"""The counting grid: from longitude and latitude to metres, and from metres to whole-numbered cells. Pure.

Maps are counted by cell, date and key, never by geometry at read time, so each incident stores its cell when written.
"""

from functools import cache

from pyproj import Transformer

#: Side of a cell in metres.
CELL = 25


@cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(lon: float, lat: float, srid: int) -> tuple[float, float]:
    """Project WGS84 degrees to metres in the metric projection `srid`."""
    x, y = _transformer(4326, srid).transform(lon, lat)
    return x, y


def to_degrees(x: float, y: float, srid: int) -> tuple[float, float]:
    """Project metres in `srid` back to WGS84 (longitude, latitude)."""
    lon, lat = _transformer(srid, 4326).transform(x, y)
    return lon, lat


def cell_of(lon: float, lat: float, srid: int) -> tuple[int, int]:
    """The whole-numbered cell (column, row) of a WGS84 position; a cell is `CELL` metres square."""
    x, y = to_metres(lon, lat, srid)
    return int(x // CELL), int(y // CELL)
