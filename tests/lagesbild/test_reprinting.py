"""An adopted edition printed again, and its files verified when they are handed out. Real PDFs."""

import logging
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import EventLog
from accounts.roles import Role
from lagesbild import document, printing
from lagesbild.models import Edition, Level
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition() -> Edition:
    municipality = factories.make_municipality(publishes=True)
    coordinator = factories.make_user(Role.COORDINATOR, municipality)
    draft = document.draft(municipality, document.latest_period(municipality, at=NOW), at=NOW)
    adopted = document.adopt(draft, by=coordinator, at=NOW)
    for rendition in adopted.renditions.order_by("pk"):
        document.render(rendition.pk, at=NOW)
    return adopted


@pytest.fixture
def full(edition):
    return edition.renditions.get(level=Level.FULL)


def alter(row, content: bytes | None) -> None:
    """Put something else in the file's place, or nothing."""
    default_storage.delete(row.file.name)
    if content is not None:
        default_storage.save(row.file.name, ContentFile(content))


def rerender(edition: Edition, *options: str) -> list[str]:
    told = StringIO()
    call_command(
        "rerender_edition",
        edition.designation,
        f"--municipality={edition.municipality.code}",
        *options,
        stdout=told,
    )
    return told.getvalue().splitlines()


def signed_in(edition: Edition, role: Role = Role.COORDINATOR) -> Client:
    client = Client()
    client.force_login(factories.make_user(role, edition.municipality))
    return client


def test_it_comes_out_byte_for_byte_and_figure_for_figure(edition):
    assert rerender(edition, "--check") == [f"{edition}: the same bytes and the same figures."]


def test_a_file_that_was_altered_fails_the_check_and_is_left_alone(edition, full, capsys):
    alter(full, b"%PDF-1.7 something else")
    with pytest.raises(CommandError, match=r"1 differences\."):
        rerender(edition, "--check")
    with pytest.raises(printing.Altered):
        printing.read(full)


@pytest.mark.parametrize("content", [b"%PDF-1.7 something else", None])
def test_without_check_a_lost_or_altered_file_is_put_back(edition, full, content):
    alter(full, content)
    rerender(edition)
    assert printing.read(full).startswith(b"%PDF-")
    rerender(edition, "--check")


def test_an_edition_that_is_not_there_is_said_so(edition):
    for number in ("2031:09", "utkast"):
        with pytest.raises(CommandError, match="no adopted edition"):
            call_command("rerender_edition", number, f"--municipality={edition.municipality.code}")
    with pytest.raises(CommandError, match="no municipality"):
        call_command("rerender_edition", "2026:01", "--municipality=9999")


def test_a_file_that_is_what_was_made_is_handed_out_and_logged(edition, full):
    client = signed_in(edition)
    answer = client.get(full.get_absolute_url())
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, printing.read(full))
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-cache")
    row = EventLog.objects.latest("pk")
    assert (row.action, row.table, row.row_id, row.changes) == (
        "download", "lagesbild_rendition", str(full.pk), {"sha256": full.sha256},
    )  # fmt: skip


@pytest.mark.parametrize("content", [b"%PDF-1.7 something else", None])
def test_one_that_is_not_is_refused_in_plain_words_and_logged(edition, full, caplog, content):
    alter(full, content)
    with caplog.at_level(logging.ERROR, "lagesbild.handing_out"):
        answer = signed_in(edition).get(full.get_absolute_url())
    assert answer.status_code == 409
    assert "PDF:en är inte längre den som skapades" in answer.content.decode()
    assert full.sha256 in answer.content.decode()
    row = EventLog.objects.latest("pk")
    assert (row.action, row.row_id, row.changes["sha256"]) == ("refused", str(full.pk), full.sha256)
    assert len(caplog.records) == 1


def test_nor_does_the_open_page_hand_it_out(edition):
    row = edition.renditions.get(level=Level.GENERALISED)
    path = f"/oppet/{edition.municipality.code}/lagesbilder/{edition.pk}.pdf"
    assert Client().get(path).status_code == 200
    alter(row, b"%PDF-1.7 something else")
    answer = Client().get(path)
    assert (answer.status_code, "Filen lämnas inte ut" in answer.content.decode()) == (409, True)
    assert EventLog.objects.latest("pk").actor_id is None


def test_the_page_shows_the_checksums_in_short_and_in_full(edition, full):
    page = signed_in(edition).get(edition.get_absolute_url()).content.decode()
    for checksum in (full.sha256, edition.checksum):
        assert f"{checksum[:12]}</summary><code>{checksum}</code>" in page
