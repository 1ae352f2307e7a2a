"""Sets up Django for the tests: real PostgreSQL as the application's role, real Redis, SMTP and browser when asked for.

The environment lies here; databases in `tests/database.py`, mail in `tests/mailbox.py`, processes in
`tests/processes.py`, the browser in `tests/browsing.py`. Outside the tests that start them nothing listens on the Redis
and mail addresses: what must work without them is tested without them.
"""

import atexit
import importlib
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import hypothesis
import pytest
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.utils import translation

#: Short, since a Unix socket's path holds 107 characters.
SCRATCH = tempfile.mkdtemp(prefix="samlad-")
(Path(SCRATCH) / "static").mkdir()
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
#: Marks and fixtures by which a file is known to take long, the longest first.
DEAR = ({"long"}, {"world"}, {"live"})
# How long an example takes says how busy the machine is.
hypothesis.settings.register_profile("samlad", deadline=None)
hypothesis.settings.load_profile("samlad")


def _own_port() -> int:
    """Bound as long as the tests run but never listening, so that nobody but our own servers gets the port."""
    reserved = socket.socket()
    atexit.register(reserved.close)
    reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    reserved.bind(("127.0.0.1", 0))
    return int(reserved.getsockname()[1])


os.environ |= {
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "DEBUG": "False",
    "MFA_REQUIRED": "True",
    "STATIC_COLLECTED": "False",
    "SITE_URL": f"http://localhost:{_own_port()}",
    "REDIS_URL": f"unix://{SCRATCH}/redis.sock",
    "EMAIL_HOST": "127.0.0.1",
    "EMAIL_PORT": str(_own_port()),
    "EMAIL_USE_TLS": "False",
    "MEDIA_ROOT": f"{SCRATCH}/media",
    "STATIC_ROOT": f"{SCRATCH}/static",
    # Playwright keeps an event loop in the test's thread, which Django would take for asynchronous code.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    # Every process that a test starts stays at home too.
    "PYTHONPATH": str(Path(__file__).parent / "at_home"),
}
importlib.import_module("tests.at_home.sitecustomize")
try:
    django.setup()
except ImproperlyConfigured as error:
    pytest.exit(
        f"{error}\nThere is nothing to test in yet: run ./bin/services start (or ./bin/test) first.", 4
    )

pytest_plugins = [
    "tests.database",
    "tests.walls",
    "tests.mailbox",
    "tests.processes",
    "tests.browsing",
    "tests.signing_in",
    "tests.accounts.provider",
    "tests.world",
]


def pytest_configure(config: pytest.Config) -> None:
    """Let those that test side by side find out by themselves: what they inherit they would read before this file."""
    if config.getoption("numprocesses", None):
        del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: one that were left for the end would keep a core waiting."""

    def place(item: pytest.Item) -> int:
        return next((n for n, dear in enumerate(DEAR) if dear & marks_of[item.path]), len(DEAR))

    marks_of: dict[Path, set[str]] = {}
    for item in items:
        marks = {mark.name for mark in item.iter_markers()} | set(getattr(item, "fixturenames", ()))
        marks_of.setdefault(item.path, set()).update(marks)
    items.sort(key=place)


@pytest.fixture(autouse=True)
def counted_from_nought() -> None:
    """Let no test's requests count towards the limits of another's."""
    caches["process"].clear()


@pytest.fixture(autouse=True)
def in_swedish() -> Iterator[None]:
    """Begin every test in Swedish: a page fetched in English leaves the thread so, and a request has one of its own."""
    with translation.override("sv"):
        yield
