"""Utskick: the dispatch register to read, print and take away; and the diarienummer that came late."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.eventlog import log_deed
from accounts.models import Action
from accounts.roles import EDITION_READERS, Role
from lagesbild import document, register
from lagesbild.forms import RegisterForm
from lagesbild.models import Delivery, Edition, EditionState

KEEPERS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
READERS = KEEPERS | {Role.AUDITOR}
PER_PAGE = 50


@require_safe
@open_to(READERS)
def dispatches(request: SamladRequest) -> HttpResponse:
    """Every dispatch, the latest first."""
    page = Paginator(register.dispatches(request.acting.municipality), PER_PAGE).get_page(
        request.GET.get("sida")
    )
    context = {
        "page": page,
        "lines": [(row, register.secrecy_of(row), register.standing_of(row)) for row in page],
        "is_keeper": request.acting.has(KEEPERS),
        "reads_editions": request.acting.has(EDITION_READERS),
    }
    return render(request, "lagesbild/register/dispatches.html", context)


@require_safe
@open_to(READERS)
def dispatches_csv(request: SamladRequest) -> HttpResponse:
    """The whole register as a table for a spreadsheet."""
    municipality = request.acting.municipality
    log_deed(Action.EXPORT, Delivery, by=request.user, municipality=municipality)
    name = _("utskick-%(day)s.csv") % {"day": timezone.localdate()}
    return HttpResponse(
        register.as_csv(municipality),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS)
def edition_register(request: SamladRequest, pk: int) -> HttpResponse:
    """Give an adopted edition the diarienummer that it was adopted without."""
    rows = Edition.objects.in_municipality(request.acting.municipality).exclude(state=EditionState.DRAFT)
    edition = get_object_or_404(rows.select_related("record").defer("content", "parameters"), pk=pk)
    form = RegisterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        number = form.cleaned_data["record_number"]
        try:
            document.register(edition, record_number=number, by=request.user, at=timezone.now())
        except document.AlreadyRegistered:
            messages.error(request, _("Lägesbilden har redan ett diarienummer. Ingenting är ändrat."))
            return redirect("dispatches")
        words = _("Lägesbild nr %(number)s har diarienummer %(record)s.")
        messages.success(request, words % {"number": edition.designation, "record": number})
        return redirect("dispatches")
    context = {"edition": edition, "form": form}
    return render(request, "lagesbild/register/edition.html", context, status=422 if form.errors else 200)
