"""Masking a blocked report: its words side by side with their new wording, and the block lifted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.eventlog import log_deed
from accounts.models import Action
from accounts.roles import PURGE_KEEPERS, REVIEWERS
from incidents import masking
from incidents.forms.masking import MaskingForm
from incidents.forms.queue import query_of
from incidents.models import Decision, Incident
from incidents.privacy import Screening
from incidents.states import Move, State
from incidents.workflow import DecidedMeanwhile, Refused, is_theirs_to_make

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(REVIEWERS, of=Incident)
def mask(request: SamladRequest, pk: int) -> HttpResponse:
    """Rewrite the words of a blocked report, lift the block and go back to it."""
    incident = _visible(request, pk)
    if not is_theirs_to_make(Move.UNBLOCK, incident, request.user):
        raise PermissionDenied
    form = _form(incident, request.POST if request.method == "POST" else None)
    if not form.is_bound:
        if incident.state != State.BLOCKED:
            return redirect(reverse("review", args=[pk]) + query_of(request.GET))
        return _page(request, incident, form)
    if not form.is_valid():
        return _page(request, incident, form, status=UNPROCESSABLE)
    version = form.cleaned_data["version"]
    try:
        masking.mask(pk, form.wordings(), version=version, by=request.user, at=timezone.now())
    except (masking.NoPurgeDecision, masking.Held):
        return _page(request, incident, form, status=CONFLICT)
    except DecidedMeanwhile as told:
        return _told(request, pk, told.decision)
    except Refused:
        return _told(request, pk, None)
    messages.success(request, _("Texten är maskerad och den tidigare är raderad. Granska rapporten igen."))
    return redirect(reverse("review", args=[pk]) + query_of(request.GET))


def _told(request: SamladRequest, pk: int, decision: Decision | None) -> HttpResponse:
    """The form as it was filled in, with word of what somebody else decided."""
    incident, typed = _visible(request, pk), request.POST.copy()
    typed["version"] = str(incident.version)
    return _page(request, incident, _form(incident, typed), meanwhile=decision, status=CONFLICT)


def _form(incident: Incident, data: QueryDict | None) -> MaskingForm:
    return MaskingForm(
        data,
        texts=list(incident.texts.order_by("version", "pk")),
        version=incident.version,
        screening=Screening.in_municipality(incident.municipality),
    )


def _page(
    request: SamladRequest,
    incident: Incident,
    form: MaskingForm,
    *,
    meanwhile: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    may_purge = request.acting.municipality.may_purge
    is_held = masking.is_held(incident)
    may_erase = may_purge and not is_held
    log_deed(Action.READ, incident, by=request.user)
    context = {
        "incident": incident,
        "form": form,
        "meanwhile": meanwhile,
        "is_conflict": status == CONFLICT and may_erase,
        "may_purge": may_purge,
        "is_held": is_held,
        "may_decide": request.acting.has(PURGE_KEEPERS),
        "may_save": may_erase and incident.state == State.BLOCKED,
        "query": query_of(request.GET),
        "zone": request.acting.municipality.zone,
    }
    return render(request, "incidents/review/mask.html", context, status=status)


def _visible(request: SamladRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(rows.select_related("category"), pk=pk)
