"""What a test itself reads and writes lies open to it; what it asks of the application stands behind the walls.

In every statement of the test's own the rows of all municipalities are in reach, also of those it has just made. A
request by the test client and a management command begin with none, as they do in production, and a task, or whatever
else says by `accounts/scope.py` whose rows it needs, reaches those.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from typing import Any

import pytest
from django.core.management.base import BaseCommand
from django.core.signals import request_finished, request_started
from django.db import connection, transaction
from django.db.backends.signals import connection_created
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

EVERYTHING = """
SELECT set_config('samlad.municipalities',
                  (SELECT coalesce(string_agg(id::text, ','), '') FROM accounts_municipality), true)
"""
NOTHING = "SELECT set_config('samlad.user_id', '', true), set_config('samlad.municipalities', '', true)"

_asked: ContextVar[bool] = ContextVar("asked", default=False)


@contextmanager
def asked() -> Iterator[None]:
    """Meanwhile it is the application that acts, not the test."""
    before = _asked.get()
    _ask()
    try:
        yield
    finally:
        _asked.set(before)


@pytest.fixture(autouse=True)
def commands_begin_behind_the_walls(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Commands have no signal for when they begin."""
    execute = BaseCommand.execute

    def behind_the_walls(command: BaseCommand, *args: Any, **options: Any) -> str | None:
        with asked():
            return execute(command, *args, **options)

    monkeypatch.setattr(BaseCommand, "execute", behind_the_walls)
    _asked.set(False)
    yield
    _asked.set(False)


def _ask(**_kwargs: Any) -> None:
    _asked.set(True)
    if connection.in_atomic_block and _is_usable():
        with connection.connection.cursor() as cursor:
            cursor.execute(NOTHING)


def _answered(**_kwargs: Any) -> None:
    _asked.set(False)


def _lay_open(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    is_within = connection.execute_wrappers != [_lay_open]  # `scope.within` has put one of its own beside it
    if _asked.get() or is_within or not _is_usable():
        return execute(sql, params, many, context)
    with nullcontext() if connection.in_atomic_block else transaction.atomic():
        with connection.connection.cursor() as cursor:
            cursor.execute(EVERYTHING)
        return execute(sql, params, many, context)


def _is_usable() -> bool:
    opened = connection.connection
    return bool(opened) and opened.info.transaction_status != TRANSACTION_STATUS_INERROR


def _open_connection(connection: Any, **_kwargs: Any) -> None:
    if _lay_open not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _lay_open)


connection_created.connect(_open_connection)
request_started.connect(_ask)
request_finished.connect(_answered)
