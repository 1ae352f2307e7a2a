"""The reports as they stood at an earlier moment, for as long as somebody looks; then all is as it was.

A decision keeps what it changed, so whatever was decided since is taken back from the latest to the first, in a
transaction that is never committed. Reports that had not come in are moved out of every period. What has been erased or
purged does not come back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from django.contrib.gis.geos import Point
from django.db import transaction

from accounts.geography import area_at
from accounts.grid import cell_of
from accounts.models import Municipality
from incidents.models import Decision, Incident
from incidents.states import SETTLED, State

#: Of what a decision changes, what its code is the key of.
KEYS = frozenset({"category", "place", "duplicate_of"})
#: In no period that anybody asks about.
NEVER = datetime(2999, 1, 1, tzinfo=UTC)


@contextmanager
def as_of(municipality: Municipality, *, at: datetime) -> Iterator[None]:
    """Meanwhile, and for this connection alone, the municipality's reports are as they were decided until then.

    Rows that are taken back are locked as long: for an operator's command, not for a page.
    """
    with transaction.atomic():
        reports = Incident.objects.in_municipality(municipality)
        reports.filter(received_at__gt=at).update(
            state=State.SUBMITTED, started_at=NEVER, ended_at=NEVER, received_at=NEVER, decided_at=None
        )
        since = Decision.objects.filter(incident__in=reports.filter(received_at__lte=at), at__gt=at)
        rows = since.select_related("incident__municipality").defer("incident__municipality__boundary")
        for _key, decisions in groupby(rows.order_by("incident", "-version"), lambda row: row.incident_id):
            _take_back(list(decisions))
        try:
            yield
        finally:
            transaction.set_rollback(True)


def _take_back(decisions: list[Decision]) -> None:
    """Undo the decisions on one report, the latest first."""
    first = decisions[-1]
    incident = first.incident
    for decision in decisions:
        for name, (before, _after) in decision.changes.items():
            _put_back(incident, name, before)
    incident.state, incident.version = first.from_state, first.version - 1
    last = incident.decisions.filter(version=incident.version).values_list("at", flat=True).first()
    incident.decided_at = last if incident.state in SETTLED else None
    incident.save()


def _put_back(incident: Incident, name: str, code: Any) -> None:
    """The field as its code says: a key, a moment, a position, or the value itself."""
    if name == "point":
        longitude, latitude = code
        incident.point = Point(longitude, latitude, srid=4326)
        incident.cell_x, incident.cell_y = cell_of(longitude, latitude, incident.municipality.metric_srid)
        incident.area = area_at(incident.municipality, incident.point)
    elif name in ("started_at", "ended_at"):
        setattr(incident, name, datetime.fromisoformat(code))
    else:
        setattr(incident, f"{name}_id" if name in KEYS else name, code)
