"""The dispatch register: numbered once, kept as it was, with the diarienummer whenever it comes."""

import csv
import io
import re
from html import unescape

import pytest
from django.db import connection, transaction
from django.test import Client
from psycopg2 import errors

from accounts import outbox
from accounts.models import EventLog, Municipality
from accounts.roles import Role
from lagesbild import delivery, document
from lagesbild.models import Delivery, Edition, EditionRecord, Level, RecipientKind
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def koping() -> Municipality:
    municipality = factories.make_municipality()
    factories.make_recipient(municipality, name="Kommunpolisen")
    factories.make_recipient(
        municipality,
        "vakt@example.com",
        name="Väktarna",
        kind=RecipientKind.SECURITY_COMPANY,
        level=Level.GENERALISED,
    )
    return municipality


def adopt(koping: Municipality, *, periods_ago: int = 0, **words: str) -> Edition:
    """An edition, adopted with those words in it."""
    period = document.latest_period(koping, at=NOW)
    for _each in range(periods_ago):
        period = period.previous()
    draft = document.draft(koping, period, at=NOW)
    document.edit(draft, outlook="stable", summary="", directions={}, **words)
    return document.adopt(draft, by=factories.make_user(Role.COORDINATOR, koping), at=NOW)


def signed_in(role: Role, koping: Municipality) -> Client:
    client = Client()
    client.force_login(factories.make_user(role, koping))
    return client


def words_of(answer) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())).split())


def run(statement: str, *parameters: object) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except Exception as error:
        raise error.__cause__ or error from error


def test_dispatches_are_numbered_without_a_gap_in_each_municipality(koping):
    adopt(koping, periods_ago=1)
    edition = adopt(koping)
    delivery.prepare(edition, at=NOW)
    rows = Delivery.objects.order_by("number")
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [{row.addressee for row in pair} for pair in (rows[:2], rows[2:])] == [
        {"Kommunpolisen", "Väktarna"}
    ] * 2
    arboga = factories.make_municipality("Arboga")
    factories.make_recipient(arboga)
    adopt(arboga)
    assert Delivery.objects.get(municipality=arboga).number == 1


def test_the_register_says_what_was_sent_to_whom_when_and_with_which_checksum(koping, mailbox):
    edition = adopt(koping, record_number="KS 2026/117", secrecy="18 kap. 1 § OSL")
    full = edition.renditions.get(level=Level.FULL)
    document.render(full.pk, at=NOW)
    sent = full.deliveries.get()
    outbox.send(sent.mail_id, at=NOW)
    recipient = sent.recipient
    recipient.name = "Polisen, nytt namn"
    recipient.save()
    full.refresh_from_db()
    answer = signed_in(Role.AUDITOR, koping).get("/utskick.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode().removeprefix("\ufeff")), delimiter=";"))
    assert [row["Mottagare"] for row in rows if row["Nivå"] == "Fullständig"] == ["Kommunpolisen"]
    row = next(row for row in rows if row["Nivå"] == "Fullständig")
    assert {
        name: row[name]
        for name in ("Lägesbild", "Diarienummer", "Sekretessmarkering", "Leveranssätt", "Status")
    } == {
        "Lägesbild": edition.designation,
        "Diarienummer": "KS 2026/117",
        "Sekretessmarkering": "18 kap. 1 § OSL",
        "Leveranssätt": "Bifogad PDF",
        "Status": "Skickat",
    }
    assert (row["Skickat"], row["Kontrollsumma (SHA-256)"]) == ("2026-03-03 12:00", full.sha256)
    other = next(row for row in rows if row["Nivå"] == "Generaliserad")
    assert (other["Sekretessmarkering"], other["Status"], other["Skickat"]) == ("", "Väntar på PDF", "")
    assert EventLog.objects.latest("pk").action == "export"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE lagesbild_delivery SET addressee = 'Någon annan'",
        "UPDATE lagesbild_delivery SET number = number + 100",
        "DELETE FROM lagesbild_delivery",
    ],
)
def test_a_row_of_the_register_is_neither_changed_nor_taken_out(koping, statement):
    adopt(koping)
    with pytest.raises(errors.RestrictViolation):
        run(statement)


def test_number_and_marking_stand_on_the_edition_the_marking_on_the_full_level_alone(koping):
    edition = adopt(koping, record_number="KS 2026/117", secrecy="18 kap. 1 § OSL")
    full, generalised = (edition.content[level]["header"] for level in Level)
    assert (full["record_number"], full["secrecy"]) == ("KS 2026/117", "18 kap. 1 § OSL")
    assert (generalised["record_number"], "secrecy" in generalised) == ("KS 2026/117", False)
    page = words_of(signed_in(Role.COORDINATOR, koping).get(edition.get_absolute_url()))
    assert "diarienummer KS 2026/117" in page and "Sekretess: 18 kap. 1 § OSL" in page
    council = words_of(signed_in(Role.BRA_MEMBER, koping).get(edition.get_absolute_url()))
    assert "18 kap." not in council


def test_they_are_written_in_the_draft(koping):
    draft = document.draft(koping, document.latest_period(koping, at=NOW), at=NOW)
    words = {"outlook": "stable", "record_number": "KS 2026/9", "secrecy": "811228-9874"}
    client = signed_in(Role.COORDINATOR, koping)
    assert client.post(f"/lagesbilder/utkast/{draft.pk}/spara", words).status_code == 422
    assert (
        client.post(f"/lagesbilder/utkast/{draft.pk}/spara", words | {"secrecy": "21 kap. OSL"}).status_code
        == 302
    )
    draft.refresh_from_db()
    assert (draft.record_number, draft.secrecy) == ("KS 2026/9", "21 kap. OSL")


def test_a_number_that_comes_late_stands_beside_the_edition_and_is_given_once(koping):
    edition = adopt(koping)
    client = signed_in(Role.ADMINISTRATOR, koping)
    path = f"/lagesbilder/{edition.pk}/diarienummer"
    assert f"Ange diarienummer för {edition.designation}" in words_of(client.get("/utskick"))
    assert client.post(path, {"record_number": ""}).status_code == 422
    assert client.post(path, {"record_number": "KS 2026/118"})["Location"] == "/utskick"
    assert "Diarienummer KS 2026/118" in words_of(client.get("/utskick"))
    client.post(path, {"record_number": "KS 2026/119"})
    assert EditionRecord.objects.get().record_number == "KS 2026/118"
    assert "Det kan inte ändras." in words_of(client.get(path))
    page = words_of(signed_in(Role.COORDINATOR, koping).get(edition.get_absolute_url()))
    assert "Diarienummer KS 2026/118, tillagt efter fastställandet." in page
    correction = document.draft_correction(Edition.objects.get(pk=edition.pk), note="Fel.", at=NOW)
    assert correction.record_number == "KS 2026/118"


def test_the_database_gives_no_number_to_a_draft_nor_another_to_one_that_has_one(koping):
    edition = adopt(koping, record_number="KS 2026/117")
    draft = document.draft(koping, edition.period.next(), at=NOW)
    user = factories.make_user(Role.COORDINATOR, koping)
    for each in (edition, draft):
        with pytest.raises(document.AlreadyRegistered):
            document.register(each, record_number="X", by=user, at=NOW)
        with pytest.raises(errors.CheckViolation):
            run(
                "INSERT INTO lagesbild_editionrecord (municipality_id, edition_id, record_number, by_id, at) "
                "VALUES (%s, %s, 'X', %s, now())",
                *(koping.pk, each.pk, user.pk),
            )
    for statement in (
        "UPDATE lagesbild_editionrecord SET record_number = ''",
        "DELETE FROM lagesbild_editionrecord",
    ):
        with pytest.raises(errors.InsufficientPrivilege):
            run(statement)


def test_an_empty_register_says_what_will_come(koping):
    assert "Inga utskick än" in words_of(signed_in(Role.AUDITOR, koping).get("/utskick"))


def test_the_register_asks_as_much_of_three_editions_as_of_one(koping, django_assert_num_queries):
    client = signed_in(Role.ADMINISTRATOR, koping)
    for ago in range(3):
        adopt(koping, periods_ago=ago)
        with django_assert_num_queries(8):  # two are the test's own savepoint
            client.get("/utskick")
