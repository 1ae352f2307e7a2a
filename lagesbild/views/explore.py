"""Exploring: the heat map of any period, category, area and hours, with the same figures as lists and tables."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.access import SamladRequest, open_to
from accounts.grid import to_degrees
from accounts.roles import POLICE, REVIEWERS, Role
from lagesbild import charts, drawings, wording
from lagesbild.calendar_section import days_of, wheel_of
from lagesbild.explored_table import as_csv, log_export
from lagesbild.figures import explore as figures
from lagesbild.figures.calendar import daytypes_of, year_wheel
from lagesbild.figures.events import Basis
from lagesbild.figures.hot_lists import hot_lists
from lagesbild.figures.near_repeats import FEWEST, MOST, SIMULATIONS, near_repeats
from lagesbild.filters import ExploreForm, presets
from lagesbild.maps import Marker, map_title
from lagesbild.models import Edition, EditionKind, EditionState
from lagesbild.period import Period
from lagesbild.statistics.blocks import FEWEST_EVENTS

# They see every approved event of the municipality they act in, and nothing here tells of any other.
READERS = REVIEWERS | POLICE
KEEPERS = frozenset({Role.COORDINATOR})
#: Two years of fortnights.
FURTHEST = 52


def asked(request: SamladRequest) -> ExploreForm:
    """The question in the address, put to the municipality where one acts."""
    municipality = request.acting.municipality
    return ExploreForm(
        request.GET.dict(), municipality=municipality, today=timezone.localdate(timezone=municipality.zone)
    )


@require_safe
@open_to(READERS)
@vary_on_headers("HX-Request")
@cache_control(private=True, no_cache=True)
def explore(request: SamladRequest) -> HttpResponse:
    """The page, or what changes on it with the filter."""
    form = asked(request)
    context = {"form": form, "presets": _presets(request, form)}
    if form.is_valid():
        context |= _shown(form)
        context |= _editions(request, form.question.period)
    part = request.htmx and not request.htmx.history_restore_request
    template = "lagesbild/explore/_explored.html" if part else "lagesbild/explore/explore.html"
    return render(request, template, context)


@require_safe
@open_to(READERS)
@cache_control(private=True, no_cache=True)
def picture(request: SamladRequest) -> HttpResponse:
    """The map as an SVG, for a browser without JavaScript and for whoever wants to keep it."""
    form = asked(request)
    if not form.is_valid():
        return HttpResponseBadRequest()
    question = form.question
    found = figures.answer(question)
    drawn = drawings.picture_of(
        figures.heat(question),
        [Marker(spot.rank, *spot.position) for spot in found.ranked],
        question.municipality,
        levels=question.levels,
        title=_title(question, found),
    )
    return HttpResponse(drawn, content_type="image/svg+xml")


@require_safe
@open_to(READERS)
@cache_control(private=True, no_cache=True)
def table(request: SamladRequest) -> HttpResponse:
    """All that the page shows as one table for a spreadsheet."""
    form = asked(request)
    if not form.is_valid():
        return HttpResponseBadRequest()
    question = form.question
    log_export(form, municipality=question.municipality, by=request.user)
    name = f"samlad-{question.period.start.isoformat()}-{question.period.last_day.isoformat()}.csv"
    return HttpResponse(
        as_csv(question, figures.answer(question), hot_lists(question)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
@open_to(READERS)
@cache_control(private=True, no_cache=True)
def repeats(request: SamladRequest) -> HttpResponse:
    """Whether events come close together in time too: asked for by itself, since it takes a while."""
    form = asked(request)
    if not form.is_valid():
        return HttpResponseBadRequest()
    context = {
        "repeats": near_repeats(form.question),
        "fewest": FEWEST,
        "most": MOST,
        "simulations": SIMULATIONS,
    }
    return render(request, "lagesbild/explore/repeats.html", context | {"query": _query(form)})


@require_safe
@open_to(READERS)
@cache_control(private=True, no_cache=True)
def year(request: SamladRequest) -> HttpResponse:
    """When in the year: sorts of day in the period, and the weeks of the year that ends with it."""
    form = asked(request)
    if not form.is_valid():
        return HttpResponseBadRequest()
    question = form.question
    period = question.period
    since = Basis(question.municipality, period, question.groups).first_day()
    context = {
        **days_of(daytypes_of(question.selection, period).told(None)),
        **wheel_of(year_wheel(question.selection, until=period.end, since=since)),
        "dates": wording.dates(period),
        "query": _query(form),
    }
    return render(request, "lagesbild/explore/year.html", context)


@require_safe
@open_to(READERS)
@cache_control(private=True, no_cache=True)
def three_ways(request: SamladRequest) -> HttpResponse:
    """Which places stand out by number, by cell and by density; asked for by itself, so that the page is quick."""
    form = asked(request)
    if not form.is_valid():
        return HttpResponseBadRequest()
    context = {
        "lists": hot_lists(form.question),
        "fewest": FEWEST_EVENTS,
        "dates": wording.dates(form.question.period),
        "query": _query(form),
    }
    return render(request, "lagesbild/explore/three_ways.html", context)


def _query(form: ExploreForm) -> str:
    """The question as an address says it."""
    return urlencode({name: form[name].value() or "" for name in form.fields})


def _presets(request: SamladRequest, form: ExploreForm) -> list[dict[str, Any]]:
    municipality = request.acting.municipality
    chosen = (form["fran"].value(), form["till"].value())
    lines = []
    for label, period in presets(municipality, today=timezone.localdate(timezone=municipality.zone)):
        days = (period.start.isoformat(), period.last_day.isoformat())
        lines.append({"label": label, "fran": days[0], "till": days[1], "is_chosen": days == chosen})
    return lines


def _editions(request: SamladRequest, period: Period) -> dict[str, Any]:
    """What the slider moves over, the oldest first; and the drafts that the answer can be put into. One statement."""
    rows = (
        Edition.objects.in_municipality(request.acting.municipality)
        .filter(kind=EditionKind.FORTNIGHT)
        .exclude(state=EditionState.SUPERSEDED)
        .only("kind", "start_on", "end_on", "state", "municipality")
        .order_by("-start_on", "-revision")[:FURTHEST]
    )
    editions = list(reversed(rows))
    stops = [
        {
            "fran": row.period.start.isoformat(),
            "till": row.period.last_day.isoformat(),
            "label": wording.weeks_with_year(row.period),
        }
        for row in editions
    ]
    chosen = [row.period == period for row in editions]
    return {
        "stops": stops,
        "is_stop": any(chosen),
        "stop": chosen.index(True) if any(chosen) else len(stops) - 1,
        "drafts": [{"pk": row.pk, "weeks": wording.weeks(row.period)} for row in editions if row.is_draft]
        if request.acting.has(KEEPERS)
        else [],
        "earlier": period.previous(),
        "later": period.next(),
    }


def _shown(form: ExploreForm) -> dict[str, Any]:
    question = form.question
    found = figures.answer(question)
    srid = question.municipality.metric_srid
    spots = [
        {
            "rank": spot.rank,
            "name": spot.name,
            "count": spot.count,
            "at": to_degrees(*spot.position, srid)[::-1],
        }
        for spot in found.ranked
    ]
    return {
        "question": question,
        "found": found,
        "dates": wording.dates(question.period),
        "title": _title(question, found),
        "query": _query(form),
        "spots": spots,
        "levels": [int(level) if level.is_integer() else level for level in question.levels],
        "trend": [
            (wording.weeks_with_year(period), wording.dates(period), events)
            for period, events in reversed(found.trend)
        ],
        "trend_svg": charts.trend_chart(
            [events for _period, events in found.trend],
            labels=[wording.weeks(period) for period, _events in found.trend],
            chosen=[period.overlaps(question.period) for period, _events in found.trend],
        ),
    }


def _title(question: figures.Question, found: figures.Answer) -> str:
    first = next(iter(found.ranked), None)
    top = (first.name, first.count) if first else None
    return map_title(wording.dates(question.period), total=found.total, top=top)
