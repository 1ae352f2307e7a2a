"""Överenskommelser: the shelf, a document as it reads, and its life as a proposal until it is adopted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import EDITION_READERS, FOLLOWERS, Role
from promises import documents
from promises.documents import Edited, NotAProposal, Refused
from promises.forms.documents import DocumentForm, PartiesForm
from promises.forms.shelf import ShelfFilter
from promises.models import Document
from promises.pages import document_page, locked_page

KEEPERS = frozenset({Role.COORDINATOR})


@require_safe
@open_to(FOLLOWERS)
def index(request: SamladRequest) -> HttpResponse:
    """The documents of the municipality, newest first, annexes under what they belong to."""
    rows = Document.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    today = timezone.localdate()
    asked = ShelfFilter(request.GET, today=today)
    context = {
        "asked": asked,
        "lines": documents.shelf(asked.among(rows)),
        "today": today,
        "is_keeper": request.acting.has(KEEPERS),
        "reads_accounts": request.acting.has(EDITION_READERS),
    }
    return render(request, "promises/documents/index.html", context)


@require_safe
@open_to(FOLLOWERS)
def document(request: SamladRequest, pk: int) -> HttpResponse:
    """One version of a document with all its parts."""
    row = _visible(request, pk)
    context = document_page(row, today=timezone.localdate())
    context["is_keeper"] = request.acting.has(KEEPERS)
    return render(request, "promises/documents/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, read_by=FOLLOWERS)
def create(request: SamladRequest) -> HttpResponse:
    """Begin a proposal."""
    municipality = request.acting.municipality
    form = DocumentForm(
        request.POST or None, municipality=municipality, initial={"annex_to": request.GET.get("bilaga-till")}
    )
    if form.is_valid():
        try:
            return redirect(
                documents.create(municipality=municipality, by=request.user, at=timezone.now(), **form.values)
            )
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    return render(request, "promises/documents/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Document)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Write in a proposal."""
    row = _visible(request, pk)
    form = DocumentForm(request.POST or None, instance=row, municipality=row.municipality)
    context: dict[str, Any] = {"form": form, "document": row}
    status = 422
    if form.is_valid():
        try:
            documents.save(row, edited=form.cleaned_data["edited"] or 0, **form.values)
            messages.success(request, _("Förslaget är sparat."))
            return redirect(row)
        except NotAProposal:
            return locked_page(request, row, form)
        except Edited as rival:
            context["rivals"] = form.faced_with(rival.row)
            status = 409
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    elif not row.is_proposal:
        return locked_page(request, row, form)
    return render(request, "promises/documents/edit.html", context, status=status if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Document)
def parties(request: SamladRequest, pk: int) -> HttpResponse:
    """Say whom the agreement is between."""
    row = _visible(request, pk)
    form = PartiesForm(request.POST if request.method == "POST" else None, document=row)
    if form.is_valid():
        try:
            documents.set_parties(row, form.cleaned_data["organisations"])
            return redirect(f"{row.get_absolute_url()}#parter")
        except NotAProposal:
            return locked_page(request, row)
    if not row.is_proposal:
        return locked_page(request, row)
    context = {"form": form, "document": row}
    return render(request, "promises/documents/parties.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Document)
def adopt(request: SamladRequest, pk: int) -> HttpResponse:
    """Say what adopting means, and adopt."""
    row = _visible(request, pk)
    if not row.is_proposal:
        return locked_page(request, row)
    if request.method == "POST":
        try:
            documents.adopt(row, by=request.user, at=timezone.now())
        except NotAProposal:
            return locked_page(request, row)
        messages.success(request, _("%(title)s är antagen och låst.") % {"title": row})
        return redirect(row)
    return render(request, "promises/documents/adopt.html", {"document": row})


@require_POST
@open_to(KEEPERS, of=Document)
def revise(request: SamladRequest, pk: int) -> HttpResponse:
    """Begin the next version of an adopted document, or go on with the one begun."""
    row = _visible(request, pk)
    if row.is_proposal:
        return redirect(row)
    return redirect(documents.revise(row, by=request.user, at=timezone.now()))


@require_POST
@open_to(KEEPERS, of=Document)
def discard(request: SamladRequest, pk: int) -> HttpResponse:
    """Throw a proposal away."""
    row = _visible(request, pk)
    try:
        documents.discard(row)
    except NotAProposal:
        return locked_page(request, row)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect(row)
    messages.success(request, _("Förslaget %(title)s är borttaget.") % {"title": row})
    return redirect("documents")


def _visible(request: SamladRequest, pk: int) -> Document:
    rows = Document.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(rows.select_related("municipality", "annex_to", "adopted_by"), pk=pk)
