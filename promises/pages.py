"""Pages that several of the documents' views answer with: a document as it reads, and one that is locked."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from promises import documents
from promises.forms.written import WrittenForm
from promises.models import Document


def document_page(document: Document, *, today: date) -> dict[str, Any]:
    """What the page shows of one version, and what that version changed."""
    content = documents.content_of(document, today=today)
    versions = documents.versions_of(document)
    earlier = next((version for version in versions if version.pk == document.replaces_id), None)
    changes = documents.changes(documents.content_of(earlier, today=today), content) if earlier else []
    return {
        "document": document,
        "content": content,
        "is_altered": bool(document.checksum) and documents.checksum(content) != document.checksum,
        "versions": versions,
        "newer": next((version for version in versions if version.replaces_id == document.pk), None),
        "earlier": earlier,
        "changes": changes,
        "annexes": documents.annexes_of(versions),
        "today": today,
    }


def locked_page(request: HttpRequest, document: Document, form: WrittenForm | None = None) -> HttpResponse:
    """409: the document has been adopted. What was typed is shown, so that it can be kept."""
    said = form.said if form is not None and form.is_bound else []
    return render(request, "promises/documents/locked.html", {"document": document, "said": said}, status=409)
