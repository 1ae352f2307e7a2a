"""The review desk: the queue, beside it one report with its likely duplicates, and the decision on it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.eventlog import log_deed
from accounts.models import Action, User
from accounts.roles import REVIEWERS
from incidents import desk, workflow
from incidents.duplicates import likely_duplicates
from incidents.forms.catalogue import category_groups
from incidents.forms.decision import DecisionForm
from incidents.forms.queue import QueueFilter, query_of
from incidents.models import Decision, Incident
from incidents.models.incident import IncidentQuerySet
from incidents.privacy import Screening
from incidents.queue import line, next_after, with_names
from incidents.states import Move
from incidents.workflow import DecidedMeanwhile, Refused, is_theirs_to_make, moves_for

#: The report is to be looked at again after these moves, so the desk stays with it.
STAYS = frozenset({Move.RECONSIDER, Move.RESUME})
#: These have pages of their own, where one sees what is corrected or masked.
ELSEWHERE = frozenset({Move.CORRECT, Move.UNBLOCK})
UNPROCESSABLE, CONFLICT = 422, 409


@require_safe
@open_to(REVIEWERS)
def queue(request: SamladRequest) -> HttpResponse:
    """What waits, oldest first, and the first report that is not one's own."""
    return _desk(request, at=timezone.now())


@require_safe
@open_to(REVIEWERS)
def report(request: SamladRequest, pk: int) -> HttpResponse:
    """One report, whatever its state, beside the queue."""
    return _desk(request, pk, at=timezone.now())


@require_POST
@open_to(REVIEWERS, of=Incident)
def decide(request: SamladRequest, pk: int) -> HttpResponse:
    """Make one move and go on to the next report; or say what is missing, or who decided first."""
    incident, at = _visible(request, pk), timezone.now()
    form = _form(request, incident, _move(request.POST), request.POST)
    if not is_theirs_to_make(form.move, incident, request.user):
        raise PermissionDenied
    if form.move in ELSEWHERE or form.has_error("version"):  # nothing that can be done on the page sends that
        raise BadRequest
    if not form.is_valid():
        if form.move not in moves_for(incident, request.user):
            return _told(request, pk, form.move, None, at=at)
        return _desk(request, pk, at=at, form=form, status=UNPROCESSABLE)
    try:
        decided = workflow.decide(pk, form.choice(), by=request.user, at=at)
    except DecidedMeanwhile as told:
        return _told(request, pk, form.move, told.decision, at=at)
    except Refused as refusal:
        if refusal.code == "state":
            return _told(request, pk, form.move, None, at=at)
        form.add_refusal(refusal)
        return _desk(request, pk, at=at, form=form, status=UNPROCESSABLE)
    return _go_on(request, decided, form.move)


@require_safe
@open_to(REVIEWERS)
def skip(request: SamladRequest, pk: int) -> HttpResponse:
    """On to the report behind this one in the line, else to the first; never to one's own."""
    waiting = _waiting(request, _filter(request), at=timezone.now())
    following = next_after(_visible(request, pk), waiting, by=request.user)
    target = reverse("review", args=[following.pk]) if following else reverse("review_queue")
    return redirect(target + query_of(request.GET))


def _told(
    request: SamladRequest, pk: int, move: Move, decision: Decision | None, *, at: datetime
) -> HttpResponse:
    """The desk as it is now, with word of what somebody else decided, and what was typed still there."""
    incident = _visible(request, pk)
    typed = request.POST.copy()
    typed["version"] = str(incident.version)
    form = _form(request, incident, move, typed)
    return _desk(request, pk, at=at, form=form, meanwhile=decision, status=CONFLICT)


def _go_on(request: SamladRequest, decided: Incident, move: Move) -> HttpResponse:
    here = reverse("review", args=[decided.pk])
    words = _('<a href="{}">Nr {}</a>: {}.')
    messages.success(request, format_html(words, here, decided.pk, decided.get_state_display().lower()))
    name = "mask" if move == Move.BLOCK else "review" if move in STAYS else "review_next"
    return redirect(reverse(name, args=[decided.pk]) + query_of(request.GET))


def _desk(
    request: SamladRequest,
    pk: int | None = None,
    *,
    at: datetime,
    form: DecisionForm | None = None,
    meanwhile: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole desk as a page, or as the fragment that replaces it; without a key the first report lies on it."""
    is_fragment = bool(request.htmx) and not request.htmx.history_restore_request
    context = {
        **_on_the_desk(request, pk, form, at=at),
        "is_queue": pk is None,
        "is_fragment": is_fragment,
        "query": query_of(request.GET),
        "failed": form,
        "meanwhile": meanwhile,
        "is_conflict": status == CONFLICT,
        "zone": request.acting.municipality.zone,
        "screening": Screening.in_municipality(request.acting.municipality),
    }
    template = "incidents/review/_desk.html" if is_fragment else "incidents/review/desk.html"
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _on_the_desk(
    request: SamladRequest, pk: int | None, form: DecisionForm | None, *, at: datetime
) -> dict[str, Any]:
    """The line with its filters, and the report with its forms."""
    user, zone = request.user, request.acting.municipality.zone
    today = at.astimezone(zone).date()
    filters = _filter(request)
    waiting = line(_waiting(request, filters, at=at))
    pk = _first(waiting.incidents, by=user) if pk is None else pk
    likenesses = likely_duplicates(
        {row.pk for row in waiting.incidents} | ({pk} if pk is not None else set())
    )
    exhibit = None
    if pk is not None:
        read = _read(request, pk, likenesses, waiting.incidents)
        exhibit = desk.exhibit(read[pk], likenesses, read, by=user, zone=zone, today=today)
        # What it resembles is read with it, words and all.
        beside = [other.incident.pk for other in exhibit.beside]
        log_deed(Action.READ, exhibit.incident, by=user, details={"beside": beside} if beside else {})
    return {
        "filters": filters,
        "line": waiting,
        "rows": desk.rows(waiting.incidents, likenesses, by=user, zone=zone, today=today),
        "exhibit": exhibit,
        "forms": _forms(request, exhibit, form) if exhibit else {},
    }


def _first(incidents: list[Incident], *, by: User) -> int | None:
    """The key of the first that is not one's own, else of the first."""
    others = [incident for incident in incidents if incident.reporter_id != by.pk]
    return next((incident.pk for incident in others or incidents), None)


def _read(
    request: SamladRequest, pk: int, likenesses: desk.Likenesses, incidents: list[Incident]
) -> dict[int, Incident]:
    """The report of that key and those it resembles, by key. One statement for what is not in the line already."""
    read = {incident.pk: incident for incident in incidents}
    wanted = {pk, *(likeness.incident_id for likeness in likenesses.get(pk, ()))}
    read |= with_names(_reports(request)).in_bulk(wanted - read.keys())
    if pk not in read:
        raise Http404
    return read


def _forms(
    request: SamladRequest, exhibit: desk.Exhibit, form: DecisionForm | None
) -> dict[str, DecisionForm]:
    """An empty form for each move that may be made, by its code; in its place the one that was filled in."""
    forms = {
        move.value: _form(request, exhibit.incident, move) for move in exhibit.moves if move not in ELSEWHERE
    }
    return forms | ({form.move.value: form} if form and form.move.value in forms else {})


def _form(
    request: SamladRequest, incident: Incident, move: Move, data: QueryDict | None = None
) -> DecisionForm:
    return DecisionForm(
        data,
        move=move,
        incident=incident,
        originals=_reports(request),
        screening=Screening.in_municipality(request.acting.municipality),
    )


def _move(data: QueryDict) -> Move:
    try:
        return Move(data.get("move", ""))
    except ValueError as error:
        raise BadRequest from error


def _reports(request: SamladRequest) -> IncidentQuerySet:
    return Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)


def _visible(request: SamladRequest, pk: int) -> Incident:
    return get_object_or_404(with_names(_reports(request)), pk=pk)


def _filter(request: SamladRequest) -> QueueFilter:
    return QueueFilter(request.GET, groups=category_groups(request.acting.municipality))


def _waiting(request: SamladRequest, filters: QueueFilter, *, at: datetime) -> IncidentQuerySet:
    municipality = request.acting.municipality
    return filters.narrow(_reports(request), at=at, zone=municipality.zone)
