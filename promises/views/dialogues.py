"""Dialoger: what people said when asked, and which focus areas rest on it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import FOLLOWERS, Role
from promises import dialogues
from promises.documents import Edited, Refused
from promises.forms.dialogues import DialogueForm
from promises.models import Dialogue

KEEPERS = frozenset({Role.COORDINATOR})
PER_PAGE = 30


@require_safe
@open_to(FOLLOWERS)
def index(request: SamladRequest) -> HttpResponse:
    """Dialogues, walks and surveys, the latest first."""
    rows = Dialogue.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    page = Paginator(rows.order_by("-on", "-pk"), PER_PAGE).get_page(request.GET.get("sida"))
    context = {"page": page, "is_keeper": request.acting.has(KEEPERS)}
    return render(request, "promises/dialogues/index.html", context)


@require_safe
@open_to(FOLLOWERS)
def dialogue(request: SamladRequest, pk: int) -> HttpResponse:
    """One of them."""
    row = _visible(request, pk)
    context = {
        "dialogue": row,
        "themes": row.themes.order_by("pk"),
        "focus_areas": row.focus_areas.select_related("document").order_by(
            "-document__first_on", "number", "pk"
        ),
        "is_keeper": request.acting.has(KEEPERS),
    }
    return render(request, "promises/dialogues/dialogue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, read_by=FOLLOWERS)
def create(request: SamladRequest) -> HttpResponse:
    """Note a new one."""
    municipality = request.acting.municipality
    form = DialogueForm(request.POST or None, municipality=municipality)
    if form.is_valid():
        try:
            return redirect(dialogues.note(municipality=municipality, **form.values))
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    return render(request, "promises/dialogues/edit.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Dialogue)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Write in one."""
    row = _visible(request, pk)
    form = DialogueForm(request.POST or None, instance=row, municipality=row.municipality)
    context: dict[str, Any] = {"form": form, "dialogue": row}
    status = 422
    if form.is_valid():
        try:
            dialogues.change(row, seen=form.cleaned_data["seen"], **form.values)
            messages.success(request, _("Dialogen är sparad."))
            return redirect(row)
        except Edited as rival:
            context["rivals"] = form.faced_with(rival.row)
            status = 409
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    return render(request, "promises/dialogues/edit.html", context, status=status if form.is_bound else 200)


def _visible(request: SamladRequest, pk: int) -> Dialogue:
    rows = Dialogue.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(rows.select_related("municipality", "area"), pk=pk)
