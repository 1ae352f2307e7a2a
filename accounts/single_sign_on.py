"""Signing in with one's employer: whom a municipality's own provider may let in, and as whom.

A provider answers for one e-mail domain. It lets in the invited person whose address it vouches for, in that domain and
nobody else's; from then on that person and the provider's key of them belong together. Nobody gets an account this way.
"""

from dataclasses import dataclass
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Protocol, SingleSignOn, User

#: How providers write yes; the claim is Entra ID's "the domain of the address is ours".
YES = (True, 1, "1", "true", "True")
OWN_DOMAIN = "xms_edov"


@dataclass(frozen=True)
class Door:
    """One employer at the front door."""

    name: str
    domain: str
    url: str


def doors() -> list[Door]:
    """The employers with whom one may sign in."""
    return [Door(row.municipality.name, row.domain, _door(row)) for row in _rows()]


class EmployerAdapter(DefaultSocialAccountAdapter):
    """allauth's questions about providers and the people they send."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers that the operator has set up. One is named by its domain."""
        apps = [_app(row) for row in _rows()]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, "", app.client_id)
        ]

    def new_user(self, request: HttpRequest, sociallogin: SocialLogin) -> Any:
        """Read which addresses are vouched for, then forget what else was told of the person."""
        claims = sociallogin.account.extra_data
        told = claims.get("id_token", {}) if isinstance(claims, dict) else {}
        if told and not told.get("sub"):
            raise ValueError("an ID token about nobody")
        for address in sociallogin.email_addresses:
            address.verified = address.verified in YES or told.get(OWN_DOMAIN) in YES
        sociallogin.account.extra_data = {}
        return super().new_user(request, sociallogin)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The invited person whose address is vouched for."""
        user = User.objects.filter(email__in=_addresses(sociallogin)).first()
        return (user, user.email) if user else None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn away whom the provider does not vouch for, or knows by another key than before."""
        sociallogin.state["process"] = AuthProcess.LOGIN
        user = sociallogin.user if sociallogin.is_existing else None
        if not isinstance(user, User) or user.email not in _addresses(sociallogin):
            raise ImmediateHttpResponse(
                _turned_away(request, _("Din arbetsgivare känner dig, men du är inte inbjuden till Samlad."))
            )
        account = sociallogin.account
        if (
            SocialAccount.objects.filter(user=user, provider=account.provider)
            .exclude(uid=account.uid)
            .exists()
        ):
            told = _("Kontot hör till någon annan hos din arbetsgivare. Fråga kommunens administratör.")
            raise ImmediateHttpResponse(_turned_away(request, told))

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Back to the front door, whatever went wrong at the other one."""
        raise ImmediateHttpResponse(failed(request))


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the employer did not let the person in."""
    return _turned_away(
        request, _("Inloggningen hos din arbetsgivare blev inte klar. Försök igen om en stund.")
    )


def _turned_away(request: HttpRequest, told: str) -> HttpResponse:
    messages.error(request, told)
    return redirect("account_login")


def _addresses(sociallogin: SocialLogin) -> set[str]:
    """Those that the provider vouches for, in the domain that it answers for."""
    domain = sociallogin.provider.app.provider_id
    vouched = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
    return {email for email in vouched if email.rpartition("@")[2] == domain}


def _rows() -> list[SingleSignOn]:
    """Those that can be spoken with: SAML only where it is installed."""
    rows = SingleSignOn.objects.select_related("municipality").defer("municipality__boundary")
    protocols = Protocol if settings.SAML else [Protocol.OPENID_CONNECT]
    return list(rows.filter(protocol__in=protocols).order_by("municipality__name", "domain"))


def _door(row: SingleSignOn) -> str:
    if row.protocol == Protocol.SAML:
        return reverse("saml_login", args=[row.domain])
    return reverse("openid_connect_login", args=[row.domain])


def _app(row: SingleSignOn) -> SocialApp:
    common = {"provider": row.protocol, "provider_id": row.domain, "name": row.municipality.name}
    if row.protocol == Protocol.SAML:
        return SocialApp(**common, client_id=row.domain, settings=_saml(row))
    # The ID token says it all, and is meant for us; what else a provider tells need not be.
    return SocialApp(
        **common,
        client_id=row.client_id,
        secret=settings.OIDC_SECRETS.get(row.municipality.code, ""),
        settings={"server_url": row.server_url, "fetch_userinfo": False},
    )


def _saml(row: SingleSignOn) -> dict[str, Any]:
    """SAML has no claim for it, so the provider is taken at its word about addresses of its own domain."""
    return {
        "idp": {"entity_id": row.client_id, "metadata_url": row.server_url},
        "verified_email": [row.domain],
        "advanced": {"want_assertion_signed": True, "want_name_id": True},
    }
