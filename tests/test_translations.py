"""That English is complete: every Swedish text in code and templates has a translation, and none is left over."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.database import ROOT

CATALOGUE = Path("locale", "en", "LC_MESSAGES", "django.po")


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The English catalogue as `makemessages` would leave it, in a copy of the sources."""
    folder = tmp_path_factory.mktemp("sources")
    for part in ("config", "accounts", "incidents", "lagesbild", "promises", "templates", "locale"):
        if (ROOT / part).exists():
            shutil.copytree(ROOT / part, folder / part)
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "en", "--no-wrap"]
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    return folder / CATALOGUE


def _entries(catalogue: Path, selection: str) -> list[str]:
    """The catalogue's entries that msgattrib selects, without its header."""
    command = ["msgattrib", "--no-wrap", "--no-location", selection, str(catalogue)]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [entry for entry in listed.split("\n\n") if entry.strip() and "Content-Type:" not in entry]


def test_every_text_has_an_english_translation(refreshed: Path):
    assert _entries(refreshed, "--untranslated") == []


def test_no_translation_is_a_guess(refreshed: Path):
    assert _entries(refreshed, "--only-fuzzy") == []


def test_no_translation_has_lost_its_text(refreshed: Path):
    assert _entries(refreshed, "--only-obsolete") == []
