"""What waits for a reviewer: which reports, in which order, and when each should be decided. Changes nothing."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, F, OuterRef, Q, Window

from accounts.models import User
from incidents.models import Category, Incident, Photo
from incidents.models.incident import IncidentQuerySet
from incidents.states import OPEN_STATES, State

#: A report should be decided by the end of the third working day after it came in. Public holidays count as working
#: days: the deadline orders the work and is no promise, and too early does no harm.
WORKING_DAYS = 3
#: Longer than this is read from the top again.
LENGTH = 50
#: What a reviewer can do something about: undecided, or blocked until somebody masks the text.
WAITING = OPEN_STATES | {State.BLOCKED}
SATURDAY = 5


@dataclass(frozen=True)
class Line:
    """The head of the queue, oldest first, and how many there are in all, one by one and in imports."""

    incidents: list[Incident]
    waiting: int
    imported: int


def deadline(received_at: datetime, *, zone: ZoneInfo) -> date:
    """The day on which a report received then should have been decided at the latest."""
    day, left = received_at.astimezone(zone).date(), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < SATURDAY
    return day


def late_before(today: date, *, zone: ZoneInfo) -> datetime:
    """What came in before this moment is past its deadline on that day."""
    day = today
    while deadline(_midnight(day - timedelta(days=1), zone), zone=zone) >= today:
        day -= timedelta(days=1)
    return _midnight(day, zone)


def waiting(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """Those that a reviewer can do something about."""
    return incidents.filter(state__in=WAITING)


def unanswered(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """Those whose reporter has been asked something and has not answered."""
    return incidents.filter(state=State.COMPLETION_REQUESTED)


def with_names(incidents: IncidentQuerySet) -> IncidentQuerySet:
    """With what a report refers to read along, none of the geometry of places and areas, and whether it has photos."""
    named = incidents.select_related("category__parent", "place", "area", "organisation", "municipality")
    has_photos = Exists(Photo.objects.filter(incident=OuterRef("pk")))
    return named.defer("place__point", "area__geometry", "municipality__boundary").annotate(
        has_photos=has_photos
    )


def of_group(incidents: IncidentQuerySet, group: Category) -> IncidentQuerySet:
    """Those of the main category, whatever version of it."""
    return incidents.filter(Q(category__code=group.code) | Q(category__parent__code=group.code))


def line(incidents: IncidentQuerySet) -> Line:
    """The first `LENGTH` of them and the number of all, in one statement. Imported ones are only counted."""
    rows = list(
        with_names(incidents)
        .annotate(total=Window(Count("pk")), imported=Window(Count("batch")))
        .order_by(F("batch").asc(nulls_first=True), "received_at", "pk")[:LENGTH]
    )
    total, imported = (rows[0].total, rows[0].imported) if rows else (0, 0)
    return Line([row for row in rows if row.batch_id is None], total - imported, imported)


def next_after(incident: Incident, incidents: IncidentQuerySet, *, by: User) -> Incident | None:
    """The report that the person should look at next: the one behind in the line, else the first. Never their own."""
    others = incidents.filter(batch=None).exclude(reporter=by).exclude(pk=incident.pk)
    behind = Q(received_at__gt=incident.received_at) | Q(received_at=incident.received_at, pk__gt=incident.pk)
    ordered = others.order_by("received_at", "pk")
    return ordered.filter(behind).first() or ordered.first()


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
