"""Inställningar, Platser: the places that reports can be about, by name."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.forms.places import PlaceForm
from accounts.models import Place
from accounts.roles import Role

KEEPERS = frozenset({Role.ADMINISTRATOR, Role.COORDINATOR})
PER_PAGE = 50


@require_safe
@open_to(KEEPERS)
def index(request: SamladRequest) -> HttpResponse:
    """The municipality's places by name, those out of use last."""
    words = request.GET.get("q", "").replace("\x00", "").strip()
    rows = Place.objects.filter(municipality=request.acting.municipality, name__icontains=words)
    rows = rows.select_related("owner").order_by("-is_active", "name", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("sida"))
    return render(request, "settings/places.html", {"page": page, "words": words})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS)
def create(request: SamladRequest) -> HttpResponse:
    """Add a place."""
    return _edit(request, Place(municipality=request.acting.municipality))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Change a place."""
    rows = Place.objects.filter(municipality=request.acting.municipality)
    return _edit(request, get_object_or_404(rows, pk=pk))


def _edit(request: SamladRequest, place: Place) -> HttpResponse:
    form = PlaceForm(request.POST or None, instance=place)
    if form.is_confirmed:
        messages.success(request, _("%(name)s är sparad.") % {"name": form.save()})
        return redirect("places")
    return render(request, "settings/place.html", {"form": form})
