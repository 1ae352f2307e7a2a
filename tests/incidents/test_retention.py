"""What is due, what is held, and that the database purges that and nothing else, whoever asks."""

import io
import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from PIL import Image
from psycopg2 import errors

from accounts import outbox
from accounts.models import EventLog, Municipality, OutgoingMail, User
from accounts.roles import Role
from incidents import masking, retention
from incidents.models import (
    Decision,
    HoldLift,
    Incident,
    LegalHold,
    Manner,
    Notice,
    Photo,
    PurgedCount,
    PurgeLine,
    PurgeRecord,
    RetentionKind,
    Submission,
    Text,
    TimePrecision,
)
from incidents.photos import Rectangle, SafePhoto, make_safe
from incidents.retention import purging
from incidents.retention.rules import DEFAULT_MONTHS
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from tests.database import connect
from tests.factories import NOW, approve, category, file_report, make_municipality, make_user, reject
from tests.incidents.test_guards import run

#: Thursday 2 February 2023: NOW less 36 months is March 2023, so what is older than the first of it is due.
OLD = datetime(2023, 2, 2, 20, 0, tzinfo=UTC)
KEPT = datetime(2023, 3, 1, 0, 30, tzinfo=UTC)
EVERYTHING = [Incident, Text, Photo, Decision, Notice, Submission]


@pytest.fixture
def town(db: None) -> Municipality:
    return make_municipality()


@pytest.fixture
def guard(town: Municipality) -> User:
    return make_user(Role.REPORTER, town)


@pytest.fixture
def reviewer(town: Municipality) -> User:
    return make_user(Role.COORDINATOR, town)


@pytest.fixture
def old(guard: User, reviewer: User) -> Callable[..., Incident]:
    """File and approve a report of the time."""

    def make(at: datetime = OLD, **fields: Any) -> Incident:
        return approve(file_report(guard, at=at, started_at=at, ended_at=at, **fields), reviewer, at=at)

    return make


def make_picture() -> SafePhoto:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), (200, 30, 30)).save(buffer, "JPEG")
    buffer.seek(0)
    return make_safe(buffer)


def purge(town: Municipality, at: datetime = NOW) -> PurgeRecord | None:
    return retention.purge(town, manner=Manner.NIGHTLY, at=at)


def due(town: Municipality, at: datetime = NOW) -> dict[str, int]:
    return {each.kind.value: each.rows for each in retention.due(town, at=at) if each.rows}


def lines(record: PurgeRecord) -> list[tuple[str, int, int, int]]:
    rows = record.lines.order_by("pk")
    return list(rows.values_list("kind", "rows", "texts", "photos"))


class TestWhatIsDue:
    def test_a_report_goes_with_all_that_hangs_on_it(self, town, old):
        old(photos=[make_picture()])
        record = purge(town)
        assert lines(record) == [("reports", 1, 1, 1)]
        assert [model.objects.count() for model in EVERYTHING] == [0] * len(EVERYTHING)

    def test_it_is_due_when_its_month_is_older_than_the_rule_says(self, town, old):
        old(), old(KEPT)
        assert due(town) == {"texts": 1, "reports": 1}
        purge(town)
        assert [each.started_at for each in Incident.objects.all()] == [KEPT]
        assert due(town, NOW + timedelta(days=31)) == {"texts": 1, "reports": 1}

    def test_the_dry_run_says_when_the_next_are_due(self, town, old):
        old(), old(KEPT)
        found = {each.kind: each for each in retention.due(town, at=NOW)}[RetentionKind.REPORTS]
        assert (found.before, found.rows, found.next_on, found.later) == (
            date(2023, 3, 1), 1, date(2026, 4, 1), 1,
        )  # fmt: skip

    def test_texts_may_go_before_the_event_that_they_tell_of(self, town, old):
        report = old(NOW - timedelta(days=400))
        retention.set_months(town, {RetentionKind.TEXTS: 12})
        assert lines(purge(town)) == [("texts", 1, 0, 0)]
        assert (list(report.texts.all()), list(Incident.objects.all())) == ([], [report])

    def test_a_report_that_awaits_a_decision_is_never_due(self, town, guard, old, reviewer):
        file_report(guard, at=OLD, started_at=OLD, ended_at=OLD)
        report = old()
        decide(
            report.pk,
            Choice(Move.RECONSIDER, report.version, Reason.NEW_INFORMATION, "Nytt."),
            by=reviewer,
            at=OLD,
        )
        assert (due(town), purge(town)) == ({}, None)

    def test_a_rejected_one_is_due_by_the_day_of_the_decision_and_is_not_counted(self, town, guard, reviewer):
        reject(file_report(guard, at=OLD, started_at=OLD, ended_at=OLD), reviewer, at=OLD)
        reject(file_report(guard, at=OLD, started_at=OLD, ended_at=OLD), reviewer, at=NOW)
        assert lines(purge(town)) == [("unused", 1, 1, 0)]
        assert PurgedCount.objects.count() == 0

    def test_what_another_is_a_duplicate_of_goes_after_it(self, town, guard, reviewer, old):
        original, copy = old(), file_report(guard, at=OLD, started_at=OLD, ended_at=OLD)
        mark = Choice(Move.MARK_DUPLICATE, copy.version, duplicate_of=original)
        decide(copy.pk, mark, by=reviewer, at=NOW)
        assert [line[:2] for line in lines(purge(town))] == [("texts", 1)]
        later = NOW + timedelta(days=200)
        retention.set_months(town, {RetentionKind.UNUSED: 3})
        assert due(town, later) == {"unused": 1}

    def test_mail_that_was_sent_loses_its_words_and_keeps_that_it_was_sent(self, town):
        sent = [
            outbox.enqueue(municipality=town, to="a@example.com", subject="Hej", body="Kalle", at=at)
            for at in (OLD, NOW)
        ]
        OutgoingMail.objects.filter(pk=sent[0].pk).update(state="sent", finished_at=OLD)
        assert lines(purge(town)) == [("mail", 1, 0, 0)]
        found = list(OutgoingMail.objects.order_by("pk").values_list("to", "subject", "body", "erased_at"))
        assert found == [("a@example.com", "", "", NOW), ("a@example.com", "Hej", "Kalle", None)]
        assert purge(town) is None

    def test_a_purged_mail_is_not_sent_again(self, town):
        mail = outbox.enqueue(municipality=town, to="a@example.com", subject="Hej", body="Kalle", at=OLD)
        OutgoingMail.objects.update(state="failed", finished_at=OLD)
        purge(town)
        outbox.requeue(mail, at=NOW)
        assert OutgoingMail.objects.get().state == "failed"

    def test_without_a_decision_nothing_is(self, old, town):
        old()
        Municipality.objects.update(purge_decision="", purge_decided_on=None)
        assert (due(town), purge(town), Incident.objects.count()) == ({}, None, 1)

    def test_a_neighbours_rules_do_not_matter(self, town, old):
        old()
        other = make_municipality("Arboga")
        retention.set_months(town, {RetentionKind.REPORTS: 48})
        assert (purge(other), due(town)) == (None, {"texts": 1})

    def test_the_database_has_the_same_defaults_as_the_code(self, town):
        for kind, months in DEFAULT_MONTHS.items():
            with connection.cursor() as cursor:
                cursor.execute("SELECT purge_before(%s, %s, %s)", [town.pk, kind.value, NOW])
                (before,) = cursor.fetchone()
            local = before.astimezone(town.zone)
            assert (NOW.year - local.year) * 12 + NOW.month - local.month == months


class TestWhatIsLeft:
    def test_counts_by_category_area_and_week_are(self, town, old):
        old(), old(), old(category=category(town, "SKA-10")), old(longitude=15.75)
        purge(town)
        found = PurgedCount.objects.order_by("category__code", "area__name", "events")
        assert list(found.values_list("first_on", "category__code", "area__name", "events")) == [
            (date(2023, 2, 1), "SKA-10", "Centrum", 1),  # a Wednesday: the month begins in the week
            (date(2023, 2, 1), "SKA-20", "Centrum", 2),
            (date(2023, 2, 1), "SKA-20", None, 1),
        ]

    def test_a_later_run_adds_to_the_same_count(self, town, old):
        for _run in range(2):
            old(longitude=15.75)
            purge(town)
        assert list(PurgedCount.objects.values_list("first_on", "events")) == [(date(2023, 2, 1), 2)]

    def test_the_record_says_what_went_by_which_rule_and_decision(self, town, old):
        old()
        record = purge(town)
        assert (record.designation, record.decision, record.decided_on) == (
            "G2026:1", "KS 2024/12 § 8", date(2024, 1, 1),
        )  # fmt: skip
        line = record.lines.get(kind="reports")
        assert (line.months, line.before, line.first_on, line.last_on) == (
            36, date(2023, 3, 1), OLD.date(), OLD.date(),
        )  # fmt: skip

    def test_records_are_numbered_within_the_municipality_and_year(self, town, old):
        numbers = []
        for _run in range(2):
            old()
            numbers.append(purge(town).designation)
        old()
        numbers.append(purge(town, NOW + timedelta(days=200)).designation)
        assert numbers == ["G2026:1", "G2026:2", "G2026:3"]

    def test_the_log_says_neither_when_nor_where_it_was(self, town, old):
        report = old()
        purge(town)
        told = EventLog.objects.filter(table="incidents_incident", row_id=str(report.pk))
        assert {row.action for row in told} == {"insert", "update", "delete"}
        values = [
            row.changes.get(name) for row in told for name in ("started_at", "cell_x", "place_id", "point")
        ]
        assert set(values) == {None}


class TestHolds:
    @pytest.mark.parametrize(
        ("cover", "kept"),
        [
            ({}, 2),
            ({"first_on": date(2023, 2, 2), "last_on": date(2023, 2, 2)}, 1),
            ({"first_on": date(2023, 2, 1), "last_on": date(2023, 2, 1)}, 0),
        ],
    )
    def test_what_is_held_is_not_purged_until_the_hold_is_lifted(self, town, old, reviewer, cover, kept):
        old(), old(OLD - timedelta(days=30))
        hold = retention.place(municipality=town, motive="Tvist.", by=reviewer, at=NOW, **cover)
        purge(town)
        assert Incident.objects.count() == kept
        retention.lift(hold, motive="Avgjord.", by=reviewer, at=NOW)
        purge(town)
        assert Incident.objects.count() == 0

    def test_one_report_is_held_with_its_words_and_pictures(self, town, old, reviewer):
        held, _other = old(photos=[make_picture()]), old()
        retention.place(municipality=town, motive="Tvist.", by=reviewer, at=NOW, report=held.pk)
        purge(town)
        assert (Incident.objects.get(), Text.objects.count(), Photo.objects.count()) == (held, 1, 1)

    @pytest.mark.parametrize(
        ("ended_at", "is_held"),
        [
            (datetime(2023, 2, 2, 22, 59, tzinfo=UTC), False),
            (datetime(2023, 2, 2, 23, 1, tzinfo=UTC), True),  # past midnight in Köping
            (datetime(2023, 2, 9, 12, 0, tzinfo=UTC), True),
        ],
    )
    @pytest.mark.parametrize("end", [approve, reject])
    def test_days_hold_whatever_may_have_gone_on_into_them(
        self, town, guard, reviewer, end, ended_at, is_held
    ):
        interval = {"started_at": OLD, "ended_at": ended_at, "time_precision": TimePrecision.INTERVAL}
        end(file_report(guard, at=OLD, photos=[make_picture()], **interval), reviewer, at=OLD)
        days = {"first_on": date(2023, 2, 3), "last_on": date(2023, 2, 5)}
        before = due(town)
        retention.place(municipality=town, motive="Tvist.", by=reviewer, at=NOW, **days)
        assert (due(town), purge(town) is None) == ({} if is_held else before, is_held)

    @pytest.mark.parametrize(
        ("cover", "is_held"),
        [
            ({}, True),
            ({"report": 0}, True),
            ({"report": 1}, False),
            ({"first_on": OLD.date(), "last_on": OLD.date()}, True),
            ({"first_on": KEPT.date(), "last_on": KEPT.date()}, False),
        ],
    )
    def test_what_is_held_is_neither_masked_nor_blacked_out_by_whatever_way(
        self, town, guard, reviewer, cover, is_held
    ):
        report = file_report(guard, at=OLD, started_at=OLD, ended_at=OLD, photos=[make_picture()])
        report = decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=OLD)
        text, photo = report.texts.get(), report.photos.get()
        if "report" in cover:
            cover = {"report": report.pk + cover["report"]}
        hold = retention.place(municipality=town, motive="Tvist.", by=reviewer, at=NOW, **cover)
        assert masking.is_held(report) == is_held
        if is_held:
            with pytest.raises(masking.Held):
                masking.mask(report.pk, {text.pk: ""}, version=report.version, by=reviewer, at=NOW)
            with pytest.raises(masking.Held):
                masking.black_out(photo.pk, [Rectangle(0, 0, 50, 50)], at=NOW)
            for statement, key in [
                ("SELECT erase_texts(ARRAY[%s]::bigint[])", text.pk),
                ("UPDATE incidents_photo SET file = 'x' WHERE id = %s", photo.pk),
            ]:
                with pytest.raises(errors.RestrictViolation, match="a hold covers report"):
                    run(statement, key)
            assert (report.texts.get().body, report.photos.get().file) == (text.body, photo.file)
            retention.lift(hold, motive="Avgjord.", by=reviewer, at=NOW)
        masking.black_out(photo.pk, [Rectangle(0, 0, 50, 50)], at=NOW)
        masking.mask(report.pk, {text.pk: ""}, version=report.version, by=reviewer, at=NOW)
        assert (report.texts.count(), report.photos.get().blacked_out_at) == (0, NOW)

    def test_a_hold_waits_for_what_is_being_masked_and_masking_for_the_hold(self, own_database):
        town = make_municipality()
        reviewer = make_user(Role.REVIEWER, town)
        report = file_report(make_user(Role.REPORTER, town))
        decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        with closing(connect("owner", own_database)) as opened, opened.cursor() as cursor:
            opened.autocommit = False
            cursor.execute(
                "INSERT INTO incidents_legalhold (municipality_id, motive, at) VALUES (%s, '', now())",
                [town.pk],
            )
            with pytest.raises(errors.LockNotAvailable):
                run("SET LOCAL lock_timeout = 100; SELECT lock_purging(%s)", town.pk)
            with pytest.raises(errors.LockNotAvailable):
                run(
                    "SET LOCAL lock_timeout = 100; SELECT erase_texts(ARRAY[%s]::bigint[])",
                    report.texts.get().pk,
                )

    def test_a_neighbours_hold_holds_nothing_of_ours(self, town, old, reviewer):
        old()
        retention.place(municipality=make_municipality("Arboga"), motive="Tvist.", by=reviewer, at=NOW)
        assert purge(town) is not None

    @pytest.mark.parametrize("table", ["incidents_legalhold", "incidents_holdlift"])
    @pytest.mark.parametrize("statement", ["UPDATE {} SET motive = ''", "DELETE FROM {}"])
    def test_that_it_was_placed_and_lifted_is_never_changed(self, town, reviewer, table, statement):
        hold = retention.place(municipality=town, motive="Tvist.", by=reviewer, at=NOW)
        retention.lift(hold, motive="Avgjord.", by=reviewer, at=NOW)
        retention.lift(hold, motive="Igen.", by=reviewer, at=NOW)
        with pytest.raises(errors.InsufficientPrivilege):
            run(statement.format(table))
        assert (LegalHold.objects.get().motive, HoldLift.objects.get().motive) == ("Tvist.", "Avgjord.")


@pytest.mark.django_db
class TestTheApplicationsRole:
    """Past all of the code, as whoever had taken over the application."""

    CALL = "SELECT purge_batch(%s, %s, %s, 100, gen_random_uuid(), 'command')"

    @pytest.mark.parametrize(
        "statement",
        [
            "DELETE FROM incidents_incident",
            "DELETE FROM incidents_text",
            "DELETE FROM incidents_photo",
            "DELETE FROM incidents_notice",
            "SET LOCAL samlad.purging = 'on'; DELETE FROM incidents_decision",
            "SET LOCAL samlad.purging = 'on'; DELETE FROM incidents_submission",
            "INSERT INTO incidents_purgerecord (number) VALUES (1)",
            "INSERT INTO incidents_purgeline (rows) VALUES (1)",
            "UPDATE incidents_purgerecord SET number = 1",
            "DELETE FROM incidents_purgeline",
            "UPDATE incidents_purgedcount SET events = 0",
            "DELETE FROM incidents_purgedcount",
        ],
    )
    def test_it_deletes_no_row_and_writes_no_record(self, old, statement):
        old()
        with pytest.raises(errors.InsufficientPrivilege):
            run(statement)

    @pytest.mark.parametrize("kind", RetentionKind)
    def test_the_function_deletes_nothing_that_is_not_due(self, town, old, kind):
        old(NOW - timedelta(days=30))
        outbox.enqueue(municipality=town, to="a@example.com", subject="Hej", body="Hej", at=OLD)
        run(self.CALL, town.pk, kind.value, NOW)
        assert (Incident.objects.count(), Text.objects.count(), PurgeRecord.objects.count()) == (1, 1, 0)
        assert OutgoingMail.objects.get().body == "Hej"

    def test_nor_by_saying_that_it_is_later_than_it_is(self, town, old):
        old(NOW)
        with pytest.raises(errors.RestrictViolation):
            run(self.CALL, town.pk, "reports", datetime(2999, 1, 1, tzinfo=UTC))
        assert Incident.objects.count() == 1

    def test_nor_by_keeping_things_for_no_time_at_all(self, town, old):
        with pytest.raises(errors.CheckViolation):
            run(
                "INSERT INTO incidents_retentionrule (municipality_id, kind, months) VALUES (%s, 'reports', 0)",
                town.pk,
            )

    def test_nor_without_a_record(self, town, old):
        arboga, run_key = make_municipality("Arboga"), uuid.uuid4()
        guard, reviewer = make_user(Role.REPORTER, arboga), make_user(Role.REVIEWER, arboga)
        approve(file_report(guard, at=OLD, started_at=OLD, ended_at=OLD), reviewer, at=OLD)
        old()
        call = "SELECT purge_batch(%s, 'reports', %s, 100, %s, 'command')"
        run(call, arboga.pk, NOW, str(run_key))
        with pytest.raises(errors.RestrictViolation, match="nothing is purged without a record"):
            run(call, town.pk, NOW, str(run_key))
        assert (Incident.objects.get().municipality, PurgeLine.objects.get().municipality) == (town, arboga)

    def test_there_is_no_other_kind(self, town):
        with pytest.raises(errors.InvalidParameterValue):
            run(self.CALL, town.pk, "users", NOW)


def test_nor_does_the_owner_delete_a_decision_by_mistake(own_database: str) -> None:
    town = make_municipality()
    approve(file_report(make_user(Role.REPORTER, town)), make_user(Role.REVIEWER, town))
    with closing(connect("owner", own_database)) as opened, opened.cursor() as cursor:
        for table in ("incidents_decision", "incidents_submission"):
            with pytest.raises(errors.RestrictViolation):
                cursor.execute(f"DELETE FROM {table}")


class TestWhoDiesOnTheWay:
    def test_a_batch_is_whole_or_not_at_all_and_the_next_run_takes_the_rest(self, town, old, monkeypatch):
        for _report in range(3):
            old()
        monkeypatch.setattr(purging, "BATCH", 2)
        with transaction.atomic():
            run_once = purging._batch(town, RetentionKind.REPORTS, uuid.uuid4(), Manner.NIGHTLY, NOW)
        assert (run_once, Incident.objects.count(), PurgedCount.objects.get().events) == (2, 1, 2)
        purge(town)
        assert (Incident.objects.count(), PurgedCount.objects.get().events) == (0, 3)
        found = PurgeLine.objects.filter(kind="reports").order_by("pk")
        assert list(found.values_list("record__number", "rows")) == [(1, 2), (2, 1)]

    def test_a_file_is_erased_even_if_nobody_was_left_to_do_it(self, town, old):
        report = old(photos=[make_picture()])
        name = report.photos.get().file.name
        purge(town)
        assert default_storage.exists(name)
        masking.erase_leftovers()
        assert not default_storage.exists(name)


class TestTheCommand:
    def test_a_dry_run_says_what_is_due_and_deletes_nothing(self, town, old):
        old()
        said = io.StringIO()
        call_command("purge", "--dry-run", "--municipality", town.code, stdout=said)
        assert f"{town.code} reports: 1 older than" in said.getvalue()
        assert Incident.objects.count() == 1

    def test_it_purges_and_names_the_record(self, town, old):
        old()
        said = io.StringIO()
        call_command("purge", stdout=said)
        assert said.getvalue().splitlines()[-1] == f"{town.code}: record {PurgeRecord.objects.get()}"
        assert PurgeRecord.objects.get().manner == Manner.COMMAND

    def test_it_says_who_has_not_decided(self, town, old):
        Municipality.objects.update(purge_decision="", purge_decided_on=None)
        said = io.StringIO()
        call_command("purge", stdout=said)
        assert said.getvalue() == f"{town.code} Köping: no decision to purge, so nothing is due.\n"

    def test_it_knows_no_other_municipality(self, town):
        with pytest.raises(CommandError):
            call_command("purge", "--municipality", "0000")
