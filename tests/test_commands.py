"""`./bin/run` itself, in a clone of its own: starts, serves, refuses a second start, stops all it started."""

import os
import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.database import ROOT
from tests.processes import wait_until

pytestmark = [pytest.mark.long, pytest.mark.alone]

#: What this test run says of its own database, which the clone must not take over.
OURS = (
    "DATABASE_URL",
    "OWNER_DATABASE_URL",
    "BACKUP_DATABASE_URL",
    "REDIS_URL",
    "SITE_URL",
    "STATIC_ROOT",
    "MEDIA_ROOT",
)
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in OURS}


@pytest.fixture
def clone(tmp_path: Path) -> Iterator[Path]:
    """The committed state in a folder of its own; the fetched packages are shared to spare the registries."""
    folder = tmp_path / "samlad"
    subprocess.run(["git", "-c", "safe.directory=*", "clone", "--quiet", ROOT, folder], check=True)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    yield folder
    subprocess.run([folder / "bin" / "services", "remove"], env=ENVIRONMENT, check=True)


def _start(folder: Path) -> "subprocess.Popen[str]":
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(
            [folder / "bin" / "run"],
            env=ENVIRONMENT,
            stdout=output,
            stderr=output,
            text=True,
            start_new_session=True,
            # Started in the background, as by a continuous integration, the tests may have Ctrl-C ignored; nobody at a
            # terminal has.
            preexec_fn=_heed_ctrl_c,
        )
    wait_until(lambda: process.poll() is not None or "Ctrl-C stops" in _output(folder), seconds=120)
    assert process.poll() is None, _output(folder)
    return process


def _heed_ctrl_c() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _output(folder: Path) -> str:
    return (folder / "output").read_text(errors="replace")


def _address(folder: Path) -> str:
    found = re.search(r"Samlad answers at +(\S+)", _output(folder))
    assert found is not None
    return found[1]


def _running_in(folder: Path) -> list[str]:
    """Command lines of the processes whose working folder or arguments lie in the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_text().replace("\0", " ")
            if str(folder) in words or str(process.joinpath("cwd").readlink()).startswith(str(folder)):
                found.append(words)
        except OSError:
            continue
    return found


def test_run_serves_until_ctrl_c_and_leaves_nothing_running(clone: Path):
    process = _start(clone)
    with urllib.request.urlopen(_address(clone) + "/livez") as answer:
        assert answer.read() == b"ok"
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)
    assert _running_in(clone) == []


def test_run_refuses_a_second_start_in_the_same_folder(clone: Path):
    process = _start(clone)
    second = subprocess.run(
        [clone / "bin" / "run"], env=ENVIRONMENT, capture_output=True, text=True, timeout=60
    )
    assert second.returncode == 1
    assert f"already running in this folder: process {process.pid}, {_address(clone)}." in second.stderr
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)


def test_run_recovers_from_having_been_killed_outright(clone: Path):
    killed = _start(clone)
    address = _address(clone)
    killed.kill()
    killed.wait()
    process = _start(clone)
    assert _address(clone) == address
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    assert _running_in(clone) == []
