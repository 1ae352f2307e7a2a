"""Inställningar, Skollov: when the schools are closed, so that school days and breaks can be told apart."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from lagesbild import school_breaks
from lagesbild.day_types import usual_breaks
from lagesbild.models import SchoolBreak
from lagesbild.school_forms import SchoolBreakForm

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})


@require_safe
@open_to(KEEPERS)
def index(request: SamladRequest) -> HttpResponse:
    """The municipality's own breaks, and what is taken for usual in the school years that have none."""
    municipality = request.acting.municipality
    today = timezone.localdate(timezone=municipality.zone)
    own = school_breaks.own_years(municipality)
    usual = [
        (year, usual_breaks(year, county=school_breaks.county(municipality)))
        for year in school_breaks.latest_years(today)
        if year not in own
    ]
    rows = SchoolBreak.objects.filter(municipality=municipality).order_by("-first_on", "pk")
    return render(request, "settings/school_breaks.html", {"breaks": rows, "usual": usual})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS)
def create(request: SamladRequest) -> HttpResponse:
    """Add a break."""
    return _edit(request, SchoolBreak(municipality=request.acting.municipality))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Change a break."""
    return _edit(request, _find(request, pk))


@require_POST
@open_to(KEEPERS)
def remove(request: SamladRequest, pk: int) -> HttpResponse:
    """Take a break away; adopted editions stay as they are."""
    found = _find(request, pk)
    found.delete()
    messages.success(request, _("%(name)s är borttaget.") % {"name": found.name})
    return redirect("school_breaks")


@require_POST
@open_to(KEEPERS)
def take_the_usual(request: SamladRequest) -> HttpResponse:
    """Begin a school year's own breaks with the usual ones."""
    municipality = request.acting.municipality
    years = school_breaks.latest_years(timezone.localdate(timezone=municipality.zone))
    year = next((year for year in years if str(year) == request.POST.get("year")), None)
    if year is not None and school_breaks.take_the_usual(municipality, year):
        messages.success(request, _("De vanliga loven är inlagda. Ändra dem som inte stämmer."))
    return redirect("school_breaks")


def _find(request: SamladRequest, pk: int) -> SchoolBreak:
    return get_object_or_404(SchoolBreak.objects.filter(municipality=request.acting.municipality), pk=pk)


def _edit(request: SamladRequest, row: SchoolBreak) -> HttpResponse:
    form = SchoolBreakForm(request.POST or None, instance=row)
    if form.is_confirmed:
        saved = form.save()
        messages.success(request, _("%(name)s är sparat.") % {"name": saved.name})
        return redirect("school_breaks")
    return render(request, "settings/school_break.html", {"form": form})
