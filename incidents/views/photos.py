"""Blacking out parts of a report's photo, for good."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.roles import PURGE_KEEPERS, REVIEWERS
from accounts.tasks import wake
from incidents import masking
from incidents.forms.black_out import BaseRectangles, Rectangles
from incidents.forms.queue import query_of
from incidents.models import Incident, Photo
from incidents.tasks import sweep_leftovers

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(REVIEWERS, of=Incident)
def black_out(request: SamladRequest, pk: int, photo_pk: int) -> HttpResponse:
    """The photo with rectangles on it; shown again with them (`do=show`), or blacked out and back to the report."""
    rows = Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    incident = get_object_or_404(rows, pk=pk)
    photo = get_object_or_404(Photo, incident=incident, pk=photo_pk)
    if incident.reporter_id == request.user.pk:
        raise PermissionDenied
    if request.method != "POST":
        return _page(request, photo, Rectangles())
    drawn = Rectangles(request.POST)
    if request.POST.get("do") == "show" or not drawn.is_valid():
        return _page(request, photo, drawn, status=200 if drawn.is_valid() else UNPROCESSABLE)
    try:
        masking.black_out(photo.pk, drawn.rectangles(), at=timezone.now())
    except (masking.NoPurgeDecision, masking.Held):
        return _page(request, photo, drawn, status=CONFLICT)
    wake(sweep_leftovers)
    messages.success(request, _("Rutorna är svarta för gott och det tidigare fotot är raderat."))
    return redirect(reverse("review", args=[pk]) + query_of(request.GET))


def _page(request: SamladRequest, photo: Photo, drawn: BaseRectangles, *, status: int = 200) -> HttpResponse:
    may_purge, is_held = request.acting.municipality.may_purge, masking.is_held(photo.incident)
    context = {
        "incident": photo.incident,
        "photo": photo,
        "drawn": drawn,
        "may_purge": may_purge,
        "is_held": is_held,
        "may_save": may_purge and not is_held,
        "may_decide": request.acting.has(PURGE_KEEPERS),
        "query": query_of(request.GET),
    }
    return render(request, "incidents/review/black_out.html", context, status=status)
