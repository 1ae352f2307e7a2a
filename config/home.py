"""The start page: what waits for me, and what became of what I did. Each role has its own panel.

A panel costs at most three statements, the promises seven, whatever the number of rows behind it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Exists, Min, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import log_watch
from accounts.access import Acting, enter
from accounts.roles import COUNCIL, EDITION_READERS, POLICE, REPORTERS, REVIEWERS, Role
from incidents import notices, queue, quiet
from incidents.models import Incident, Notice
from lagesbild import delivery, wording
from lagesbild.models import Edition, EditionState, Rendition, RenditionState
from lagesbild.rhythm import next_draft
from promises import board, dashboard, law
from promises.activities import LOGGERS

#: Those whose start is their own reports; reviewers report too, but begin with what waits.
MERE_REPORTERS = REPORTERS - REVIEWERS
SETTINGS = frozenset({Role.ADMINISTRATOR})
#: Answer for what the law asks of the municipality.
KEEPERS = frozenset({Role.COORDINATOR})
AUDITORS = frozenset({Role.AUDITOR})
SHOWN = 6
#: How long a word about a report stays on the start page.
NEWS = timedelta(days=30)
FORTNIGHT = timedelta(days=14)


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Each role's own start; somebody whose last role was taken is told so."""
    acting: Acting | None = request.acting  # type: ignore[attr-defined]
    if not acting:
        return render(request, "home/no_role.html")
    enter(acting)
    now = timezone.now()
    context: dict[str, Any] = {
        "now": now,
        "zone": acting.municipality.zone,
        "may_report": acting.has(REPORTERS),
    }
    if acting.has(MERE_REPORTERS):
        context["mine"] = _mine(acting, at=now)
    if acting.has(REVIEWERS):
        context["desk"] = _desk(acting, at=now)
    if acting.has(KEEPERS):
        context["duties"] = law.pressing(
            acting.municipality, today=now.astimezone(acting.municipality.zone).date()
        )
    if acting.has(POLICE):
        context["counts"] = _counts(acting, at=now)
    if acting.has(COUNCIL):
        context["promises"] = dashboard.in_short(acting.municipality, at=now)
    if acting.has(LOGGERS):
        context["plan"] = _plan(acting, at=now)
    if acting.has(EDITION_READERS):
        context["editions"] = _editions(acting, at=now)
    if acting.has(AUDITORS):
        context["audit"] = {"look": log_watch.last_look()}
    context["may_set"] = acting.has(SETTINGS)
    return render(request, "home/home.html", context)


def _mine(acting: Acting, *, at: datetime) -> dict[str, Any]:
    """The person's own latest reports, what was said of them, and whether the unit has been heard of this week."""
    reports = (
        Incident.objects.in_municipality(acting.municipality)
        .filter(reporter=acting.user)
        .select_related("category", "place", "area")
        .defer("place__point", "area__geometry")
        .order_by("-received_at", "-pk")[:SHOWN]
    )
    news = (
        Notice.objects.filter(user=acting.user, municipality=acting.municipality, at__gte=at - NEWS)
        .select_related("incident__category", "incident__place")
        .defer("incident__place__point")
        .order_by("-at", "-pk")[:SHOWN]
    )
    today = at.astimezone(acting.municipality.zone).date()
    silent = quiet.silent_units(acting.municipality, since=quiet.monday(today))
    return {
        "reports": list(reports),
        "news": [(notice, notices.sentence(notice)) for notice in news],
        "is_silent": silent.filter(pk=acting.organisation.pk).exists(),
    }


def _desk(acting: Acting, *, at: datetime) -> dict[str, Any]:
    """What waits for a decision, how old the oldest is, and which units have been silent for more than a week."""
    zone = acting.municipality.zone
    today = at.astimezone(zone).date()
    single, late = Q(batch=None), Q(received_at__lt=queue.late_before(today, zone=zone))
    waiting = queue.waiting(Incident.objects.in_municipality(acting.municipality)).aggregate(
        count=Count("pk", filter=single),
        late=Count("pk", filter=single & late),
        imported=Count("pk", filter=~single),
        oldest=Min("received_at", filter=single),
    )
    silent = quiet.silent_units(acting.municipality, since=quiet.monday(today) - quiet.WEEK)
    return waiting | {"silent": list(silent)}


def _counts(acting: Acting, *, at: datetime) -> dict[str, int]:
    """Approved incidents that began in the last fourteen days, and in the fourteen before them."""
    approved = Incident.objects.in_municipality(acting.municipality).approved()
    counted: dict[str, int] = approved.within(at - 2 * FORTNIGHT, at).aggregate(
        now=Count("pk", filter=Q(started_at__gte=at - FORTNIGHT)),
        before=Count("pk", filter=Q(started_at__lt=at - FORTNIGHT)),
    )
    return counted


def _plan(acting: Acting, *, at: datetime) -> dict[str, Any]:
    """Activities that are late or soon due: the organisation's own, for a coordinator everybody's."""
    waiting = board.waiting_for(acting, today=at.astimezone(acting.municipality.zone).date())
    return {"waiting": waiting[:SHOWN], "more": len(waiting[SHOWN:])}


def _editions(acting: Acting, *, at: datetime) -> dict[str, Any]:
    """Drafts, the latest adopted editions, and when the next draft comes."""
    failed_pdf = Rendition.objects.filter(edition=OuterRef("pk"), state=RenditionState.FAILED)
    failed_mail = delivery.undelivered().filter(edition=OuterRef("pk"))
    rows = list(
        Edition.objects.visible_to(acting.user)
        .in_municipality(acting.municipality)
        .filter(state__in=[EditionState.DRAFT, EditionState.ADOPTED])
        .defer("content", "parameters")
        .annotate(is_troubled=Exists(failed_pdf) | Exists(failed_mail))
        .order_by("-end_on", "-start_on", "-revision", "pk")[:SHOWN]
    )
    period, due_at = next_draft(acting.municipality, at=at)
    lines = [(row, wording.weeks_with_year(row.period), wording.dates(row.period)) for row in rows]
    return {
        "drafts": [line for line in lines if line[0].is_draft],
        "adopted": [line for line in lines if not line[0].is_draft],
        "next_weeks": wording.weeks(period),
        "next_at": due_at,
        "is_keeper": acting.has(REVIEWERS),
    }
