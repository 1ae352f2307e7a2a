"""Follow-ups: the list, one as it was written, beginning one, and writing in it until a meeting adopts it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.roles import FOLLOWERS, POLICE, REVIEWERS, Role
from promises import followup, spans
from promises.forms.follow_ups import FollowUpForm, WordsForm
from promises.models import FollowUp

KEEPERS = frozenset({Role.COORDINATOR})


@require_GET
@open_to(FOLLOWERS)
def follow_ups(request: SamladRequest) -> HttpResponse:
    """All follow-ups, the latest period first."""
    rows = _rows(request).order_by("-last_on", "-pk")
    page = Paginator(rows, 30).get_page(request.GET.get("sida"))
    context = {"page": page, "is_keeper": request.acting.has(KEEPERS)}
    context["lines"] = [(row, _period_of(row)) for row in page]
    return render(request, "promises/follow_ups/follow_ups.html", context)


@require_GET
@open_to(FOLLOWERS)
def follow_up(request: SamladRequest, pk: int) -> HttpResponse:
    """One follow-up as it was written."""
    row = get_object_or_404(_rows(request), pk=pk)
    return render(request, "promises/follow_ups/follow_up.html", _context(request, row))


@require_http_methods(["GET", "POST"])
@open_to(KEEPERS, read_by=FOLLOWERS)
def follow_up_create(request: SamladRequest) -> HttpResponse:
    """Choose what to follow up and over which period; the figures are taken at once."""
    municipality, now = request.acting.municipality, timezone.now()
    today = now.astimezone(municipality.zone).date()
    given = {"subject": request.GET.get("vad", "")}
    form = FollowUpForm(request.POST or None, municipality=municipality, today=today, initial=given)
    if request.method == "POST" and form.is_valid():
        try:
            row = followup.write(form.chosen, rhythm=form.rhythm, span=form.period, by=request.user, at=now)
            return redirect("follow_up_edit", row.pk)
        except followup.AlreadyWritten as already:
            messages.info(request, _("Den uppföljningen finns redan."))
            return redirect(already.follow_up)
        except followup.NotBegun:
            form.add_error("span", _("Ingen dag i perioden har gått än."))
    status = 422 if form.errors else 200
    return render(request, "promises/follow_ups/new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
@open_to(KEEPERS, of=FollowUp)
def follow_up_edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Write in a follow-up that no meeting has adopted; saving takes the figures anew."""
    row = get_object_or_404(_rows(request), pk=pk)
    said = {"edited": row.edited, "summary": row.summary, "assessment": row.assessment}
    form = WordsForm(request.POST or None, initial=said)
    if row.adopted_in_id is not None:
        return _locked(request, row)
    if request.method == "GET" or not form.is_valid():
        return _edit_page(request, row, form, status=422 if form.errors else 200)
    try:
        row = followup.rewrite(row, **form.cleaned_data, by=request.user, at=timezone.now())
    except followup.Locked:
        return _locked(request, row)
    except followup.EditedMeanwhile as rival:
        return _rival_page(request, rival.follow_up, form)
    messages.success(request, _("Uppföljningen är sparad."))
    return redirect(row)


def _rows(request: SamladRequest) -> Any:
    rows = FollowUp.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return rows.select_related(
        "promise", "activity", "focus_area", "document", "adopted_in__meeting", "municipality"
    )


def _period_of(row: FollowUp) -> str:
    return spans.name(spans.span_of(row.first_on, row.rhythm), row.rhythm)


def _context(request: SamladRequest, row: FollowUp) -> dict[str, Any]:
    exact = request.acting.has(REVIEWERS | POLICE)
    subject = row.subject
    return {
        "follow_up": row,
        "subject": subject,
        "period": _period_of(row),
        "done": row.done.get("activities", []),
        "effect": row.effect if exact else followup.told_effect(row.effect, row.municipality.minimum_count),
        "is_keeper": request.acting.has(KEEPERS),
    }


def _edit_page(request: SamladRequest, row: FollowUp, form: WordsForm, *, status: int) -> HttpResponse:
    context = {**_context(request, row), "form": form}
    return render(request, "promises/follow_ups/edit.html", context, status=status)


def _rival_page(request: SamladRequest, rival: FollowUp, form: WordsForm) -> HttpResponse:
    """What was typed, beside what somebody else saved meanwhile; saving again is then on purpose."""
    typed = {**form.cleaned_data, "edited": rival.edited}
    context = {**_context(request, rival), "form": WordsForm(initial=typed), "rival": rival}
    return render(request, "promises/follow_ups/edit.html", context, status=409)


def _locked(request: SamladRequest, row: FollowUp) -> HttpResponse:
    return render(request, "promises/follow_ups/adopted.html", {"follow_up": row}, status=409)
