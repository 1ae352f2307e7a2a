"""Polisanmälda brott: the police's own series beside the reports, and where the coordinator reads it in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import EDITION_READERS, POLICE, REVIEWERS, Role
from lagesbild import charts, police_imports, wording
from lagesbild.figures import police_reported as figures
from lagesbild.models import PoliceImport
from lagesbild.police_forms import PoliceImportForm
from lagesbild.strategic import months_chart, years_of

KEEPERS = frozenset({Role.COORDINATOR})
#: They see every area and every number; the council sees what the generalised edition tells.
FULL = REVIEWERS | POLICE
SHOWN_IMPORTS = 50


@require_safe
@open_to(EDITION_READERS)
def police_reported(request: SamladRequest) -> HttpResponse:
    """The latest month per offence, and one offence over three years."""
    is_full = request.acting.has(FULL)
    municipality, now = request.acting.municipality, timezone.now()
    areas = figures.areas_with_figures(municipality, at=now)
    offered = areas if is_full else [each for each in areas if each[0] is None]
    context: dict[str, Any] = {"areas": offered, "is_full": is_full, "is_keeper": request.acting.has(KEEPERS)}
    if offered:
        asked = request.GET.get("omrade", "")
        area, name = next((each for each in offered if str(each[0] or "") == asked), offered[0])
        k = None if is_full else municipality.minimum_count
        police = figures.known(municipality, area=area, at=now, k=k)
        sources = wording.listed(figures.sources(municipality, at=now))
        context |= {
            "area": area,
            "name": name,
            "source": sources,
            **_shown(police, request.GET.get("brott", "")),
        }
    return render(request, "lagesbild/police/police_reported.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, read_by=EDITION_READERS)
def police_import(request: SamladRequest) -> HttpResponse:
    """Read in a table: look at what it would change, then keep all of it. Below, what was read in before."""
    municipality, now = request.acting.municipality, timezone.now()
    form = PoliceImportForm(request.POST or None, request.FILES or None, municipality=municipality, at=now)
    if form.is_confirmed:
        batch = police_imports.bring_in(
            form.lines,
            municipality=municipality,
            source=form.cleaned_data["source"],
            file_name=form.cleaned_data["file_name"] or _("inklistrad tabell"),
            by=request.user,
            at=now,
        )
        words = ngettext("%(number)s siffra är inläst.", "%(number)s siffror är inlästa.", batch.rows)
        messages.success(request, words % {"number": wording.number(batch.rows)})
        return redirect("police_reported")
    batches = PoliceImport.objects.filter(municipality=municipality).select_related(
        "imported_by", "withdrawn_by"
    )
    context = {"form": form, "batches": batches.order_by("-imported_at", "-pk")[:SHOWN_IMPORTS]}
    return render(request, "lagesbild/police/police_import.html", context)


@require_POST
@open_to(KEEPERS)
def police_withdraw(request: SamladRequest, pk: int) -> HttpResponse:
    """Let an import count no more, so that what was known before it shows again."""
    rows = PoliceImport.objects.filter(municipality=request.acting.municipality)
    if not rows.filter(pk=pk).exists():
        raise Http404
    if police_imports.withdraw(pk, by=request.user, at=timezone.now()):
        messages.success(request, _("Importen räknas inte längre. Fastställda lägesbilder ändras inte."))
    return redirect("police_import")


def _shown(police: figures.Police, asked: str) -> dict[str, Any]:
    latest = police.latest
    if latest is None:
        return {}
    rows, tried = police.judged(latest)
    offence = asked if asked in police.series else rows[0]["offence"]
    months = police.months(offence)
    return {
        "rows": rows,
        "tried": tried,
        "has_marks": any(row["is_marked"] for row in rows),
        "offence": offence,
        "period": wording.months(latest),
        "last_year": wording.months(latest.last_year()),
        "mean": figures.mean_of(latest),
        "chart_svg": months_chart(months, title=charts.crimes_title),
        "years": years_of(months),
        "names": [MONTHS_3[number] for number in range(1, 13)],
    }
