"""What every visitor may read, signed in or not: the accessibility statement and the notice on personal data."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Acting

#: When the developers last tried the whole site for the statement.
ASSESSED_ON = date(2026, 11, 22)


@require_safe
@login_not_required
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that lag (2018:1937) 13 § asks for, in the shape Digg prescribes."""
    return render(request, "about/accessibility.html", _about(request) | {"assessed_on": ASSESSED_ON})


@require_safe
@login_not_required
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept about those who sign in, why, and what they may ask for (GDPR article 13)."""
    return render(request, "about/personal_data.html", _about(request))


def _about(request: HttpRequest) -> dict[str, object]:
    """Who answers and whom to write to: the municipality one acts in; others may come from any."""
    acting: Acting | None = request.acting  # type: ignore[attr-defined]
    municipality = acting.municipality if acting else None
    return {
        "municipality": municipality,
        "contact": municipality.contact if municipality else settings.CONTACT_EMAIL,
    }
