"""Inställningar, Inloggning: who signs in in two steps, and when an unused account is closed."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.forms.signing_in import SigningInForm
from accounts.models import Municipality
from accounts.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@open_to({Role.ADMINISTRATOR})
@reauthentication_required(allow_get=True)
def signing_in(request: SamladRequest) -> HttpResponse:
    """The municipality's own rules; which employers sign people in is the operator's to say, and shown."""
    municipality = Municipality.objects.defer("boundary").get(pk=request.acting.municipality.pk)
    form = SigningInForm(request.POST or None, instance=municipality)
    if form.is_confirmed:
        form.save()
        messages.success(request, _("Inställningarna är sparade."))
        return redirect("settings")
    employers = municipality.single_sign_ons.order_by("domain")
    return render(request, "settings/signing_in.html", {"form": form, "employers": employers})
