"""Mina uppgifter: what is stored about oneself, or, for an administrator, about somebody who works here."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.eventlog import log_deed
from accounts.models import Action, Membership, Municipality, User
from accounts.roles import EVERYONE, Role
from accounts.scope import read_later
from incidents import extract
from incidents.models import Decision, Incident

#: The page shows so many of each; the file holds them all.
SHOWN = 50


@require_safe
@open_to(EVERYONE)
def my_data(request: SamladRequest) -> HttpResponse:
    """What is stored about oneself, wherever."""
    return _page(request, request.user, None)


@require_safe
@open_to(EVERYONE)
def my_data_file(request: SamladRequest) -> StreamingHttpResponse:
    """All of it as a file."""
    return _download(request, request.user, None)


@require_safe
@open_to({Role.ADMINISTRATOR})
def member_data(request: SamladRequest, pk: int) -> HttpResponse:
    """What this municipality has stored about one of its members."""
    return _page(request, _member(request, pk), request.acting.municipality)


@require_safe
@open_to({Role.ADMINISTRATOR})
def member_data_file(request: SamladRequest, pk: int) -> StreamingHttpResponse:
    """All of it as a file."""
    return _download(request, _member(request, pk), request.acting.municipality)


def _member(request: SamladRequest, pk: int) -> User:
    members = User.objects.filter(memberships__municipality=request.acting.municipality).distinct()
    return get_object_or_404(members, pk=pk)


def _page(request: SamladRequest, person: User, within: Municipality | None) -> HttpResponse:
    here = {"municipality": within} if within else {}
    reports = Incident.objects.filter(reporter=person, **here).select_related("category")
    decisions = Decision.objects.filter(by=person, **here)
    memberships = Membership.objects.filter(user=person, **here)
    context = {
        "person": person,
        "within": within,
        "memberships": memberships.select_related("municipality", "organisation").defer(
            "municipality__boundary"
        ),
        "reports": reports.order_by("-received_at", "-pk").prefetch_related("texts")[:SHOWN],
        "decisions": decisions.order_by("-at", "-pk")[:SHOWN],
        "mails": extract.mail_of(person).filter(**here).order_by("-created_at", "-pk")[:SHOWN],
        "counts": extract.counts_of(person, within=within),
        "shown": SHOWN,
    }
    return render(request, "incidents/my_data.html", context)


def _download(request: SamladRequest, person: User, within: Municipality | None) -> StreamingHttpResponse:
    """Every extract that leaves the house leaves here."""
    log_deed(Action.EXPORT, person, by=request.user)
    parts = (part.encode() for part in extract.as_json(person, within=within))
    reached = [within.pk] if within else request.user.standing.municipalities
    day = timezone.localdate()
    name = _("registerutdrag-%(day)s.json") % {"day": day.isoformat()}
    return StreamingHttpResponse(
        read_later(parts, *reached),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
