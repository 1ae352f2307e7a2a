"""Reading a file of geography, whatever its format, layer, projection and encoding: every row in WGS84.

Knows nothing of tables: what the rows become is `geography_import.py`'s business, and `incidents/imports/`'. Files come
from an operator's command line, never from the web.
"""

import gzip
import os
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from math import isfinite
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import NamedTuple

from django.contrib.gis.gdal import (
    CoordTransform,
    DataSource,
    GDALException,
    OGRGeometry,
    SpatialReference,
    SRSException,
)
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.gdal.layer import Layer
from pyproj.exceptions import ProjError

from accounts.grid import to_degrees

WGS84 = 4326
TEXT_TABLES = frozenset({".csv", ".tsv", ".tab", ".txt", ".psv"})
#: OGR's codes for date and date with time; it writes them 2026/03/03 12:00:00+01.
DATES = frozenset({9, 11})
ARCHIVES = {".gz": "/vsigzip/", ".zip": "/vsizip/"}


class UnreadableFile(Exception):
    """The file, or what was said about it, cannot be used; the message is for whoever gave the command."""


@dataclass(frozen=True)
class Source:
    """A file and what has to be said about it that it does not say itself."""

    path: Path
    layer: str = ""
    #: EPSG number of the coordinates; 0 for what the file says, or WGS84 for coordinate columns.
    srid: int = 0
    encoding: str = "utf-8"
    #: Names of the columns with the easting (longitude) and northing (latitude), where the rows hold no geometry.
    x: str = ""
    y: str = ""


class Row(NamedTuple):
    """One row: its line in a text table, else its place in the file; columns as text; WGS84 geometry or why none."""

    line: int
    values: dict[str, str]
    geometry: OGRGeometry | None
    fault: str = ""


class OpenFile:
    """One layer of an opened file. Raises UnreadableFile when it cannot be opened as `source` says."""

    def __init__(self, source: Source) -> None:
        if not source.path.exists():
            raise UnreadableFile(f"There is no file {source.path}.")
        self.source = source
        self._is_table = _inner_suffix(source.path) in TEXT_TABLES
        self.layer = _layer(source)
        try:
            self.columns: list[str] = self.layer.fields
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                f"The columns' names are not {source.encoding}; say the encoding."
            ) from error
        for column in filter(None, (source.x, source.y)):
            self.require(column)
        self._transform = None if source.x else self._to_wgs84()

    def __len__(self) -> int:
        return self.layer.num_feat

    def require(self, column: str) -> str:
        """The column's name, if the layer has it."""
        if column not in self.columns:
            raise UnreadableFile(
                f"There is no column {column!r}; the columns are: {', '.join(self.columns)}."
            )
        return column

    def rows(self) -> Iterator[Row]:
        """Every row of the layer. A fault in one row is said in the row and never stops the others."""
        for line, feature in enumerate(self.layer, start=2 if self._is_table else 1):
            try:
                values = _values(feature, self.columns)
            except UnicodeDecodeError:
                yield Row(line, _values(feature, self.columns, lenient=True), None, "encoding")
                continue
            try:
                yield Row(line, values, self._geometry(feature, values))
            except (ValueError, GDALException, ProjError):
                yield Row(line, values, None, "position")

    def _geometry(self, feature: Feature, values: Mapping[str, str]) -> OGRGeometry | None:
        """The row's geometry in WGS84, flat and without curves; None where it has none. Raises ValueError."""
        if self.source.x:
            return _point(values[self.source.x], values[self.source.y], self.source.srid or WGS84)
        if self._transform is None:
            return None
        geometry = feature.geom
        if geometry.has_curve:
            geometry = geometry.get_linear_geometry()
        geometry.set_3d(False)
        geometry.set_measured(False)
        geometry.transform(self._transform)
        if not all(isfinite(edge) for edge in geometry.extent):
            raise ValueError("outside its projection")
        return geometry

    def _to_wgs84(self) -> CoordTransform | None:
        """How the layer's coordinates become WGS84; None where the layer holds no geometry at all."""
        if self.layer.geom_type.name == "None":
            return None
        target = _wgs84()
        if self.source.srid:
            return CoordTransform(_reference(self.source.srid), target)
        own = self.layer.srs
        if own is None or (own.name or "").startswith(("Undefined", "Unknown", "unnamed")):
            raise UnreadableFile(
                "The file does not say which projection its coordinates are in; say the EPSG number."
            )
        try:
            return CoordTransform(own, target)
        except GDALException as error:
            raise UnreadableFile(
                f"No way is known from the file's projection {own.name!r} to WGS84."
            ) from error


def _layer(source: Source) -> Layer:
    with TemporaryDirectory(prefix="samlad-") as folder:
        file = _opened(_in_bytes_ogr_knows(source, Path(folder)))
        layers = {layer.name: layer for layer in (file[index] for index in range(len(file)))}
    if not layers:
        raise UnreadableFile(f"{source.path.name} has no layer.")
    listing = ", ".join(
        f"{name} ({layer.geom_type}, {layer.num_feat} rows)" for name, layer in layers.items()
    )
    if source.layer and source.layer not in layers:
        raise UnreadableFile(f"There is no layer {source.layer!r}; the layers are: {listing}.")
    if not source.layer and len(layers) > 1:
        raise UnreadableFile(f"{source.path.name} has several layers; say which: {listing}.")
    layer = layers[source.layer] if source.layer else next(iter(layers.values()))
    if layer.num_feat == 0:
        raise UnreadableFile(f"The layer {layer.name!r} is empty.")
    return layer


def _opened(source: Source) -> DataSource:
    # An empty value keeps OGR from recoding shapefiles by what their header claims: we decode them as `source` says.
    if source.encoding != "utf-8":
        os.environ["SHAPE_ENCODING"] = ""
    try:
        return DataSource(_address(source.path), encoding=source.encoding)
    except GDALException as error:
        raise UnreadableFile(f"{source.path.name} is in no format that GDAL here can read.") from error
    finally:
        os.environ.pop("SHAPE_ENCODING", None)


def _in_bytes_ogr_knows(source: Source, folder: Path) -> Source:
    """OGR reads tables by bytes, so one in UTF-16, as Excel saves "Unicode text", is read through a copy in UTF-8."""
    try:
        if ",".encode(source.encoding) == b"," or _inner_suffix(source.path) not in TEXT_TABLES:
            return source
    except (LookupError, ValueError) as error:
        raise UnreadableFile(f"There is no encoding called {source.encoding!r}.") from error
    copy = folder / "copy.csv"
    unpack = gzip.open if source.path.suffix.lower() == ".gz" else open
    try:
        with (
            unpack(source.path, "rt", encoding=source.encoding) as original,
            copy.open("w", encoding="utf-8") as plain,
        ):
            copyfileobj(original, plain)
    except UnicodeError as error:
        raise UnreadableFile(f"{source.path.name} is not written in {source.encoding}.") from error
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile(f"{source.path.name} cannot be unpacked.") from error
    return replace(source, path=copy, encoding="utf-8")


def _address(path: Path) -> str:
    """The file's name as GDAL wants it: compressed ones through its virtual file systems, text tables named as such."""
    archive = ARCHIVES.get(path.suffix.lower(), "")
    table = "CSV:" if _inner_suffix(path) in TEXT_TABLES else ""
    return f"{table}{archive}{path.resolve()}" if table or archive else str(path)


def _inner_suffix(path: Path) -> str:
    return Path(path.stem if path.suffix.lower() in ARCHIVES else path.name).suffix.lower()


def _values(feature: Feature, columns: list[str], *, lenient: bool = False) -> dict[str, str]:
    return {column: _text(feature, index, lenient=lenient) for index, column in enumerate(columns)}


def _text(feature: Feature, index: int, *, lenient: bool) -> str:
    """The column as text, times with hyphens in their dates; if `lenient`, what is not in the encoding becomes "�"."""
    field = feature[index]
    try:
        text = field.as_string() or ""
    except UnicodeDecodeError as error:
        if not lenient:
            raise
        return error.object.decode(error.encoding, errors="replace")
    return text.replace("/", "-") if field.type in DATES else text


def _point(x: str, y: str, srid: int) -> OGRGeometry | None:
    """The point in WGS84; None where either coordinate is empty. Raises ValueError or ProjError."""
    if not x.strip() or not y.strip():
        return None
    east, north = number(x), number(y)
    if srid != WGS84:
        east, north = to_degrees(east, north, srid)
    if not (-180 <= east <= 180 and -90 <= north <= 90):
        raise ValueError(f"{x}, {y} are not in EPSG:{srid}")
    return OGRGeometry(f"POINT ({east:.9f} {north:.9f})", _wgs84())


@cache
def _wgs84() -> SpatialReference:
    return SpatialReference(WGS84)


def number(text: str) -> float:
    """A number written the Swedish or the English way: spaces between thousands, decimal comma or point."""
    return float("".join(text.split()).replace(",", "."))


def _reference(srid: int) -> SpatialReference:
    try:
        return SpatialReference(srid)
    except (GDALException, SRSException) as error:
        raise UnreadableFile(f"EPSG:{srid} is not a projection that is known here.") from error
