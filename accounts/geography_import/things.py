"""From a file's rows to usable things: named, of the right shape, in the municipality. The other rows are counted."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.contrib.gis.geos import GEOSGeometry, Polygon

from accounts.geography_files import OpenFile, Row, Source, UnreadableFile
from accounts.geography_import.shapes import ADDRESS, PLACE, SHAPES, shaped
from accounts.identity_numbers import find_numbers
from accounts.models import AreaKind, MapFeatureKind, Municipality, PlaceType

#: Columns that are taken for the name where none is said, in this order, in capitals or not.
USUAL_NAMES: dict[str, tuple[str, ...]] = {
    AreaKind.DESO.value: ("deso", "desokod"),
    AreaKind.REGSO.value: ("regso", "regsonamn"),
}
NAMES = ("namn", "name", "label", "benamning", "tatort", "tatortsnamn", "adress", "address")
NAMED = frozenset({*AreaKind.values, PLACE, ADDRESS, MapFeatureKind.NAME.value})
LONGEST_NAME = 100
#: The background map goes on this far outside the municipality's bounding box, in degrees.
MARGIN = 0.03


@dataclass(frozen=True)
class Columns:
    """Which columns say what; empty for those the layer does not have. Several name columns are joined by a space."""

    name: tuple[str, ...] = ()
    code: str = ""
    place_type: str = ""
    #: The type of the places whose column does not say it.
    default_place_type: PlaceType | None = None
    #: A column and its value: rows that say otherwise are left alone.
    only: tuple[str, str] | None = None


@dataclass
class Outcome:
    """What became of the file's rows, and of what was there before."""

    rows: Counter[str] = field(default_factory=Counter)
    created: int = 0
    updated: int = 0
    gone: int = 0

    def count(self, *, new: bool) -> None:
        """Note that a row was written."""
        self.created += new
        self.updated += not new

    def said(self) -> str:
        """What became of the rows in words: "30 rows read, 17 outside the municipality"."""
        return f"{self.rows['read']} rows read" + "".join(
            f", {count} {what}" for what, count in self.rows.items() if what != "read"
        )


@dataclass(frozen=True)
class Thing:
    """One usable row."""

    name: str
    code: str
    place_type: PlaceType | None
    geometry: GEOSGeometry


def things(source: Source, kind: str, columns: Columns, outcome: Outcome) -> Iterator[Thing]:
    """The usable rows of the file, the others counted by what is the matter. Raises UnreadableFile if none is."""
    file = OpenFile(source)
    columns = _found(file, kind, columns)
    usable = False
    for row in file.rows():
        outcome.rows["read"] += 1
        if columns.only and row.values[columns.only[0]].strip() != columns.only[1]:
            outcome.rows[f"with another {columns.only[0]}"] += 1
            continue
        thing, fault = _thing(row, kind, columns)
        if thing is None:
            outcome.rows[fault] += 1
            continue
        usable = True
        yield thing
    if not usable:
        raise UnreadableFile(f"Nothing in the file can be used as {kind}: {outcome.said()}.")


def things_within(
    municipality: Municipality, found: Iterable[Thing], kind: str, outcome: Outcome
) -> Iterator[Thing]:
    """Those in the municipality; of the background map, what lies around it too, cut off at the edge of the sheet."""
    west, south, east, north = municipality.boundary.extent
    sheet = Polygon.from_bbox((west - MARGIN, south - MARGIN, east + MARGIN, north + MARGIN))
    sheet.srid = 4326
    boundary = municipality.boundary.prepared
    for thing in found:
        if kind in MapFeatureKind.values:
            cut = shaped(thing.geometry & sheet, kind)
            inside = replace(thing, geometry=cut) if cut else None
        else:
            inside = thing if boundary.covers(thing.geometry.point_on_surface) else None
        if inside:
            yield inside
        else:
            outcome.rows["outside the municipality"] += 1


def _thing(row: Row, kind: str, columns: Columns) -> tuple[Thing | None, str]:
    """The row as a thing, or what is the matter with it."""
    if row.fault or row.geometry is None:
        return None, f"without a readable {row.fault or 'position'}"
    geometry = shaped(row.geometry.geos, kind)
    if geometry is None:
        return None, f"that are not {' or '.join(SHAPES[kind])}"
    name = " ".join(filter(None, (row.values[column].strip() for column in columns.name)))
    if kind in NAMED and not 0 < len(name) <= LONGEST_NAME:
        return None, f"with no name, or one of more than {LONGEST_NAME} characters"
    if find_numbers(name):
        return None, "with a person's number in the name"
    place_type = _place_type(row.values.get(columns.place_type, "")) or columns.default_place_type
    if kind == PLACE and place_type is None:
        return None, f"of an unknown place type ({', '.join(PlaceType.values)})"
    code = row.values.get(columns.code, "").strip()
    return Thing(name[:LONGEST_NAME], code, place_type, geometry), ""


def _place_type(text: str) -> PlaceType | None:
    """The type by its code or its Swedish name."""
    known = {str(word).casefold(): kind for kind in PlaceType for word in (kind.value, kind.label)}
    return known.get(text.strip().casefold())


def _found(file: OpenFile, kind: str, columns: Columns) -> Columns:
    """Check the columns named, and find the name's where none was. Raises UnreadableFile."""
    only = (columns.only[0],) if columns.only else ()
    for column in filter(None, (*columns.name, columns.code, columns.place_type, *only)):
        file.require(column)
    if columns.name or kind not in (*NAMED, *MapFeatureKind.values):
        return columns
    present = {column.casefold(): column for column in file.columns}
    usual = [present[name] for name in USUAL_NAMES.get(kind, NAMES) if name in present]
    if not usual and kind in NAMED:
        raise UnreadableFile(f"Say which column holds the name; the columns are: {', '.join(file.columns)}.")
    return replace(columns, name=tuple(usual[:1]))
