"""Writing a portion of events: the incidents, their decision to submit and their words, in one transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.contrib.gis.geos import Point
from django.db import transaction

from accounts.grid import cell_of
from incidents.imports.mapping import Mapping
from incidents.imports.rows import Event
from incidents.models import Decision, ImportBatch, Incident, Text, TextKind
from incidents.states import Move, State


class Keyed(NamedTuple):
    """An event and the name by which its row is known again."""

    key: str
    event: Event


@transaction.atomic
def store(portion: Sequence[Keyed], batch: ImportBatch, mapping: Mapping, *, at: datetime) -> int:
    """Store those that are not known. Returns how many were stored; two imports at once store each row once."""
    keys = [row.key for row in portion]
    incidents = Incident.objects.filter(municipality=batch.municipality_id)
    known = set(incidents.filter(import_key__in=keys).values_list("import_key", flat=True))
    Incident.objects.bulk_create(
        (_incident(row, batch, mapping, at) for row in portion if row.key not in known), ignore_conflicts=True
    )
    ours = dict(incidents.filter(batch=batch, import_key__in=keys).values_list("import_key", "pk"))
    stored = [(ours[row.key], row.event) for row in portion if row.key in ours]
    Decision.objects.bulk_create(
        Decision(
            municipality_id=batch.municipality_id,
            incident_id=pk,
            move=Move.SUBMIT,
            to_state=State.SUBMITTED,
            version=1,
            by=None,
            at=at,
        )
        for pk, _event in stored
    )
    Text.objects.bulk_create(
        Text(
            municipality_id=batch.municipality_id,
            incident_id=pk,
            version=1,
            kind=TextKind.DESCRIPTION,
            body=event.description,
        )
        for pk, event in stored
        if event.description
    )
    batch.accepted += len(stored)
    batch.already_known += len(portion) - len(stored)
    batch.save(update_fields=["accepted", "already_known", "rejected"])
    return len(stored)


def _incident(row: Keyed, batch: ImportBatch, mapping: Mapping, at: datetime) -> Incident:
    event = row.event
    cell_x, cell_y = cell_of(event.longitude, event.latitude, batch.municipality.metric_srid)
    return Incident(
        municipality_id=batch.municipality_id,
        organisation_id=batch.organisation_id,
        batch=batch,
        import_key=row.key,
        category=event.category,
        started_at=event.interval.start,
        ended_at=event.interval.end,
        time_precision=event.time_precision,
        point=Point(event.longitude, event.latitude, srid=4326),
        cell_x=cell_x,
        cell_y=cell_y,
        location_precision=mapping.location_precision,
        area_id=event.area_id,
        place_type=mapping.place_type,
        observation=mapping.observation,
        received_at=at,
    )
