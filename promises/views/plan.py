"""The plan board."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import FOLLOWERS, Role
from promises import board
from promises.forms.plan import BY_ORGANISATION, PlanFilter

KEEPERS = frozenset({Role.COORDINATOR})


@require_safe
@open_to(FOLLOWERS)
def plan(request: SamladRequest) -> HttpResponse:
    """What is to be done, by how it stands or by who answers for it. Eight statements."""
    acting = request.acting
    today = timezone.localdate(timezone=acting.municipality.zone)
    asked = PlanFilter(request.GET, acting=acting, today=today)
    shown = asked.cards
    by_organisation = asked.view == BY_ORGANISATION
    context = {
        "filter": asked,
        "count": len(shown),
        "lanes": board.by_organisation(shown) if by_organisation else board.by_status(shown),
        "by_organisation": by_organisation,
        "is_keeper": acting.has(KEEPERS),
        "today": today,
    }
    return render(request, "promises/plan/plan.html", context)
