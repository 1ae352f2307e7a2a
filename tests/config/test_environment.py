"""Nothing starts with an environment that is missing something or not fit, and all that is wrong is said at once."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.environment import NEEDED, NEEDED_IN_PRODUCTION, faults
from tests.database import ROOT

SOUND = {
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgis://samlad_app:hemligt@db/samlad",
    "SITE_URL": "https://samlad.example",
    "ALLOWED_HOSTS": "samlad.example",
    "REDIS_URL": "redis://redis/0",
    "EMAIL_HOST": "smtp.example",
    "DEFAULT_FROM_EMAIL": "samlad@example.com",
}
HTTP, KEY = "SITE_URL does not begin with https://", "SECRET_KEY is shorter than 50 characters"
DEBUG, ANY = (
    "DEBUG shows the source to anybody: it is for one's own machine only",
    "ALLOWED_HOSTS lets the server go by any name",
)


def test_a_sound_environment_may_start():
    assert faults(SOUND, own_machine=False) == []


@pytest.mark.parametrize("name", NEEDED_IN_PRODUCTION)
@pytest.mark.parametrize("value", [None, "", "  "])
def test_each_variable_is_missed_in_production(name, value):
    left = {key: said for key, said in SOUND.items() if key != name} | (
        {} if value is None else {name: value}
    )
    assert faults(left, own_machine=False) == [f"{name} is not set"]


def test_all_that_is_missing_is_said_at_once_and_less_is_missed_on_ones_own_machine():
    assert faults({}, own_machine=False) == [f"{name} is not set" for name in NEEDED_IN_PRODUCTION]
    assert faults({}, own_machine=True) == [f"{name} is not set" for name in NEEDED]


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        *[("DEBUG", yes, DEBUG) for yes in ("True", "true", "1", "yes", "on", "ok", "Y")],
        ("SECRET_KEY", "k" * 49, KEY),
        ("ALLOWED_HOSTS", "samlad.example, *", ANY),
        ("SITE_URL", "http://samlad.example", HTTP),
        ("SITE_URL", "samlad.example", HTTP),
        ("SITE_URL", "http://[", HTTP),
        ("SITE_URL", "http://localhost.example", HTTP),
    ],
)
def test_what_is_for_ones_own_machine_is_refused_in_production_alone(name, value, fault):
    assert faults(SOUND | {name: value}, own_machine=False) == [fault]
    assert faults(SOUND | {name: value}, own_machine=True) == []


@pytest.mark.parametrize(
    ("name", "value"), [("DEBUG", "False"), ("DEBUG", ""), ("SITE_URL", "http://localhost:8000")]
)
def test_what_is_harmless_is_let_through(name, value):
    assert faults(SOUND | {name: value}, own_machine=False) == []


@pytest.mark.parametrize(
    ("one", "other"), [("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD"), ("S3_ACCESS_KEY", "S3_SECRET_KEY")]
)
def test_a_name_without_its_password_is_a_fault_and_so_is_the_other_way_round(one, other):
    for name in (one, other):
        assert faults(SOUND | {name: "x"}, own_machine=True) == [
            f"{one} and {other} are nothing without each other"
        ]
    assert faults(SOUND | {one: "x", other: "y"}, own_machine=True) == []


def start(folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Read the settings as the image does, where ./bin/run has left nothing."""
    for room in ("config", "accounts"):
        shutil.copytree(ROOT / room, folder / room, dirs_exist_ok=True)
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"],
        cwd=folder,
        env={"PATH": os.environ["PATH"]} | environment,
        capture_output=True,
        text=True,
    )


def test_the_application_itself_refuses_and_tells_no_value(tmp_path):
    secret = tmp_path / "key"
    refused = start(
        tmp_path, {"SECRET_KEY": "kort-hemlighet", "DEBUG": "True", "REDIS_URL_FILE": str(secret)}
    )
    assert refused.returncode == 1
    last = refused.stderr.strip().splitlines()[-1]
    assert last.startswith("django.core.exceptions.ImproperlyConfigured: Samlad cannot start")
    assert last.partition("): ")[2].split("; ") == [
        "REDIS_URL_FILE names a file that cannot be read",
        *(f"{name} is not set" for name in NEEDED_IN_PRODUCTION if name not in ("SECRET_KEY", "REDIS_URL")),
        DEBUG,
        KEY,
    ]
    assert "kort-hemlighet" not in refused.stderr


def test_a_secret_may_lie_in_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text(SOUND["SECRET_KEY"] + "\n")
    rest = {name: value for name, value in SOUND.items() if name != "SECRET_KEY"}
    started = start(tmp_path, rest | {"SECRET_KEY_FILE": str(secret)})
    assert (started.returncode, started.stderr) == (0, "")


def test_the_image_holds_nothing_that_would_make_it_ones_own_machine():
    sent = (ROOT / ".dockerignore").read_text().splitlines()
    assert sent[1] == "*"
    assert [line for line in sent if line.startswith("!.")] == []
