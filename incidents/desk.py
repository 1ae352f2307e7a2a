"""What a reviewer has before them: the lines of the queue, and one report with all that is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from accounts.models import User
from incidents.duplicates import Likeness
from incidents.history import Step, history
from incidents.models import Incident, Photo, Text, TextKind
from incidents.queue import deadline
from incidents.states import Move
from incidents.workflow import moves_for

Likenesses = Mapping[int, Sequence[Likeness]]


@dataclass(frozen=True)
class Row:
    """One line of the queue; `likely` is the number of likely duplicates."""

    incident: Incident
    deadline: date
    is_late: bool
    is_own: bool
    likely: int


@dataclass(frozen=True)
class Beside:
    """A likely duplicate, to be held against the report."""

    incident: Incident
    likeness: Likeness
    description: str


@dataclass(frozen=True)
class Exhibit:
    """One report: what was said of it, what it resembles, what has been done with it, and what may be done now."""

    incident: Incident
    deadline: date
    is_late: bool
    is_own: bool
    description: str
    beside: list[Beside]
    steps: list[Step]
    photos: list[Photo]
    moves: list[Move]


def rows(
    incidents: Sequence[Incident], likenesses: Likenesses, *, by: User, zone: ZoneInfo, today: date
) -> list[Row]:
    """The reports as lines of the queue."""
    lines = []
    for incident in incidents:
        last = deadline(incident.received_at, zone=zone)
        likely = len(likenesses.get(incident.pk, ()))
        lines.append(Row(incident, last, last < today, incident.reporter_id == by.pk, likely))
    return lines


def exhibit(
    incident: Incident,
    likenesses: Likenesses,
    others: Mapping[int, Incident],
    *,
    by: User,
    zone: ZoneInfo,
    today: date,
) -> Exhibit:
    """The report, as `queue.with_names` reads it, with all that is known of it: two statements, three if it has photos.

    `others` holds, by key, those it resembles.
    """
    like = {likeness.incident_id: likeness for likeness in likenesses.get(incident.pk, ())}
    texts = list(Text.objects.filter(incident__in=[incident.pk, *like]).order_by("version", "pk"))
    descriptions = {text.incident_id: text.body for text in texts if text.kind == TextKind.DESCRIPTION}
    last = deadline(incident.received_at, zone=zone)
    return Exhibit(
        incident=incident,
        deadline=last,
        is_late=last < today,
        is_own=incident.reporter_id == by.pk,
        description=descriptions.get(incident.pk, ""),
        beside=[
            Beside(others[key], likeness, descriptions.get(key, ""))
            for key, likeness in like.items()
            if key in others
        ],
        steps=history(
            incident, [text for text in texts if text.incident_id == incident.pk], zone=zone, today=today
        ),
        photos=list(incident.photos.order_by("pk")) if incident.has_photos else [],  # type: ignore[attr-defined]
        moves=moves_for(incident, by),
    )
