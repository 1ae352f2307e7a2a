"""What a meeting decides, numbered within the meeting and never changed; and that its minutes are confirmed."""

import re
from datetime import datetime
from typing import NamedTuple, Unpack

from django.db import transaction
from django.utils import translation

from accounts.models import User
from promises import activities, documents
from promises.meetings.refusals import Refused, held_open
from promises.models import (
    Activity,
    AgendaItem,
    Document,
    FollowUp,
    Meeting,
    MeetingState,
    Resolution,
    ResolutionKind,
)
from promises.models.rows import next_number


class Adoption(NamedTuple):
    """What an item puts up for adoption: one of them, or nothing."""

    follow_up: FollowUp | None
    document: Document | None

    @classmethod
    def of(cls, item: AgendaItem) -> "Adoption":
        """What a decision on the item could adopt now."""
        follow_up, document = item.follow_up, item.document
        return cls(
            follow_up if follow_up and follow_up.adopted_in_id is None else None,
            document if document and document.is_proposal else None,
        )


@transaction.atomic
def hold(meeting: Meeting, *, at: datetime) -> Meeting:
    """Note that the meeting is held. Raises Confirmed, and Refused (`early`)."""
    current = held_open(meeting.pk)
    _refuse_early(current, at)
    current.state = MeetingState.HELD
    current.save(update_fields=["state"])
    return current


@transaction.atomic
def decide(
    item: AgendaItem,
    *,
    kind: ResolutionKind | str,
    text: str,
    by: User | None,
    at: datetime,
    adopts: bool = False,
    activity: activities.Changes | None = None,
) -> Resolution:
    """Record a decision "att … …" on an item, and what follows from it at once, or nothing of all that.

    With `adopts` the follow-up or the document the item is about is adopted. `activity` becomes an activity of the
    decision's. Raises Confirmed, Refused (`early`, `text`, `nothing_to_adopt`, `adopted`) and `activities.Refused`.
    """
    meeting = held_open(item.meeting_id)
    _refuse_early(meeting, at)
    said = without_lead(text, kind=ResolutionKind(kind))
    if not said:
        raise Refused("text")
    resolution = Resolution.objects.create(
        municipality=meeting.municipality,
        meeting=meeting,
        item=item,
        number=next_number(meeting.resolutions),
        kind=kind,
        text=said,
        by=by,
        at=at,
    )
    if adopts:
        _adopt(item, resolution, by=by, at=at)
    if activity is not None:
        into_activity(resolution, by=by, at=at, **activity)
    return resolution


def into_activity(
    resolution: Resolution, *, by: User | None, at: datetime, **said: Unpack[activities.Changes]
) -> Activity:
    """Make an activity of a decision, at the hot spot that the item is about; also after the minutes are confirmed.

    Raises `activities.Refused`.
    """
    said.setdefault("hot_spot", resolution.item.hot_spot)
    return activities.create(
        municipality=resolution.municipality, resolution=resolution, by=by, at=at, **said
    )


@transaction.atomic
def confirm(meeting: Meeting, *, at: datetime) -> Meeting:
    """Confirm the minutes; the database then locks them. Raises Confirmed, and Refused (`not_held`, `roles`)."""
    current = held_open(meeting.pk)
    if current.state != MeetingState.HELD:
        raise Refused("not_held")
    if not (current.chair and current.secretary and current.confirmer):
        raise Refused("roles")
    current.state, current.confirmed_at = MeetingState.CONFIRMED, at
    current.save(update_fields=["state", "confirmed_at"])
    return current


def without_lead(text: str, *, kind: ResolutionKind) -> str:
    """A decision's text as it stands after "att <kind>": people write those words, and a full stop, all the same."""
    lead = rf"(?:att\b\s*)?(?:{re.escape(kind_in_minutes(kind))}\b\s*)?"
    return re.sub(rf"^\s*{lead}", "", text.strip(), flags=re.IGNORECASE).rstrip(". \n")


def kind_in_minutes(kind: ResolutionKind) -> str:
    """The kind as minutes say it: "godkänna". Minutes are in Swedish whoever writes them."""
    with translation.override("sv"):
        return str(kind.label)


def _refuse_early(meeting: Meeting, at: datetime) -> None:
    if at.astimezone(meeting.municipality.zone).date() < meeting.starts_on:
        raise Refused("early")


def _adopt(item: AgendaItem, resolution: Resolution, *, by: User | None, at: datetime) -> None:
    if item.follow_up_id is not None:
        waiting = FollowUp.objects.filter(pk=item.follow_up_id, adopted_in=None)
        if not waiting.update(adopted_in=resolution):
            raise Refused("adopted")
    elif item.document is not None:
        try:
            documents.adopt(item.document, by=by, at=at)
        except documents.NotAProposal as error:
            raise Refused("adopted") from error
    else:
        raise Refused("nothing_to_adopt")
