"""What may stand in the file, checked before anything is written: a table per sort of row, its keys and their sorts.

Keys are those of the models. What a key means beyond that: `docs/examples/agreement.toml`.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from promises.importing.lines import Path, lines_of
from promises.spans import YEARS


class Faulty(Exception):
    """The file cannot be used; the message says why, and on which line."""


@dataclass(frozen=True)
class Sort:
    """What a value must be, and how that is said."""

    kinds: type | tuple[type, ...]
    name: Text


TEXT = Sort(str, gettext_lazy("text"))
NUMBER = Sort(int, gettext_lazy("ett heltal"))
DAY = Sort(date, gettext_lazy("ett datum, som 2026-12-31"))
TEXTS = Sort(list, gettext_lazy("en lista med texter"))


@dataclass(frozen=True)
class Table:
    """A sort of table: its keys, those that must be there, and the tables inside it."""

    keys: dict[str, Sort]
    needed: frozenset[str]
    inside: dict[str, "Table"] = field(default_factory=dict)


def _table(needed: dict[str, Sort], other: dict[str, Sort] | None = None, **inside: Table) -> Table:
    return Table(needed | (other or {}), frozenset(needed), inside)


TARGET = {"target_kind": TEXT, "target_number": NUMBER, "target_unit": TEXT}
WHERE = {"place": TEXT, "area": TEXT}
CAUSE = {"perspective": TEXT, "text": TEXT}
BEHIND = _table({"text": TEXT}, {"evidence": TEXT, "key": TEXT})
DOCUMENT = _table(
    {"kind": TEXT, "title": TEXT, "first_on": DAY, "last_on": DAY},
    {
        "version": NUMBER,
        "annex_to": TEXT,
        "annex_number": NUMBER,
        "record_number": TEXT,
        "adopted_on": DAY,
        "parties": TEXTS,
        "clauses": TEXTS,
        "background": TEXT,
        "purpose": TEXT,
        "method": TEXT,
        "current_picture": TEXT,
    },
    group=_table({"role": TEXT, "name": TEXT}),
    signature=_table({"title": TEXT, "organisation": TEXT}, {"signed_on": DAY, "place": TEXT}),
    focus_area=_table(
        {"title": TEXT},
        {"key": TEXT, "problem": TEXT, "goal": TEXT, "area": TEXT, "dialogues": TEXTS},
        cause=_table(CAUSE, {"evidence": TEXT, "key": TEXT}, behind=BEHIND),
    ),
    promise=_table(
        {"text": TEXT, "promisor": TEXT},
        {
            "key": TEXT,
            "heading": TEXT,
            "method": TEXT,
            "focus_area": TEXT,
            "group": TEXT,
            "first_on": DAY,
            "last_on": DAY,
            **TARGET,
            **WHERE,
        },
    ),
    activity=_table(
        {"text": TEXT},
        {
            "responsible": TEXTS,
            "lead": TEXTS,
            "contributing": TEXTS,
            "method": TEXT,
            "kind": TEXT,
            "focus_area": TEXT,
            "causes": TEXTS,
            "promises": TEXTS,
            "start_on": DAY,
            "due_on": DAY,
            **TARGET,
            **WHERE,
        },
    ),
)
FILE = _table(
    {},
    organisation=_table({"name": TEXT, "kind": TEXT}),
    dialogue=_table(
        {"kind": TEXT, "title": TEXT, "on": DAY},
        {
            "key": TEXT,
            "venue": TEXT,
            "area": TEXT,
            "invitation": TEXT,
            "participants": NUMBER,
            "summary": TEXT,
        },
        theme=_table({"title": TEXT}, {"number": NUMBER}),
    ),
    cost=_table(
        {"type": TEXT, "kronor": NUMBER, "first_on": DAY, "last_on": DAY, "source": TEXT}, {"excludes": TEXT}
    ),
    document=DOCUMENT,
)


@dataclass(frozen=True)
class Row:
    """One table of the file: what it says, the tables inside it, and where it stands."""

    path: Path
    values: dict[str, Any]
    inside: dict[str, list["Row"]]
    lines: dict[Path, int]

    def line(self, key: str = "") -> int:
        """The line of one of its keys, or its own."""
        places = ((*self.path, key), (*self.path, key, 0), self.path)
        return next((self.lines[place] for place in places if place in self.lines), 1)

    def fault(self, message: object, key: str = "") -> Faulty:
        """That something is wrong here."""
        return Faulty(_("Rad %(line)d: %(message)s") % {"line": self.line(key), "message": message})


def read(text: str) -> Row:
    """The file, checked: every key is known, of its sort, and there where it must be. Raises Faulty."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Faulty(_("Filen är inte TOML: %(error)s") % {"error": error}) from error
    return _row(content, FILE, (), lines_of(text))


def _row(content: dict[str, Any], table: Table, path: Path, lines: dict[Path, int]) -> Row:
    values = {key: value for key, value in content.items() if key not in table.inside}
    row = Row(path, values, {}, lines)
    for key, value in values.items():
        _check(row, table, key, value)
    for key in sorted(table.needed - values.keys()):
        raise row.fault(_("”%(key)s” saknas.") % {"key": key})
    for name in table.inside:
        row.inside[name] = list(_rows(row, name, content.get(name, []), table.inside[name]))
    return row


def _rows(above: Row, name: str, content: Any, table: Table) -> Iterator[Row]:
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise above.fault(_("skriv [[%(name)s]] med två klamrar.") % {"name": name}, name)
    for number, one in enumerate(content):
        yield _row(one, table, (*above.path, name, number), above.lines)


def _check(row: Row, table: Table, key: str, value: Any) -> None:
    if key not in table.keys:
        known = ", ".join(sorted([*table.keys, *table.inside]))
        words = {"key": key, "known": known}
        raise row.fault(_("okänd nyckel ”%(key)s”. Det som får stå här är: %(known)s.") % words, key)
    sort = table.keys[key]
    is_right = isinstance(value, sort.kinds) and not isinstance(value, bool | datetime)
    if sort is TEXTS:
        is_right = is_right and all(isinstance(one, str) for one in value)
    if not is_right:
        raise row.fault(_("”%(key)s” ska vara %(sort)s.") % {"key": key, "sort": sort.name}, key)
    if sort is DAY and value.year not in YEARS:
        raise row.fault(_("”%(key)s” ska ha ett år mellan 1900 och 2200.") % {"key": key}, key)
