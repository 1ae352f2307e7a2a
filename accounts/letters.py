"""Letters to a person about their own account, in that person's language: written here, carried by the outbox."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from accounts import outbox
from accounts.models import Municipality, OutgoingMail, User


def password_url(key: str) -> str:
    """Where a person chooses a password; `key` is the person's and the token, with a hyphen between."""
    path = reverse("account_reset_password_from_key", args=["0", "KEY"])
    return settings.SITE_URL + path.replace("0-KEY", key)


def write(
    template: str, *, user: User, municipality: Municipality, context: Mapping[str, object], at: datetime
) -> OutgoingMail:
    """Put the letter in the outbox. `template` is a path before `_subject.txt` and `_message.txt`."""
    with translation.override(user.language):
        words = {**context, "user": user, "municipality": municipality, "site_url": settings.SITE_URL}
        subject = " ".join(render_to_string(f"{template}_subject.txt", words).split())
        body = render_to_string(f"{template}_message.txt", words).strip() + "\n"
        twin = render_to_string("mail/twin.html", {"subject": subject, "body": body})
    return outbox.enqueue(
        municipality=municipality,
        to=user.email,
        subject=subject,
        body=body,
        body_html=twin,
        at=at,
        is_secret=True,  # it may hold a link with which a password is chosen
    )
