"""Nobody who must sign in in two steps gets anywhere with a password alone: here, for every page, and only here.

Whether the second step has been taken stands in the session, as allauth notes it: a code, a passkey, or an employer's
own sign-in, which has its own second step (docs/decisions/0014). Whoever must and has not is led to set one up, and
from there to where they were going.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from accounts import sessions
from accounts.models import User
from accounts.roles import SECOND_STEP
from accounts.signed_out import ask_to_sign_in

#: Ways of signing in that are, or end with, a second step.
TWO_STEPS = frozenset({"mfa", "socialaccount"})
#: The pages on which a second step is set up; those that anybody may open say so themselves (`login_not_required`).
SET_UP = frozenset({"second_step", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"})
#: Recovery codes come with one of these, and are none by themselves.
STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
#: Where in the session it says where somebody was going.
GOING_TO = "going_to"


def is_required(user: User) -> bool:
    """Whether a role of the person's, in any municipality, asks for a second step: a session is one for all of them."""
    if not settings.MFA_REQUIRED:
        return False
    standing = user.standing
    return any(
        not standing.roles_in(key).isdisjoint(SECOND_STEP.union(municipality.second_step_roles))
        for key, municipality in standing.municipalities.items()
    )


def is_set_up(user: User) -> bool:
    """Whether the person has a second step to take."""
    return bool(Authenticator.objects.filter(user=user, type__in=STEPS).exists())


def is_taken(request: HttpRequest) -> bool:
    """Whether this session began with more than a password."""
    return any(record["method"] in TWO_STEPS for record in get_authentication_records(request, request.user))


def count_as_taken(request: HttpRequest, *, kind: str) -> None:
    """Whoever has just set a second step up has shown that they have it. Sessions begun without it end."""
    assert isinstance(request.user, User)
    record_authentication(request, request.user, method="mfa", type=kind)
    sessions.end_others(request, request.user)


def take_away(user: User) -> None:
    """Forget how a person proves who they are, for one who has lost it, and end what they have open."""
    Authenticator.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    sessions.end_all(user)


class SecondStepMiddleware:
    """Lead those who must take a second step, and have not, to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; all is done before the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Stop everything but what anybody may open and what the set-up consists of."""
        if sessions.is_for_anybody(view) or not isinstance(request.user, User):
            return None
        if is_taken(request) or not is_required(request.user):
            return None
        if is_set_up(request.user):  # in another browser, after this session began
            logout(request)
            return ask_to_sign_in(request)
        if request.resolver_match and request.resolver_match.url_name in SET_UP:
            return None
        request.session[GOING_TO] = _path(request)
        return redirect("second_step")


def _path(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else "/"
