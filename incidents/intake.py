"""Receiving reports: the one way a person's report comes in, stored once however often it is sent.

What a form has checked arrives here as `Report` values; everything is written in one transaction: the submission, each
incident, its words, the decision to submit. Nothing here waits for Redis.
"""

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.db import connection, transaction

from accounts.geography import area_at
from accounts.grid import cell_of
from accounts.models import Municipality, Organisation, Place, User
from incidents.models import (
    AgeGroup,
    Answer,
    Category,
    Incident,
    LocationPrecision,
    NothingToReport,
    Observation,
    PeopleCount,
    Photo,
    Submission,
    Text,
    TextKind,
)
from incidents.photos import SafePhoto


class KeyReused(Exception):
    """The same key came with another content: a fault in the sender, and nothing was stored."""


@dataclass(frozen=True)
class Report:
    """One checked event of a submission; times are aware, `longitude` and `latitude` WGS84, `damage_cost` kronor.

    `area_id` is the district, if whoever checked the position has found it; otherwise it is found when stored.
    """

    category: Category
    started_at: datetime
    ended_at: datetime
    time_precision: str
    longitude: float
    latitude: float
    place_type: str
    description: str = ""
    place: Place | None = None
    area_id: int | None = None
    location_precision: str = LocationPrecision.EXACT
    observation: str = Observation.OWN
    severity: int | None = None
    people: str = PeopleCount.UNKNOWN
    age_group: str = AgeGroup.UNKNOWN
    police_reported: str = Answer.UNKNOWN
    damage_type: str = ""
    damage_cost: int | None = None
    cost_basis: str = ""
    cost_paid_by: str = ""
    photos: Sequence[SafePhoto] = field(default=(), repr=False)


@dataclass(frozen=True)
class Receipt:
    """What was stored. `repeated` when the same submission had come before."""

    submission: Submission
    incidents: list[Incident]
    repeated: bool


# A second sender of the same key waits here until the first has stored everything, or has failed and left nothing.
KEEP_ONCE = """
INSERT INTO incidents_submission (municipality_id, organisation_id, reporter_id, key, fingerprint, received_at)
VALUES (%s, %s, %s, %s, %s, %s)
ON CONFLICT (municipality_id, key) DO NOTHING
RETURNING id
"""


# One statement for incidents, decisions and words: composing three took longer than storing them. The columns are those
# of the model, by way of the row's own type.
STORE = """
WITH told AS (
    SELECT ordinal, nextval(pg_get_serial_sequence('incidents_incident', 'id')) AS id, event, words
    FROM jsonb_to_recordset(%s) AS told (ordinal integer, event jsonb, words text)
), incident AS (
    INSERT INTO incidents_incident
    SELECT stored.* FROM told, LATERAL jsonb_populate_record(
        NULL::incidents_incident, told.event || jsonb_build_object('id', told.id)
    ) AS stored
    RETURNING *
), decision AS (
    INSERT INTO incidents_decision
        (municipality_id, incident_id, move, from_state, to_state, reason, changes, version, by_id, at)
    SELECT municipality_id, id, 'submit', '', state, '', '{}', version, reporter_id, received_at FROM incident
), words AS (
    INSERT INTO incidents_text (municipality_id, incident_id, version, kind, body)
    SELECT incident.municipality_id, incident.id, incident.version, 'description', told.words
    FROM incident JOIN told USING (id) WHERE told.words <> ''
)
SELECT id FROM told ORDER BY ordinal
"""


def receive(
    reports: Sequence[Report],
    *,
    key: UUID,
    municipality: Municipality,
    organisation: Organisation,
    by: User,
    at: datetime,
) -> Receipt:
    """Store the reports of one submission.

    A submission that has come before is answered with what was stored then. Raises KeyReused if the key has come with
    other reports.
    """
    submission = Submission(
        municipality=municipality,
        organisation=organisation,
        reporter=by,
        key=key,
        fingerprint=fingerprint(reports),
        received_at=at,
    )
    # No savepoint: it would cost two statements, and whoever calls this gives up all or nothing.
    with transaction.atomic(savepoint=False):
        if _keep_once(submission):
            return Receipt(submission, store([(report, submission) for report in reports]), repeated=False)
    earlier = find_submission(key, by=by, municipality=municipality)
    if earlier is None or earlier.fingerprint != submission.fingerprint:
        raise KeyReused
    return Receipt(earlier, list(earlier.incidents.order_by("pk")), repeated=True)


def find_submission(key: UUID, *, by: User, municipality: Municipality) -> Submission | None:
    """What the person has sent in under that key."""
    return Submission.objects.filter(municipality=municipality, key=key, reporter=by).first()


def _keep_once(submission: Submission) -> bool:
    """Insert the submission unless its key has come before; whether it was inserted."""
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP_ONCE,
            [
                submission.municipality_id,
                submission.organisation_id,
                submission.reporter_id,
                submission.key,
                submission.fingerprint,
                submission.received_at,
            ],
        )
        row = cursor.fetchone()
    submission.pk = row and row[0]
    return row is not None


def fingerprint(reports: Sequence[Report]) -> str:
    """SHA-256 over what the sender said, to tell a resent submission from another under the same key."""
    digest = hashlib.sha256()
    for report in reports:
        said = {part.name: getattr(report, part.name) for part in fields(report)} | {
            "category": report.category.pk,
            "area_id": None,  # found out, not said
            "place": report.place and report.place.pk,
            "photos": [photo.sha256 for photo in report.photos],
        }
        digest.update(repr(sorted(said.items())).encode())
    return digest.hexdigest()


def store(told: Sequence[tuple[Report, Submission]]) -> list[Incident]:
    """Write incidents of submissions that are kept, and what belongs to them; one statement, however many."""
    incidents = [_incident(report, submission) for report, submission in told]
    events = [
        {"ordinal": ordinal, "event": _columns(incident), "words": report.description}
        for ordinal, (incident, (report, _submission)) in enumerate(zip(incidents, told, strict=True))
    ]
    with connection.cursor() as cursor:
        cursor.execute(STORE, [json.dumps(events)])
        keys = cursor.fetchall()
    for incident, (key,) in zip(incidents, keys, strict=True):
        incident.pk = key
        incident._state.adding, incident._state.db = False, connection.alias
    _keep_photos(
        [
            (incident, photo)
            for incident, (report, _submission) in zip(incidents, told, strict=True)
            for photo in report.photos
        ]
    )
    return incidents


def _columns(incident: Incident) -> dict[str, object]:
    """The incident's row as JSON, all but its key."""
    columns = {field.attname: getattr(incident, field.attname) for field in Incident._meta.concrete_fields}
    del columns["id"]
    return columns | {
        "started_at": incident.started_at.isoformat(),
        "ended_at": incident.ended_at.isoformat(),
        "received_at": incident.received_at.isoformat(),
        "point": incident.point.hexewkb.decode(),
    }


def _incident(report: Report, submission: Submission) -> Incident:
    municipality = submission.municipality
    point = Point(report.longitude, report.latitude, srid=4326)
    cell_x, cell_y = cell_of(report.longitude, report.latitude, municipality.metric_srid)
    area_id = report.area_id
    if area_id is None and (area := area_at(municipality, point)):
        area_id = area.pk
    return Incident(
        municipality=municipality,
        organisation=submission.organisation,
        reporter=submission.reporter,
        submission=submission,
        category=report.category,
        started_at=report.started_at,
        ended_at=report.ended_at,
        time_precision=report.time_precision,
        point=point,
        cell_x=cell_x,
        cell_y=cell_y,
        location_precision=report.location_precision,
        place=report.place,
        area_id=area_id,
        place_type=report.place_type,
        observation=report.observation,
        severity=report.severity,
        people=report.people,
        age_group=report.age_group,
        police_reported=report.police_reported,
        damage_type=report.damage_type,
        damage_cost=report.damage_cost,
        cost_basis=report.cost_basis,
        cost_paid_by=report.cost_paid_by,
        received_at=submission.received_at,
    )


def _keep_photos(photos: Sequence[tuple[Incident, SafePhoto]]) -> None:
    """All of them or none: a file is not taken back with its row, and no sweep should have to find it."""
    rows: list[Photo] = []
    try:
        for incident, photo in photos:
            row = Photo(
                municipality_id=incident.municipality_id,
                incident=incident,
                sha256=photo.sha256,
                width=photo.width,
                height=photo.height,
            )
            rows.append(row)
            row.file.save("photo.jpg", ContentFile(photo.jpeg), save=False)
            row.save()
    except BaseException:
        for row in rows:
            with suppress(Exception):  # what is left is found by `strays`
                row.file.delete(save=False)
        raise


def write_text(incident: Incident, kind: TextKind, body: str) -> Text:
    """Keep what a person wrote about the report as it now stands, in the erasable table."""
    text = _text(incident, kind, body)
    text.save()
    return text


def _text(incident: Incident, kind: TextKind, body: str) -> Text:
    return Text(
        municipality_id=incident.municipality_id,
        incident=incident,
        version=incident.version,
        kind=kind,
        body=body,
    )


def nothing_to_report(*, organisation: Organisation, by: User, at: datetime, today: date) -> NothingToReport:
    """Receipt that the unit's week passed without anything to report; given twice, it is still one."""
    receipt, _created = NothingToReport.objects.get_or_create(
        organisation=organisation,
        week_on=today - timedelta(days=today.weekday()),
        defaults={"municipality_id": organisation.municipality_id, "by": by, "at": at},
    )
    return receipt
