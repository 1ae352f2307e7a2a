"""The test databases: a template migrated as owner, cloned for each run, used as the application's role.

The template's name carries a hash of everything that shapes it, so it is made once and reused. Tests that need
commits to be real (threads, other processes) ask for `own_database`, or for `live` in `tests/processes.py`.
"""

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import environ
import psycopg2
import pytest
from django.conf import settings
from django.db import connection
from pytest_django import DjangoDbBlocker

ROOT = Path(__file__).resolve().parent.parent
URL_OF = {"app": "DATABASE_URL", "owner": "OWNER_DATABASE_URL", "backup": "BACKUP_DATABASE_URL"}
#: Made by bin/create-database: PostGIS and the roles' rights, no tables.
EMPTY = "samlad_empty"
TEMPLATE = "samlad_template_"
#: Templates of other shapes that are left, for whoever works on several branches.
KEPT = 6
#: Held while databases are made or dropped; another run in this folder may be doing the same.
LOCK = 7_264_523


def database_url(role: str, name: str) -> str:
    """Say how a process reaches the database `name` as `app`, `owner` or `backup`."""
    return os.environ[URL_OF[role]].rpartition("/")[0] + f"/{name}"


def connect(role: str, name: str) -> Any:
    """Open an autocommitting psycopg2 connection of one's own, for what Django's (always `app`) cannot show."""
    url = environ.Env.db_url_config(database_url(role, name))
    opened = psycopg2.connect(
        host=url["HOST"], port=url["PORT"] or None, user=url["USER"], password=url["PASSWORD"], dbname=name
    )
    opened.autocommit = True
    return opened


def dump_of(name: str) -> str:
    """Everything in the database as SQL, dumped by the backup role."""
    url = environ.Env.db_url_config(database_url("backup", name))
    where = {"PGHOST": url["HOST"], "PGUSER": url["USER"], "PGPASSWORD": url["PASSWORD"]}
    command = ["pg_dump", "--exclude-table-data=public.spatial_ref_sys", name]
    if url["PORT"]:
        where["PGPORT"] = str(url["PORT"])
    answer = subprocess.run(command, env=os.environ | where, check=True, capture_output=True)
    return answer.stdout.decode()


@contextmanager
def new_database(name: str, *, template: str = "") -> Iterator[str]:
    """Make a database, of the migrated tables unless another template is named, and drop it afterwards."""
    with _making_databases() as cursor:
        _drop_those_of_the_dead(cursor)
        _create(cursor, name, template or _migrated_template(cursor))
    try:
        yield name
    finally:
        with _making_databases() as cursor:
            _drop(cursor, name)


@contextmanager
def as_default(name: str) -> Iterator[None]:
    """Point Django's default connection, in every thread, at the database."""
    before = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = before


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None) -> Iterator[None]:
    """Replace pytest-django's own, which would make and migrate the database as the role that tests connect with."""
    with new_database(f"test_samlad_{os.getpid()}") as name, as_default(name):
        yield


@pytest.fixture
def own_database(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Give the test a database of its own where commits are real; instead of the `django_db` mark. Yields its name."""
    with (
        django_db_blocker.unblock(),
        new_database(f"test_samlad_{os.getpid()}_own") as name,
        as_default(name),
    ):
        yield name


@contextmanager
def _making_databases() -> Iterator[Any]:
    """Yield the owner's cursor, alone among all runs. It stands in the development database, which nobody clones."""
    home = environ.Env.db_url_config(os.environ["OWNER_DATABASE_URL"])["NAME"]
    with closing(connect("owner", home)) as opened, opened.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield cursor


def _migrated_template(cursor: Any) -> str:
    """Return the template's name, making it (and dropping the oldest ones of other shapes) if it is not there."""
    name = TEMPLATE + _shape()
    # The newest first: numbers are handed out in order.
    cursor.execute(
        "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [TEMPLATE + "%"]
    )
    present = [row[0] for row in cursor.fetchall()]
    if name not in present:
        for stale in present[KEPT:]:
            _drop(cursor, stale)
        unfinished = "samlad_unfinished"
        _create(cursor, unfinished, EMPTY)
        _migrate(unfinished)
        cursor.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
    return name


def _shape() -> str:
    """Hash the migrations, what of ours they import, and the packages, which bring migrations of their own."""
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    files = {ROOT / "requirements.txt", ROOT / "bin" / "create-database", *migrations}
    for migration in migrations:
        for module in re.findall(r"^(?:from|import) ([a-z_.]+)", migration.read_text(), re.MULTILINE):
            imported = ROOT / module.replace(".", "/")
            files |= {
                path for path in (imported.with_suffix(".py"), imported / "__init__.py") if path.exists()
            }
    parts = [repr(settings.INSTALLED_APPS).encode(), *(path.read_bytes() for path in sorted(files))]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _migrate(name: str) -> None:
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "0"]
    environment = os.environ | {"DATABASE_URL": database_url("owner", name)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def _create(cursor: Any, name: str, template: str) -> None:
    _drop(cursor, name)
    cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    # Rights on a database, unlike those inside it, are not cloned.
    cursor.execute(f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    cursor.execute(f"GRANT CONNECT ON DATABASE {name} TO samlad_app, samlad_backup")


def _drop(cursor: Any, name: str) -> None:
    cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def _drop_those_of_the_dead(cursor: Any) -> None:
    """A run that was killed leaves its databases behind; the number in the name is its process."""
    cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test_samlad_%'")
    for (name,) in cursor.fetchall():
        if not Path(f"/proc/{name.split('_')[2]}").exists():
            _drop(cursor, name)
