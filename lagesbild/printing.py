"""How a PDF gets made by one worker and no other: claimed, counted, kept or given back. The one writer of their state.

What is printed, and what happens with the file then, is `document.py`'s business, or that of an app above. A row says
that it is being worked on, and how often, before the work begins: a PDF that kills its worker does so three times.
"""

import hashlib
from datetime import datetime, timedelta
from typing import TypeVar

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet

from lagesbild.models import Printed, RenditionState

#: A PDF is tried at most so many times.
MAX_ATTEMPTS = 3
#: Longer than a worker's hard time limit: one still "rendering" then was left behind by a process that died.
STUCK = timedelta(minutes=3)

Row = TypeVar("Row", bound=Printed)


class Altered(Exception):
    """The file is not the one that was made. `found` is its checksum, empty if there is no file."""

    def __init__(self, found: str) -> None:
        super().__init__(found or "no file")
        self.found = found


def due(rows: QuerySet[Row], *, at: datetime) -> QuerySet[Row]:
    """Those to make now: queued, or left behind by a process that died."""
    stuck = Q(state=RenditionState.RENDERING, started_at__lt=at - STUCK)
    return rows.filter(Q(state=RenditionState.QUEUED) | stuck).order_by("pk")


@transaction.atomic
def claim(rows: QuerySet[Row], pk: int, *, at: datetime) -> Row | None:
    """The row, if it is due and nobody else has it. The attempt is counted and committed before the work begins."""
    row = due(rows, at=at).select_for_update(of=("self",), skip_locked=True).filter(pk=pk).first()
    if row is None:
        return None
    if row.attempts >= MAX_ATTEMPTS:
        row.state, row.finished_at = RenditionState.FAILED, at
        row.save(update_fields=["state", "finished_at"])
        return None
    row.attempts += 1
    row.state, row.started_at = RenditionState.RENDERING, at
    row.save(update_fields=["attempts", "state", "started_at"])
    return row


def keep(row: Printed, document: bytes, *, path: str, at: datetime) -> None:
    """Put the file away under `path` and the beginning of its checksum, and say in the row that it is there.

    The row names the file only when all of it lies there, so a full disk leaves no half PDF in sight.
    """
    row.sha256 = hashlib.sha256(document).hexdigest()
    row.file = default_storage.save(f"{path}-{row.sha256[:12]}.pdf", ContentFile(document))
    row.state, row.finished_at, row.error = RenditionState.READY, at, ""
    row.save(update_fields=["sha256", "file", "state", "finished_at", "error"])


def give_back(row: Printed, error: Exception, *, at: datetime) -> None:
    """Leave a failed attempt to the next sweep, or give up after the last; the row says what went wrong."""
    out_of_attempts = row.attempts >= MAX_ATTEMPTS
    row.state = RenditionState.FAILED if out_of_attempts else RenditionState.QUEUED
    row.finished_at = at if out_of_attempts else None
    row.error = f"{type(error).__name__}: {error}"[:300]
    row.save(update_fields=["state", "finished_at", "error"])


def read(row: Printed) -> bytes:
    """The PDF, if it is the one that was made. Raises Altered."""
    try:
        with row.file.open("rb") as file:
            document: bytes = file.read()
    except FileNotFoundError as error:
        raise Altered("") from error
    if (found := hashlib.sha256(document).hexdigest()) != row.sha256:
        raise Altered(found)
    return document


def put_back(row: Printed, document: bytes) -> None:
    """Keep the PDF where the row says it is; it must be the one that was made."""
    if hashlib.sha256(document).hexdigest() != row.sha256:
        raise ValueError("not the PDF that was made")
    name = row.file.name or ""
    default_storage.delete(name)
    default_storage.save(name, ContentFile(document))


@transaction.atomic
def retry(rows: QuerySet[Row]) -> None:
    """Try failed ones again by hand, with a fresh count of attempts."""
    rows.filter(state=RenditionState.FAILED).update(state=RenditionState.QUEUED, attempts=0, error="")
