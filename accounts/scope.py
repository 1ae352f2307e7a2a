"""Whose rows PostgreSQL shows and takes: said here and nowhere else, for requests, tasks and commands.

Row-level security (`walls.py`) opens the rows of the municipalities that the setting `samlad.municipalities` names, and
none where it names none: a forgotten filter finds nothing of a neighbour's. What is said ends with the transaction, so
whoever uses the connection next, also through a pooler, begins closed.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INERROR

SAY = "SELECT set_config('samlad.user_id', %s, true), set_config('samlad.municipalities', %s, true)"
SAID = "SELECT current_setting('samlad.user_id', true), current_setting('samlad.municipalities', true)"

#: The user whose changes the event log says they are, and the municipalities: as the settings hold them.
Words = tuple[str, str]

Part = TypeVar("Part")

_words: ContextVar[Words | None] = ContextVar("words", default=None)


def open_rows(municipalities: Iterable[int], *, by: int | None) -> None:
    """For the rest of this transaction these municipalities' rows are in reach, and changes are that user's."""
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Rows are opened in a transaction, and closed with it.")
    _say(_as_words(municipalities, by))


@contextmanager
def within(*municipalities: int, by: int | None = None) -> Iterator[None]:
    """Meanwhile these municipalities' rows are in reach, in however many transactions; of none, what the door shows."""
    words = _as_words(municipalities, by)
    before = _say_instead(words) if connection.in_atomic_block else None
    token = _words.set(words)
    try:
        with connection.execute_wrapper(_say_first):
            yield
    finally:
        _words.reset(token)
        # A transaction that failed takes back by itself what was said in it.
        if before and connection.in_atomic_block and _status() != TRANSACTION_STATUS_INERROR:
            _say(_words.get() or before)


def read_later(parts: Iterator[Part], *municipalities: int) -> Iterator[Part]:
    """The parts of an answer that is read and sent when the request's own transaction is over."""
    with within(*municipalities):
        yield from parts


def _as_words(municipalities: Iterable[int], by: int | None) -> Words:
    return str(by or ""), ",".join(map(str, municipalities))


def _say_first(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """Begin every transaction by saying it; a statement that stands alone gets a transaction of its own."""
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        if _status() == TRANSACTION_STATUS_IDLE:
            # Not by way of Django's cursor, which would come back here.
            with connection.connection.cursor() as cursor:
                cursor.execute(SAY, _words.get())
        return execute(sql, params, many, context)


def _say_instead(words: Words) -> Words:
    """Say it in a transaction that has begun; what had been said."""
    with connection.cursor() as cursor:
        cursor.execute(SAID)
        user, municipalities = cursor.fetchone()
    _say(words)
    return user or "", municipalities or ""


def _say(words: Words) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SAY, words)


def _status() -> int:
    """What the server says of the transaction; of a connection that is gone, that it failed."""
    opened = connection.connection
    return int(opened.info.transaction_status) if opened else TRANSACTION_STATUS_INERROR
