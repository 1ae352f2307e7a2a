"""Counting what a request has left in the database, and taking it back before the next example."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, transaction

#: Not what anybody sends in: sign-ins, and attempts that are counted.
HOUSEKEEPING = frozenset({"django_session", "cache"})
CHANGES = " WHERE action IN ('insert', 'update', 'delete')"


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written meanwhile is rolled back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def tables() -> list[str]:
    """All tables of the application's own."""
    return sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True))


def counted() -> dict[str, int]:
    """Rows per table; of the event log those of changes, since a form that comes back is a page that was read."""
    parts = [
        f"SELECT '{table}', count(*) FROM {table}{CHANGES if table == 'accounts_eventlog' else ''}"
        for table in tables()
        if table not in HOUSEKEEPING
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def added(before: dict[str, int]) -> dict[str, int]:
    """How many rows more each table has now, where that is not none."""
    return {table: count - before[table] for table, count in counted().items() if count != before[table]}


def tables_with(words: str) -> list[str]:
    """Every table, sessions and event log too, in a row of which the words stand."""
    with connection.cursor() as cursor:
        found = []
        for table in [*tables(), "cache"]:
            cursor.execute(f"SELECT EXISTS (SELECT FROM {table} AS t WHERE strpos(t::text, %s) > 0)", [words])
            if cursor.fetchone()[0]:
                found.append(table)
        return found
