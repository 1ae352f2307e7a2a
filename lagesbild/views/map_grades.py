"""How well the maps have foretold the next period, over time, and the bandwidth that their record speaks for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SamladRequest, open_to
from accounts.models import BANDWIDTHS
from accounts.roles import POLICE, REVIEWERS, Role
from lagesbild import charts, grading, track_record, wording
from lagesbild.models import MapMethod
from lagesbild.track_record import Line, TrackRecord

KEEPERS = frozenset({Role.COORDINATOR})
#: Bars that have room for their numbers.
CHARTED = 26


class BandwidthForm(forms.Form):
    """How widely the maps to come are smoothed."""

    bandwidth = forms.TypedChoiceField(
        label=gettext_lazy("Bandbredd för kommande lägesbilder"),
        coerce=int,
        choices=[(metres, f"{metres} m") for metres in BANDWIDTHS],
    )


@require_GET
@open_to(REVIEWERS | POLICE)
def map_grades(request: SamladRequest) -> HttpResponse:
    """The record, method by method and map by map."""
    municipality = request.acting.municipality
    record = track_record.record_of(municipality)
    suggested = record.proposal.suggested if record.proposal else municipality.bandwidth
    context = {
        "record": record,
        "charts": _charts(record),
        "current": municipality.bandwidth,
        "used": f"{municipality.bandwidth} m",
        "enough": track_record.ENOUGH,
        "form": BandwidthForm(initial={"bandwidth": suggested}) if request.acting.has(KEEPERS) else None,
    }
    return render(request, "lagesbild/map_grades/map_grades.html", context)


@require_POST
@open_to(KEEPERS, read_by=REVIEWERS | POLICE)
def bandwidth(request: SamladRequest) -> HttpResponse:
    """Take a bandwidth for the maps to come."""
    form = BandwidthForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Välj en bandbredd i listan. Ingenting är ändrat."))
        return redirect("map_grades")
    metres = form.cleaned_data["bandwidth"]
    grading.take_bandwidth(request.acting.municipality, metres)
    messages.success(request, _("Kommande lägesbilder utjämnas inom %(metres)d meter.") % {"metres": metres})
    return redirect("map_grades")


def _charts(record: TrackRecord) -> list[dict[str, Any]]:
    """A chart per method that has been graded."""
    lines = record.lines[:CHARTED][::-1]
    return [chart for method in MapMethod if (chart := _chart(method, lines))]


def _chart(method: MapMethod, lines: Sequence[Line]) -> dict[str, Any] | None:
    graded = [(line, line.map if method == MapMethod.DENSITY else line.of(method)) for line in lines]
    told = [(line, grade) for line, grade in graded if grade]
    if not told:
        return None
    caught, events = (sum(getattr(grade, name) for _line, grade in told) for name in ("caught", "events"))
    words = {
        "method": method.label,
        "caught": wording.number(caught),
        "events": wording.number(events),
        "periods": len(told),
    }
    drawn = charts.caught_chart(
        [(grade.caught, grade.events) for _line, grade in told],
        labels=[wording.weeks(line.period.next()) for line, _grade in told],
        title=_("%(method)s: fångade %(caught)s av %(events)s händelser under %(periods)d perioder.") % words,
    )
    return {"label": method.label, "svg": drawn}
