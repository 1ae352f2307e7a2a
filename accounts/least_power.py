"""The application serves as a role that row-level security holds back; the start refuses any other."""

from contextlib import suppress
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

# Roles that one is, or may become by SET ROLE, and what makes the walls no hindrance to them.
POWERS = """
SELECT role.rolname, CASE WHEN role.rolsuper THEN 'is a superuser' WHEN role.rolbypassrls THEN 'has BYPASSRLS'
                          ELSE 'owns ' || walled.relname END
FROM pg_roles AS role LEFT JOIN LATERAL (
    SELECT relname FROM pg_class WHERE relowner = role.oid AND relrowsecurity ORDER BY relname LIMIT 1
) AS walled ON true
WHERE pg_has_role(current_user, role.oid, 'MEMBER')
  AND (role.rolsuper OR role.rolbypassrls OR walled.relname IS NOT NULL)
ORDER BY role.rolname <> current_user, role.rolname
LIMIT 1
"""


def insist() -> None:
    """Connect, and raise ImproperlyConfigured if it is as somebody whom no wall stops.

    If the database does not answer, the first connection that it accepts is judged instead.
    """
    connection_created.connect(_judge)
    with suppress(OperationalError):
        connection.ensure_connection()
    # Whoever forks after this must not share it.
    connection.close()


def _judge(sender: type, connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(POWERS)
        found = cursor.fetchone()
    if found:
        connection.close()  # left open it would be used
        raise ImproperlyConfigured(
            f"DATABASE_URL connects as {connection.settings_dict['USER']}, whom row-level security does not hold: "
            f"{found[0]} {found[1]}. Let it connect as samlad_app, which bin/create-database makes."
        )
    connection_created.disconnect(_judge)
