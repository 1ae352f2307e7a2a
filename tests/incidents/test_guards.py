"""What the database itself refuses, whoever asks and whatever the application thinks."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from django.db import connection, transaction
from psycopg2 import errors

from accounts.models import EventLog, Municipality
from accounts.roles import Role
from incidents.masking import NoPurgeDecision, mask
from incidents.models import Decision, Text, TextKind
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from tests.database import connect
from tests.factories import NOW, approve, file_report, make_municipality, make_user

APPEND_ONLY = ["incidents_decision", "incidents_submission", "incidents_nothingtoreport", "accounts_eventlog"]


def run(statement: str, *parameters: object) -> None:
    """As the application, past all of its code. Raises what the database says."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, parameters)
    except Exception as error:
        raise error.__cause__ or error from error


@pytest.fixture
def town():
    return make_municipality()


@pytest.fixture
def guard(town):
    return make_user(Role.REPORTER, town)


@pytest.fixture
def reviewer(town):
    return make_user(Role.REVIEWER, town)


@pytest.fixture
def as_owner(own_database: str) -> Iterator[Any]:
    """The owner's cursor in a database where what the application writes is committed."""
    with closing(connect("owner", own_database)) as opened, opened.cursor() as cursor:
        yield cursor


INSERT_DECISION = """
INSERT INTO incidents_decision
    (municipality_id, incident_id, move, from_state, to_state, reason, changes, version, by_id, at)
VALUES (%s, %s, %s, 'submitted', %s, '', '{}', 2, %s, now())
"""


@pytest.mark.django_db
class TestNobodyDecidesOnTheirOwn:
    @pytest.mark.parametrize("move", sorted(set(Move) - {Move.SUBMIT, Move.ANSWER}))
    def test_a_decision_on_ones_own_report_is_refused(self, town, reviewer, move):
        own = file_report(reviewer)
        with pytest.raises(errors.CheckViolation):
            run(INSERT_DECISION, town.pk, own.pk, move, "approved", reviewer.pk)

    def test_one_on_somebody_elses_is_taken(self, town, guard, reviewer):
        report = file_report(guard)
        run(INSERT_DECISION, town.pk, report.pk, "open", "under_review", reviewer.pk)
        assert report.decisions.count() == 2

    def test_nor_is_the_state_changed_without_a_decision(self, guard):
        report = file_report(guard)
        with pytest.raises(errors.CheckViolation):
            run(
                "UPDATE incidents_incident SET state = 'approved' WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE",
                report.pk,
            )

    def test_nor_with_a_decision_that_says_something_else(self, town, guard, reviewer):
        report = file_report(guard)
        run(INSERT_DECISION, town.pk, report.pk, "open", "under_review", reviewer.pk)
        with pytest.raises(errors.CheckViolation):
            run(
                "UPDATE incidents_incident SET state = 'approved', version = 2 WHERE id = %s; "
                "SET CONSTRAINTS ALL IMMEDIATE",
                report.pk,
            )

    def test_two_decisions_never_share_a_version(self, town, guard, reviewer):
        report = file_report(guard)
        run(INSERT_DECISION, town.pk, report.pk, "open", "under_review", reviewer.pk)
        with pytest.raises(errors.UniqueViolation):
            run(INSERT_DECISION, town.pk, report.pk, "reject", "rejected", reviewer.pk)


class TestAppendOnly:
    @pytest.mark.django_db
    @pytest.mark.parametrize("table", APPEND_ONLY)
    @pytest.mark.parametrize(
        "statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
    )
    def test_the_application_has_no_right_to_change_or_delete(self, table, statement):
        if table == "incidents_submission":
            statement = statement.replace("at =", "received_at =")
        with pytest.raises(errors.InsufficientPrivilege):
            run(statement.format(table))

    @pytest.mark.parametrize("table", ["incidents_decision", "accounts_eventlog"])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {}"])
    def test_nor_does_the_owner_change_or_delete_by_mistake(self, as_owner, table, statement):
        town = make_municipality()
        approve(file_report(make_user(Role.REPORTER, town)), make_user(Role.REVIEWER, town))
        before = Decision.objects.count(), EventLog.objects.count()
        with pytest.raises(errors.RestrictViolation):
            as_owner.execute(statement.format(table))
        assert (Decision.objects.count(), EventLog.objects.count()) == before

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE incidents_text SET body = 'Något annat.' WHERE id = %s",
            "DELETE FROM incidents_text WHERE id = %s",
            "TRUNCATE incidents_text -- %s",
        ],
    )
    def test_the_application_neither_rewrites_nor_deletes_a_text(self, guard, statement):
        text = file_report(guard).texts.get()
        with pytest.raises(errors.InsufficientPrivilege):
            run(statement, text.pk)
        assert Text.objects.get() == text

    def test_nor_does_the_owner_rewrite_a_text(self, as_owner):
        text = file_report(make_user(Role.REPORTER, make_municipality())).texts.get()
        with pytest.raises(errors.RestrictViolation):
            as_owner.execute("UPDATE incidents_text SET body = 'Något annat.'")
        assert Text.objects.get() == text


@pytest.mark.django_db
class TestErasing:
    """By one function, which has the owner's rights and uses them for what is blocked and nothing else."""

    ERASE = "SELECT erase_texts(ARRAY[%s]::bigint[])"

    def test_the_words_of_a_blocked_report_are_erased(self, guard, reviewer):
        report = file_report(guard)
        decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        run(self.ERASE, report.texts.get().pk)
        assert not Text.objects.exists()

    @pytest.mark.parametrize("move", [None, Move.APPROVE, Move.REJECT])
    def test_those_of_any_other_are_not(self, guard, reviewer, move):
        report = file_report(guard)
        if move:
            reason = Reason.TEST if move == Move.REJECT else None
            decide(report.pk, Choice(move, 1, reason), by=reviewer, at=NOW)
        with pytest.raises(errors.RestrictViolation):
            run(self.ERASE, report.texts.get().pk)
        assert Text.objects.count() == 1

    def test_nor_together_with_some_that_may_be(self, guard, reviewer):
        blocked, other = file_report(guard), file_report(guard)
        decide(blocked.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        with pytest.raises(errors.RestrictViolation):
            run("SELECT erase_texts(ARRAY[%s, %s]::bigint[])", blocked.texts.get().pk, other.texts.get().pk)
        assert Text.objects.count() == 2

    def test_nor_by_calling_the_report_blocked_for_a_moment(self, guard):
        report = file_report(guard)
        with pytest.raises(errors.CheckViolation):
            run(
                "UPDATE incidents_incident SET state = 'blocked' WHERE id = %s; "
                "SELECT erase_texts(ARRAY[%s]::bigint[]); "
                "UPDATE incidents_incident SET state = 'submitted' WHERE id = %s; SET CONSTRAINTS ALL IMMEDIATE",
                report.pk,
                report.texts.get().pk,
                report.pk,
            )
        assert Text.objects.count() == 1

    def test_nor_without_the_municipalitys_decision_to_purge(self, guard, reviewer, town):
        report = file_report(guard)
        decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        Municipality.objects.update(purge_decision="", purge_decided_on=None)
        with pytest.raises(errors.RestrictViolation):
            run(self.ERASE, report.texts.get().pk)
        assert Text.objects.count() == 1


@pytest.mark.django_db
class TestTheEventLog:
    def test_the_application_cannot_write_in_it(self, town):
        with pytest.raises(errors.InsufficientPrivilege):
            run(
                'INSERT INTO accounts_eventlog (at, municipality_id, "table", row_id, action, changes) '
                "VALUES (now(), %s, 'incidents_incident', '1', 'update', '{}')",
                town.pk,
            )

    def test_nor_call_the_function_that_does(self):
        with pytest.raises((errors.InsufficientPrivilege, errors.FeatureNotSupported)):
            run("SELECT log_change()")

    def test_nor_turn_off_the_triggers_that_do(self):
        with pytest.raises(errors.InsufficientPrivilege):
            run("ALTER TABLE incidents_incident DISABLE TRIGGER log_change")

    def test_it_says_what_was_changed_to_what(self, guard, reviewer):
        report = approve(file_report(guard), reviewer)
        rows = EventLog.objects.filter(table="incidents_incident", row_id=str(report.pk)).order_by("pk")
        assert [row.action for row in rows] == ["insert", "update", "update"]
        assert rows[2].changes["state"] == ["under_review", "approved"]
        assert rows[2].municipality_id == report.municipality_id

    def test_it_says_who_when_a_page_was_used(self, client, guard, reviewer):
        report = file_report(guard)
        client.force_login(reviewer)
        client.post(f"/granskning/{report.pk}/beslut", {"move": "approve", "version": 1})
        latest = EventLog.objects.filter(table="incidents_incident", row_id=str(report.pk)).latest("pk")
        assert latest.actor_id == reviewer.pk

    def test_it_holds_no_free_text_whatever_is_written_masked_or_erased(self, guard, town):
        coordinator = make_user(Role.COORDINATOR, town)
        word = "Kanariefågel"
        report = file_report(guard, description=word)
        for move, reason, text, by in [
            (Move.REQUEST_COMPLETION, Reason.WHERE_UNCLEAR, word, coordinator),
            (Move.ANSWER, None, word, guard),
            (Move.BLOCK, Reason.PERSONAL_DATA, "", coordinator),
        ]:
            report = decide(report.pk, Choice(move, report.version, reason, text), by=by, at=NOW)
        wordings = {text.pk: f"{word} maskerad" for text in report.texts.all()}
        report = mask(report.pk, wordings, version=report.version, by=coordinator, at=NOW)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM accounts_eventlog AS row WHERE row::text ILIKE %s", [f"%{word}%"]
            )
            assert cursor.fetchone() == (0,)
            cursor.execute(
                "SELECT count(*) FROM incidents_decision AS row WHERE row::text ILIKE %s", [f"%{word}%"]
            )
            assert cursor.fetchone() == (0,)
        logged = EventLog.objects.filter(table="incidents_text").order_by("pk")
        assert [row.action for row in logged] == ["insert"] * 3 + ["delete", "insert"] * 3
        assert logged.latest("pk").changes["body"] is None


@pytest.mark.django_db
class TestMasking:
    def test_nothing_is_masked_without_a_decision_to_purge(self, guard, reviewer):
        report = file_report(guard)
        report = decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        Municipality.objects.update(purge_decision="", purge_decided_on=None)
        before = report.texts.get()
        with pytest.raises(NoPurgeDecision):
            mask(report.pk, {before.pk: "Något annat."}, version=report.version, by=reviewer, at=NOW)
        report.refresh_from_db()
        assert (report.state, report.texts.get()) == ("blocked", before)

    def test_masked_words_stand_where_the_erased_stood(self, guard, reviewer):
        report = file_report(guard, description="Han i röd jacka krossade rutan.")
        report = decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        erased = report.texts.get()
        mask(report.pk, {erased.pk: "En person krossade rutan."}, version=report.version, by=reviewer, at=NOW)
        assert [(text.kind, text.version, text.body) for text in report.texts.all()] == [
            (TextKind.DESCRIPTION, erased.version, "En person krossade rutan.")
        ]

    def test_an_emptied_text_is_only_erased_and_an_untouched_one_stays(self, guard, reviewer):
        report = file_report(guard, description="Han i röd jacka krossade rutan.")
        report = decide(
            report.pk,
            Choice(Move.REQUEST_COMPLETION, 1, Reason.WHERE_UNCLEAR, "Vilken\nport?"),
            by=reviewer,
            at=NOW,
        )
        report = decide(report.pk, Choice(Move.RESUME, report.version), by=reviewer, at=NOW)
        report = decide(
            report.pk, Choice(Move.BLOCK, report.version, Reason.PERSONAL_DATA), by=reviewer, at=NOW
        )
        description, question = report.texts.order_by("version")
        wordings = {description.pk: " ", question.pk: "Vilken\r\nport?"}
        mask(report.pk, wordings, version=report.version, by=reviewer, at=NOW)
        assert list(report.texts.all()) == [question]

    def test_the_texts_of_other_reports_are_out_of_reach(self, guard, reviewer):
        other = file_report(guard).texts.get()
        report = file_report(guard)
        report = decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        mask(report.pk, {other.pk: ""}, version=report.version, by=reviewer, at=NOW)
        assert Text.objects.get(pk=other.pk) == other
