"""What the event log is told, and what it takes from nobody: tried as the application's role."""

import json

import pytest
from django.db import connection, transaction
from psycopg2 import errors

from accounts.eventlog import log_deed
from accounts.models import Action, EventLog, Membership
from accounts.roles import Role
from incidents.models import Incident
from promises.models import DocumentKind
from tests.factories import file_report, make_municipality, make_organisation, make_user
from tests.promises.documents import make_document, make_promise
from tests.promises.factories import make_activity

pytestmark = pytest.mark.django_db


def run(statement: str, *parameters: object) -> None:
    """As the application, past all of its code. Raises what the database says."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except Exception as error:
        raise error.__cause__ or error from error


@pytest.fixture
def koping():
    return make_municipality()


@pytest.fixture
def reviewer(koping):
    return make_user(Role.REVIEWER, koping)


@pytest.fixture
def report(koping):
    return file_report(make_user(Role.REPORTER, koping))


def test_a_deed_says_who_did_what_with_which_row_and_when(report, reviewer):
    log_deed(Action.READ, report, by=reviewer)
    row = EventLog.objects.latest("pk")
    assert (row.actor_id, row.action, row.table, row.row_id, row.municipality_id, row.changes) == (
        reviewer.pk, "read", "incidents_incident", str(report.pk), report.municipality_id, {},
    )  # fmt: skip


def test_a_question_about_a_whole_table_says_what_was_asked(koping, reviewer):
    log_deed(Action.SEARCH, Incident, by=reviewer, municipality=koping, details={"kategori": "SKA"})
    row = EventLog.objects.latest("pk")
    assert (row.action, row.row_id, row.changes) == ("search", "", {"kategori": "SKA"})


def test_what_follows_in_the_transaction_is_the_same_persons(report, reviewer):
    log_deed(Action.READ, report, by=reviewer)
    report.severity = 3
    report.save()
    assert EventLog.objects.latest("pk").actor_id == reviewer.pk


FORGED = "SELECT log_deed(%s, %s, '1', NULL, NULL, %s)"


@pytest.mark.parametrize(
    ("deed", "table", "details"),
    [
        ("insert", "incidents_incident", {}),
        ("update", "incidents_incident", {"state": ["submitted", "approved"]}),
        ("delete", "incidents_incident", {}),
        ("read", "no_such_table", {}),
        ("read", "incidents_incident", {"body": "x" * 3000}),
        ("read", "incidents_incident", ["words"]),
    ],
)
def test_only_deeds_about_tables_there_are_can_be_told_and_no_changes(deed, table, details):
    with pytest.raises(errors.CheckViolation):
        run(FORGED, deed, table, json.dumps(details))


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO accounts_eventlog (at, \"table\", row_id, action, changes) VALUES (now(), 'x', '', 'read', '{}')",
        "UPDATE accounts_eventlog SET actor_id = NULL",
        "DELETE FROM accounts_eventlog",
        "TRUNCATE accounts_eventlog",
        "INSERT INTO accounts_logseal VALUES (1, now(), 1, 0, '{}', '', '')",
        "UPDATE accounts_logseal SET digest = ''",
        "DELETE FROM accounts_logseal",
        "TRUNCATE accounts_logseal",
        "UPDATE accounts_loglook SET broken = ''",
        "DELETE FROM accounts_loglook",
        "ALTER TABLE accounts_eventlog DISABLE TRIGGER append_only",
        "ALTER TABLE accounts_logseal DISABLE TRIGGER ALL",
        "ALTER TABLE incidents_incident DISABLE TRIGGER log_change",
        "DROP TRIGGER log_change ON incidents_incident",
        "SET session_replication_role = replica",
        "SELECT set_config('session_replication_role', 'replica', true)",
        "SELECT municipalities_of(1)",
        "CREATE OR REPLACE FUNCTION log_deed(text, text, text, bigint, bigint, jsonb) RETURNS void LANGUAGE sql AS ''",
        "DROP FUNCTION seal_log(integer)",
        "SELECT setval('accounts_eventlog_id_seq', 1)",
        "GRANT DELETE ON accounts_eventlog TO samlad_app; DELETE FROM accounts_eventlog",
        "SET ROLE samlad_owner",
        "CREATE TEMPORARY TABLE accounts_eventlog (id bigint)",
        "LOCK TABLE accounts_eventlog IN ACCESS EXCLUSIVE MODE",
    ],
)
def test_the_application_can_neither_alter_the_log_nor_go_round_it(report, attack):
    before = list(EventLog.objects.order_by("pk").values())
    with pytest.raises(errors.InsufficientPrivilege):
        run(attack)
    assert list(EventLog.objects.order_by("pk").values()) == before


def test_what_happens_to_a_person_is_logged_once_for_each_municipality_they_work_in(koping):
    user = make_user(Role.REVIEWER, koping)
    arboga = make_municipality("Arboga")
    Membership.objects.create(
        user=user, municipality=arboga, role=Role.AUDITOR, organisation=make_organisation(arboga)
    )
    user.is_active = False
    user.save(update_fields=["is_active"])
    log_deed(Action.SIGN_OUT, user, by=user)
    rows = EventLog.objects.filter(table="accounts_user", row_id=str(user.pk)).order_by("pk")
    homes = [koping.pk, arboga.pk]
    assert [(row.action, row.municipality_id) for row in rows[1:]] == [
        *(("update", home) for home in homes),
        *(("sign_out", home) for home in homes),
    ]


def test_a_link_between_two_rows_is_logged_in_their_municipality(koping):
    activity, promise = make_activity(koping), make_promise(make_document(koping, DocumentKind.PROMISES))
    activity.promises.add(promise)
    row = EventLog.objects.latest("pk")
    assert (row.table, row.action, row.municipality_id) == ("promises_activity_promises", "insert", koping.pk)
    assert (row.changes["activity_id"], row.changes["promise_id"]) == (activity.pk, promise.pk)


@pytest.mark.parametrize("call", ["SELECT log_change()", "SELECT log_link()"])
def test_a_trigger_is_nothing_to_be_called(call):
    with pytest.raises((errors.InsufficientPrivilege, errors.FeatureNotSupported)):
        run(call)
