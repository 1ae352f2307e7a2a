"""Inställningar, Gallringsbeslut: the municipality's decision that what it received may be erased."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.forms.purging import PurgingForm
from accounts.models import Municipality
from accounts.roles import PURGE_KEEPERS


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(PURGE_KEEPERS)
def purging(request: SamladRequest) -> HttpResponse:
    """Which decision it is, and of which day."""
    municipality = Municipality.objects.defer("boundary").get(pk=request.acting.municipality.pk)
    today = timezone.localdate(timezone=municipality.zone)
    form = PurgingForm(request.POST or None, instance=municipality, today=today)
    if form.is_confirmed:
        form.save()
        messages.success(request, _("Beslutet är sparat."))
        return redirect("settings")
    return render(request, "settings/purging.html", {"form": form})
