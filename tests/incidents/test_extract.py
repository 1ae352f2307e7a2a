"""Registerutdrag: all that is stored about a person, and nothing of anybody else's secrets."""

import io
import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import ForeignKey

from accounts import outbox
from accounts.models import EventLog, Municipality, User
from accounts.roles import Role
from incidents.extract import as_json, counts_of, tables_of
from incidents.workflow import Choice, Move, decide
from tests.factories import NOW, approve, file_report, make_municipality, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Municipality:
    return make_municipality()


@pytest.fixture
def reporter(town: Municipality) -> User:
    return make_user(Role.REPORTER, town)


def told(person: User) -> dict[str, list[dict[str, object]]]:
    return json.loads("".join(as_json(person)))


def test_it_holds_account_reports_words_decisions_mail_and_log(town, reporter):
    reviewer = make_user(Role.REVIEWER, town)
    approve(file_report(reporter, description="Krossad ruta."), reviewer)
    outbox.enqueue(municipality=town, to=reporter.email, subject="Hej", body="Tack.", at=NOW)
    found = told(reporter)
    assert [row["email"] for row in found["accounts_user"]] == [reporter.email]
    assert [row["role"] for row in found["accounts_membership"]] == ["reporter"]
    assert [row["point"] for row in found["incidents_incident"]] == ["POINT (15.993 59.513)"]
    assert [row["body"] for row in found["incidents_text"]] == ["Krossad ruta."]
    assert [row["move"] for row in found["incidents_decision"]] == ["submit"]
    assert [row["body"] for row in found["accounts_outgoingmail"]] == ["Tack."]
    assert [row["move"] for row in told(reviewer)["incidents_decision"]] == ["open", "approve"]
    assert {row["row_id"] for row in found["accounts_eventlog"]} == {str(reporter.pk)}


def test_what_they_wrote_as_reviewers_is_theirs_and_not_the_reporters(town, reporter):
    reviewer = make_user(Role.REVIEWER, town)
    report = file_report(reporter, description="Krossad ruta.")
    ask = Choice(Move.REQUEST_COMPLETION, report.version, "where_unclear", text="Vilken ruta?")
    decide(report.pk, ask, by=reviewer, at=NOW)
    texts = [[row["body"] for row in told(person)["incidents_text"]] for person in (reporter, reviewer)]
    assert texts == [["Krossad ruta."], ["Vilken ruta?"]]


def test_no_table_with_a_key_to_a_person_is_forgotten(reporter):
    tables = {
        model._meta.db_table
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    }
    assert tables - set(tables_of(reporter)) == set()
    assert len(tables) > 20


def test_passwords_are_not_in_it(reporter):
    reporter.set_password("ett-langt-losenord-2026")
    reporter.save()
    assert reporter.password not in "".join(as_json(reporter))


def test_a_letter_that_holds_a_key_does_not_tell_it(town, reporter):
    mail = {"municipality": town, "to": reporter.email, "subject": "Lösenord", "at": NOW}
    outbox.enqueue(**mail, body="https://samlad.example/nyckel", is_secret=True)
    outbox.enqueue(**mail, body="Tack.")
    assert [row["body"] for row in told(reporter)["accounts_outgoingmail"]] == ["", "Tack."]


def test_it_holds_what_was_done_where_one_has_no_role_any_more(client, town, reporter):
    file_report(reporter, description="Krossad ruta.")
    arboga = make_municipality("Arboga")
    reporter.memberships.update(municipality=arboga, organisation=make_organisation(arboga))
    client.force_login(reporter)
    assert "Krossad ruta." in client.get("/mina-uppgifter").content.decode()
    found = json.loads(b"".join(client.get("/mina-uppgifter.json")))
    assert [row["body"] for row in found["incidents_text"]] == ["Krossad ruta."]


def test_the_counts_are_those_of_the_file(town, reporter, django_assert_num_queries):
    file_report(reporter)
    with django_assert_num_queries(1):
        counts = counts_of(reporter)
    found = told(reporter)
    assert counts == {table: len(rows) for table, rows in found.items() if rows and table != "accounts_user"}


def test_everybody_reads_their_own_and_that_it_was_taken_out_is_logged(client, reporter):
    file_report(reporter, description="Krossad ruta.")
    client.force_login(reporter)
    assert "Krossad ruta." in client.get("/mina-uppgifter").content.decode()
    answer = client.get("/mina-uppgifter.json")
    assert json.loads(b"".join(answer))["accounts_user"][0]["id"] == reporter.pk
    assert answer["Cache-Control"] == "private, no-store"
    [row] = EventLog.objects.filter(action="export")
    assert (row.table, row.row_id, row.actor_id) == ("accounts_user", str(reporter.pk), reporter.pk)


def test_the_page_asks_as_much_for_many_rows_as_for_one(
    client, town, reporter, django_assert_max_num_queries
):
    for _report in range(3):
        file_report(reporter)
    client.force_login(reporter)
    with django_assert_max_num_queries(16):
        client.get("/mina-uppgifter")


def test_the_command_writes_it_for_whoever_can_no_longer_sign_in(reporter):
    said = io.StringIO()
    call_command("extract_person", reporter.email.upper(), stdout=said)
    assert json.loads(said.getvalue()) == told(reporter)
    with pytest.raises(CommandError):
        call_command("extract_person", "ingen@example.com")
