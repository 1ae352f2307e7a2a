"""How allauth is narrowed: nobody signs up by themselves, its letters go through the outbox, its secrets are encrypted.

Attempts to guess are counted per account and address, so that nobody can be locked out by somebody elsewhere.
"""

import base64
import hashlib
import time
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal.ratelimit import get_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import letters, second_step
from accounts.models import SingleSignOn, User
from accounts.scope import within
from accounts.tasks import post


class ClosedAccountAdapter(DefaultAccountAdapter):
    """Accounts are made under Inställningar, never by the person at the door."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Kontot är avstängt. Fråga kommunens administratör."),
        "email_password_mismatch": _("E-postadressen eller lösenordet stämmer inte."),
        "enter_current_password": _("Det är inte ditt nuvarande lösenord."),
        "incorrect_password": _("Lösenordet stämmer inte."),
        "too_many_login_attempts": _("För många försök. Vänta fem minuter och försök igen."),
        "rate_limited": _("För många försök. Vänta en stund och försök igen."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """No."""
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Whether one may be sent on there; an address that cannot even be taken apart is not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Those whose employer signs them in come by that door alone: who leaves their job is let in by nobody here."""
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        if response or any(
            record["method"] == "socialaccount" for record in get_authentication_records(request, user)
        ):
            return response
        if SingleSignOn.signs_in(user.domain):
            messages.error(request, _("Du loggar in med din arbetsgivares inloggning. Den finns längre ned."))
            return redirect("account_login")
        return None

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the person's own language, where this browser has not been told another."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
                samesite="Lax",
            )
        return response

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not of those who signed in a moment ago."""
        records = get_authentication_records(context.request, context.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - latest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """The account and from where: allauth's own key is the account, by which anybody could lock anybody out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{get_ip(request)}"

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """The ways to show once more who one is, in the words of the house."""
        words = {
            "account_reauthenticate": _("Skriv lösenordet"),
            "mfa_reauthenticate": _("Skriv en engångskod"),
            "mfa_reauthenticate_webauthn": _("Använd en passkey"),
        }
        told = {reverse(name): description for name, description in words.items()}
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": told[method["url"]]} for method in methods]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Write the letter if the address is that of somebody with a role somewhere; a request never waits for SMTP."""
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        municipality = user and next(iter(user.standing.municipalities.values()), None)
        if not user or not municipality:
            return
        with within(municipality.pk):
            mail = letters.write(
                template_prefix, user=user, municipality=municipality, context=context, at=timezone.now()
            )
        post(mail)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, object] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner that the account's password changed; allauth's own looks in a table that is not kept here."""
        self.send_mail(template_prefix, user.email, context or {})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """On the address the installation says is its own, whatever host the request named."""
        return letters.password_url(key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the start; allauth would show the empty form again."""
        return "/"


class SecondStepAdapter(DefaultMFAAdapter):
    """Which second steps may go, by which name they are kept on people's devices, and how their keys are here."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _(
            "Din roll kräver två steg när du loggar in. Lägg till ett annat sätt innan du tar bort det sista."
        ),
        "cannot_generate_recovery_codes": _("Reservkoder får du när du har en app eller en passkey."),
        "incorrect_code": _("Koden stämmer inte. Vänta på nästa och försök igen."),
    }

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last one of somebody who must have one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=second_step.STEPS)
        return others.exclude(pk=authenticator.pk).exists() or not second_step.is_required(authenticator.user)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """What a passkey is called whose owner does not say."""
        return gettext("Passkey %(number)d") % {
            "number": Authenticator.objects.filter(user=user, type=type).count() + 1
        }

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys hold for the installation's own address, whatever host the request named."""
        return {"id": urlsplit(settings.SITE_URL).hostname or "localhost", "name": "Samlad"}

    def encrypt(self, text: str) -> str:
        """What makes codes is no use to whoever reads the database or a copy of it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The other way."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = (hashlib.sha256(f"second step:{key}".encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
