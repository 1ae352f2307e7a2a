"""The agenda: items made from what is due, and what the secretary writes, adds, moves and removes."""

from datetime import datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import translation

from promises.meetings import due
from promises.meetings.proposal import subject_of
from promises.meetings.refusals import EditedMeanwhile, Refused, held_open
from promises.models import AgendaItem, ItemKind, Meeting


class Words(TypedDict, total=False):
    """What may be written in an item; what is left out stays as it was."""

    heading: str
    basis: str
    proposal: str
    notes: str


@transaction.atomic
def agenda_of_what_is_due(meeting: Meeting, *, at: datetime) -> list[AgendaItem]:
    """Add what is due and not on the agenda, before the closing; the items added, in order. Raises Confirmed.

    Run again it adds only what has become due since. What stands there keeps its words and its order.
    """
    current = held_open(meeting.pk)
    items = list(current.items.order_by("number"))
    known = {subject_of(item) for item in items}
    # Kept with the minutes for ever, and so in Swedish whoever asks.
    with translation.override("sv"):
        proposals = due.proposals(current, today=at.astimezone(current.municipality.zone).date())
    new = [proposal.as_item(current) for proposal in proposals if proposal.subject not in known]
    _insert(items, new)
    return new


@transaction.atomic
def add(meeting: Meeting, *, heading: str, basis: str = "", proposal: str = "") -> AgendaItem:
    """Add an item about something else, before the closing. Raises Confirmed."""
    current = held_open(meeting.pk)
    item = AgendaItem(
        municipality_id=current.municipality_id,
        meeting=current,
        kind=ItemKind.INFORMATION,
        heading=heading,
        basis=basis,
        proposal=proposal,
    )
    _insert(list(current.items.order_by("number")), [item])
    return item


@transaction.atomic
def write(item: AgendaItem, *, edited: int, **words: Unpack[Words]) -> AgendaItem:
    """Save the words of an item. `edited` is what the item's own was when the form was opened.

    Raises Confirmed and EditedMeanwhile.
    """
    held_open(item.meeting_id)
    current = AgendaItem.objects.get(pk=item.pk)
    if current.edited != edited:
        raise EditedMeanwhile(current)
    for name, text in words.items():
        setattr(current, name, text)
    current.edited += 1
    current.save(update_fields=["edited", *words])
    return current


@transaction.atomic
def move(item: AgendaItem, *, steps: int) -> None:
    """Move an item so many places down, or up if negative, as far as there are places. Raises Confirmed."""
    held_open(item.meeting_id)
    items = list(AgendaItem.objects.filter(meeting=item.meeting_id).order_by("number"))
    here = items.index(item)
    there = min(max(here + steps, 0), len(items) - 1)
    items.insert(there, items.pop(here))
    _number(items)


@transaction.atomic
def remove(item: AgendaItem) -> None:
    """Take an item off the agenda. Raises Confirmed, and Refused (`decided`)."""
    held_open(item.meeting_id)
    if item.resolutions.exists():
        raise Refused("decided")
    rest = AgendaItem.objects.filter(meeting=item.meeting_id).exclude(pk=item.pk).order_by("number")
    items = list(rest)
    item.delete()
    _number(items)


def _insert(items: list[AgendaItem], new: list[AgendaItem]) -> None:
    closing = next((place for place, item in enumerate(items) if item.kind == ItemKind.CLOSING), len(items))
    _number([*items[:closing], *new, *items[closing:]])


def _number(items: list[AgendaItem]) -> None:
    """Give the items their paragraphs, and save those that have another now or are new."""
    changed = [(item, number) for number, item in enumerate(items, start=1) if item.number != number]
    for item, number in changed:
        item.number = number
    AgendaItem.objects.bulk_update([item for item, _number in changed if item.pk], ["number"])
    AgendaItem.objects.bulk_create(item for item, _number in changed if not item.pk)
