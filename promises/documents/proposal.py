"""A document's life: proposed, saved, adopted or discarded. How the next version is begun: `versions.py`."""

from datetime import date, datetime
from typing import TypedDict, Unpack

from accounts.models import Municipality, User
from promises.documents.checksum import checksum
from promises.documents.reading import content_of
from promises.documents.refusals import Edited, NotAProposal, check, told
from promises.models import Document, DocumentKind, DocumentState


class Words(TypedDict, total=False):
    """What may be said of a document while it is a proposal."""

    kind: DocumentKind | str
    title: str
    record_number: str
    first_on: date
    last_on: date
    annex_to: Document | None
    annex_number: int | None
    background: str
    purpose: str
    method: str
    current_picture: str


def create(
    *,
    municipality: Municipality,
    by: User | None,
    at: datetime,
    version: int = 1,
    replaces: Document | None = None,
    **words: Unpack[Words],
) -> Document:
    """A new proposal; `kind`, `title`, `first_on` and `last_on` must be said. Raises Refused."""
    document = Document(
        municipality=municipality,
        version=version,
        replaces=replaces,
        created_by=by,
        created_at=at,
        **words,
    )
    with told():
        check(document)
        document.save()
    return document


def save(document: Document, *, edited: int, **words: Unpack[Words]) -> Document:
    """Write in a proposal; `edited` is the count it was read at. Raises NotAProposal, Edited or Refused."""
    with told():
        locked = held(document.pk)
        if locked.edited != edited:
            raise Edited(locked)
        for name, value in words.items():
            setattr(locked, name, value)
        check(locked)
        locked.edited += 1
        locked.save()
    return locked


def adopt(document: Document, *, by: User | None, at: datetime) -> Document:
    """Lock a proposal for good; the version it replaces becomes superseded. Raises NotAProposal."""
    with told():
        locked = held(document.pk)
        locked.state = DocumentState.ADOPTED
        locked.adopted_by, locked.adopted_at = by, at
        locked.checksum = checksum(content_of(locked, today=at.date()))
        locked.save(update_fields=["state", "adopted_by", "adopted_at", "checksum"])
        if locked.replaces_id:
            earlier = Document.objects.filter(pk=locked.replaces_id, state=DocumentState.ADOPTED)
            earlier.update(state=DocumentState.SUPERSEDED)
    return locked


def discard(document: Document) -> None:
    """Throw a proposal away with all its parts. Raises NotAProposal, or Refused where something rests on it."""
    with told():
        proposal = held(document.pk)
        # These protect their focus areas, even from going in the same stroke.
        proposal.activities.all().delete()
        proposal.promises.all().delete()
        proposal.delete()


def held(pk: int) -> Document:
    """The proposal, while nobody else may write in it. Raises NotAProposal."""
    document = Document.objects.select_for_update(of=("self",)).get(pk=pk)
    if not document.is_proposal:
        raise NotAProposal
    return document
