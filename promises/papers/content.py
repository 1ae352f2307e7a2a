"""What a pack and the minutes say: JSON types alone, in the active language, nothing to be looked up later."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypedDict

from django.db.models import Q
from django.utils.formats import date_format

from lagesbild import wording
from promises.meetings.words import days, progress_of
from promises.models import (
    Activity,
    Attendance,
    DocumentState,
    Meeting,
    Presence,
    Promise,
    Resolution,
)
from promises.standing import ActivityStanding, activity_standings, promise_standings

#: An insats outside the plans is told of until so long after it was to be done.
RECENTLY = timedelta(days=90)


class Heading(TypedDict):
    """What stands at the head of both papers. `iso` is the meeting's day."""

    municipality: str
    body: str
    iso: str
    when: str
    place: str
    chair: str
    secretary: str
    confirmer: str


class Item(TypedDict):
    """A paragraph; texts as lines. `resolutions` are whole sentences, "att …"."""

    number: int
    heading: str
    basis: list[str]
    proposal: str
    notes: list[str]
    resolutions: list[str]


class Row(TypedDict):
    """A promise or an activity, and how it stands: `status` is the word, `code` what to colour it by."""

    number: int | None
    text: str
    who: str
    until: str
    status: str
    code: str
    progress: str


class Table(TypedDict):
    """The promises of a document, or the activities of a plan or of none."""

    title: str
    valid: str
    lines: list[Row]


class Pack(TypedDict):
    """Kallelse och handlingar. `as_of` is the day that things are said to stand so."""

    heading: Heading
    as_of: str
    called: list[str]
    agenda: list[Item]
    promises: list[Table]
    activities: list[Table]


class Minutes(TypedDict):
    """Protokoll. `confirmed` is the day, empty until then."""

    heading: Heading
    confirmed: str
    present: list[str]
    guests: list[str]
    absent: list[str]
    agenda: list[Item]


def pack_content(meeting: Meeting, *, today: date) -> Pack:
    """What is sent out before the meeting: agenda, proposals, and how promises and plans stand."""
    return {
        "heading": _heading(meeting),
        "as_of": wording.day(today),
        "called": [str(row) for row in _attendances(meeting) if row.presence != Presence.ABSENT],
        "agenda": _items(meeting),
        "promises": _promises(meeting, today),
        "activities": _activities(meeting, today),
    }


def minutes_content(meeting: Meeting, *, today: date) -> Minutes:
    """What was said and decided, and who was there."""
    rows = _attendances(meeting)
    zone = meeting.municipality.zone
    return {
        "heading": _heading(meeting),
        "confirmed": wording.day(meeting.confirmed_at.astimezone(zone).date())
        if meeting.confirmed_at
        else "",
        "present": _those(rows, Presence.MEMBER),
        "guests": _those(rows, Presence.GUEST),
        "absent": _those(rows, Presence.ABSENT),
        "agenda": _items(meeting),
    }


def _heading(meeting: Meeting) -> Heading:
    zone = meeting.municipality.zone
    start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    until = f"{end:%H.%M}" if start.date() == end.date() else date_format(end, "l j F Y H.i")
    return {
        "municipality": meeting.municipality.name,
        "body": str(meeting.get_body_display()),
        "iso": meeting.starts_on.isoformat(),
        "when": f"{date_format(start, 'l j F Y')} kl. {start:%H.%M}–{until}",
        "place": meeting.place,
        "chair": meeting.chair,
        "secretary": meeting.secretary,
        "confirmer": meeting.confirmer,
    }


def _items(meeting: Meeting) -> list[Item]:
    rows: dict[int, list[str]] = {}
    for resolution in Resolution.objects.filter(meeting=meeting).order_by("number"):
        rows.setdefault(resolution.item_id, []).append(str(resolution))
    return [
        {
            "number": item.number,
            "heading": item.heading,
            "basis": item.basis.splitlines(),
            "proposal": item.proposal,
            "notes": item.notes.splitlines(),
            "resolutions": rows.get(item.pk, []),
        }
        for item in meeting.items.order_by("number")
    ]


def _attendances(meeting: Meeting) -> list[Attendance]:
    return list(
        meeting.attendances.select_related("organisation").order_by("organisation__name", "role", "pk")
    )


def _those(rows: Iterable[Attendance], presence: Presence) -> list[str]:
    return [str(row) for row in rows if row.presence == presence]


def _promises(meeting: Meeting, today: date) -> list[Table]:
    """The promises in force on the day, document by document."""
    rows = Promise.objects.in_municipality(meeting.municipality).filter(
        document__state=DocumentState.ADOPTED, document__first_on__lte=today, document__last_on__gte=today
    )
    ordered = rows.select_related("document").order_by("document__first_on", "document", "number")
    tables: dict[int, Table] = {}
    for standing in promise_standings(ordered, today=today):
        promise = standing.promise
        document = promise.document
        table = tables.setdefault(
            document.pk,
            {"title": document.title, "valid": days(document.first_on, document.last_on), "lines": []},
        )
        table["lines"].append(
            {
                "number": promise.number,
                "text": str(promise),
                "who": str(promise.get_promisor_display()),
                "until": wording.day(promise.last_on),
                "status": str(standing.status.label),
                "code": standing.status.value,
                "progress": progress_of(standing),
            }
        )
    return list(tables.values())


def _activities(meeting: Meeting, today: date) -> list[Table]:
    """The activities of the plans in force, and the insatser that go on or were to be done lately."""
    rows = Activity.objects.in_municipality(meeting.municipality).filter(
        Q(document__state=DocumentState.ADOPTED, document__first_on__lte=today, document__last_on__gte=today)
        | Q(document=None, due_on__gte=today - RECENTLY)
    )
    around = rows.select_related("document").prefetch_related("responsibilities__organisation").distinct()
    tables: dict[int | None, Table] = {}
    for standing in activity_standings(
        around.order_by("document__first_on", "document", "number", "due_on", "pk"), today=today
    ):
        document = standing.activity.document
        table = tables.setdefault(
            document.pk if document else None,
            {
                "title": document.title if document else "",
                "valid": days(document.first_on, document.last_on) if document else "",
                "lines": [],
            },
        )
        table["lines"].append(_activity_row(standing))
    return list(tables.values())


def _activity_row(standing: ActivityStanding) -> Row:
    activity = standing.activity
    return {
        "number": activity.number,
        "text": activity.text,
        "who": wording.listed([str(row) for row in activity.responsibilities.all()]),
        "until": wording.day(activity.due_on),
        "status": str(standing.status.label),
        "code": standing.status.value,
        "progress": progress_of(standing),
    }
