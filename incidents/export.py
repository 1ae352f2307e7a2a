"""Incidents as a table for a spreadsheet: codes and labels, never free text, never who reported.

Semicolons and a byte order mark, as Swedish spreadsheets expect; a cell that would be read as a formula is disarmed.
"""

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.forms import BaseForm
from django.utils.translation import gettext as _

from accounts.eventlog import asked, log_deed
from accounts.models import Action, Municipality, User
from incidents.models import Incident
from incidents.models.incident import IncidentQuerySet

BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
#: With these a cell becomes a formula in one program or another, also in full width.
FORMULA = frozenset("=+-@\N{MINUS SIGN}")
BREAKS = frozenset("\t\r\n")
#: Signs that are not to be seen, which programs pass over before they look: controls, invisible signs, blanks.
UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
#: Rows fetched from the database at a time.
CHUNK = 2000


class Echo:
    """A file that hands back what is written to it, for csv to write one row at a time."""

    def write(self, row: str) -> str:
        return row


def table(incidents: IncidentQuerySet, *, name_units: bool) -> Iterator[str]:
    """The lines of the table, the first one the heading."""
    columns = _columns(name_units=name_units)
    writer = csv.writer(Echo(), delimiter=";")
    yield BYTE_ORDER_MARK
    yield writer.writerow([heading for heading, _value in columns])
    rows = incidents.select_related(
        "category__parent", "area", "place", "organisation", "municipality"
    ).defer("area__geometry", "place__point", "municipality__boundary")
    for incident in rows.iterator(chunk_size=CHUNK):
        yield writer.writerow(disarmed(value(incident) for _heading, value in columns))


def log_export(form: BaseForm, *, municipality: Municipality, by: User) -> None:
    """Tell the event log that reports, or counts of them, are taken out, and by which question."""
    log_deed(Action.EXPORT, Incident, by=by, municipality=municipality, details=asked(form))


def disarmed(cells: Iterable[Any]) -> list[str]:
    """The cells as text; what a spreadsheet may take for a formula gets an apostrophe before it. Numbers stay so."""
    return [_disarmed(cell) for cell in cells]


def _disarmed(cell: Any) -> str:
    text = "" if cell is None else str(cell)
    if isinstance(cell, int | float | Decimal):
        return text
    seen = next((sign for sign in text if unicodedata.category(sign) not in UNSEEN), "")
    # A tab or a line break at the head may begin a cell of its own.
    is_formula = unicodedata.normalize("NFKC", seen)[:1] in FORMULA or text[:1] in BREAKS
    return f"'{text}" if is_formula else text


def _columns(*, name_units: bool) -> list[tuple[str, Callable[[Incident], Any]]]:
    return [
        (_("Nr"), lambda row: row.pk),
        (_("Från"), lambda row: _local(row, row.started_at)),
        (_("Till"), lambda row: _local(row, row.ended_at)),
        (_("Tidens noggrannhet"), lambda row: row.get_time_precision_display()),
        (_("Kategorikod"), lambda row: row.category.code),
        (_("Huvudkategori"), lambda row: row.category.parent.label if row.category.parent else ""),
        (_("Kategori"), lambda row: row.category.label),
        (_("Område"), lambda row: row.area),
        (_("Plats"), lambda row: row.place),
        (_("Platstyp"), lambda row: row.get_place_type_display()),
        (_("Latitud"), lambda row: round(row.point.y, 5)),
        (_("Longitud"), lambda row: round(row.point.x, 5)),
        (_("Upplevd otrygghet"), lambda row: row.severity),
        (_("Polisanmäld"), lambda row: row.get_police_reported_display()),
        (_("Skadetyp"), lambda row: row.get_damage_type_display()),
        (_("Skadekostnad i kronor"), lambda row: row.damage_cost),
        (_("Status"), lambda row: row.get_state_display()),
        (_("Enhet"), lambda row: row.organisation if name_units else row.organisation.get_kind_display()),
    ]


def _local(row: Incident, moment: Any) -> str:
    return f"{moment.astimezone(row.municipality.zone):%Y-%m-%d %H:%M}"
