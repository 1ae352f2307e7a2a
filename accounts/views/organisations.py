"""Inställningar, Organisationer: who reports, receives and is responsible."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.forms.organisations import OrganisationForm
from accounts.models import Organisation
from accounts.roles import Role

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@require_safe
@open_to(ADMINISTRATORS)
def index(request: SamladRequest) -> HttpResponse:
    """The municipality's organisations, those no longer here last."""
    rows = (
        Organisation.objects.filter(municipality=request.acting.municipality)
        .annotate(people=Count("membership__user", distinct=True))
        .order_by("-is_active", "name", "pk")
    )
    return render(request, "settings/organisations.html", {"organisations": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
def create(request: SamladRequest) -> HttpResponse:
    """Add an organisation."""
    return _edit(request, Organisation(municipality=request.acting.municipality))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Change an organisation."""
    rows = Organisation.objects.filter(municipality=request.acting.municipality)
    return _edit(request, get_object_or_404(rows, pk=pk))


def _edit(request: SamladRequest, organisation: Organisation) -> HttpResponse:
    form = OrganisationForm(request.POST or None, instance=organisation)
    if form.is_confirmed:
        messages.success(request, _("%(name)s är sparad.") % {"name": form.save()})
        return redirect("organisations")
    return render(request, "settings/organisation.html", {"form": form})
