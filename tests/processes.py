"""Real processes around one test: gunicorn, Celery worker and beat, Redis; a fresh database, a mail server.

    def test_a_report_reaches_the_police(live, page):
        live.start("web", "worker", "beat")
        page.goto("/")

Nothing is truncated afterwards (the application's role may not): the whole database is dropped.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import pytest
import redis
from django.conf import settings

from tests.database import ROOT, database_url
from tests.mailbox import Mailbox

BIN = Path(sys.executable).parent
T = TypeVar("T")


def wait_until(condition: Callable[[], T], *, seconds: float = 30.0) -> T:
    """Return the condition's value as soon as it is true; fail after that many seconds."""
    deadline = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < deadline, f"nothing within {seconds} s"
        time.sleep(0.05)
    return value


class Live:
    """The processes of one test. `url`, `mailbox` and `database` say where they are reached."""

    def __init__(self, *, database: str, mailbox: Mailbox, folder: Path) -> None:
        self.database = database
        self.mailbox = mailbox
        self.folder = folder
        self.url = settings.SITE_URL
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, *names: str, **environment: str) -> None:
        """Start `web`, `worker`, `beat` or `redis` and wait until each answers. Worker and beat bring Redis along."""
        if {"worker", "beat"} & set(names) and not {"redis"} & {*names, *self.running}:
            self.start("redis")
        for name in names:
            self.running[name] = self._spawn(name, environment)
        for name in names:
            wait_until(partial(self._answers, name), seconds=60)

    def stop(self, name: str, *, by: signal.Signals = signal.SIGTERM) -> None:
        """End a process: gently, or by SIGKILL with all its children, as a machine that dies does."""
        process = self.running.pop(name)
        if by == signal.SIGKILL:
            os.killpg(process.pid, by)
        else:
            process.send_signal(by)
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def log(self, name: str) -> str:
        """What the process has printed so far."""
        path = self.folder / f"{name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _spawn(self, name: str, environment: dict[str, str]) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(
                # The kernel ends it should the tests themselves be killed.
                ["setpriv", "--pdeathsig", "TERM", *self._command(name)],
                cwd=ROOT,
                env=os.environ | {"DATABASE_URL": database_url("app", self.database)} | environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _command(self, name: str) -> list[str]:
        celery = [f"{BIN}/celery", "--app", "config"]
        loud = ["--loglevel", "info"]  # `_answers` reads that they are ready
        address = f"127.0.0.1:{urlsplit(self.url).port}"
        socket = settings.REDIS_URL.removeprefix("unix://")
        return {
            "web": [
                f"{BIN}/gunicorn",
                "config.wsgi",
                "--bind",
                address,
                "--workers",
                "2",
                "--no-control-socket",
                "--preload",
            ],
            "worker": [
                *celery,
                "worker",
                *loud,
                "--concurrency",
                "1",
                "--without-mingle",
                "--without-gossip",
            ],
            "beat": [*celery, "beat", *loud, "--schedule", f"{self.folder}/beat", "--pidfile", ""],
            "redis": [
                *("redis-server", "--port", "0", "--unixsocket", socket, "--dir", str(self.folder)),
                *("--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
            ],
        }[name]

    def _answers(self, name: str) -> bool:
        assert self.running[name].poll() is None, f"{name} ended at once:\n{self.log(name)}"
        if name == "web":
            return _responds(self.url)
        if name == "redis":
            return _pings(settings.REDIS_URL)
        return bool(re.search(r"ready\.|beat: Starting", self.log(name)))


def _responds(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=5).close()
    except urllib.error.HTTPError as answer:
        answer.close()
    except OSError:
        return False
    return True


def _pings(url: str) -> bool:
    try:
        with redis.Redis.from_url(url) as client:
            return bool(client.ping())
    except redis.exceptions.ConnectionError:
        return False


@pytest.fixture
def live(own_database: str, mailbox: Mailbox, tmp_path: Path) -> Iterator[Live]:
    """Start real processes on a database of their own, and kill them when the test ends. Their logs show on failure."""
    processes = Live(database=own_database, mailbox=mailbox, folder=tmp_path)
    try:
        yield processes
    finally:
        started = list(processes.running)
        for name in reversed(started):
            processes.stop(name, by=signal.SIGKILL)
        for name in started:
            print(f"--- {name} ---\n{processes.log(name)}")
