"""Inställningar: how long things are kept and what is due, and the holds that stop purging."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.roles import PURGE_KEEPERS, Role
from incidents.forms.retention import HoldForm, LiftForm, RetentionForm
from incidents.models import LegalHold
from incidents.retention import due, lift, place


@require_http_methods(["GET", "HEAD", "POST"])
@open_to({Role.ADMINISTRATOR})
def retention(request: SamladRequest) -> HttpResponse:
    """How many months each kind is kept, and what is due now and when the next month begins."""
    municipality = request.acting.municipality
    form = RetentionForm(request.POST or None, municipality=municipality)
    if form.is_confirmed:
        form.save()
        messages.success(request, _("Tiderna är sparade."))
        return redirect("retention")
    found = due(municipality, at=timezone.now())
    context = {
        "form": form,
        "due": found,
        "next_on": found[0].next_on,
        "municipality": municipality,
        "holds": _standing_holds(request).count(),
    }
    return render(request, "settings/retention.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(PURGE_KEEPERS)
def holds(request: SamladRequest) -> HttpResponse:
    """Every hold there is or was, those in force first; and a new one."""
    municipality = request.acting.municipality
    form = HoldForm(request.POST or None, municipality=municipality)
    if form.is_bound and form.is_valid():
        place(municipality=municipality, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Gallringsstoppet gäller från nu."))
        return redirect("holds")
    rows = LegalHold.objects.filter(municipality=municipality).select_related("by", "lift", "lift__by")
    ordered = rows.order_by(F("lift__at").desc(nulls_first=True), "-at", "-pk")
    page = Paginator(ordered, 50).get_page(request.GET.get("sida"))
    return render(request, "settings/holds.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(PURGE_KEEPERS)
def hold_lift(request: SamladRequest, pk: int) -> HttpResponse:
    """Lift one hold, with the reason."""
    hold = get_object_or_404(_standing_holds(request), pk=pk)
    form = LiftForm(request.POST or None)
    if form.is_bound and form.is_valid():
        lift(hold, motive=form.cleaned_data["motive"], by=request.user, at=timezone.now())
        messages.success(request, _("Gallringsstoppet är hävt."))
        return redirect("holds")
    return render(request, "settings/hold_lift.html", {"form": form, "hold": hold})


def _standing_holds(request: SamladRequest) -> QuerySet[LegalHold]:
    return LegalHold.objects.filter(municipality=request.acting.municipality, lift=None)
