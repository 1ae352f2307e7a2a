"""The nightly look at the event log: held against its seals, the outcome logged, and people told if it is broken."""

import logging
from datetime import datetime, time

from django.db import connection, transaction
from django.utils import timezone

from accounts import letters, sealing
from accounts.models import LogLook, Membership
from accounts.roles import Role
from accounts.scope import within
from accounts.sealing import Verdict

#: On the installation's clock, when few are at work.
AT_NIGHT = time(2, 30)
#: Who is told when the log does not agree with its seals.
TOLD = (Role.ADMINISTRATOR, Role.AUDITOR)

logger = logging.getLogger(__name__)


def is_due(*, at: datetime) -> bool:
    """Whether the last night's look has yet to be taken. One statement."""
    zone = timezone.get_default_timezone()
    local = at.astimezone(zone)
    tonight = datetime.combine(local.date(), AT_NIGHT, zone)
    return local >= tonight and not LogLook.objects.filter(at__gte=tonight).exists()


@transaction.atomic
def look(*, at: datetime) -> Verdict | None:
    """Verify the whole log, unless somebody is at it or has been since. Says it in the log, and in the server's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock('accounts_eventlog'::regclass::bigint)")
        if not cursor.fetchone()[0] or not is_due(at=at):
            return None
    verdict = sealing.verify()
    before = last_look()
    broken = str(verdict.broken) if verdict.broken else ""
    LogLook.objects.create(
        at=at, rows=verdict.rows, unsealed=verdict.unsealed, digest=verdict.digest, broken=broken
    )
    if broken:
        logger.error("the event log does not agree with its seals: %s", broken)
        if before is None or before.broken != broken:
            _tell(broken, at=at)
    else:
        kept = sealing.to_keep(today=timezone.localdate(at, timezone=timezone.get_default_timezone()))
        logger.info("the event log agrees: %s rows; keep elsewhere: %s", verdict.rows, kept)
    return verdict


def last_look() -> LogLook | None:
    """What was found the last time. One statement."""
    return LogLook.objects.order_by("-at").first()


def _tell(broken: str, *, at: datetime) -> None:
    """Write to every administrator and auditor, once each, of whichever municipality: the log is of them all."""
    rows = Membership.objects.filter(role__in=TOLD, user__is_active=True)
    rows = rows.select_related("user", "municipality").defer("municipality__boundary").order_by("user", "pk")
    for membership in list(rows.distinct("user")):
        with within(membership.municipality_id):
            letters.write(
                "account/email/log_broken",
                user=membership.user,
                municipality=membership.municipality,
                context={"broken": broken},
                at=at,
            )
