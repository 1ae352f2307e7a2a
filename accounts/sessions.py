"""How long one stays signed in, on which devices, and how all of that is ended.

A session ends when nothing has been done for `SESSION_COOKIE_AGE` seconds, and in any case `SESSION_ABSOLUTE_AGE`
seconds after it began. When it began is what allauth notes of how its user signed in; the database is not asked.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions.internal.flows.sessions import end_other_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.models import User

#: A session is written anew at most so often, in seconds: most requests write nothing.
REFRESH = 60
#: When the session was last written because its user did something.
SEEN = "seen"
BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "CrOS": "ChromeOS",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@dataclass(frozen=True)
class Device:
    """One browser in which somebody is signed in. Names are empty where it does not tell them."""

    browser: str
    system: str
    ip: str
    since: datetime
    is_this: bool


class SessionAgeMiddleware:
    """End a session that is too old, and keep one that is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; all is done before the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> None:
        """Make nobody of whose session has ended; a page for anybody does not ask for the session."""
        if is_for_anybody(view) or SESSION_KEY not in request.session:
            return
        at, began = time.time(), _began(request.session)
        if began is None or at - began >= settings.SESSION_ABSOLUTE_AGE:
            logout(request)
        elif at - request.session.get(SEEN, began) >= REFRESH:
            request.session[SEEN] = at


def is_for_anybody(view: Callable[..., HttpResponseBase]) -> bool:
    """Whether the page says that nobody need have signed in (`login_not_required`)."""
    return not getattr(view, "login_required", True)


def _began(session: SessionBase) -> float | None:
    records: list[dict[str, Any]] = session.get(AUTHENTICATION_METHODS_SESSION_KEY) or []
    return min((record["at"] for record in records), default=None)


def devices(user: User) -> list[Device]:
    """Where the person is signed in, the latest first; sessions that have ended are forgotten."""
    live = UserSession.objects.purge_and_list(user)
    return [
        Device(
            browser=_named(session.user_agent, BROWSERS),
            system=_named(session.user_agent, SYSTEMS),
            ip=session.ip,
            since=session.created_at,
            is_this=session.is_current(),
        )
        for session in sorted(live, key=lambda session: session.created_at, reverse=True)
    ]


def end_others(request: HttpRequest, user: User) -> None:
    """Sign the person out everywhere but here."""
    end_other_sessions(request, user)


def end_all(user: User) -> None:
    """Sign the person out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def forget_expired(*, at: datetime) -> None:
    """Delete sessions that have run out, and what was noted of their devices."""
    Session.objects.filter(expire_date__lt=at).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()


def _named(user_agent: str, names: dict[str, str]) -> str:
    return next((name for sign, name in names.items() if sign in user_agent), "")
