"""Inställningar, Kommunen: whom one asks, when the lägesbild comes, and the map behind it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.models import Municipality
from accounts.roles import Role
from lagesbild.settings_forms import MunicipalityForm


@require_http_methods(["GET", "HEAD", "POST"])
@open_to({Role.ADMINISTRATOR})
def rhythm(request: SamladRequest) -> HttpResponse:
    """The municipality's own settings, as far as they may change while it is in use."""
    municipality = Municipality.objects.defer("boundary").get(pk=request.acting.municipality.pk)
    form = MunicipalityForm(request.POST or None, instance=municipality, at=timezone.now())
    if form.is_confirmed:
        form.save()
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("settings")
    return render(request, "settings/rhythm.html", {"form": form})
