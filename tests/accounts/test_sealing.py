"""The log's seals: they wait for nobody's work, leave nothing out, and show what even the owner has removed."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts import sealing
from accounts.eventlog import log_deed
from accounts.models import Action, EventLog, LogSeal, Municipality, User
from tests.database import connect, new_database
from tests.factories import make_municipality
from tests.walls import asked


@pytest.fixture
def koping(own_database: str) -> Municipality:
    """In a database of its own, where what is written is committed."""
    return make_municipality()


@pytest.fixture
def owner(own_database: str) -> Iterator[Any]:
    """The owner's cursor, with the guard that is not against the owner turned off."""
    with closing(connect("owner", own_database)) as opened, opened.cursor() as cursor:
        for table in ("accounts_eventlog", "accounts_logseal"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor


def tell(count: int = 1) -> None:
    """So many rows more."""
    for _each in range(count):
        log_deed(Action.SEARCH, User, by=None)


@contextmanager
def after(owner: Any, attack: str) -> Iterator[None]:
    """The attack, undone afterwards."""
    tables = ("accounts_eventlog", "accounts_logseal")
    for table in tables:
        owner.execute(f"CREATE TABLE kept_{table} AS TABLE {table}")
    owner.execute(attack)
    try:
        yield
    finally:
        for table in tables:
            owner.execute(f"TRUNCATE {table}")
            owner.execute(f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{table}")
            owner.execute(f"DROP TABLE kept_{table}")


def test_what_is_sealed_agrees_and_is_sealed_once(koping):
    tell(3)
    count = EventLog.objects.count()
    assert (sealing.seal(), sealing.seal()) == (count, 0)
    verdict = sealing.verify()
    assert (verdict.broken, verdict.seals, verdict.rows, verdict.unsealed) == (None, 1, count, 0)
    assert verdict.digest == LogSeal.objects.get().digest


def test_seals_follow_one_another_and_rows_without_one_are_counted(koping, monkeypatch):
    monkeypatch.setattr(sealing, "MOST", 4)
    tell(10)
    sealing.seal()
    tell(2)
    verdict = sealing.verify()
    assert (verdict.broken, verdict.rows, verdict.unsealed) == (None, EventLog.objects.count() - 2, 2)
    assert verdict.seals == LogSeal.objects.count() > 3


def test_a_row_that_even_the_owner_removed_or_altered_is_named(koping, owner):
    tell(5)
    sealing.seal()
    target = EventLog.objects.order_by("pk")[2].pk
    today = timezone.localdate()
    for attack, fault in [
        ("DELETE FROM accounts_eventlog", "removed"),
        ("UPDATE accounts_eventlog SET actor_id = 7", "altered"),
        ("UPDATE accounts_eventlog SET at = at + interval '1 microsecond'", "altered"),
        ("UPDATE accounts_eventlog SET changes = '{\"a\": 1}'", "altered"),
    ]:
        with after(owner, f"{attack} WHERE id = {target}"):
            broken = sealing.verify().broken
        assert broken == sealing.Broken(today, 1, target, fault)
        assert str(broken) == f"{today}, seal 1: row {target} {fault}"
    assert sealing.verify().broken is None


def test_the_last_rows_are_missed_as_any_other(koping, owner):
    tell(2)
    sealing.seal()
    last = EventLog.objects.latest("pk").pk
    owner.execute("DELETE FROM accounts_eventlog WHERE id = %s", [last])
    assert sealing.verify().broken.row == last


def test_a_row_slipped_in_between_those_that_are_sealed_is_named(koping, owner):
    tell()
    with transaction.atomic():
        tell()  # hands out a key, and is taken back
        transaction.set_rollback(True)
    tell()
    sealing.seal()
    gap = EventLog.objects.latest("pk").pk - 1
    owner.execute(
        'INSERT INTO accounts_eventlog (id, at, "table", row_id, action, changes) OVERRIDING SYSTEM VALUE '
        "VALUES (%s, now(), 'accounts_user', '', 'read', '{}')",
        [gap],
    )
    assert sealing.verify().broken == sealing.Broken(timezone.localdate(), 1, gap, "added")


def test_a_seal_that_was_touched_is_named(koping, owner):
    for _each in range(3):
        tell(2)
        sealing.seal()
    for attack in [
        "DELETE FROM accounts_logseal",
        "UPDATE accounts_logseal SET digest = repeat('0', 64)",
        "UPDATE accounts_logseal SET digests = digests || digests",
        "UPDATE accounts_logseal SET at = at - interval '1 day'",
    ]:
        with after(owner, f"{attack} WHERE number = 2"):
            broken = sealing.verify().broken
        assert (broken.row, broken.fault) == (None, "chain"), attack


def test_who_seals_anew_what_was_altered_ends_with_another_digest(koping, owner):
    tell(3)
    sealing.seal()
    kept = sealing.verify().digest
    owner.execute("DELETE FROM accounts_logseal")
    owner.execute("UPDATE accounts_eventlog SET actor_id = 7")
    sealing.seal()
    verdict = sealing.verify()
    assert verdict.broken is None and verdict.digest != kept


def test_it_can_begin_with_a_day_and_trusts_what_is_before(koping, owner):
    tell()
    sealing.seal()
    earlier = EventLog.objects.first().pk
    tell()
    sealing.seal()
    day = timezone.localdate() - timedelta(days=3)
    owner.execute("DELETE FROM accounts_eventlog WHERE id = %s", [earlier])
    owner.execute("UPDATE accounts_logseal SET at = at - interval '3 days' WHERE number = 1")
    assert sealing.verify().broken.fault == "chain"
    later = sealing.verify(since=day + timedelta(days=1))
    assert (later.broken, later.seals, later.rows) == (None, 1, 1)


def test_a_key_handed_out_to_somebody_who_has_yet_to_commit_is_waited_for(koping):
    sealing.seal()
    begun, told = Barrier(2), Barrier(2)

    def slow() -> None:
        with transaction.atomic():
            tell()
            begun.wait(10)
            told.wait(10)
        connection.close()

    other = Thread(target=slow)
    other.start()
    begun.wait(10)
    tell()  # with a higher key, and committed first
    assert sealing.seal() == 0
    told.wait(10)
    other.join()
    assert sealing.seal() == 2
    assert sealing.verify().broken is None


def test_nobody_waits_for_the_sealing_nor_is_left_out_by_it(koping):
    def write() -> None:
        for _each in range(100):
            with transaction.atomic():
                tell(2)
        connection.close()

    writers = [Thread(target=write) for _each in range(4)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        sealing.seal()
    sealing.seal()
    verdict = sealing.verify()
    assert (verdict.broken, verdict.rows, verdict.unsealed) == (None, EventLog.objects.count(), 0)


def test_two_who_seal_at_once_seal_each_row_once(koping):
    tell(50)

    def seal() -> None:
        sealing.seal()
        connection.close()

    both = [Thread(target=seal) for _each in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    verdict = sealing.verify()
    assert (verdict.broken, verdict.rows) == (None, EventLog.objects.count())


def test_it_refuses_to_seal_where_it_could_not_see_what_others_commit(koping):
    with asked(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(OperationalError):
            cursor.execute("SELECT seal_log(10)")


def test_each_day_has_what_was_sealed_on_it_and_the_digest_it_ended_with(koping):
    for count in (3, 2):
        tell(count)
        sealing.seal()
    today = timezone.localdate()
    assert sealing.days(today, today + timedelta(days=1)) == [
        sealing.Day(
            today,
            EventLog.objects.count(),
            EventLog.objects.latest("pk").pk,
            LogSeal.objects.latest("number").digest,
        )
    ]
    assert sealing.days(date(2020, 1, 1), date(2020, 2, 1)) == []


def test_the_backups_role_comes_to_the_same_by_its_own_arithmetic(koping, own_database, owner):
    tell(3)
    sealing.seal()
    told = sealing.verify()
    owner.execute("DROP FUNCTION log_digests(bigint, bigint)")
    with closing(connect("backup", own_database)) as opened, opened.cursor() as cursor:
        cursor.execute(sealing.ROWS[True], [0, told.rows])
        digests = b"".join(bytes(digest) for _key, digest in cursor.fetchall())
    assert digests == bytes(LogSeal.objects.get().digests)


def test_who_writes_in_another_database_of_the_server_is_not_waited_for(koping, own_database):
    with (
        new_database(f"{own_database}_other") as other,
        closing(connect("app", other)) as opened,
        opened.cursor() as cursor,
    ):
        cursor.execute("BEGIN")
        cursor.execute("SELECT log_deed('search', 'accounts_user', '', NULL, NULL, '{}')")
        tell()
        assert sealing.seal() == EventLog.objects.count()
