"""The start page: each role's own, and cheap however much lies behind it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Membership, Municipality, PoliceDistrict
from accounts.roles import Role
from incidents.intake import nothing_to_report
from lagesbild import document
from promises.models import Body, DocumentKind
from promises.status import PromiseStatus
from tests.factories import (
    NOW,
    approve,
    file_report,
    make_approved,
    make_municipality,
    make_organisation,
    make_user,
    reject,
)
from tests.promises.documents import adopted, make_document, make_promise
from tests.promises.factories import LAST, log, make_activity
from tests.promises.meeting_factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality(district=PoliceDistrict.objects.create(name="Väster"))


def start(user) -> Any:
    """What the person's start page was made from."""
    client = Client()
    client.force_login(user)
    return client.get("/").context


def test_a_reporter_sees_what_became_of_each_report(municipality):
    reporter, reviewer = make_user(Role.REPORTER, municipality), make_user(Role.REVIEWER, municipality)
    rejected = reject(file_report(reporter, at=NOW - timedelta(days=2)), reviewer)
    waiting = file_report(reporter)
    file_report(make_user(Role.REPORTER, municipality))
    mine = start(reporter)["mine"]
    assert mine["reports"] == [waiting, rejected]
    assert [(notice.incident, sentence) for notice, sentence in mine["news"]] == [
        (rejected, "Avslagen. Skälet står vid rapporten.")
    ]


def test_a_reporter_is_asked_for_a_receipt_until_the_unit_has_been_heard_this_week(municipality):
    reporter = make_user(Role.REPORTER, municipality)
    assert start(reporter)["mine"]["is_silent"]
    nothing_to_report(organisation=make_organisation(municipality), by=reporter, at=NOW, today=NOW.date())
    assert not start(reporter)["mine"]["is_silent"]


def test_a_report_of_a_colleague_counts_for_the_unit(municipality):
    reporter, colleague = (make_user(Role.REPORTER, municipality) for _ in range(2))
    file_report(colleague)
    assert not start(reporter)["mine"]["is_silent"]


def test_a_coordinator_sees_how_much_waits_and_how_old_the_oldest_is(municipality):
    reporter, coordinator = make_user(Role.REPORTER, municipality), make_user(Role.COORDINATOR, municipality)
    oldest = file_report(reporter, at=NOW - timedelta(days=9))
    file_report(reporter, at=NOW - timedelta(hours=1))
    approve(file_report(reporter), coordinator)
    desk = start(coordinator)["desk"]
    assert {name: desk[name] for name in ("count", "late", "imported", "oldest")} == {
        "count": 2,
        "late": 1,
        "imported": 0,
        "oldest": oldest.received_at,
    }


def test_a_coordinator_sees_which_units_are_silent_and_not_those_that_need_not_report(municipality):
    coordinator = make_user(Role.COORDINATOR, municipality, organisation="Ledningen")
    for name, weekly in (("Skolan", True), ("Simhallen", True), ("Polisen", False)):
        make_organisation(municipality, name, reports_weekly=weekly)
    file_report(make_user(Role.REPORTER, municipality, organisation="Skolan"))
    silent = start(coordinator)["desk"]["silent"]
    assert [organisation.name for organisation in silent] == ["Ledningen", "Simhallen"]


def test_a_coordinator_sees_the_draft_and_when_the_next_one_comes(municipality):
    period = document.latest_period(municipality, at=NOW)
    draft = document.draft(municipality, period, at=NOW)
    editions = start(make_user(Role.COORDINATOR, municipality))["editions"]
    assert [edition for edition, _weeks, _dates in editions["drafts"]] == [draft]
    assert editions["adopted"] == []
    assert (editions["next_weeks"], editions["next_at"].isoformat()) == (
        "vecka 9–10",
        "2026-03-09T06:00:00+01:00",
    )


def test_police_see_two_fortnights_of_approved_incidents_side_by_side(municipality):
    reporter, reviewer = make_user(Role.REPORTER, municipality), make_user(Role.REVIEWER, municipality)
    for days in (1, 13, 15):
        began = NOW - timedelta(days=days)
        make_approved(reporter, reviewer, at=NOW, started_at=began, ended_at=began)
    file_report(reporter)
    page = start(make_user(Role.POLICE, municipality))
    assert page["counts"] == {"now": 2, "before": 1}
    assert "desk" not in page
    assert "mine" not in page


def test_the_council_sees_adopted_editions_and_no_drafts(municipality):
    coordinator = make_user(Role.COORDINATOR, municipality)
    period = document.latest_period(municipality, at=NOW)
    adopted = document.adopt(document.draft(municipality, period.previous(), at=NOW), by=coordinator, at=NOW)
    document.draft(municipality, period, at=NOW)
    editions = start(make_user(Role.BRA_MEMBER, municipality))["editions"]
    assert [edition for edition, _weeks, _dates in editions["adopted"]] == [adopted]
    assert editions["drafts"] == []


def test_the_council_sees_how_many_promises_stand_how_and_when_it_meets_next(municipality):
    document = make_document(municipality, DocumentKind.PROMISES)
    counted = {"target_kind": "count", "target_number": 4, "target_unit": "passager"}
    for last_on in (NOW.date() - timedelta(days=1), NOW.date() - timedelta(days=2), LAST):
        make_promise(document, last_on=last_on, **counted)
    adopted(document)
    make_promise(make_document(municipality, DocumentKind.PROMISES, "Bara ett förslag"))
    make_meeting(municipality, Body.EST, starts_at=NOW + timedelta(days=1))
    council = make_meeting(municipality, Body.COUNCIL, starts_at=NOW + timedelta(days=9))
    make_meeting(municipality, Body.COUNCIL, starts_at=NOW + timedelta(days=99))
    short = start(make_user(Role.BRA_MEMBER, municipality))["promises"]
    assert (short.counts, short.meeting) == (
        [(PromiseStatus.ON_TRACK, 1), (PromiseStatus.BROKEN, 2)],
        council,
    )


def test_the_council_is_told_when_there_are_no_promises(client, municipality):
    client.force_login(make_user(Role.STEERING_GROUP, municipality))
    page = client.get("/").content.decode()
    assert page.count("Inga löften är antagna för det här året.") == 1
    assert page.count("Nästa möte") == 0


def test_the_next_municipality_leaves_no_trace(municipality):
    neighbour = make_municipality("Arboga")
    file_report(make_user(Role.REPORTER, neighbour))
    document.draft(neighbour, document.latest_period(neighbour, at=NOW), at=NOW)
    page = start(make_user(Role.COORDINATOR, municipality))
    assert page["desk"]["count"] == 0
    assert page["editions"]["drafts"] == []


def test_somebody_whose_last_role_was_taken_is_told_so(client, municipality):
    user = make_user(Role.REPORTER, municipality)
    Membership.objects.filter(user=user).delete()
    client.force_login(user)
    assert "Du har ingen roll i någon kommun" in client.get("/").content.decode()


def test_whoever_answers_for_an_activity_sees_what_is_late_or_soon_due(municipality):
    today = NOW.date()
    late = make_activity(municipality, due_on=today - timedelta(days=1))
    soon = make_activity(municipality, due_on=today + timedelta(days=7))
    make_activity(municipality, due_on=today + timedelta(days=8))
    others = make_activity(municipality, make_organisation(municipality, "Fritid"), due_on=today)
    log(make_activity(municipality, due_on=today), number=10)

    def waiting(role):
        return [standing.activity for standing in start(make_user(role, municipality))["plan"]["waiting"]]

    assert (
        waiting(Role.ACTION_OWNER) == waiting(Role.UNIT_COORDINATOR) == waiting(Role.POLICE) == [late, soon]
    )
    assert waiting(Role.COORDINATOR) == [late, others, soon]
    assert "plan" not in start(make_user(Role.BRA_MEMBER, municipality))


# Two of them are the test's own savepoint; then session, user and memberships.
@pytest.mark.parametrize(
    ("role", "count"),
    [
        (Role.REPORTER, 9),
        (Role.COORDINATOR, 13),
        (Role.POLICE, 11),
        (Role.ACTION_OWNER, 9),
        (Role.BRA_MEMBER, 14),
        (Role.ADMINISTRATOR, 6),
        (Role.AUDITOR, 7),
    ],
)
def test_the_start_page_asks_the_database_no_more_for_three_rows_than_for_one(
    client, municipality, django_assert_num_queries, role, count
):
    user, reviewer = make_user(role, municipality), make_user(Role.REVIEWER, municipality)
    client.force_login(user)
    reporter = user if role == Role.REPORTER else make_user(Role.REPORTER, municipality)
    period = document.latest_period(municipality, at=NOW)
    for number in range(3):
        make_organisation(municipality, f"Tyst enhet {number}")
        make_approved(reporter, reviewer)
        file_report(reporter)
        document.draft(municipality, period, at=NOW)
        activity = make_activity(municipality, due_on=NOW.date())
        promised = make_document(municipality, DocumentKind.PROMISES)
        activity.promises.add(make_promise(promised))
        adopted(promised)
        period = period.previous()
        with django_assert_num_queries(count):
            client.get("/")
