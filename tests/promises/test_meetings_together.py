"""Two secretaries in one meeting at the same moment, each on a connection of their own."""

from collections.abc import Callable
from threading import Thread

from django.db import connection, transaction

from promises import meetings
from promises.models import AgendaItem
from tests import factories
from tests.processes import wait_until
from tests.promises.factories import NOW
from tests.promises.meeting_factories import decide, item_of, make_meeting

WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


class Colleague(Thread):
    """Somebody who does something meanwhile; `outcome` is what came of it, or the refusal."""

    def __init__(self, work: Callable[[], object]) -> None:
        super().__init__()
        self.work = work
        self.outcome: object = None

    def run(self) -> None:
        try:
            self.outcome = self.work()
        except (meetings.Confirmed, meetings.EditedMeanwhile) as told:
            self.outcome = told
        finally:
            connection.close()


def meanwhile(first: Callable[[], object], second: Callable[[], object]) -> object:
    """Do the first and, before it is committed, let a colleague begin the second; what came of that."""
    colleague = Colleague(second)
    with transaction.atomic():
        first()
        colleague.start()
        wait_until(waiting_for_a_lock)
    colleague.join()
    return colleague.outcome


def make_item() -> AgendaItem:
    meeting = make_meeting(factories.make_municipality(), confirmer="Kommunpolis")
    return item_of(meetings.hold(meeting, at=NOW))


def test_two_decisions_at_once_get_a_number_each(own_database):
    item = make_item()
    meanwhile(lambda: decide(item), lambda: decide(item))
    assert sorted(item.resolutions.values_list("number", flat=True)) == [1, 2]


def test_of_two_who_write_the_same_notes_one_is_told(own_database):
    item = make_item()
    told = meanwhile(
        lambda: meetings.write(item, edited=0, notes="Polisen berättade."),
        lambda: meetings.write(item, edited=0, notes="KBAB berättade."),
    )
    assert isinstance(told, meetings.EditedMeanwhile)
    item.refresh_from_db()
    assert item.notes == "Polisen berättade."


def test_what_is_due_is_asked_for_twice_and_stands_there_once(own_database):
    item = make_item()
    again = meanwhile(
        lambda: meetings.agenda_of_what_is_due(item.meeting, at=NOW),
        lambda: meetings.agenda_of_what_is_due(item.meeting, at=NOW),
    )
    assert again == []


def test_a_decision_written_while_the_minutes_are_confirmed_is_refused(own_database):
    item = make_item()
    told = meanwhile(lambda: meetings.confirm(item.meeting, at=NOW), lambda: decide(item))
    assert isinstance(told, meetings.Confirmed)
    assert item.resolutions.count() == 0
