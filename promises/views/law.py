"""Lagens krav: what the law asks of the municipality, how each thing stands, and noting that one was decided."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import EDITION_READERS, Role
from promises import law
from promises.documents import Refused
from promises.forms.law import DutyForm
from promises.models import DutyRecord

KEEPERS = frozenset({Role.COORDINATOR})


@require_safe
@open_to(EDITION_READERS)
def index(request: SamladRequest) -> HttpResponse:
    """Each demand with what holds, and all that has been noted, the latest first. One statement."""
    municipality = request.acting.municipality
    rows = DutyRecord.objects.visible_to(request.user).in_municipality(municipality)
    records = list(law.in_order(rows))
    today = timezone.localdate(timezone=municipality.zone)
    context = {
        "standings": law.standings(records, today=today),
        "records": records,
        "is_keeper": request.acting.has(KEEPERS),
    }
    return render(request, "promises/law/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, read_by=EDITION_READERS)
def create(request: SamladRequest) -> HttpResponse:
    """Note that one of the demands was met."""
    acting = request.acting
    municipality = acting.municipality
    form = DutyForm(
        request.POST or None, municipality=municipality, initial={"duty": request.GET.get("krav", "")}
    )
    if form.is_valid():
        try:
            law.record(municipality=municipality, by=acting.user, at=timezone.now(), **form.values)
            messages.success(request, _("Beslutet är antecknat."))
            return redirect("law")
        except Refused as refusal:
            form.refuse(refusal.message, refusal.field)
    return render(request, "promises/law/new.html", {"form": form}, status=422 if form.errors else 200)
