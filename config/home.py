"""The start page: what waits for me, and what became of what I did."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import EVERYONE


@require_safe
@open_to(EVERYONE)
def home(request: SamladRequest) -> HttpResponse:
    """Each role's own start."""
    return render(request, "home/home.html")
