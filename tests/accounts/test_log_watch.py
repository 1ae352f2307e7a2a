"""The nightly look at the event log, and the command that does the same by hand."""

import logging
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts import log_watch, sealing
from accounts.models import EventLog, LogSeal, Municipality, OutgoingMail
from accounts.roles import Role
from accounts.tasks import look_through_log, sweep_log
from tests.database import connect
from tests.factories import make_municipality, make_user

#: Half past two in Köping.
NIGHT = datetime(2026, 3, 4, 1, 30, tzinfo=UTC)


@pytest.fixture
def koping(own_database: str) -> Municipality:
    return make_municipality()


@pytest.fixture
def lose_a_row(own_database: str) -> Iterator[object]:
    """A way to remove the first row of the log, as only the owner of the tables can."""
    with closing(connect("owner", own_database)) as opened, opened.cursor() as cursor:

        def lose() -> None:
            cursor.execute("ALTER TABLE accounts_eventlog DISABLE TRIGGER USER")
            cursor.execute("DELETE FROM accounts_eventlog WHERE id = (SELECT min(id) FROM accounts_eventlog)")

        yield lose


def verify_log(*arguments: str) -> list[str]:
    told = StringIO()
    call_command("verify_log", *arguments, stdout=told)
    return told.getvalue().splitlines()


def test_the_log_is_sealed_every_minute_and_looked_through_once_a_night(koping, caplog):
    with time_machine.travel(NIGHT - timedelta(minutes=1)):
        assert not log_watch.is_due(at=timezone.now())
        sweep_log.run()
    assert LogSeal.objects.count() == 1
    assert log_watch.is_due(at=NIGHT)
    with caplog.at_level(logging.INFO, "accounts.log_watch"):
        verdict = log_watch.look(at=NIGHT)
    assert verdict.broken is None
    assert [record.levelname for record in caplog.records] == ["INFO"]


def test_what_was_found_is_kept_logged_and_not_sought_twice(koping):
    sealing.seal()
    rows = EventLog.objects.count()
    log_watch.look(at=NIGHT)
    assert log_watch.look(at=NIGHT) is None
    told = log_watch.last_look()
    assert (told.at, told.rows, told.broken) == (NIGHT, rows, "")
    assert EventLog.objects.latest("pk").table == "accounts_loglook"


def test_those_who_answer_for_it_are_written_to_once_when_it_is_broken(koping, lose_a_row, caplog):
    told = [make_user(role, koping) for role in (Role.ADMINISTRATOR, Role.AUDITOR)]
    make_user(Role.REPORTER, koping)
    sealing.seal()
    lose_a_row()
    for after in range(2):
        with time_machine.travel(NIGHT + timedelta(days=after), tick=False):
            look_through_log.run()
    letters = OutgoingMail.objects.order_by("to")
    assert [letter.to for letter in letters] == sorted(user.email for user in told)
    assert letters[0].subject == "Köping: händelseloggen i Samlad stämmer inte"
    assert "row 1 removed" in letters[0].body
    errors = [record for record in caplog.records if record.levelname == "ERROR"]
    assert len(errors) >= 1 and "row 1 removed" in errors[0].getMessage()


def test_the_command_says_what_agrees_and_what_to_keep(koping):
    with time_machine.travel(NIGHT, tick=False):
        sealing.seal()
    rows = EventLog.objects.count()
    assert verify_log()[0] == f"{rows} rows in 1 seals agree; 0 have no seal yet."
    today = timezone.localdate()
    digest = LogSeal.objects.get().digest
    assert verify_log("--against", f"{today}={digest}")[1] == f"{today} ended with the digest that was kept."
    assert verify_log("--from", str(today + timedelta(days=1)))[0].startswith("0 rows in 0 seals")
    with pytest.raises(CommandError, match="ends with"):
        verify_log("--against", f"{today}={'0' * 64}")
    with pytest.raises(CommandError, match="the seals are gone"):
        verify_log("--against", f"2020-01-01={digest}")


def test_the_command_fails_at_the_first_row_that_does_not_agree(koping, lose_a_row):
    sealing.seal()
    lose_a_row()
    with pytest.raises(CommandError, match=r"\d{4}-\d\d-\d\d, seal 1: row 1 removed"):
        verify_log()


def test_the_day_that_is_over_is_the_one_to_keep(koping):
    sealing.seal()
    today = timezone.localdate()
    assert sealing.to_keep(today=today) == ""
    assert sealing.to_keep(today=today + timedelta(days=1)) == f"{today}={LogSeal.objects.get().digest}"
