"""Approving a whole import at once, after a look at what is in it."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Max, Min, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import REVIEWERS
from incidents.models import Category, ImportBatch, Incident
from incidents.models.incident import IncidentQuerySet
from incidents.states import OPEN_STATES
from incidents.workflow import approve_many

#: Every row is logged, so ten thousand take some five seconds: as long as somebody should wait for a page.
MOST_AT_ONCE = 10_000


@require_safe
@open_to(REVIEWERS)
def imports(request: SamladRequest) -> HttpResponse:
    """The imports, those with something waiting first."""
    return render(request, "incidents/review/imports.html", {"batches": _batches(request)[:100]})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(REVIEWERS)
def approve_import(request: SamladRequest, pk: int) -> HttpResponse:
    """What waits in one import, by category; and the approval of it all."""
    batch: Any = get_object_or_404(_batches(request), pk=pk)
    waiting = _waiting(request, batch)
    if request.method == "POST":
        first = list(waiting.order_by("pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
        number = approve_many(waiting.filter(pk__in=first), by=request.user, at=timezone.now())
        words = ngettext("%(number)d händelse är godkänd.", "%(number)d händelser är godkända.", number)
        messages.success(request, words % {"number": number})
        return redirect("approve_import", pk) if waiting.exists() else redirect("review_queue")
    context = {
        "batch": batch,
        "at_once": min(batch.waiting, MOST_AT_ONCE),
        "categories": _by_category(waiting),
        "span": waiting.aggregate(first=Min("started_at"), last=Max("started_at")),
        "zone": request.acting.municipality.zone,
    }
    return render(request, "incidents/review/approve_import.html", context)


def _batches(request: SamladRequest) -> QuerySet[ImportBatch]:
    waiting = Count("incidents", filter=Q(incidents__state__in=OPEN_STATES))
    rows = ImportBatch.objects.filter(municipality=request.acting.municipality).select_related("organisation")
    return rows.annotate(waiting=waiting).order_by("-waiting", "-started_at", "pk")


def _waiting(request: SamladRequest, batch: ImportBatch) -> IncidentQuerySet:
    visible = Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return visible.filter(batch=batch).awaiting_decision()


def _by_category(incidents: IncidentQuerySet) -> list[tuple[Category, int]]:
    """The categories of the reports with the number of each, the most reported first. Two statements."""
    numbers = dict(incidents.order_by().values_list("category").annotate(Count("pk")))
    categories = Category.objects.filter(pk__in=numbers).order_by("code", "version")
    return sorted(((row, numbers[row.pk]) for row in categories), key=lambda line: -line[1])
