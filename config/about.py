"""What every visitor may read, signed in or not: the accessibility statement and the notice on personal data."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Acting


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that lag (2018:1937) 13 § asks for, in the shape Digg prescribes."""
    return render(request, "about/accessibility.html", {"contact": _contact(request)})


@require_safe
@login_not_required
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept about those who sign in, why, and what they may ask for (GDPR article 13)."""
    return render(request, "about/personal_data.html", {"contact": _contact(request)})


def _contact(request: HttpRequest) -> str:
    """Whom to write to: the municipality one acts in; for others, who may come from any, the installation's address."""
    acting: Acting | None = request.acting  # type: ignore[attr-defined]
    return acting.municipality.contact if acting else settings.CONTACT_EMAIL
