"""Signing in and out, told to the event log: whoever comes in, by whatever door, passes Django's three signals.

The only signals there are here. Nothing that was typed is kept: of a failed attempt only on which account, if there is
one of that name. Nor is any address of a machine.
"""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from accounts.eventlog import log_deed
from accounts.models import Action, User


def listen() -> None:
    """Be told, from now on."""
    user_logged_in.connect(_came_in, dispatch_uid="accounts.sign_ins")
    user_logged_out.connect(_went_out, dispatch_uid="accounts.sign_ins")
    user_login_failed.connect(_failed, dispatch_uid="accounts.sign_ins")


def _came_in(sender: object, user: User, **_more: Any) -> None:
    log_deed(Action.SIGN_IN, user, by=user)


def _went_out(sender: object, user: User | None, **_more: Any) -> None:
    if user:  # a session that has ended already is nobody's
        log_deed(Action.SIGN_OUT, user, by=user)


def _failed(sender: object, credentials: dict[str, Any], **_more: Any) -> None:
    typed = credentials.get("email") or credentials.get("username") or ""
    account = User.objects.filter(email__iexact=typed).first() if typed else None
    log_deed(Action.SIGN_IN_FAILED, account or User, by=None)
