"""What political members read: every promise and how it stands, and one promise with all that belongs to it."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import SamladRequest, open_to
from accounts.roles import EDITION_READERS, FOLLOWERS, Role
from promises.dashboard import dashboard_of, lines_of, years_with_promises
from promises.models import DocumentState, Promise

KEEPERS = frozenset({Role.COORDINATOR})


@require_GET
@open_to(FOLLOWERS)
def promises(request: SamladRequest) -> HttpResponse:
    """The dashboard of one year, by promisor or by focus area."""
    municipality, now = request.acting.municipality, timezone.now()
    today = now.astimezone(municipality.zone).date()
    years = years_with_promises(municipality, today=today)
    asked = request.GET.get("ar", "")
    year = next((year for year in years if str(year) == asked), today.year)
    board = dashboard_of(municipality, year=year, at=now)
    by_focus = request.GET.get("grupp") == "fokus"
    groups = board.by_focus_area(otherwise=_("Utan fokusområde")) if by_focus else board.by_promisor()
    context = {
        "board": board,
        "groups": groups,
        "by_focus": by_focus,
        "year": year,
        "years": years,
        "today": today,
        "reads_editions": request.acting.has(EDITION_READERS),
    }
    return render(request, "promises/dashboard/dashboard.html", context)


@require_GET
@open_to(FOLLOWERS)
def promise(request: SamladRequest, pk: int) -> HttpResponse:
    """One promise: how it stands, its activities and their log, decisions, follow-ups and editions."""
    municipality = request.acting.municipality
    rows = Promise.objects.visible_to(request.user).in_municipality(municipality).filter(pk=pk)
    lines = lines_of(rows, today=timezone.localdate(timezone=municipality.zone))
    if not lines:
        raise Http404
    context = {
        "line": lines[0],
        "is_keeper": request.acting.has(KEEPERS),
        "is_proposal": lines[0].promise.document.state == DocumentState.PROPOSAL,
        "reads_editions": request.acting.has(EDITION_READERS),
    }
    return render(request, "promises/dashboard/promise.html", context)
