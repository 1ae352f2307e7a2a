"""What the three database roles may do, and that the tests run as the one that may do least."""

import os
import subprocess
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.db import ProgrammingError, connection

from accounts.roles import Role
from incidents.models import Incident
from tests import factories
from tests.database import EMPTY, as_default, connect, new_database
from tests.walls import asked

#: As in docs/operations.md: PostGIS brings its own reference systems, and the comment on it is the superuser's.
DUMP_OPTIONS = ["--format=custom", "--exclude-table-data=public.spatial_ref_sys"]
RESTORE_OPTIONS = ["--exit-on-error", "--no-comments", "--single-transaction"]


def _row(sql: str) -> tuple[object, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()


@pytest.mark.django_db
def test_the_tests_run_as_the_applications_role_with_no_power_over_the_server():
    assert _row(
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    ) == ("samlad_app", False, False, False, False)


@pytest.mark.django_db
def test_the_application_owns_nothing_and_is_a_member_of_no_other_role():
    assert _row("SELECT count(*) FROM pg_class WHERE relowner = 'samlad_app'::regrole") == (0,)
    assert _row("SELECT count(*) FROM pg_proc WHERE proowner = 'samlad_app'::regrole") == (0,)
    assert _row("SELECT count(*) FROM pg_auth_members WHERE member = 'samlad_app'::regrole") == (0,)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE smuggled (id integer)",
        "CREATE TEMPORARY TABLE smuggled (id integer)",
        "ALTER TABLE accounts_user ADD smuggled integer",
        "DROP TABLE accounts_user",
        "TRUNCATE accounts_user CASCADE",
        "ALTER TABLE accounts_user DISABLE TRIGGER ALL",
        "CREATE SCHEMA smuggled",
        "CREATE EXTENSION dblink",
        "SET ROLE samlad_owner",
        "SET session_replication_role = replica",
        "COPY accounts_user TO PROGRAM 'cat'",
    ],
)
def test_the_application_cannot_change_the_shape_of_the_database(statement: str):
    with pytest.raises(ProgrammingError) as refusal, connection.cursor() as cursor:
        cursor.execute(statement)
    assert isinstance(refusal.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_the_backup_role_reads_every_table_and_changes_none(own_database: str):
    assert _counts(own_database)["django_migrations"] > 0
    with closing(connect("backup", own_database)) as opened, opened.cursor() as cursor:
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            cursor.execute("DELETE FROM django_session")
        cursor.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("DELETE FROM django_session")


def test_a_dump_by_the_backup_role_restores_to_the_same_rows_and_walls(own_database: str, tmp_path: Path):
    for name in ("Köping", "Sala"):
        municipality = factories.make_municipality(name)
        factories.make_approved(
            factories.make_user(Role.REPORTER, municipality), factories.make_user(Role.REVIEWER, municipality)
        )
    dump = str(tmp_path / "samlad.dump")
    with new_database(f"{own_database}_restored", template=EMPTY) as restored:
        _postgres("pg_dump", *DUMP_OPTIONS, "--file", dump, own_database, role="backup")
        _postgres("pg_restore", *RESTORE_OPTIONS, "--dbname", restored, dump, role="owner")
        assert _counts(restored) == _counts(own_database)
        assert _counts(restored)["incidents_incident"] == 2
        assert _walls(restored) == _walls(own_database)
        with as_default(restored), asked():
            assert Incident.objects.count() == 0


def _counts(database: str) -> dict[str, int]:
    """Rows per table, counted by the backup role."""
    counts = {}
    with closing(connect("backup", database)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            counts[table] = cursor.fetchone()[0]
    return counts


def _walls(database: str) -> list[tuple[object, ...]]:
    """The policies, and the tables that they hold for."""
    with closing(connect("backup", database)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT * FROM pg_policies ORDER BY tablename, policyname")
        policies: list[tuple[object, ...]] = cursor.fetchall()
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY relname")
        return policies + cursor.fetchall()


def _postgres(program: str, *arguments: str, role: str) -> None:
    """Run one of PostgreSQL's own programs as that role."""
    with closing(connect(role, "samlad")) as opened:
        where = opened.get_dsn_parameters()
        secret = opened.info.password
    environment = os.environ | {"PGHOST": where["host"], "PGUSER": where["user"], "PGPASSWORD": secret}
    subprocess.run([program, *arguments], env=environment, check=True)
