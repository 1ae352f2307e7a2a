"""Putting what one explores into a draft as an appendix, and taking it out again."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from lagesbild import appendices
from lagesbild.document import NotADraft
from lagesbild.filters import ExploreForm
from lagesbild.models import Appendix, Edition
from lagesbild.models.appendix import MOST

KEEPERS = frozenset({Role.COORDINATOR})


@require_POST
@open_to(KEEPERS, of=Edition)
def add(request: SamladRequest, pk: int) -> HttpResponse:
    """Let a draft answer what the map's page was asked."""
    municipality = request.acting.municipality
    rows = Edition.objects.visible_to(request.user).in_municipality(municipality)
    edition = get_object_or_404(rows.select_related("municipality"), pk=pk)
    form = ExploreForm(
        request.POST.dict(), municipality=municipality, today=timezone.localdate(timezone=municipality.zone)
    )
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        appendices.add(edition, form.question, by=request.user, at=timezone.now())
    except NotADraft:
        return render(request, "lagesbild/already_adopted.html", {"edition": edition}, status=409)
    except appendices.TooMany:
        messages.error(
            request, _("Lägesbilden har redan %(most)d bilagor. Ta bort någon först.") % {"most": MOST}
        )
    except appendices.AlreadyThere:
        messages.info(request, _("Bilagan finns redan i utkastet."))
    else:
        messages.success(request, _("Bilagan är tillagd sist i utkastet."))
    return redirect(edition)


@require_POST
@open_to(KEEPERS, of=Edition, by="appendices")
def remove(request: SamladRequest, pk: int) -> HttpResponse:
    """Take an appendix out of its draft."""
    rows = Appendix.objects.filter(municipality=request.acting.municipality)
    appendix = get_object_or_404(rows.select_related("edition__municipality"), pk=pk)
    try:
        appendices.remove(appendix)
    except NotADraft:
        context = {"edition": appendix.edition}
        return render(request, "lagesbild/already_adopted.html", context, status=409)
    messages.success(request, _("Bilagan är borttagen."))
    return redirect(appendix.edition)
