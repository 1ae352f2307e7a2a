"""Accounts that nobody uses are closed: a warning two weeks before, then the end, unless somebody signs in.

How long is the longest that any municipality of the person's allows. Whoever is let in anew starts afresh, and the last
administrator of a municipality is left: without one, nobody could be let in there.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Greatest

from accounts import letters, people
from accounts.models import Municipality, User
from accounts.models.municipality import LEAST_UNUSED
from accounts.scope import within

#: Between the warning and the end.
WARNING = timedelta(days=14)
#: Of somebody without a role anywhere.
DAYS: int = Municipality._meta.get_field("unused_days").default


def warn(*, at: datetime) -> None:
    """Write to those whose account will be closed in two weeks' time."""
    rested = _resting(at=at).filter(Q(warned_at=None) | Q(warned_at__lt=F("used_at")))
    for user, ends_at in _with_end(rested):
        if ends_at - WARNING <= at and not people.is_last_administrator(user):
            with transaction.atomic():
                User.objects.filter(pk=user.pk).update(warned_at=at)
                _write(user, ends_at=max(ends_at, at + WARNING), at=at)


def close(*, at: datetime) -> None:
    """Close the accounts of those who were warned two weeks ago and have not signed in since."""
    warned = _resting(at=at).filter(warned_at__gte=F("used_at"), warned_at__lte=at - WARNING)
    for user, ends_at in _with_end(warned):
        if ends_at <= at and not people.is_last_administrator(user):
            people.close(user)


def _resting(*, at: datetime) -> Any:
    """Open accounts that might be due, wherever: `used_at` is when each was last signed in to, or opened."""
    used_at = Greatest("opened_at", "last_login")
    days = Max("memberships__municipality__unused_days")
    rows = User.objects.filter(is_active=True).annotate(used_at=used_at, days=days)
    return rows.filter(used_at__lte=at + WARNING - timedelta(days=LEAST_UNUSED)).order_by("pk")


def _with_end(users: Any) -> Iterator[tuple[User, datetime]]:
    for user in users:
        yield user, user.used_at + timedelta(days=user.days or DAYS)


def _write(user: User, *, ends_at: datetime, at: datetime) -> None:
    for municipality in list(user.standing.municipalities.values())[:1]:
        context = {"ends_at": ends_at, "zone": municipality.zone}
        with within(municipality.pk):
            letters.write(
                "account/email/unused", user=user, municipality=municipality, context=context, at=at
            )
