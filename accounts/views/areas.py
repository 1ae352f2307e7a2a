"""Inställningar, Områden: what parts of the municipality are called. Their outlines come by `import_geography`."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import SamladRequest, open_to
from accounts.forms.places import AreaForm
from accounts.models import Area
from accounts.roles import Role

ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})


@require_safe
@open_to(ADMINISTRATORS)
def index(request: SamladRequest) -> HttpResponse:
    """The municipality's areas, by division."""
    rows = Area.objects.filter(municipality=request.acting.municipality).defer("geometry")
    return render(
        request, "settings/areas.html", {"areas": rows.order_by("kind", "-is_active", "name", "pk")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(ADMINISTRATORS)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Rename an area or take it out of use."""
    rows = Area.objects.filter(municipality=request.acting.municipality).defer("geometry")
    form = AreaForm(request.POST or None, instance=get_object_or_404(rows, pk=pk))
    if form.is_confirmed:
        messages.success(request, _("%(name)s är sparat.") % {"name": form.save()})
        return redirect("areas")
    return render(request, "settings/area.html", {"form": form})
