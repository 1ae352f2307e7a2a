"""How many months each kind is kept, what is due now, and what will be when the next month begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from accounts.models import Municipality
from incidents.models import RetentionKind, RetentionRule

#: Mail repeats what Samlad holds, so it is kept only as long as somebody may ask what was sent. The database has the
#: same figures, `purge_before` in its migration; a test holds them together.
DEFAULT_MONTHS = {kind: 3 if kind == RetentionKind.MAIL else 36 for kind in RetentionKind}

DUE = """
SELECT kind, (purge_before(%(town)s, kind, %(now)s) AT TIME ZONE %(zone)s)::date,
       (SELECT count(*) FROM due_rows(%(town)s, kind, %(now)s)),
       (SELECT count(*) FROM due_rows(%(town)s, kind, %(next)s))
  FROM unnest(%(kinds)s::text[]) WITH ORDINALITY AS kinds (kind, place)
 ORDER BY place
"""


@dataclass(frozen=True)
class Due:
    """What is due of one kind: older than the day `before`, None where the municipality has not decided to purge.

    `later` is how many more will be due on `next_on`, when the next month begins.
    """

    kind: RetentionKind
    months: int
    before: date | None
    rows: int
    next_on: date
    later: int


def due(municipality: Municipality, *, at: datetime) -> list[Due]:
    """The kinds in the order they are purged. Two statements; nothing is changed."""
    months = months_of(municipality)
    zone = municipality.zone
    today = at.astimezone(zone).date()
    next_on = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    parameters: dict[str, Any] = {
        "town": municipality.pk,
        "zone": municipality.time_zone,
        "now": at,
        "next": datetime(next_on.year, next_on.month, 1, tzinfo=zone),
        "kinds": [kind.value for kind in RetentionKind],
    }
    with connection.cursor() as cursor:
        cursor.execute(DUE, parameters)
        found = cursor.fetchall()
    return [
        Due(RetentionKind(kind), months[RetentionKind(kind)], before, rows, next_on, later - rows)
        for kind, before, rows, later in found
    ]


def months_of(municipality: Municipality) -> dict[RetentionKind, int]:
    """How long each kind is kept. One statement."""
    rows = RetentionRule.objects.filter(municipality=municipality).values_list("kind", "months")
    return DEFAULT_MONTHS | {RetentionKind(kind): months for kind, months in rows}


def set_months(municipality: Municipality, months: Mapping[RetentionKind, int]) -> None:
    """Keep each of the kinds so long from now on; the event log says who changed what."""
    before = months_of(municipality)
    for kind, number in months.items():
        if before[kind] != number:
            RetentionRule.objects.update_or_create(
                municipality=municipality, kind=kind, defaults={"months": number}
            )
