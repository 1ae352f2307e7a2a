"""Meetings for tests, each by the real path to it; what they are about comes from `tests/promises/factories.py`."""

from datetime import datetime, timedelta
from typing import Any

from accounts.models import Municipality
from promises import meetings
from promises.models import AgendaItem, Body, ItemKind, Meeting, Resolution, ResolutionKind
from tests.promises.factories import NOW


def make_meeting(
    municipality: Municipality, body: Body = Body.EST, *, starts_at: datetime = NOW, **said: Any
) -> Meeting:
    """An hour of the EST group, now, in the town hall."""
    said.setdefault("place", "Rådhuset")
    said.setdefault("chair", "Säkerhetssamordnare")
    said.setdefault("secretary", "Nämndsekreterare")
    said.setdefault("by", None)
    said.setdefault("at", starts_at - timedelta(days=7))
    return meetings.plan(
        municipality=municipality,
        body=body,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        **said,
    )


def item_of(meeting: Meeting, kind: ItemKind = ItemKind.INFORMATION) -> AgendaItem:
    """The first item of that kind on the agenda; a new one about something else."""
    if kind == ItemKind.INFORMATION:
        return meetings.add(meeting, heading="Belysning vid stationen")
    return meeting.items.filter(kind=kind).order_by("number")[0]


def decide(item: AgendaItem, **said: Any) -> Resolution:
    """KBAB is asked to see to the lighting."""
    said.setdefault("kind", ResolutionKind.ASSIGN)
    said.setdefault("text", "åt KBAB att se över belysningen")
    said.setdefault("by", None)
    said.setdefault("at", item.meeting.starts_at)
    return meetings.decide(item, **said)


def make_confirmed(municipality: Municipality, body: Body = Body.EST, **said: Any) -> Meeting:
    """A meeting held, with one decision, and its minutes confirmed."""
    meeting = make_meeting(municipality, body, confirmer="Kommunpolis", **said)
    decide(item_of(meeting))
    meetings.hold(meeting, at=meeting.starts_at)
    return meetings.confirm(meeting, at=meeting.ends_at)
