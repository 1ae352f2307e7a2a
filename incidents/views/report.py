"""Filing a report: the form, its receipt, and word that there is nothing to report."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import REPORTERS
from incidents.channels import suggested
from incidents.forms.catalogue import category_groups, chips, most_used
from incidents.forms.event import EventForm
from incidents.forms.quiet import QuietWeekForm
from incidents.forms.submission import MOST_EVENTS, SubmissionForm, new_event
from incidents.intake import KeyReused, find_submission, nothing_to_report, receive
from incidents.models import Incident, Submission, Text

UNPROCESSABLE = 422
CONFLICT = 409


class SeeOther(HttpResponseRedirect):
    """What was sent is kept; the answer lies there, to be fetched."""

    status_code = 303


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(REPORTERS)
def report(request: SamladRequest) -> HttpResponse:
    """The report form, and where it is sent."""
    if request.method == "POST":
        return _receive(request)
    now, municipality = timezone.now(), request.acting.municipality
    first = new_event(number=0, municipality=municipality, at=now, initial=_same_place(request))
    return _form(request, [first], key=uuid.uuid4(), opened_at=now)


def _receive(request: SamladRequest) -> HttpResponse:
    acting, now = request.acting, timezone.now()
    form = SubmissionForm(request.POST, request.FILES, municipality=acting.municipality, at=now)
    action, _colon, number = request.POST.get("do", "").partition(":")
    if action in ("add", "remove", "find"):
        events = form.as_typed(also=action == "add", without=number)
        return _form(request, events, key=form.key, opened_at=form.opened_at)
    if not form.is_valid():
        return _not_kept(request, form)
    try:
        receive(
            form.reports(),
            key=form.key,
            municipality=acting.municipality,
            organisation=acting.organisation,
            by=acting.user,
            at=now,
        )
    except KeyReused:
        return _not_kept(request, form)
    return SeeOther(reverse("report_receipt", args=[form.key]))


def _not_kept(request: SamladRequest, form: SubmissionForm) -> HttpResponse:
    """Say what is wrong, with everything still in its place.

    If something else has been kept under the key, the form gets a new one: the same button then sends it as a report of
    its own.
    """
    acting = request.acting
    earlier = find_submission(form.key, by=acting.user, municipality=acting.municipality)
    reused = earlier is not None or form.is_valid()
    return _form(
        request,
        form.events,
        key=uuid.uuid4() if reused else form.key,
        opened_at=form.opened_at,
        earlier=earlier,
        reused=reused,
        too_many=form.has_too_many,
        status=CONFLICT if reused else UNPROCESSABLE,
    )


def _form(
    request: SamladRequest,
    events: Sequence[EventForm],
    *,
    key: uuid.UUID,
    opened_at: datetime,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    municipality = request.acting.municipality
    groups = category_groups(municipality)
    context = {
        "events": events,
        "blank": new_event(number="__N__", municipality=municipality, at=opened_at),
        "groups": groups,
        "used": most_used(request.acting.organisation, groups, at=opened_at),
        "chips": chips(now=opened_at, zone=municipality.zone),
        "most": MOST_EVENTS,
        "key": key,
        "opened_at": opened_at.isoformat(),
        "municipality": municipality,
    }
    return render(request, "incidents/report.html", context | more, status=status)


def _same_place(request: SamladRequest) -> dict[str, Any]:
    """Where an earlier report of the person's own was, to begin the next one from."""
    wanted = request.GET.get("samma", "")
    if not wanted.isdecimal() or len(wanted) > 18:
        return {}
    own = Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    earlier = own.filter(reporter=request.user, pk=wanted).first()
    if earlier is None:
        return {}
    return {
        "longitude": round(earlier.point.x, 6),
        "latitude": round(earlier.point.y, 6),
        "spot": f"place:{earlier.place_id}" if earlier.place_id else "",
        "place_type": earlier.place_type,
        "location_precision": earlier.location_precision,
    }


@require_safe
@open_to(REPORTERS)
def report_receipt(request: SamladRequest, key: uuid.UUID) -> HttpResponse:
    """What was received under the key, with its numbers; only for the one who sent it."""
    own = Submission.objects.filter(municipality=request.acting.municipality, reporter=request.user)
    submission = get_object_or_404(own, key=key)
    incidents = submission.incidents.select_related("category", "place", "area").defer(
        "place__point", "area__geometry"
    )
    rows = list(incidents.order_by("pk"))
    words = Text.objects.filter(incident__in=rows).values_list("body", flat=True)
    context = {
        "submission": submission,
        "incidents": rows,
        "channels": suggested([row.category.code for row in rows], words),
    }
    return render(request, "incidents/receipt.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(REPORTERS)
def quiet_week(request: SamladRequest) -> HttpResponse:
    """The unit's word that a week passed with nothing to report."""
    now, acting = timezone.now(), request.acting
    today = timezone.localdate(now, acting.municipality.zone)
    form = QuietWeekForm(request.POST or None, today=today)
    if request.method == "POST" and form.is_valid():
        nothing_to_report(
            organisation=acting.organisation, by=request.user, at=now, today=form.cleaned_data["week"]
        )
        messages.success(
            request,
            _("Tack! Vi har antecknat att %(unit)s inte hade något att rapportera.")
            % {"unit": acting.organisation},
        )
        return redirect("incidents")
    return render(request, "incidents/quiet_week.html", {"form": form})
