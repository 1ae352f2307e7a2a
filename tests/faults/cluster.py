"""A PostgreSQL server of the tests' own, which may be killed: nobody else's data lies in it.

Made like the project's (`bin/create-database`), in a temporary folder, reached through a Unix socket. The tests'
databases are then made in it as they otherwise are in the shared one.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import environ
import psycopg2
from django.db import connection

from tests.database import ROOT, URL_OF
from tests.processes import wait_until

SERVERS = Path("/usr/lib/postgresql")


def children_of(pid: int) -> list[int]:
    """The processes that it started and that have not ended."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def is_running(pid: int) -> bool:
    """Whether the process has not ended; one that has ended and was not waited for has no command any more."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes() != b""
    except (FileNotFoundError, ProcessLookupError):
        return False


def newest_server() -> Path | None:
    """Where the newest installed server's programs are."""
    found = [path.parent for path in SERVERS.glob("*/bin/postgres")]
    return max(found, key=lambda path: int(path.parent.name), default=None)


class Cluster:
    """The server. It refuses to run as root, so root's runs as the distribution's own user."""

    def __init__(self, programs: Path) -> None:
        self.programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="samlad-pg-"))
        self.identity: list[str] = []
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
            self.identity = ["--reuid=postgres", "--regid=postgres", "--init-groups"]
        self.process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        """Lay out the data, start, and make the roles and the empty databases."""
        layout = ["--locale", "C.UTF-8", "--encoding", "UTF8", "--username", "postgres", "--auth", "trust"]
        self._run("initdb", "--pgdata", str(self.folder / "data"), *layout, "--no-sync").wait()
        self.start()
        passwords = {
            f"SAMLAD_{role.upper()}_PASSWORD": environ.Env.db_url_config(os.environ[variable])["PASSWORD"]
            for role, variable in URL_OF.items()
        }
        place = {"PGHOST": str(self.folder), "PGUSER": "postgres", "SAMLAD_TESTS": "yes"}
        command = ["bash", str(ROOT / "bin" / "create-database")]
        subprocess.run(command, env=os.environ | passwords | place, check=True, stdout=subprocess.DEVNULL)

    def start(self) -> None:
        """Start the server, again if it finds its killed predecessor's memory still in use, until it answers."""
        wait_until(self._is_up, seconds=60)
        connection.close()  # this thread's own, which has died with the server

    def crash(self) -> None:
        """End the server and all its processes as a machine does that loses its power."""
        assert self.process
        for pid in [self.process.pid, *children_of(self.process.pid)]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self.process = None

    def remove(self) -> None:
        """Stop the server and delete its data."""
        if self.process:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(timeout=60)
        shutil.rmtree(self.folder)

    def url(self, shared: str) -> str:
        """The address here of what `shared` is the address of there."""
        return f"{shared.partition('@')[0]}@/{self.folder}/{shared.rpartition('/')[2]}"

    def _is_up(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            place = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={self.folder}"]
            self.process = self._run("postgres", "-D", str(self.folder / "data"), *place)
        try:
            psycopg2.connect(host=self.folder, user="postgres", dbname="postgres").close()
        except psycopg2.OperationalError:
            return False
        return True

    def _run(self, program: str, *arguments: str) -> "subprocess.Popen[bytes]":
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                # The kernel ends it should the tests themselves be killed.
                ["setpriv", "--pdeathsig", "INT", *self.identity, self.programs / program, *arguments],
                cwd="/",
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
