"""What every visitor may read, signed in or not: the accessibility statement and the notice on personal data."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement that lag (2018:1937) 13 § asks for, in the shape Digg prescribes."""
    return render(request, "about/accessibility.html", {"contact": settings.CONTACT_EMAIL})


@require_safe
def personal_data(request: HttpRequest) -> HttpResponse:
    """What is kept about those who sign in, why, and what they may ask for (GDPR article 13)."""
    return render(request, "about/personal_data.html", {"contact": settings.CONTACT_EMAIL})
