"""Masking: the words of a blocked report are replaced by others, and as they were they are erased for good.

The event log keeps that a text was deleted and another written, never what either said; backups forget as they age.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.models import User
from incidents.models import Incident, Text
from incidents.states import Move
from incidents.workflow import Choice, decide


@transaction.atomic
def mask(incident_id: int, wordings: Mapping[int, str], *, version: int, by: User, at: datetime) -> Incident:
    """Lift the block of a report whose texts, by key, shall read as in `wordings`; an empty wording only erases.

    Texts that are not named, or read so already, stay. Raises what `decide` raises; nothing has been erased then.
    """
    incident = decide(incident_id, Choice(Move.UNBLOCK, version), by=by, at=at)
    for text in incident.texts.filter(pk__in=wordings):
        _replace(text, wordings[text.pk].strip())
    return incident


def _replace(text: Text, wording: str) -> None:
    if wording.splitlines() == text.body.splitlines():
        return
    text.delete()
    if wording:
        Text.objects.create(
            municipality_id=text.municipality_id,
            incident_id=text.incident_id,
            version=text.version,
            kind=text.kind,
            body=wording,
        )
