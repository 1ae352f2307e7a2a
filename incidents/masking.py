"""Masking: the words of a blocked report are replaced by others, and as they were they are erased for good.

So are the pixels of a photo that are blacked out. The event log keeps that a text was deleted and another written, and
that a photo was changed, never what they held; backups forget as they age.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction

from accounts.models import User
from incidents.models import Incident, LeftoverFile, Photo, Text
from incidents.photos import Rectangle, blacken
from incidents.states import Move, State
from incidents.workflow import Choice, decide


class NoPurgeDecision(Exception):
    """The municipality has not decided that what it received may be erased, and so nothing is."""


class Held(Exception):
    """A hold covers the report, and so nothing of it is erased until it is lifted."""


@transaction.atomic
def mask(incident_id: int, wordings: Mapping[int, str], *, version: int, by: User, at: datetime) -> Incident:
    """Lift the block of a report whose texts, by key, shall read as in `wordings`; an empty wording only erases.

    Texts that are not named, or read so already, stay. Raises NoPurgeDecision, Held, and what `decide` raises; nothing
    has been erased then.
    """
    _demand_leave(Incident.objects.select_related("municipality").get(pk=incident_id))
    incident = Incident.objects.select_for_update().get(pk=incident_id)
    if incident.state == State.BLOCKED:  # if not, `decide` says why
        for text in incident.texts.filter(pk__in=wordings):
            _replace(text, wordings[text.pk].strip())
    return decide(incident_id, Choice(Move.UNBLOCK, version), by=by, at=at)


def _replace(text: Text, wording: str) -> None:
    if wording.splitlines() == text.body.splitlines():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT erase_texts(ARRAY[%s])", [text.pk])
    if wording:
        Text.objects.create(
            municipality_id=text.municipality_id,
            incident_id=text.incident_id,
            version=text.version,
            kind=text.kind,
            body=wording,
        )


@transaction.atomic
def black_out(photo_id: int, rectangles: Sequence[Rectangle], *, at: datetime) -> Photo:
    """Make the rectangles of the photo black in the only file there is. Raises NoPurgeDecision and Held.

    The former file waits in `LeftoverFile`, so that it is erased even if the process dies; see `erase_leftovers`.
    """
    _demand_leave(Incident.objects.select_related("municipality").get(photos=photo_id))
    photo = Photo.objects.select_for_update().get(pk=photo_id)
    former = str(photo.file.name)
    with photo.file.open() as file:
        blackened = blacken(file.read(), rectangles)
    photo.sha256, photo.width, photo.height = blackened.sha256, blackened.width, blackened.height
    photo.blacked_out_at = at
    photo.file.save("photo.jpg", ContentFile(blackened.jpeg), save=False)
    photo.save()
    LeftoverFile.objects.create(municipality_id=photo.municipality_id, name=former)
    return photo


def erase_leftovers() -> int:
    """Erase the files that nothing speaks of any more from the storage; how many. Repeating it does no harm."""
    erased = 0
    for leftover in LeftoverFile.objects.order_by("pk"):
        default_storage.delete(leftover.name)
        leftover.delete()
        erased += 1
    return erased


def is_held(incident: Incident) -> bool:
    """Whether a hold covers the report, its days or everything."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT is_held(%s)", [incident.pk])
        (answer,) = cursor.fetchone()
    return bool(answer)


def _demand_leave(incident: Incident) -> None:
    """Before any row is locked: wait for a hold that is being placed, which waits for this in its turn, and ask."""
    if not incident.municipality.may_purge:
        raise NoPurgeDecision
    with connection.cursor() as cursor:
        cursor.execute("SELECT lock_purging(%s)", [incident.municipality_id])
    if is_held(incident):
        raise Held
