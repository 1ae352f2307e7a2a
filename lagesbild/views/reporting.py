"""Who has reported during the last year: for the coordinator, who keeps the reporting going."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from lagesbild import charts, wording
from lagesbild.figures.panel import by_silence, panel

KEEPERS = frozenset({Role.COORDINATOR})
SILENCE = "tystnad"


@require_GET
@open_to(KEEPERS)
def reporting(request: SamladRequest) -> HttpResponse:
    """Unit by unit, by name or by how long they have been silent."""
    municipality = request.acting.municipality
    found = panel(municipality, today=timezone.now().astimezone(municipality.zone).date())
    is_by_silence = request.GET.get("ordning") == SILENCE
    reports = [each.reports for each in found.together]
    labels = [wording.weeks(period) for period in found.periods]
    words = {"lowest": min(reports), "highest": max(reports), "last": reports[-1]}
    context = {
        "units": by_silence(found.units) if is_by_silence else found.units,
        "is_by_silence": is_by_silence,
        "silence": SILENCE,
        "silent": sum(unit.is_silent for unit in found.units),
        "fortnights": list(zip(labels, found.together, strict=True))[::-1],
        "dates": f"{wording.day(found.periods[0].start)} – {wording.day(found.periods[-1].last_day)}",
        "chart": charts.trend_chart(
            reports,
            labels=labels,
            chosen=[False] * len(reports),
            title=_("Rapporter per fjorton dagar: lägst %(lowest)d, högst %(highest)d, senast %(last)d.")
            % words,
        ),
    }
    return render(request, "lagesbild/reporting.html", context)
