"""Small files of geography, made by the tests themselves in whatever format, projection and encoding they ask about."""

import json
import subprocess
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from accounts.grid import to_metres


def feature(geometry: dict[str, Any], **properties: object) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def square(lon: float, lat: float, side: float = 0.01, **properties: object) -> dict[str, Any]:
    """A square feature with its south-west corner at the position, all in degrees."""
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return feature({"type": "Polygon", "coordinates": [ring]}, **properties)


def spot(lon: float, lat: float, **properties: object) -> dict[str, Any]:
    """A point feature."""
    return feature({"type": "Point", "coordinates": [lon, lat]}, **properties)


def line(*positions: Sequence[float], **properties: object) -> dict[str, Any]:
    """A line feature."""
    return feature(
        {"type": "LineString", "coordinates": [list(position) for position in positions]}, **properties
    )


def geojson(path: Path, features: Iterable[dict[str, Any]]) -> Path:
    """Write the features as GeoJSON in WGS84."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(features)}), encoding="utf-8")
    return path


def converted(source: Path, target: Path, *options: str) -> Path:
    """Let GDAL itself write the same features in another format or projection."""
    subprocess.run(["ogr2ogr", str(target), str(source), *options], check=True, capture_output=True)
    return target


def metres(lon: float, lat: float, srid: int = 3006) -> tuple[int, int]:
    """The position as whole metres."""
    x, y = to_metres(lon, lat, srid)
    return round(x), round(y)
