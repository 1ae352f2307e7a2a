"""The bodies' calendars, and the meeting itself: planned, changed, held, confirmed."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import FOLLOWERS
from accounts.tasks import wake
from promises import meetings, papers
from promises.forms.meetings import REFUSALS, MeetingForm
from promises.forms.written import Rivals
from promises.meeting_pages import (
    CONFLICT,
    KEEPERS,
    UNPROCESSABLE,
    confirmed_page,
    meeting_page,
    visible,
)
from promises.models import Body, Meeting, PaperKind
from promises.tasks import render_paper


@require_safe
@open_to(FOLLOWERS)
def index(request: SamladRequest) -> HttpResponse:
    """Coming meetings, body by body, and those that have been, the latest first."""
    rows = Meeting.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    if (body := request.GET.get("organ", "")) in Body.values:
        rows = rows.filter(body=body)
    now = timezone.now()
    coming = rows.filter(ends_at__gte=now).order_by("starts_at", "pk")
    by_body = sorted(coming, key=lambda meeting: Body.values.index(meeting.body))
    past = Paginator(rows.filter(ends_at__lt=now).order_by("-starts_at", "-pk"), 20)
    context = {
        "coming": [(Body(key).label, list(group)) for key, group in groupby(by_body, lambda row: row.body)],
        "page": past.get_page(request.GET.get("sida")),
        "bodies": Body.choices,
        "chosen": body,
        "is_keeper": request.acting.has(KEEPERS),
    }
    return render(request, "promises/meetings/index.html", context)


@require_safe
@open_to(FOLLOWERS)
def meeting(request: SamladRequest, pk: int) -> HttpResponse:
    """One meeting: agenda, what was said and decided, who was there, the papers."""
    return meeting_page(request, visible(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, read_by=FOLLOWERS)
def create(request: SamladRequest) -> HttpResponse:
    """Plan a meeting; its agenda is made of what is due at once."""
    municipality, now = request.acting.municipality, timezone.now()
    form = MeetingForm(request.POST or None, instance=Meeting(municipality=municipality))
    if form.is_valid():
        planned = meetings.plan(municipality=municipality, by=request.user, at=now, **form.values)
        meetings.agenda_of_what_is_due(planned, at=now)
        messages.success(request, _("Mötet är planerat. Dagordningen är gjord av det som är aktuellt."))
        return redirect(planned)
    return _form_page(request, form, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Meeting)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Change when, where and under whom; two who do it at once are told of each other."""
    row = visible(request, pk)
    form = MeetingForm(request.POST or None, instance=row)
    if row.is_locked:
        return confirmed_page(request, row, form)
    if request.method != "POST":
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=UNPROCESSABLE)
    try:
        saved = meetings.edit(row, edited=form.cleaned_data["edited"] or 0, **form.values)
    except meetings.Confirmed:
        return confirmed_page(request, row, form)
    except meetings.EditedMeanwhile as meanwhile:
        return _form_page(request, form, rivals=form.faced_with(meanwhile.row), status=CONFLICT)
    messages.success(request, _("Mötet är sparat."))
    return redirect(saved)


@require_POST
@open_to(KEEPERS, of=Meeting)
def hold(request: SamladRequest, pk: int) -> HttpResponse:
    """Note that the meeting is held."""
    row = visible(request, pk)
    try:
        row = meetings.hold(row, at=timezone.now())
    except meetings.Confirmed:
        return confirmed_page(request, row)
    except meetings.Refused as refusal:
        messages.error(request, REFUSALS[refusal.code])
    else:
        messages.success(request, _("Mötet är genomfört. Protokollet kan justeras."))
    return redirect(row)


@require_POST
@open_to(KEEPERS, of=Meeting)
def confirm(request: SamladRequest, pk: int) -> HttpResponse:
    """Confirm the minutes, and have them printed as they then read."""
    row = visible(request, pk)
    try:
        row = meetings.confirm(row, at=timezone.now())
    except meetings.Confirmed:
        return confirmed_page(request, row)
    except meetings.Refused as refusal:
        messages.error(request, REFUSALS[refusal.code])
        return redirect(row)
    paper = papers.order(row, kind=PaperKind.MINUTES, at=timezone.now())
    wake(render_paper, paper.municipality_id, paper.pk)
    messages.success(request, _("Protokollet är justerat och låst."))
    return redirect(row)


def _form_page(
    request: SamladRequest, form: MeetingForm, *, rivals: list[Rivals] | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "meeting": form.instance, "rivals": rivals}
    return render(request, "promises/meetings/edit.html", context, status=status)
