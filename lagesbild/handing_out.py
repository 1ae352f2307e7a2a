"""Handing out a PDF that was made once and is kept: verified against its checksum, and logged.

One whose bytes are no longer those that were made is not handed out. An app above hands out its own papers here too.
"""

import logging
from io import BytesIO

from django.http import FileResponse, HttpResponseBase
from django.shortcuts import render

from accounts.access import SamladRequest
from accounts.eventlog import log_deed
from accounts.models import Action, User
from lagesbild import printing
from lagesbild.models import Printed

CONFLICT = 409

logger = logging.getLogger(__name__)


def handed_out(request: SamladRequest, row: Printed, *, name: str) -> HttpResponseBase:
    """The file under that name; or, if it is not what was made, a page that says so."""
    document = verified(row, by=request.user)
    if document is None:
        return render(request, "lagesbild/altered.html", {"printed": row}, status=CONFLICT)
    log_deed(Action.DOWNLOAD, row, by=request.user, details={"sha256": row.sha256})
    response = as_pdf(document, name=name)
    response["Cache-Control"] = "private, no-cache"
    return response


def as_pdf(document: bytes, *, name: str, as_attachment: bool = False) -> FileResponse:
    """The answer that is that file."""
    response = FileResponse(
        BytesIO(document), as_attachment=as_attachment, filename=name, content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def verified(row: Printed, *, by: User | None) -> bytes | None:
    """The file; None if it is not the one that was made, which the event log and the server's log are told."""
    try:
        return printing.read(row)
    except printing.Altered as altered:
        logger.error("%s %s is not the file that was made: %s", row._meta.db_table, row.pk, altered)
        log_deed(Action.REFUSED, row, by=by, details={"sha256": row.sha256, "found": altered.found})
        return None
