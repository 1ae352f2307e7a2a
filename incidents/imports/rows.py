"""From a row to a checked event, or to what is wrong with it in words for whoever mends the file."""

import hashlib
from collections.abc import Iterable
from collections.abc import Mapping as Table
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.gis.gdal import OGRGeometry
from django.utils.translation import gettext as _

from accounts.geography_files import Row
from accounts.locating import Locator
from accounts.models import Municipality
from incidents.imports.mapping import ISO, UNITS, FaultyMapping, Mapping
from incidents.models import Category, TimePrecision
from incidents.privacy import find_identifiers
from incidents.when import Interval, NoSuchTime, local_time

#: Columns that a file of rejected rows has more than its original; they do not make a row another one.
ADDED = ("line", "reason")
LONGEST_TEXT = 1000


class Unreadable(Exception):
    """The row cannot become an event; the message says why, in the reader's language."""


@dataclass(frozen=True)
class Event:
    """A checked row. Positions in WGS84 degrees, times in UTC."""

    category: Category
    interval: Interval
    time_precision: TimePrecision
    longitude: float
    latitude: float
    area_id: int | None
    description: str


class Reader:
    """Reads rows of one file into events of one municipality. Raises FaultyMapping where the two do not fit."""

    def __init__(self, mapping: Mapping, municipality: Municipality, *, at: datetime) -> None:
        self.mapping = mapping
        self.municipality = municipality
        self.at = at
        self.zone = mapping.zone or municipality.zone
        self.locator = Locator(municipality)
        self.categories = {category.code: category for category in municipality.categories.reportable()}
        if unknown := mapping.codes - self.categories.keys():
            raise FaultyMapping(f"{municipality} has no category {', '.join(sorted(unknown))}.")

    def event(self, row: Row) -> Event:
        """The row as an event. Raises Unreadable."""
        if row.fault == "encoding":
            raise Unreadable(
                _("Texten är inte skriven i %(encoding)s.") % {"encoding": self.mapping.encoding}
            )
        if row.fault:
            raise Unreadable(_("Läget går inte att läsa."))
        category = self._category(row.values)
        interval, precision = self._time(row.values, category)
        longitude, latitude, area_id = self._position(row.geometry)
        description = self._description(row.values, category)
        return Event(category, interval, precision, longitude, latitude, area_id, description)

    def _category(self, values: Table[str, str]) -> Category:
        said = values.get(self.mapping.category_column, "").strip()
        code = self.mapping.category_values.get(said, self.mapping.category_default)
        if not code:
            raise Unreadable(_("Kategorin är okänd: %(value)s") % {"value": said})
        return self.categories[code]

    def _position(self, geometry: OGRGeometry | None) -> tuple[float, float, int | None]:
        if geometry is None or geometry.empty:
            raise Unreadable(_("Läget saknas."))
        west, south, east, north = geometry.extent
        if (west, south) != (east, north):
            raise Unreadable(_("Läget är inte en punkt."))
        inside, area_id = self.locator.locate(west, south)
        if not inside:
            raise Unreadable(_("Läget är utanför kommunen."))
        return west, south, area_id

    def _time(self, values: Table[str, str], category: Category) -> tuple[Interval, TimePrecision]:
        said = _joined(values, self.mapping.starts)
        if not said:
            raise Unreadable(_("Tiden saknas."))
        local = self._read(said)
        start = _moment(local, self.zone)
        ended = _joined(values, self.mapping.ends)
        if ended:
            end, precision = _moment(self._read(ended), self.zone, last=True), TimePrecision.INTERVAL
        else:
            end, precision = self._end_of_unit(local)
        precision = TimePrecision.EXACT if start == end else precision
        if end < start:
            raise Unreadable(_("Händelsen slutar innan den börjar."))
        if start > self.at and not category.may_lie_ahead:
            raise Unreadable(_("Tiden ligger i framtiden."))
        return Interval(start, end), precision

    def _end_of_unit(self, local: datetime) -> tuple[datetime, TimePrecision]:
        """Where the hour, day or month ends that the time stands for, on the clock of its zone."""
        unit = self.mapping.unit
        if unit == "hour":  # an hour lasts an hour also when the clock is changed in it
            return _moment(local, self.zone) + timedelta(hours=1), TimePrecision.INTERVAL
        if unit == "month":
            following = (local + timedelta(days=32)).replace(day=1)
            return _moment(following, self.zone), TimePrecision.UNKNOWN
        precision = TimePrecision.DAY if unit == "day" else TimePrecision.EXACT
        return _moment(local + (UNITS[unit] or timedelta(0)), self.zone), precision

    def _read(self, said: str) -> datetime:
        """The time as it stands in the row, cut to the unit. Raises Unreadable."""
        for pattern in self.mapping.formats:
            try:
                read = datetime.fromisoformat(said) if pattern == ISO else datetime.strptime(said, pattern)
            except ValueError:
                continue
            if (
                MINYEAR < read.year < MAXYEAR
            ):  # in between, every zone's calendar holds the time and its unit's end
                return _cut(read, self.mapping.unit)
        raise Unreadable(_("Tiden går inte att läsa: %(value)s") % {"value": said})

    def _description(self, values: Table[str, str], category: Category) -> str:
        text = _joined(values, self.mapping.description)
        if category.needs_text and not text:
            raise Unreadable(_("Beskrivning saknas, och kategorin kräver en."))
        if len(text) > LONGEST_TEXT:
            raise Unreadable(_("Beskrivningen är längre än %(most)d tecken.") % {"most": LONGEST_TEXT})
        if find_identifiers(text):
            raise Unreadable(_("Texten innehåller något som ser ut som ett personnummer."))
        return text


class Keys:
    """Names rows so that a file read twice gives the same names, though it holds the same row several times."""

    def __init__(self) -> None:
        self._seen: dict[bytes, int] = {}

    def of(self, row: Row) -> str:
        """A hash of what the row says, and which of its likes it is, from 0."""
        said = "\x1f".join(
            f"{name}\x1e{value}" for name, value in sorted(row.values.items()) if name not in ADDED
        )
        where = [f"{degree:.6f}" for degree in row.geometry.extent] if row.geometry else []
        digest = hashlib.blake2b(f"{said}\x1d{where}".encode(), digest_size=16)
        ordinal = self._seen.get(digest.digest(), 0)
        self._seen[digest.digest()] = ordinal + 1
        return f"{digest.hexdigest()}:{ordinal}"


def _joined(values: Table[str, str], columns: Iterable[str]) -> str:
    return " ".join(filter(None, (values[column].strip() for column in columns)))


def _cut(read: datetime, unit: str) -> datetime:
    if unit in ("day", "month"):
        midnight = read.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
        return midnight.replace(day=1) if unit == "month" else midnight
    return read.replace(minute=0, second=0, microsecond=0) if unit == "hour" else read


def _moment(read: datetime, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The moment in UTC; a time that does not say its offset is read on the zone's clock. Raises Unreadable."""
    if read.tzinfo:
        return read.astimezone(UTC)
    try:
        return local_time(read, zone, last=last)
    except NoSuchTime as error:
        raise Unreadable(_("Klockslaget fanns inte: klockan ställdes om den natten.")) from error
