"""Receiving reports: the one way a person's report comes in, stored once however often it is sent.

What a form has checked arrives here as `Report` values; everything is written in one transaction: the submission, each
incident, its words, the decision to submit. Nothing here waits for Redis.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.db import transaction

from accounts.geography import area_at
from accounts.grid import cell_of
from accounts.models import Municipality, Organisation, Place, User
from incidents.models import (
    AgeGroup,
    Answer,
    Category,
    Decision,
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
from incidents.states import Move, State


class KeyReused(Exception):
    """The same key came with another content: a fault in the sender, and nothing was stored."""


@dataclass(frozen=True)
class Report:
    """One checked event of a submission; times are aware, `longitude` and `latitude` WGS84, `damage_cost` kronor."""

    category: Category
    started_at: datetime
    ended_at: datetime
    time_precision: str
    longitude: float
    latitude: float
    place_type: str
    description: str = ""
    place: Place | None = None
    location_precision: str = LocationPrecision.EXACT
    secondary: Sequence[Category] = ()
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


@transaction.atomic
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
    submission, created = Submission.objects.get_or_create(
        municipality=municipality,
        key=key,
        defaults={
            "organisation": organisation,
            "reporter": by,
            "fingerprint": fingerprint(reports),
            "received_at": at,
        },
    )
    if not created:
        if submission.fingerprint != fingerprint(reports) or submission.reporter_id != by.pk:
            raise KeyReused
        return Receipt(submission, list(submission.incidents.order_by("pk")), repeated=True)
    return Receipt(submission, [_store(report, submission) for report in reports], repeated=False)


def fingerprint(reports: Sequence[Report]) -> str:
    """SHA-256 over what the sender said, to tell a resent submission from another under the same key."""
    digest = hashlib.sha256()
    for report in reports:
        said = asdict(report) | {
            "category": report.category.pk,
            "place": report.place and report.place.pk,
            "secondary": [category.pk for category in report.secondary],
            "photos": [photo.sha256 for photo in report.photos],
        }
        digest.update(repr(sorted(said.items())).encode())
    return digest.hexdigest()


def _store(report: Report, submission: Submission) -> Incident:
    municipality = submission.municipality
    point = Point(report.longitude, report.latitude, srid=4326)
    cell_x, cell_y = cell_of(report.longitude, report.latitude, municipality.metric_srid)
    incident = Incident.objects.create(
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
        area=area_at(municipality, point),
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
    Decision.objects.create(
        municipality=municipality,
        incident=incident,
        move=Move.SUBMIT,
        to_state=State.SUBMITTED,
        version=incident.version,
        by=submission.reporter,
        at=submission.received_at,
    )
    if report.description:
        write_text(incident, TextKind.DESCRIPTION, report.description)
    if report.secondary:
        incident.secondary.set(report.secondary)
    for photo in report.photos:
        _keep_photo(incident, photo)
    return incident


def _keep_photo(incident: Incident, photo: SafePhoto) -> None:
    row = Photo(
        municipality_id=incident.municipality_id,
        incident=incident,
        sha256=photo.sha256,
        width=photo.width,
        height=photo.height,
    )
    row.file.save("photo.jpg", ContentFile(photo.jpeg), save=False)
    row.save()


def write_text(incident: Incident, kind: TextKind, body: str) -> Text:
    """Keep what a person wrote about the report as it now stands, in the erasable table."""
    return Text.objects.create(
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
