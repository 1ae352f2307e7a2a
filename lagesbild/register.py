"""The dispatch register: every edition that was sent to somebody, as it was sent. Written by `delivery.py`."""

import csv
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Municipality
from incidents.export import BYTE_ORDER_MARK, disarmed
from lagesbild.models import Delivery, Level


def dispatches(municipality: Municipality) -> QuerySet[Delivery]:
    """The register's rows, the latest first, with all that stands in them."""
    rows = Delivery.objects.filter(municipality=municipality)
    rows = rows.select_related("edition__record", "rendition", "mail", "recipient")
    return rows.defer("edition__content", "edition__parameters", "edition__parts").order_by("-number")


def secrecy_of(row: Delivery) -> str:
    """The marking of what was sent: the general level has none."""
    return row.edition.secrecy if row.rendition.level == Level.FULL else ""


def standing_of(row: Delivery) -> str:
    """How far the dispatch has come, in a word."""
    return str(row.mail.get_state_display()) if row.mail else _("Väntar på PDF")


def as_csv(municipality: Municipality) -> str:
    """The register as a table for a spreadsheet, the first dispatch first."""
    file = StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(_heads())
    writer.writerows(map(disarmed, _lines(municipality)))
    return BYTE_ORDER_MARK + file.getvalue()


def _heads() -> list[str]:
    return [
        _("Nr"),
        _("Lägesbild"),
        _("Diarienummer"),
        _("Sekretessmarkering"),
        _("Nivå"),
        _("Mottagare"),
        _("Leveranssätt"),
        _("Registrerat"),
        _("Skickat"),
        _("Status"),
        _("Kontrollsumma (SHA-256)"),
    ]


def _lines(municipality: Municipality) -> Iterator[list[object]]:
    for row in dispatches(municipality).order_by("number"):
        sent_at = row.mail.finished_at if row.mail else None
        yield [
            row.number,
            row.edition.designation,
            row.edition.registered_as,
            secrecy_of(row),
            row.rendition.get_level_display(),
            row.addressee,
            row.get_mode_display(),
            _moment(row.created_at),
            _moment(sent_at) if sent_at else "",
            standing_of(row),
            row.rendition.sha256,
        ]


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"
