"""A cast and their doings for tests. Every state is reached by the real path, so no test sees an impossible one."""

import itertools
import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.gis.geos import MultiPolygon, Point, Polygon

from accounts.models import (
    Area,
    Membership,
    Municipality,
    Organisation,
    OrganisationKind,
    Place,
    PlaceType,
    PoliceDistrict,
    User,
)
from accounts.roles import Role
from incidents.intake import Report, receive
from incidents.models import Category, CategoryKind, Incident, TimePrecision
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from lagesbild.models import Level, Recipient, RecipientKind
from tests import signing_in  # noqa: F401 - whoever makes people may sign them in

#: Tuesday 3 March 2026 kl. 12 in Köping: inside the fortnight weeks 9–10.
NOW = datetime(2026, 3, 3, 11, 0, tzinfo=UTC)
CENTRE = (15.993, 59.513)
#: The Monday the test municipalities count fortnights from; weeks 9–10 of 2026 are a whole fortnight.
ANCHOR = date(2024, 1, 1)

_numbers = itertools.count(1)


def rectangle(west: float, south: float, east: float, north: float) -> MultiPolygon:
    """A rectangle in degrees."""
    return MultiPolygon(Polygon.from_bbox((west, south, east, north)), srid=4326)


def make_municipality(
    name: str = "Köping", *, district: PoliceDistrict | None = None, **fields: Any
) -> Municipality:
    """A municipality around Köping's centre, with an area and a main category with two sub-categories.

    It has decided that what it received may be erased, unless `purge_decided_on` is None.
    """
    fields.setdefault("purge_decided_on", ANCHOR)
    fields.setdefault("purge_decision", "KS 2024/12 § 8" if fields["purge_decided_on"] else "")
    municipality = Municipality.objects.create(
        code=fields.pop("code", f"T{next(_numbers):03}"),
        name=name,
        district=district,
        boundary=rectangle(15.7, 59.4, 16.3, 59.7),
        anchor_on=fields.pop("anchor_on", ANCHOR),
        **fields,
    )
    Area.objects.create(
        municipality=municipality,
        name="Centrum",
        geometry=rectangle(15.97, 59.50, 16.01, 59.53),
    )
    group = make_category(municipality, "SKA", "Skadegörelse")
    make_category(municipality, "SKA-10", "Klotter", parent=group)
    make_category(municipality, "SKA-20", "Glaskross", parent=group)
    return municipality


def make_category(municipality: Municipality, code: str, name: str, **fields: Any) -> Category:
    """A category in its first version."""
    fields.setdefault("kind", CategoryKind.CRIME)
    return Category.objects.create(municipality=municipality, code=code, name=name, **fields)


def category(municipality: Municipality, code: str = "SKA-20") -> Category:
    """The current version of a category."""
    return Category.objects.current().get(municipality=municipality, code=code)


def make_organisation(municipality: Municipality, name: str = "KBAB", **fields: Any) -> Organisation:
    """An organisation; called again with the same name, the same one."""
    fields.setdefault("kind", OrganisationKind.COMPANY)
    organisation, _created = Organisation.objects.get_or_create(
        municipality=municipality, name=name, defaults=fields
    )
    return organisation


def make_user(
    role: Role,
    municipality: Municipality,
    *,
    organisation: str = "KBAB",
    password: str | None = None,
) -> User:
    """A person with one role in one municipality, named after the role."""
    number = next(_numbers)
    user = User.objects.create_user(f"{role}{number}@example.com", password, name=f"{role.label} {number}")
    Membership.objects.create(
        user=user,
        municipality=municipality,
        role=role,
        organisation=make_organisation(municipality, organisation),
    )
    return user


def make_place(municipality: Municipality, name: str = "Järnvägsstationen", **fields: Any) -> Place:
    """A named place in the centre."""
    fields.setdefault("kind", PlaceType.STATION)
    fields.setdefault("point", Point(*CENTRE, srid=4326))
    return Place.objects.create(municipality=municipality, name=name, **fields)


def make_report(municipality: Municipality, **fields: Any) -> Report:
    """A checked report of broken glass in the centre, an hour before NOW."""
    report = Report(
        category=category(municipality),
        started_at=NOW - timedelta(hours=1),
        ended_at=NOW - timedelta(hours=1),
        time_precision=TimePrecision.EXACT,
        longitude=CENTRE[0],
        latitude=CENTRE[1],
        place_type=PlaceType.STREET,
        description="Krossad ruta mot gården.",
    )
    return replace(report, **fields)


def file_report(by: User, *, at: datetime = NOW, **fields: Any) -> Incident:
    """Send in one report as its reporter does."""
    membership = by.memberships.select_related("municipality", "organisation").earliest("pk")
    receipt = receive(
        [make_report(membership.municipality, **fields)],
        key=uuid.uuid4(),
        municipality=membership.municipality,
        organisation=membership.organisation,
        by=by,
        at=at,
    )
    return receipt.incidents[0]


def approve(incident: Incident, by: User, *, at: datetime = NOW) -> Incident:
    """Let a reviewer approve it."""
    return decide(incident.pk, Choice(Move.APPROVE, incident.version), by=by, at=at)


def reject(
    incident: Incident,
    by: User,
    *,
    reason: Reason = Reason.NOT_AN_INCIDENT,
    at: datetime = NOW,
) -> Incident:
    """Let a reviewer reject it."""
    return decide(incident.pk, Choice(Move.REJECT, incident.version, reason), by=by, at=at)


def make_approved(reporter: User, reviewer: User, *, at: datetime = NOW, **fields: Any) -> Incident:
    """A report sent in and approved."""
    return approve(file_report(reporter, at=at, **fields), reviewer, at=at)


def make_recipient(municipality: Municipality, email: str = "polis@example.com", **fields: Any) -> Recipient:
    """A recipient; police at the full level unless said otherwise."""
    fields.setdefault("kind", RecipientKind.POLICE)
    fields.setdefault("name", email.split("@")[0].capitalize())
    fields.setdefault("level", Level.FULL)
    return Recipient.objects.create(municipality=municipality, email=email, **fields)
