"""Orsaksanalys: a focus area with its sources and causes, as a list and as a fishbone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import FOLLOWERS, Role
from promises import documents, fishbone
from promises.documents import Edited, NotAProposal, Refused
from promises.forms.parts import CauseForm
from promises.models import Cause, FocusArea, Perspective
from promises.pages import locked_page

KEEPERS = frozenset({Role.COORDINATOR})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(FOLLOWERS)
def focus_area(request: SamladRequest, pk: int) -> HttpResponse:
    """A focus area; whoever keeps the document adds causes to it while it is a proposal."""
    area = _visible(request, pk)
    may_write = request.acting.has(KEEPERS)
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    form = CauseForm(request.POST if request.method == "POST" else None, focus_area=area)
    if form.is_valid():
        try:
            documents.add_cause(area, **form.values)
            return redirect(f"{area.get_absolute_url()}#ny-orsak")
        except NotAProposal:
            return locked_page(request, area.document, form)
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    elif form.is_bound and not area.document.is_proposal:
        return locked_page(request, area.document, form)
    context = _page(area) | {
        "form": form,
        "is_keeper": may_write and area.document.is_proposal,
        "editions": area.editions.visible_to(request.user).order_by("-start_on", "-pk"),
    }
    return render(request, "promises/documents/focus_area.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Cause)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Write in a cause."""
    cause = _cause(request, pk)
    area = cause.focus_area
    assert area is not None
    form = CauseForm(request.POST or None, instance=cause, focus_area=area)
    context: dict[str, Any] = {"form": form, "cause": cause, "area": area}
    status = 422
    if form.is_valid():
        try:
            documents.change_cause(cause, seen=form.cleaned_data["seen"], **form.values)
            return redirect(area.get_absolute_url())
        except NotAProposal:
            return locked_page(request, area.document, form)
        except Edited as rival:
            context["rivals"] = form.faced_with(rival.row)
            status = 409
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    elif not area.document.is_proposal:
        return locked_page(request, area.document, form)
    return render(request, "promises/documents/cause.html", context, status=status if form.is_bound else 200)


@require_POST
@open_to(KEEPERS, of=Cause)
def remove(request: SamladRequest, pk: int) -> HttpResponse:
    """Strike a cause and those behind it."""
    cause = _cause(request, pk)
    area = cause.focus_area
    assert area is not None
    try:
        documents.remove_cause(cause)
    except NotAProposal:
        return locked_page(request, area.document)
    messages.success(request, _("Orsaken är borttagen."))
    return redirect(area.get_absolute_url())


def _visible(request: SamladRequest, pk: int) -> FocusArea:
    rows = FocusArea.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(rows.select_related("document__municipality", "area"), pk=pk)


def _cause(request: SamladRequest, pk: int) -> Cause:
    rows = Cause.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    rows = rows.filter(focus_area__isnull=False)
    return get_object_or_404(rows.select_related("focus_area__document__municipality"), pk=pk)


def _page(area: FocusArea) -> dict[str, Any]:
    """The causes side by side, each with those behind it, and the drawing."""
    causes = list(area.causes.order_by("pk"))
    behind = {cause.pk: [one for one in causes if one.parent_id == cause.pk] for cause in causes}
    sides = [
        (side, [(one, behind[one.pk]) for one in causes if not one.parent_id and one.perspective == side])
        for side in Perspective
    ]
    ribs = [
        fishbone.Rib(str(side.label), [fishbone.Bone(one.text, list(map(str, under))) for one, under in rows])
        for side, rows in sides
    ]
    return {
        "area": area,
        "document": area.document,
        "sides": sides,
        "drawing": fishbone.draw(area.title, ribs) if causes else "",
        "activities": area.activities.order_by("number", "pk"),
        "hot_spots": area.hot_spots.order_by("name", "pk"),
        "dialogues": area.dialogues.order_by("-on", "-pk"),
        "promises": area.promises.order_by("number", "pk"),
    }
