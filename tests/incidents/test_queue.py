"""When a report should have been decided, and in which order they wait."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.roles import Role
from incidents.models import Incident
from incidents.queue import LENGTH, deadline, late_before, line, next_after, waiting
from tests.factories import NOW, file_report, make_municipality, make_user

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.mark.parametrize(
    ("received", "last"),
    [
        ("2026-03-02T08:00", "2026-03-05"),  # Monday to Thursday
        ("2026-03-03T23:59", "2026-03-06"),
        ("2026-03-04T08:00", "2026-03-09"),  # over a weekend
        ("2026-03-06T08:00", "2026-03-11"),
        ("2026-03-07T08:00", "2026-03-11"),  # Saturday as Friday
        ("2026-03-08T08:00", "2026-03-11"),
        ("2026-03-09T00:00", "2026-03-12"),
    ],
)
def test_a_report_should_be_decided_by_the_third_working_day(received: str, last: str):
    at = datetime.fromisoformat(received).replace(tzinfo=STOCKHOLM)
    assert deadline(at, zone=STOCKHOLM) == date.fromisoformat(last)


def test_the_day_is_that_of_the_municipalitys_clock():
    monday_night_in_stockholm = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert deadline(monday_night_in_stockholm, zone=STOCKHOLM) == date(2026, 3, 6)


@pytest.mark.parametrize("days", range(14))
def test_late_are_those_whose_deadline_was_before_today(days: int):
    today = date(2026, 3, 20) + timedelta(days=days)
    border = late_before(today, zone=STOCKHOLM)
    assert deadline(border - timedelta(minutes=1), zone=STOCKHOLM) < today
    assert deadline(border, zone=STOCKHOLM) >= today


@pytest.fixture
def town():
    return make_municipality()


@pytest.fixture
def guard(town):
    return make_user(Role.REPORTER, town)


@pytest.fixture
def reviewer(town):
    return make_user(Role.REVIEWER, town)


@pytest.mark.django_db
class TestTheLine:
    def test_the_oldest_wait_first_and_only_the_head_is_read(self, guard):
        filed = [file_report(guard, at=NOW - timedelta(minutes=minute)) for minute in range(LENGTH + 1)]
        head = line(waiting(Incident.objects.all()))
        assert head.incidents == list(reversed(filed))[:LENGTH]
        assert (head.waiting, head.imported) == (LENGTH + 1, 0)

    def test_the_next_is_the_one_behind_then_the_first_and_never_ones_own(self, guard, reviewer):
        first = file_report(guard, at=NOW - timedelta(hours=3))
        own = file_report(reviewer, at=NOW - timedelta(hours=2))
        last = file_report(guard, at=NOW - timedelta(hours=1))
        everything = waiting(Incident.objects.all())
        assert next_after(first, everything, by=reviewer) == last
        assert next_after(last, everything, by=reviewer) == first
        assert next_after(own, everything, by=reviewer) == last

    def test_nothing_comes_after_the_only_one(self, guard, reviewer):
        assert next_after(file_report(guard), waiting(Incident.objects.all()), by=reviewer) is None

    def test_of_two_received_at_once_each_has_its_turn(self, guard, reviewer):
        one, other = file_report(guard), file_report(guard)
        everything = waiting(Incident.objects.all())
        assert next_after(one, everything, by=reviewer) == other
        assert next_after(other, everything, by=reviewer) == one
