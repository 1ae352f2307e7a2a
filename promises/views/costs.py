"""Skadekostnader: what damage cost, per period, type and who says so."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import EDITION_READERS, Role
from promises import dialogues
from promises.documents import Edited, Refused
from promises.forms.dialogues import CostForm
from promises.models import CostItem

KEEPERS = frozenset({Role.COORDINATOR})
PER_PAGE = 20


@require_safe
@open_to(EDITION_READERS)
def index(request: SamladRequest) -> HttpResponse:
    """Costs by period, the latest first."""
    rows = CostItem.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    page = Paginator(dialogues.by_period(rows), PER_PAGE).get_page(request.GET.get("sida"))
    return render(
        request, "promises/costs/index.html", {"page": page, "is_keeper": request.acting.has(KEEPERS)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, read_by=EDITION_READERS)
def create(request: SamladRequest) -> HttpResponse:
    """Note a cost, and the next one at once if asked to."""
    municipality = request.acting.municipality
    form = CostForm(request.POST or None, municipality=municipality)
    if form.is_valid():
        try:
            dialogues.account(municipality=municipality, **form.values)
            return redirect("cost_create" if "next" in request.POST else "costs")
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    return render(request, "promises/costs/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=CostItem)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Put a cost right."""
    municipality = request.acting.municipality
    rows = CostItem.objects.visible_to(request.user).in_municipality(municipality)
    item = get_object_or_404(rows, pk=pk)
    form = CostForm(request.POST or None, instance=item, municipality=municipality)
    context: dict[str, Any] = {"form": form, "item": item}
    status = 422
    if form.is_valid():
        try:
            dialogues.correct(item, seen=form.cleaned_data["seen"], **form.values)
            return redirect("costs")
        except Edited as rival:
            context["rivals"] = form.faced_with(rival.row)
            status = 409
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    return render(request, "promises/costs/edit.html", context, status=status if form.is_bound else 200)
