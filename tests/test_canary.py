"""A word that was masked is nowhere any more: in no table, no log, no mail, no file."""

import io
import logging
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from accounts.models import Municipality, OutgoingMail, User
from accounts.roles import Role
from incidents import masking, notices, retention
from incidents.models import Incident, Manner
from incidents.states import Move
from incidents.workflow import Choice, decide
from lagesbild import purge_papers
from tests.database import dump_of
from tests.factories import NOW, category, make_municipality, make_user

CANARY = "Kanariefågelsson"
CLEAN = "En person krossade rutan."


def as_sent(town: Municipality, words: str) -> dict[str, object]:
    """A report with a photo, and the tick for what is marked in it."""
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), (1, 2, 200)).save(buffer, "JPEG", comment=CANARY.encode())
    buffer.seek(0)
    buffer.name = f"{CANARY}.jpg"
    return {
        "key": str(uuid.uuid4()),
        "event": "0",
        "event0-category": category(town).pk,
        "event0-longitude": "15.993",
        "event0-latitude": "59.513",
        "event0-place_type": "street",
        "event0-description": words,
        "event0-photos": buffer,
    }


def say(client: Client, path: str, fields: dict[str, object], text: str) -> None:
    """Send a form with that text, and once more with the tick that it asks for."""
    name, seen = (
        ("event0-description", "event0-description_seen") if "event" in fields else ("text", "text_seen")
    )
    looked = client.post("/handelser/ny/text", {"event0-description": text}).context["looked"]
    assert client.post(path, fields | {name: text, seen: looked.digest}).status_code in (302, 303)


@pytest.fixture
def told(own_database: str, caplog: pytest.LogCaptureFixture) -> tuple[Incident, User, Client]:
    """A report in which the word stands wherever anybody can write: description, question, answer."""
    caplog.set_level(logging.DEBUG)
    town = make_municipality()
    reporter, coordinator = make_user(Role.REPORTER, town), make_user(Role.COORDINATOR, town)
    writer, reviewer = Client(), Client()
    writer.force_login(reporter)
    reviewer.force_login(coordinator)
    say(writer, "/handelser/ny", as_sent(town, ""), f"Det var Kalle {CANARY}.")
    report = Incident.objects.get()
    question = {"move": "request_completion", "version": 1, "reason": "where_unclear"}
    say(reviewer, f"/granskning/{report.pk}/beslut", question, f"Var såg du Kalle {CANARY}?")
    for user, municipality in notices.due_digests(at=NOW + timedelta(days=3650)):
        notices.send_digest(user, municipality, at=NOW)
    assert OutgoingMail.objects.exists()
    say(writer, f"/handelser/{report.pk}/svar", {"version": 3}, f"Vid porten stod Kalle {CANARY}.")
    return report, coordinator, reviewer


def test_what_was_masked_is_nowhere(
    told: tuple[Incident, User, Client], own_database: str, caplog: pytest.LogCaptureFixture
):
    report, _coordinator, reviewer = told
    assert dump_of(own_database).count(CANARY) == 3, "it was there, and only in the erasable table"
    assert reviewer.post(
        f"/granskning/{report.pk}/beslut", {"move": "block", "version": 4, "reason": "personal_data"}
    )["Location"].endswith("/maskera")
    wordings = {f"text{text.pk}": CLEAN for text in report.texts.all()}
    answer = reviewer.post(f"/granskning/{report.pk}/maskera", {"version": 6, "is_clean": "on"} | wordings)
    assert answer.status_code == 302
    assert [text.body for text in report.texts.all()] == [CLEAN] * 3
    masking.erase_leftovers()
    dump = dump_of(own_database)
    assert (CANARY in dump, CLEAN in dump) == (False, True)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if CANARY.encode() in _bytes(path)] == []
    assert CANARY not in caplog.text


def test_what_was_purged_is_nowhere(told: tuple[Incident, User, Client], own_database: str):
    report, coordinator, _reviewer = told
    town = report.municipality
    reconsidered = Choice(Move.APPROVE, Incident.objects.get().version)
    decide(report.pk, reconsidered, by=coordinator, at=NOW)
    now = datetime.now(UTC)
    long_ago = now - timedelta(days=1500)
    Incident.objects.update(started_at=long_ago, ended_at=long_ago)
    OutgoingMail.objects.update(state="sent", finished_at=long_ago)
    photos = list(report.photos.values_list("file", flat=True))
    assert photos and CANARY in dump_of(own_database)
    record = retention.purge(town, manner=Manner.NIGHTLY, at=now)
    assert record and not Incident.objects.exists()
    masking.erase_leftovers()
    (paper,) = purge_papers.order_all(at=now + timedelta(hours=1))
    purge_papers.render(paper.pk, at=now)
    assert CANARY not in dump_of(own_database)
    assert [name for name in photos if default_storage.exists(name)] == []
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if CANARY.encode() in _bytes(path)] == []


def _bytes(path: Path) -> bytes:
    return path.name.encode() + (path.read_bytes() if path.is_file() else b"")
