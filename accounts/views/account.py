"""Mitt konto: how one proves who one is, where one is signed in, and signing out everywhere.

The pages themselves are allauth's; here is what they do besides.
"""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import second_step, sessions
from accounts.models import User

ACCOUNT = reverse_lazy("account")


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What the person signs in with, and where they are signed in."""
    assert isinstance(request.user, User)
    steps: list[Authenticator] = list(Authenticator.objects.filter(user=request.user).order_by("pk"))
    kinds: dict[str, list[Authenticator]] = {}
    for step in steps:
        kinds.setdefault(step.type, []).append(step)
    context = {
        "apps": kinds.get(Authenticator.Type.TOTP, []),
        "passkeys": kinds.get(Authenticator.Type.WEBAUTHN, []),
        "codes": [step.wrap() for step in kinds.get(Authenticator.Type.RECOVERY_CODES, [])],
        "is_required": second_step.is_required(request.user),
        "employer": SocialAccount.objects.filter(user=request.user).first(),
        "devices": sessions.devices(request.user),
    }
    return render(request, "account/index.html", context)


@require_POST
@login_required
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every session of the person's, this one too."""
    assert isinstance(request.user, User)
    sessions.end_all(request.user)
    logout(request)
    messages.success(request, _("Du är utloggad överallt."))
    return redirect("account_login")


@require_safe
@login_required
def second_step_page(request: HttpRequest) -> HttpResponse:
    """Where one who must sign in in two steps, and cannot yet, chooses how."""
    return render(request, "mfa/second_step.html")


class _Taken:
    """Whoever sets a second step up has taken it, and sees the recovery codes before they go on."""

    request: HttpRequest
    kind: Authenticator.Type

    def form_valid(self, form: Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        second_step.count_as_taken(self.request, kind=self.kind)
        return response

    def get_success_url(self) -> str:
        return reverse("mfa_view_recovery_codes" if self.did_generate_recovery_codes else "account")  # type: ignore[attr-defined]


class ActivateApp(_Taken, totp.ActivateTOTPView):
    """Set up an app that makes codes."""

    kind = Authenticator.Type.TOTP


class AddPasskey(_Taken, webauthn.AddWebAuthnView):
    """Add a passkey."""

    kind = Authenticator.Type.WEBAUTHN


class RemovePasskey(webauthn.RemoveWebAuthnView):
    """Remove a passkey, unless it is the last step of somebody who must have one."""

    success_url = ACCOUNT

    def form_valid(self, form: Form) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            messages.error(self.request, adapter.error_messages["cannot_delete_authenticator"])
            return redirect("account")
        response: HttpResponse = super().form_valid(form)
        return response


class RecoveryCodes(codes.ViewRecoveryCodesView):
    """The codes, and the way on to where the person was going when they were led to set up a second step."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"going_to": self.request.session.pop(second_step.GOING_TO, "")}


activate_app = ActivateApp.as_view()
deactivate_app = totp.DeactivateTOTPView.as_view(success_url=ACCOUNT)
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
recovery_codes = require_safe(RecoveryCodes.as_view())
recovery_codes_file = require_safe(codes.download_recovery_codes)
