"""Which reports are suggested as the same event, and in which order."""

from datetime import timedelta

import pytest

from accounts.grid import to_degrees, to_metres
from accounts.roles import Role
from incidents.duplicates import MOST, Likeness, likely_duplicates
from incidents.models import Incident
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from tests.factories import (
    CENTRE,
    NOW,
    category,
    file_report,
    make_category,
    make_municipality,
    make_user,
    reject,
)

pytestmark = pytest.mark.django_db
AN_HOUR_AGO = NOW - timedelta(hours=1)


@pytest.fixture
def guard():
    return make_user(Role.REPORTER, make_municipality())


@pytest.fixture
def report(guard):
    """Broken glass in the centre an hour ago."""
    return file_report(guard)


def eastward(metres: float) -> dict[str, float]:
    """The position so many metres east of the centre."""
    x, y = to_metres(*CENTRE, 3006)
    longitude, latitude = to_degrees(x + metres, y, 3006)
    return {"longitude": longitude, "latitude": latitude}


def suggested(report: Incident) -> list[int]:
    return [likeness.incident_id for likeness in likely_duplicates([report.pk]).get(report.pk, [])]


def test_the_same_place_time_and_sub_category_is_as_like_as_can_be(guard, report):
    other = file_report(guard)
    assert likely_duplicates([report.pk]) == {report.pk: [Likeness(other.pk, 0, timedelta(0), 1.0)]}


def test_half_as_far_in_space_and_time_and_another_sub_category_scores_less(guard, report):
    other = file_report(
        guard,
        **eastward(75),
        started_at=AN_HOUR_AGO + timedelta(hours=6),
        ended_at=AN_HOUR_AGO + timedelta(hours=6),
        category=category(guard.memberships.get().municipality, "SKA-10"),
    )
    assert likely_duplicates([report.pk]) == {
        report.pk: [Likeness(other.pk, 75, timedelta(hours=6), pytest.approx(0.4, abs=0.002))]
    }


@pytest.mark.parametrize(("metres", "found"), [(148, True), (152, False), (-148, True), (-152, False)])
def test_reports_are_compared_within_a_hundred_and_fifty_metres(guard, report, metres: int, found: bool):
    other = file_report(guard, **eastward(metres))
    assert suggested(report) == ([other.pk] if found else [])


@pytest.mark.parametrize(("hours", "found"), [(12, True), (12.1, False), (-12, True), (-12.1, False)])
def test_reports_are_compared_within_twelve_hours(guard, report, hours: float, found: bool):
    at = AN_HOUR_AGO + timedelta(hours=hours)
    other = file_report(guard, started_at=at, ended_at=at)
    assert suggested(report) == ([other.pk] if found else [])


def test_times_that_overlap_are_not_apart(guard, report):
    other = file_report(guard, started_at=NOW - timedelta(hours=40), ended_at=NOW)
    assert likely_duplicates([report.pk])[report.pk] == [Likeness(other.pk, 0, timedelta(0), 1.0)]


def test_a_report_of_more_than_three_days_says_too_little_of_when(guard, report):
    vague = file_report(guard, started_at=NOW - timedelta(days=4), ended_at=NOW)
    assert suggested(report) == []
    assert suggested(vague) == []


def test_another_main_category_is_another_event(guard, report):
    municipality = guard.memberships.get().municipality
    fires = make_category(municipality, "BRA", "Brand")
    file_report(guard, category=make_category(municipality, "BRA-10", "Anlagd brand", parent=fires))
    assert suggested(report) == []


def test_another_municipality_is_never_looked_into(report):
    neighbour = make_user(Role.REPORTER, make_municipality("Kungsör"))
    file_report(neighbour)
    assert suggested(report) == []


def test_a_duplicate_and_a_blocked_report_are_not_suggested_but_a_rejected_one_is(guard, report):
    reviewer = make_user(Role.REVIEWER, guard.memberships.get().municipality)
    rejected, duplicate, blocked = (file_report(guard) for _ in range(3))
    reject(rejected, reviewer)
    decide(duplicate.pk, Choice(Move.MARK_DUPLICATE, 1, duplicate_of=report), by=reviewer, at=NOW)
    decide(blocked.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
    assert suggested(report) == [rejected.pk]


def test_the_likeliest_come_first_and_only_a_few_of_them(guard, report):
    farther = [file_report(guard, **eastward(metres)) for metres in (120, 90, 60, 30)]
    assert suggested(report) == [other.pk for other in reversed(farther)][:MOST]


def test_a_whole_queue_takes_one_statement(guard, report, django_assert_num_queries):
    others = [file_report(guard) for _ in range(2)]
    with django_assert_num_queries(1):
        found = likely_duplicates([report.pk, *(other.pk for other in others)])
    assert {key: len(value) for key, value in found.items()} == {
        report.pk: 2,
        others[0].pk: 2,
        others[1].pk: 2,
    }


def test_nothing_asked_about_has_no_duplicates():
    assert likely_duplicates([]) == {}
