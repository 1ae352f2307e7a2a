"""What lag (2023:196) asks of a municipality: where each thing is written, when it was decided, when it is due again.

The only writer of `DutyRecord`. How a thing stands on a day is `promises/duties.py`'s rule.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, User
from lagesbild.models import Edition
from promises.documents import Refused, check, told
from promises.duties import DutyFacts, DutyStatus, due_again, duty_status
from promises.models import Document, Duty, DutyRecord, Resolution

#: Lägesbild and åtgärdsplan are followed up at least every second year; the others are arranged once.
YEARS: dict[Duty, int | None] = {
    Duty.SITUATION: 2,
    Duty.ACTION_PLAN: 2,
    Duty.AGREEMENT: None,
    Duty.COUNCIL: None,
    Duty.COORDINATION: None,
}

TOO_LATE = _("Dagen har inte varit än. Anteckna beslutet när det är fattat.")
NOWHERE = _("Skriv var det står, eller välj en lägesbild, ett dokument eller ett beslut.")


@dataclass(frozen=True)
class DutyStanding:
    """How one of the law's demands stands, by the record that holds; None where nothing has been decided."""

    duty: Duty
    record: DutyRecord | None
    due_on: date | None
    status: DutyStatus


def in_order(records: QuerySet[DutyRecord]) -> QuerySet[DutyRecord]:
    """The records with what they point at, the latest first. One statement."""
    related = records.select_related("edition", "document", "resolution__meeting")
    return related.defer("edition__content", "edition__parameters").order_by("-at", "-pk")


def standings(records: Iterable[DutyRecord], *, today: date) -> list[DutyStanding]:
    """How each of the law's demands stands, from a municipality's records `in_order`; what was noted last holds."""
    latest: dict[str, DutyRecord] = {}
    for row in records:
        latest.setdefault(row.duty, row)
    return [_standing(duty, latest.get(duty), today) for duty in Duty]


def pressing(municipality: Municipality, *, today: date) -> list[DutyStanding]:
    """What is missing, overdue or soon due. One statement."""
    rows = standings(in_order(DutyRecord.objects.in_municipality(municipality)), today=today)
    return [row for row in rows if row.status != DutyStatus.MET]


def record(
    *,
    municipality: Municipality,
    duty: str,
    decided_on: date,
    where: str = "",
    edition: Edition | None = None,
    document: Document | None = None,
    resolution: Resolution | None = None,
    by: User | None,
    at: datetime,
) -> DutyRecord:
    """Note that a demand was met. What it points at names it where no words do. Raises Refused."""
    if decided_on > at.astimezone(municipality.zone).date():
        raise Refused(TOO_LATE, "decided_on")
    row = DutyRecord(municipality=municipality, duty=duty, decided_on=decided_on, by=by, at=at)
    row.edition, row.document, row.resolution = edition, document, resolution
    row.where = where.strip() or row.name
    if not row.where:
        raise Refused(NOWHERE, "where")
    with told():
        check(row)
        row.save()
    return row


def _standing(duty: Duty, row: DutyRecord | None, today: date) -> DutyStanding:
    decided_on = row.decided_on if row else None
    due_on = None
    if row:
        valid_to = row.document.last_on if row.document else None
        due_on = due_again(row.decided_on, years=YEARS[duty], valid_to=valid_to)
    return DutyStanding(duty, row, due_on, duty_status(DutyFacts(decided_on, due_on, today)))
