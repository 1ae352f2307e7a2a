"""Sealing the event log and holding it against its seals: whether a row was removed, altered or slipped in.

`seal` asks the database to seal what has been written since the last time; `verify` computes every digest anew, of the
seals' chain and of the rows, and stops at the first that does not agree. Nothing here writes in the log.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.database import ROW_DIGEST
from accounts.models import LogSeal

#: Rows in one seal.
MOST = 10_000
#: Bytes of a SHA-256.
WIDTH = 32
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# The backup's role sees every row and computes each digest itself; the application's is told digests, and no row.
ROWS = {
    True: f"SELECT id, {ROW_DIGEST} FROM accounts_eventlog WHERE id > %s AND id <= %s ORDER BY id",
    False: "SELECT key, digest FROM log_digests(%s, %s)",
}
SEES_ALL = "SELECT rolbypassrls FROM pg_roles WHERE rolname = current_user"
UNTOLD = "SELECT count(*) FROM log_digests(%s, 9223372036854775807)"
DAYS = """
SELECT (at AT TIME ZONE %s)::date AS day, sum(count), max(last_id), (array_agg(digest ORDER BY number DESC))[1]
  FROM accounts_logseal WHERE at >= %s AND at < %s GROUP BY day ORDER BY day DESC
"""


@dataclass(frozen=True)
class Broken:
    """The first thing that does not agree: on which day it was sealed, in which seal, which row, and what is wrong.

    `fault` is of a row `removed`, `altered` or `added`; without one it is `chain`: the seal itself.
    """

    day: date
    seal: int
    row: int | None
    fault: str

    def __str__(self) -> str:
        what = "does not follow from the one before" if self.row is None else f"row {self.row} {self.fault}"
        return f"{self.day}, seal {self.seal}: {what}"


@dataclass(frozen=True)
class Verdict:
    """What was found: how much agrees, the first that does not, and what has no seal yet."""

    seals: int
    rows: int
    digest: str
    broken: Broken | None
    unsealed: int


@dataclass(frozen=True)
class Day:
    """What was sealed on a day, and the digest that the whole log until its end can be held against."""

    on: date
    rows: int
    last_id: int
    digest: str


def seal() -> int:
    """Seal all that is waiting, ten thousand rows to a transaction; how many rows it was."""
    total = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute("SELECT seal_log(%s)", [MOST])
            sealed = int(cursor.fetchone()[0])
        total += sealed
        if sealed < MOST:
            return total


@transaction.atomic
def verify(*, since: date | None = None) -> Verdict:
    """Hold the log against its seals, from that day's first on or from the beginning."""
    seals = LogSeal.objects.filter(at__gte=_midnight(since)) if since else LogSeal.objects.all()
    first = seals.order_by("number").values_list("number", flat=True).first()
    last = LogSeal.objects.order_by("-number").values_list("last_id", flat=True).first() or 0
    unsealed = _unsealed(last)
    before = LogSeal.objects.filter(number__lt=first or 1).order_by("-number").first()
    written = _written(before.last_id if before else 0, last)
    checked, rows = 0, 0
    for each in seals.order_by("number").iterator(chunk_size=20):
        if fault := _fault_in(each, before, written):
            broken = Broken(_day(each.at), each.number, *fault)
            return Verdict(checked, rows, before.digest if before else "", broken, unsealed)
        checked, rows, before = checked + 1, rows + each.count, each
    return Verdict(checked, rows, before.digest if before else "", None, unsealed)


def days(start: date, end: date) -> list[Day]:
    """What was sealed on each day of the half-open span, the latest first; days without a seal are left out."""
    with connection.cursor() as cursor:
        cursor.execute(DAYS, [settings.TIME_ZONE, _midnight(start), _midnight(end)])
        return [Day(day, int(rows), last_id, digest) for day, rows, last_id, digest in cursor.fetchall()]


def to_keep(*, today: date) -> str:
    """The last day that is over with its digest, as `verify_log --against` takes it; empty where there is none yet."""
    over = days(today - timedelta(days=366), today)
    return f"{over[0].on}={over[0].digest}" if over else ""


def _fault_in(
    seal: LogSeal, before: LogSeal | None, written: Iterator[tuple[int, bytes]]
) -> tuple[int | None, str] | None:
    """The row that does not agree and why, None for a row if it is the seal itself; None if all agrees."""
    if seal.number != (before.number + 1 if before else 1) or seal.digest != _digest(seal, before):
        return None, "chain"
    sealed = bytes(seal.digests)
    for place, key in enumerate(seal.rows):
        found, digest = next(written, (None, b""))
        if found is None or found > key:
            return key, "removed"
        if found < key:
            return found, "added"
        if digest != sealed[WIDTH * place : WIDTH * (place + 1)]:
            return key, "altered"
    return None


def _digest(seal: LogSeal, before: LogSeal | None) -> str:
    """What the seal's digest must be if nothing of it was touched."""
    moment = (seal.at - EPOCH) // MICROSECOND
    keys = ",".join(map(str, seal.rows))
    said = f"{before.digest if before else ''} {seal.number} {moment} {keys}"
    return hashlib.sha256(said.encode() + bytes(seal.digests)).hexdigest()


def _written(after: int, until: int) -> Iterator[tuple[int, bytes]]:
    """The rows there are with those keys, in order, each with its digest as it is now."""
    with connection.cursor() as cursor:
        cursor.execute(SEES_ALL)
        (sees_all,) = cursor.fetchone()
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS[sees_all], [after, until])
        while rows := cursor.fetchmany(MOST):
            yield from ((key, bytes(digest)) for key, digest in rows)


def _unsealed(last: int) -> int:
    """How many rows there are after the last that is sealed."""
    with connection.cursor() as cursor:
        cursor.execute(UNTOLD, [last])
        return int(cursor.fetchone()[0])


def _day(moment: datetime) -> date:
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_default_timezone())
