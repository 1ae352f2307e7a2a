"""Correcting what, where and when of a report, alone or together with approving it."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.eventlog import log_deed
from accounts.models import Action
from accounts.roles import REVIEWERS
from incidents import workflow
from incidents.forms.catalogue import category_groups
from incidents.forms.correction import CorrectionForm
from incidents.forms.decision import REFUSALS
from incidents.forms.queue import query_of
from incidents.models import Decision, Incident, TextKind
from incidents.privacy import Screening
from incidents.queue import with_names
from incidents.states import Move
from incidents.workflow import Choice, DecidedMeanwhile, Refused, is_theirs_to_make, moves_for

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(REVIEWERS, of=Incident)
def correct(request: SamladRequest, pk: int) -> HttpResponse:
    """The report's own values in a form; saved as a correction, or as one with the approval."""
    incident, at = _visible(request, pk), timezone.now()
    if not is_theirs_to_make(Move.CORRECT, incident, request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _read(request, incident, at=at)
    if request.POST.get("do") == "find":
        return _page(request, incident, _form(request, incident, typed=request.POST, at=at))
    form = _form(request, incident, request.POST, at=at)
    if not form.is_valid():
        return _page(request, incident, form, status=UNPROCESSABLE)
    move = Move.APPROVE if request.POST.get("move") == Move.APPROVE else Move.CORRECT
    choice = Choice(move, form.cleaned_data["version"], corrections=form.corrections())
    try:
        workflow.decide(pk, choice, by=request.user, at=at)
    except DecidedMeanwhile as told:
        return _told(request, pk, told.decision, at=at)
    except Refused as refusal:
        if refusal.code == "state":
            return _told(request, pk, None, at=at)
        form.add_error(None, REFUSALS[refusal.code])
        return _page(request, incident, form, status=UNPROCESSABLE)
    return _go_on(request, pk, move)


def _read(request: SamladRequest, incident: Incident, *, at: datetime) -> HttpResponse:
    if Move.CORRECT not in moves_for(incident, request.user):
        return redirect(reverse("review", args=[incident.pk]) + query_of(request.GET))
    return _page(request, incident, _form(request, incident, at=at))


def _go_on(request: SamladRequest, pk: int, move: Move) -> HttpResponse:
    approved = move == Move.APPROVE
    words = (
        _('<a href="{}">Nr {}</a> är rättad och godkänd.')
        if approved
        else _('<a href="{}">Nr {}</a> är rättad.')
    )
    messages.success(request, format_html(words, reverse("review", args=[pk]), pk))
    return redirect(reverse("review_next" if approved else "review", args=[pk]) + query_of(request.GET))


def _told(request: SamladRequest, pk: int, decision: Decision | None, *, at: datetime) -> HttpResponse:
    """The form as it was filled in, now against the report as it is, with word of what somebody else decided."""
    incident, typed = _visible(request, pk), request.POST.copy()
    typed["version"] = str(incident.version)
    form = _form(request, incident, typed, at=at)
    return _page(request, incident, form, meanwhile=decision, status=CONFLICT)


def _form(
    request: SamladRequest,
    incident: Incident,
    data: QueryDict | None = None,
    *,
    typed: QueryDict | None = None,
    at: datetime,
) -> CorrectionForm:
    """Bound to `data`, to be checked; or as `typed` so far, unchecked."""
    groups = category_groups(request.acting.municipality)
    return CorrectionForm(data, incident=incident, groups=groups, typed=typed, at=at)


def _page(
    request: SamladRequest,
    incident: Incident,
    form: CorrectionForm,
    *,
    meanwhile: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    log_deed(Action.READ, incident, by=request.user)
    description = incident.texts.filter(kind=TextKind.DESCRIPTION).order_by("version", "pk").last()
    context = {
        "incident": incident,
        "form": form,
        "description": description and description.body,
        "meanwhile": meanwhile,
        "is_conflict": status == CONFLICT,
        "may_save": Move.CORRECT in moves_for(incident, request.user),
        "query": query_of(request.GET),
        "zone": request.acting.municipality.zone,
        "screening": Screening.in_municipality(request.acting.municipality),
    }
    return render(request, "incidents/review/correct.html", context, status=status)


def _visible(request: SamladRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(with_names(rows), pk=pk)
