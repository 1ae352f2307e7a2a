"""What a clock on the wall showed, as the database writes it with each report."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import EventLog
from accounts.roles import Role
from incidents.models import Incident
from tests import factories

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 3, 9, 23, 30, tzinfo=UTC)


def reporter():
    return factories.make_user(Role.REPORTER, factories.make_municipality())


def read(incident) -> tuple[date, int, int]:
    row = Incident.objects.get(pk=incident.pk)
    return row.local_day, row.local_minute, row.lasted


@pytest.mark.parametrize(
    ("started_at", "minutes", "expected"),
    [
        # 00.30 on the Tuesday.
        (datetime(2026, 3, 9, 23, 30, tzinfo=UTC), 0, (date(2026, 3, 10), 1470, 0)),
        # Seconds are dropped from both ends.
        (datetime(2026, 3, 8, 23, 0, 59, tzinfo=UTC), 1, (date(2026, 3, 9), 0, 1)),
        # From 01.30 to 03.30, between which the clocks leapt an hour.
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 60, (date(2026, 3, 29), 6 * 1440 + 90, 120)),
        # From 02.50 to 02.10, the clocks having been put back.
        (datetime(2026, 10, 25, 0, 50, tzinfo=UTC), 20, (date(2026, 10, 25), 6 * 1440 + 170, -40)),
        # Before 1970 too.
        (datetime(1969, 12, 31, 22, 0, tzinfo=UTC), 1440, (date(1969, 12, 31), 2 * 1440 + 23 * 60, 1440)),
    ],
)
def test_it_is_the_municipalitys_clock_that_is_read(started_at, minutes, expected):
    ended_at = started_at + timedelta(minutes=minutes)
    incident = factories.file_report(reporter(), started_at=started_at, ended_at=ended_at, at=ended_at)
    assert read(incident) == expected


def test_a_corrected_time_is_read_anew_and_a_stale_copy_changes_nothing():
    incident = factories.file_report(reporter(), started_at=MONDAY, ended_at=MONDAY, at=MONDAY)
    assert (incident.local_day, incident.lasted) == (None, None)
    incident.ended_at = MONDAY + timedelta(hours=2)
    incident.save()
    assert read(incident) == (date(2026, 3, 10), 1470, 120)


def test_what_is_derived_is_no_change_of_its_own_in_the_event_log():
    incident = factories.file_report(reporter(), started_at=MONDAY, ended_at=MONDAY, at=MONDAY)
    log = EventLog.objects.filter(table="incidents_incident", row_id=incident.pk)
    before = log.count()
    Incident.objects.filter(pk=incident.pk).update(lasted=99)
    assert read(incident) == (date(2026, 3, 10), 1470, 0)
    assert [row.changes for row in log.order_by("pk")[before:]] == [{}]


def test_a_municipality_with_reports_keeps_its_time_zone():
    by = reporter()
    town = by.memberships.get().municipality
    town.time_zone = "Europe/Vilnius"
    town.save()
    factories.file_report(by)
    town.time_zone = "Europe/Helsinki"
    with pytest.raises(IntegrityError, match="keeps its time zone"), transaction.atomic():
        town.save()
