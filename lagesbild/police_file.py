"""Reading a table of police-reported crime: text in, checked lines out, or all that is wrong with line and column.

Pure but for gettext and the screening of free text. Which areas there are is handed in; what becomes of the lines is
`police_imports.py`'s business. Understands what Excel saves in Swedish: semicolons, UTF-8 or Windows' own letters,
"1 234", and months that Excel has rewritten ("mar-26").
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from accounts.identity_numbers import find_numbers

#: What a column may be called; the first name is the one we ask for.
COLUMNS = {
    "month": ("månad", "period"),
    "area": ("område", "kommun"),
    "offence": ("brott", "brottstyp"),
    "count": ("antal", "anmälda brott"),
}
REQUIRED = ("month", "offence", "count")
#: In the order that they are tried: the first that the heading is split by.
SEPARATORS = ";\t,"
ENCODINGS = ("utf-8-sig", "cp1252")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
WORKBOOK = b"PK"
MOST_ROWS = 20_000
MOST_BYTES = 2_000_000
MOST_FAULTS = 50
LONGEST_NAME = 100
HIGHEST_COUNT = 1_000_000
#: When Sweden began to count reported crimes as now.
FIRST_YEAR = 1975
MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
#: "2026-03", "202603", "2026M03", "2026-03-01"; "mars 2026", "mar-26".
NUMBERED = re.compile(r"(?P<year>\d{4})[-/. M]?(?P<month>\d{2})([-/.]?01)?")
NAMED = re.compile(r"(?P<name>[a-zåäö]{3,9})\.?[- ](?P<year>\d{4}|\d{2})")
WHOLE = re.compile(r"\d{1,3}(?: \d{3})+|\d+")
#: How official statistics write that there was none, apart from "0".
NONE = frozenset({"-", "–", "−"})
WHOLE_MUNICIPALITY = frozenset({"", "hela kommunen", "kommunen", "totalt"})


class NoTable(Exception):
    """The file is none that can be read; the message says what to do."""


@dataclass(frozen=True)
class Line:
    """One figure. `area` is a key, None for the whole municipality; `month` its first day."""

    area: int | None
    month: date
    offence: str
    count: int


@dataclass(frozen=True)
class Fault:
    """What is wrong in one place of the table; `line` counts from 1, the heading's."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        where = _("Rad %(line)d, %(column)s") if self.column else _("Rad %(line)d")
        return f"{where % {'line': self.line, 'column': self.column}}: {self.text}"


@dataclass(frozen=True)
class Table:
    """All lines, or else all faults: of a table with a fault nothing is used."""

    lines: list[Line]
    faults: list[Fault]


@dataclass(frozen=True)
class Areas:
    """The municipality's areas by what they may be called, in small letters. `name` is the municipality's own."""

    keys: Mapping[str, int]
    name: str

    def key(self, said: str) -> int | None:
        """Its key, None for the whole municipality. Raises ValueError with what is wrong."""
        word = said.casefold()
        own = self.name.casefold()
        if word in WHOLE_MUNICIPALITY or word in (f"{own} kommun", f"{own}s kommun"):
            return None
        if word == own and word in self.keys:
            raise ValueError(
                _("Menas området eller hela kommunen? Skriv ”Hela kommunen” eller områdets kod.")
            )
        if word != own and word not in self.keys:
            raise ValueError(_("Området ”%(area)s” finns inte.") % {"area": _short(said)})
        return self.keys.get(word)


def decode(content: bytes) -> str:
    """A file's text. Raises NoTable where it is not text, or too much of it."""
    if len(content) > MOST_BYTES:
        raise NoTable(_("Filen är för stor. Dela den i flera."))
    if content.startswith(WORKBOOK):
        raise NoTable(_("Det är en Excelfil. Spara den som CSV i Excel och välj den filen."))
    encodings = ("utf-16",) if content.startswith(UTF_16) else ENCODINGS
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NoTable(_("Filen är inte en texttabell. Spara den som CSV och välj den filen."))


def read(text: str, *, areas: Areas, today: date) -> Table:
    """The table's lines, or its faults, at most MOST_FAULTS of them. Raises NoTable where there is no table at all."""
    heading_line, heading, rows = _rows(text)
    columns = _columns(heading_line, heading)
    reader = _Reader(columns, areas, today)
    for number, (line, row) in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise NoTable(_("Tabellen har mer än %(rows)d rader. Dela den i flera.") % {"rows": MOST_ROWS})
        reader.take(line, row)
        if len(reader.faults) >= MOST_FAULTS:
            break
    if not reader.lines and not reader.faults:
        raise NoTable(_("Det finns inga rader under rubrikerna."))
    return Table([] if reader.faults else list(reader.lines), reader.faults)


def _rows(text: str) -> tuple[int, list[str], Iterator[tuple[int, list[str]]]]:
    """The heading with its line, and the rows below that say something with theirs."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    first = 0
    while first < len(lines) and (not lines[first].strip() or lines[first].lower().startswith("sep=")):
        first += 1
    if first == len(lines):
        raise NoTable(_("Tabellen är tom."))
    separator = next((sign for sign in SEPARATORS if sign in lines[first]), SEPARATORS[0])
    reader = csv.reader(StringIO("\n".join(lines[first:])), delimiter=separator)
    return first + 1, next(reader), _told(reader, first)


def _told(reader: Any, above: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something. Raises NoTable where a quotation mark opens and never closes."""
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield above + reader.line_num, row
    except csv.Error as error:
        raise NoTable(
            _("Tabellen går inte att läsa: ett fält är för långt. Saknas ett citattecken?")
        ) from error


def _columns(line: int, heading: list[str]) -> dict[str, int]:
    """Where each column stands. Raises NoTable where one is missing or stands there twice."""
    words = [_plain(word).casefold() for word in heading]
    found: dict[str, int] = {}
    for key, names in COLUMNS.items():
        places = [place for place, word in enumerate(words) if word in names]
        if len(places) > 1:
            raise NoTable(
                _("Kolumnen ”%(name)s” finns två gånger på rad %(line)d.") % {"name": names[0], "line": line}
            )
        if places:
            found[key] = places[0]
    if missing := [COLUMNS[key][0] for key in REQUIRED if key not in found]:
        raise NoTable(
            _(
                "På rad %(line)d saknas kolumnen %(names)s. Rubrikerna ska vara månad, område, brott och antal."
            )
            % {"line": line, "names": ", ".join(f"”{name}”" for name in missing)}
        )
    return found


class _Reader:
    """Takes rows one by one, keeping lines and faults."""

    def __init__(self, columns: Mapping[str, int], areas: Areas, today: date) -> None:
        self.columns, self.areas, self.today = columns, areas, today
        self.lines: list[Line] = []
        self.faults: list[Fault] = []
        self._seen: dict[tuple[int | None, date, str], int] = {}

    def take(self, line: int, row: list[str]) -> None:
        """One row; each of its cells that is wrong is a fault."""
        before = len(self.faults)
        month, area, offence, count = (
            self._cell(line, row, "month", lambda said: _month(said, today=self.today)),
            self._cell(line, row, "area", self.areas.key),
            self._cell(line, row, "offence", _offence),
            self._cell(line, row, "count", _count),
        )
        if len(self.faults) > before:
            return
        earlier = self._seen.setdefault((area, month, offence.casefold()), line)
        if earlier != line:
            self.faults.append(Fault(line, "", _("Samma månad, område och brott står på rad %d.") % earlier))
        self.lines.append(Line(area, month, offence, count))

    def _cell(self, line: int, row: list[str], key: str, read: Callable[[str], Any]) -> Any:
        """What the cell says; None where it is wrong, which is then among the faults."""
        place = self.columns.get(key)
        said = _plain(row[place]) if place is not None and place < len(row) else ""
        try:
            return read(said)
        except ValueError as error:
            self.faults.append(Fault(line, COLUMNS[key][0], str(error)))
            return None


def _plain(said: str) -> str:
    """With ordinary spaces, one at a time."""
    return " ".join(said.split())


def _short(said: str) -> str:
    return said if len(said) <= LONGEST_NAME else f"{said[:LONGEST_NAME]}…"


def _month(said: str, *, today: date) -> date:
    if not said:
        raise ValueError(_("månaden saknas."))
    word = said.casefold()
    if found := NUMBERED.fullmatch(said):
        year, month = int(found["year"]), int(found["month"])
    elif (found := NAMED.fullmatch(word)) and found["name"][:3] in MONTHS:
        year, month = int(found["year"]), MONTHS.index(found["name"][:3]) + 1
        year += 2000 if year < 100 else 0
    else:
        year, month = 0, 0
    if not (1 <= month <= len(MONTHS) and FIRST_YEAR <= year <= today.year + 1):
        raise ValueError(
            _("”%(month)s” går inte att läsa som månad. Skriv till exempel 2026-03.")
            % {"month": _short(said)}
        )
    if date(year, month, 1) > today:
        raise ValueError(_("%(month)s ligger i framtiden.") % {"month": _short(said)})
    return date(year, month, 1)


def _offence(said: str) -> str:
    if not said:
        raise ValueError(_("brottet saknas."))
    if len(said) > LONGEST_NAME:
        raise ValueError(_("namnet är längre än %d tecken.") % LONGEST_NAME)
    if not said.isprintable():
        raise ValueError(_("namnet innehåller tecken som inte går att skriva ut."))
    if find_numbers(said):
        raise ValueError(_("texten ser ut att innehålla personuppgifter."))
    return said


def _count(said: str) -> int:
    if not said:
        raise ValueError(_("antalet saknas. Skriv 0 om inget anmäldes."))
    if said in NONE:
        return 0
    whole, _comma, decimals = said.partition(",")
    if not WHOLE.fullmatch(whole) or not whole.isascii() or decimals.strip("0"):
        raise ValueError(_("”%(count)s” är inte ett helt antal.") % {"count": _short(said)})
    number = int(whole.replace(" ", "")) if len(whole) < 20 else HIGHEST_COUNT + 1
    if number > HIGHEST_COUNT:
        raise ValueError(_("%(count)s är fler än vad som går att lagra.") % {"count": _short(said)})
    return number
