"""The parts of a proposal: written one at a time, changed, taken out."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from promises import documents
from promises.documents import Edited, NotAProposal, Part, Refused
from promises.forms.parts import FORMS, ClausesForm, PartForm
from promises.forms.plan_activity import PlanActivityForm
from promises.models import Document
from promises.pages import locked_page

KEEPERS = frozenset({Role.COORDINATOR})
#: A new part's form, where it is another than that of one that is there.
NEW: dict[Part, type[PartForm]] = {**FORMS, Part.CLAUSE: ClausesForm, Part.ACTIVITY: PlanActivityForm}
CHANGED: dict[Part, type[PartForm]] = {**FORMS, Part.ACTIVITY: PlanActivityForm}


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Document)
def create(request: SamladRequest, pk: int, part: Part) -> HttpResponse:
    """Add a part, and another one at once if asked to."""
    document = _visible(request, pk, part)
    form = NEW[part](request.POST or None, document=document)
    if form.is_valid():
        try:
            for values in form.several if isinstance(form, ClausesForm) else [form.values]:
                documents.add(document, part, by=request.user, at=timezone.now(), **values)
            if "next" in request.POST:
                messages.success(request, _("Sparat. Här kommer nästa."))
                return redirect("part_create", pk=pk, part=part)
            return redirect(f"{document.get_absolute_url()}#{part}")
        except NotAProposal:
            return locked_page(request, document, form)
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    elif not document.is_proposal:
        return locked_page(request, document, form)
    context = {"form": form, "document": document, "part": part}
    return render(request, "promises/documents/part.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Document)
def edit(request: SamladRequest, pk: int, part: Part, row: int) -> HttpResponse:
    """Write in a part."""
    document = _visible(request, pk, part)
    instance = _part(document, part, row)
    form = CHANGED[part](request.POST or None, document=document, instance=instance)
    context: dict[str, Any] = {"form": form, "document": document, "part": part, "row": instance}
    status = 422
    if form.is_valid():
        try:
            documents.change(instance, seen=form.cleaned_data["seen"] or "0", **form.values)
            return redirect(f"{document.get_absolute_url()}#{part}")
        except NotAProposal:
            return locked_page(request, document, form)
        except Edited as rival:
            context["rivals"] = form.faced_with(rival.row)
            status = 409
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    elif not document.is_proposal:
        return locked_page(request, document, form)
    return render(request, "promises/documents/part.html", context, status=status if form.is_bound else 200)


@require_POST
@open_to(KEEPERS, of=Document)
def remove(request: SamladRequest, pk: int, part: Part, row: int) -> HttpResponse:
    """Take a part out."""
    document = _visible(request, pk, part)
    instance = _part(document, part, row)
    try:
        documents.remove(instance)
    except NotAProposal:
        return locked_page(request, document)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("part", pk=pk, part=part, row=row)
    messages.success(request, _("Borttaget ur förslaget: %(part)s.") % {"part": part.label.lower()})
    return redirect(f"{document.get_absolute_url()}#{part}")


def _visible(request: SamladRequest, pk: int, part: Part) -> Document:
    rows = Document.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    document: Document = get_object_or_404(rows.select_related("municipality"), pk=pk)
    if not documents.belongs(part, document):
        raise Http404
    return document


def _part(document: Document, part: Part, row: int) -> Any:
    kind: type[Model] = documents.MODELS[part]
    return get_object_or_404(kind._default_manager.filter(document=document), pk=row)
