"""Mina uppgifter: what is stored about oneself. Of others nobody reads it; the operator has a command."""

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.eventlog import log_deed
from accounts.models import Action, Membership, Municipality
from accounts.roles import EVERYONE
from accounts.scope import read_later, within
from incidents import extract
from incidents.models import Decision, Incident

#: The page shows so many of each; the file holds them all.
SHOWN = 50


@require_safe
@open_to(EVERYONE)
def my_data(request: SamladRequest) -> HttpResponse:
    """What is stored about oneself, wherever one has had a role."""
    person = request.user
    with within(*_everywhere(), by=person.pk):
        memberships = Membership.objects.filter(user=person).select_related("municipality", "organisation")
        reports = Incident.objects.filter(reporter=person).select_related("category")
        context = {
            "person": person,
            "memberships": memberships.defer("municipality__boundary"),
            "reports": reports.order_by("-received_at", "-pk").prefetch_related("texts")[:SHOWN],
            "decisions": Decision.objects.filter(by=person).order_by("-at", "-pk")[:SHOWN],
            "mails": extract.mail_of(person).order_by("-created_at", "-pk")[:SHOWN],
            "counts": extract.counts_of(person),
        }
        return render(request, "incidents/my_data.html", context)


@require_safe
@open_to(EVERYONE)
def my_data_file(request: SamladRequest) -> StreamingHttpResponse:
    """All of it as a file."""
    log_deed(Action.EXPORT, request.user, by=request.user)
    parts = (part.encode() for part in extract.as_json(request.user))
    name = _("registerutdrag-%(day)s.json") % {"day": timezone.localdate().isoformat()}
    return StreamingHttpResponse(
        read_later(parts, *_everywhere()),
        content_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


def _everywhere() -> list[int]:
    """Somebody's rows are found by their key, also where they have a role no longer."""
    return list(Municipality.objects.values_list("pk", flat=True))
