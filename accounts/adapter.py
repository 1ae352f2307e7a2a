"""How allauth is narrowed: nobody signs up by themselves, and its letters go through the outbox."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import letters
from accounts.models import User
from accounts.tasks import send_mail, wake


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

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Go on in the person's own language, where this browser has not been told another."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                user.language,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite="Lax",
            )
        return response

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Write the letter if the address is that of somebody with a role somewhere; a request never waits for SMTP."""
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        municipality = user and next(iter(user.standing.municipalities.values()), None)
        if not user or not municipality:
            return
        mail = letters.write(
            template_prefix, user=user, municipality=municipality, context=context, at=timezone.now()
        )
        wake(send_mail, mail.pk)

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
