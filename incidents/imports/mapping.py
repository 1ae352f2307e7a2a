"""Which column of a file means what, as an operator writes it in TOML; `docs/examples/` shows some. Pure."""

import re
import tomllib
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from accounts.identity_numbers import find_numbers
from accounts.models import OrganisationKind, PlaceType
from incidents.models import LocationPrecision, Observation

#: How long a time in the file stands for, where the rows have no end. A month is as good as unknown.
UNITS = {"moment": timedelta(0), "hour": timedelta(hours=1), "day": timedelta(days=1), "month": None}
ISO = "iso"


class FaultyMapping(Exception):
    """The mapping cannot be used; the message is for whoever wrote it."""


@dataclass(frozen=True)
class Mapping:
    """What a row's columns mean, and what is said of every row alike."""

    organisation: str
    organisation_kind: OrganisationKind
    #: Columns of the start; several are joined by a space before they are read.
    starts: tuple[str, ...]
    ends: tuple[str, ...] = ()
    #: strptime patterns tried in order, or `ISO`.
    formats: tuple[str, ...] = (ISO,)
    unit: str = "moment"
    #: Zone of times that do not say theirs; the municipality's if empty.
    zone: ZoneInfo | None = None
    category_column: str = ""
    category_values: Table[str, str] = field(default_factory=dict)
    category_default: str = ""
    description: tuple[str, ...] = ()
    #: About the file: see `accounts.geography_files.Source`.
    layer: str = ""
    encoding: str = "utf-8"
    srid: int = 0
    x: str = ""
    y: str = ""
    place_type: PlaceType = PlaceType.OTHER
    location_precision: LocationPrecision = LocationPrecision.EXACT
    observation: Observation = Observation.SECOND_HAND

    @property
    def columns(self) -> set[str]:
        """All that the file must have."""
        return {*self.starts, *self.ends, *self.description, self.category_column, self.x, self.y} - {""}

    @property
    def codes(self) -> set[str]:
        """All categories that rows may become."""
        return {*self.category_values.values(), self.category_default} - {""}


def read_mapping(path: Path) -> Mapping:
    """Read a mapping file. Raises FaultyMapping with what is wrong in it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise FaultyMapping(f"{path} cannot be read: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FaultyMapping(f"{path.name} is not TOML: {error}.") from error
    reader = _Reader(table)
    mapping = reader.mapping()
    reader.refuse_leftovers()
    return mapping


class _Reader:
    """Takes values out of the table, so that what is left afterwards is a word that means nothing."""

    def __init__(self, table: dict[str, Any]) -> None:
        self.left = {section: dict(values) for section, values in table.items() if isinstance(values, dict)}
        self.left["outside any section"] = {
            key: value for key, value in table.items() if key not in self.left
        }

    def mapping(self) -> Mapping:
        """The mapping; what is left out has its default."""
        unit = self.take("time", "unit", "moment")
        if unit not in UNITS:
            raise FaultyMapping(f"[time] unit is {unit!r}, which is none of {', '.join(UNITS)}.")
        mapping = Mapping(
            organisation=self.needed("organisation", "name"),
            organisation_kind=self.one_of(
                "organisation", "kind", OrganisationKind, OrganisationKind.DEPARTMENT
            ),
            starts=self.several("time", "from"),
            ends=self.several("time", "to"),
            formats=self.several("time", "formats") or (ISO,),
            unit=unit,
            zone=self.zone(),
            category_column=self.take("category", "column", ""),
            category_values=self.take("category", "values", {}),
            category_default=self.take("category", "default", ""),
            description=self.several("report", "description"),
            layer=self.take("file", "layer", ""),
            encoding=self.take("file", "encoding", "utf-8"),
            srid=self.take("file", "srid", 0),
            x=self.take("file", "x", ""),
            y=self.take("file", "y", ""),
            place_type=self.one_of("report", "place_type", PlaceType, PlaceType.OTHER),
            location_precision=self.one_of(
                "report", "location_precision", LocationPrecision, LocationPrecision.EXACT
            ),
            observation=self.one_of("report", "observation", Observation, Observation.SECOND_HAND),
        )
        self.check(mapping)
        return mapping

    def check(self, mapping: Mapping) -> None:
        """Refuse what is left out or only half said, and a person in place of an organisation."""
        if find_numbers(mapping.organisation):
            raise FaultyMapping("[organisation] name holds a person's number.")
        if not mapping.starts:
            raise FaultyMapping("[time] from is missing: the column with the time.")
        if not all(isinstance(code, str) for code in mapping.category_values.values()):
            raise FaultyMapping("[category] values must be codes as text.")
        if not mapping.codes:
            raise FaultyMapping("[category] says no code: give a default, or a column and its values.")
        if bool(mapping.category_column) != bool(mapping.category_values):
            raise FaultyMapping("[category] column and values belong together: say both, or only a default.")
        for pattern in mapping.formats:
            if pattern != ISO and not _is_readable(pattern):
                raise FaultyMapping(f"[time] formats has {pattern!r}, by which no time can be read.")
        if bool(mapping.x) != bool(mapping.y):
            raise FaultyMapping("[file] x and y belong together.")

    def take(self, section: str, key: str, default: Any) -> Any:
        """The value, which must be of the default's sort."""
        value = self.left.get(section, {}).pop(key, default)
        if type(value) is not type(default):
            raise FaultyMapping(f"[{section}] {key} must be {_SORTS[type(default)]}.")
        return value

    def needed(self, section: str, key: str) -> str:
        """A word that has no default."""
        value: str = self.take(section, key, "")
        if not value:
            raise FaultyMapping(f"[{section}] {key} is missing.")
        return value

    def several(self, section: str, key: str) -> tuple[str, ...]:
        """One word, or a list of them."""
        value = self.left.get(section, {}).pop(key, [])
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise FaultyMapping(f"[{section}] {key} must be text, or a list of texts.")
        return tuple(word for word in words if word)

    def one_of(self, section: str, key: str, choices: Any, default: Any) -> Any:
        """One of the codes of an enumeration."""
        value = self.take(section, key, str(default.value))
        if value not in choices.values:
            raise FaultyMapping(
                f"[{section}] {key} is {value!r}, which is none of {', '.join(choices.values)}."
            )
        return choices(value)

    def zone(self) -> ZoneInfo | None:
        """The time zone, if one is named."""
        name = self.take("time", "zone", "")
        try:
            return ZoneInfo(name) if name else None
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise FaultyMapping(f"[time] zone is {name!r}, which is no time zone.") from error

    def refuse_leftovers(self) -> None:
        """Refuse words that mean nothing, rather than let a slip of the pen pass unseen."""
        for section, values in self.left.items():
            for key in values:
                raise FaultyMapping(f"[{section}] {key} means nothing here.")


def _is_readable(pattern: str) -> bool:
    """Whether a time written by the pattern can be read by it again."""
    try:
        datetime.strptime(datetime(2026, 3, 3, tzinfo=UTC).strftime(pattern), pattern)
    except (ValueError, re.error):  # the latter for a part that stands in it twice
        return False
    return True


_SORTS = {str: "text", int: "a whole number", dict: "a table"}
