"""Reminders by mail: a week before and after the last day, once each, in one digest a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from django.db import close_old_connections, connection

from accounts import outbox
from accounts.models import Membership, Municipality, OutgoingMail, User
from accounts.roles import Role
from promises import activities, documents, reminders
from promises.models import Activity, DocumentKind, Reminder
from tests import factories
from tests.promises.factories import FIRST, NOW, TODAY, log, make_activity

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


@pytest.fixture
def koping(db) -> Municipality:
    return factories.make_municipality(contact_email="samordnare@example.com")


@pytest.fixture
def owner(koping) -> User:
    return factories.make_user(Role.ACTION_OWNER, koping)


def due(koping: Municipality, on: date, **said) -> Activity:
    return make_activity(koping, start_on=FIRST, due_on=on, **said)


def send(koping: Municipality, *, at=NOW) -> list[tuple[str, str]]:
    """Whom a sweep writes to, and the subject."""
    return [(mail.to, mail.subject) for mail in reminders.send_digests(koping, at=at)]


def test_the_responsible_are_reminded_a_week_before_and_when_the_day_has_passed_once_each(koping, owner):
    due(koping, TODAY + WEEK)
    after = NOW + WEEK + DAY
    assert send(koping, at=NOW - 3 * DAY) == []  # Friday, ten days before
    assert send(koping) == [(owner.email, "Köping: en aktivitet ska snart vara klar")]
    assert send(koping, at=NOW + DAY) == []
    assert send(koping, at=after) == [(owner.email, "Köping: en aktivitet är försenad")]
    assert send(koping, at=after + DAY) == []


def test_a_digest_holds_all_of_a_persons_activities_and_the_late_ones_stand_first(koping, owner):
    due(koping, TODAY + DAY, text="Trygghetsvandring", target=("yes_no", None, ""))
    log(due(koping, TODAY - DAY, text="Patruller"), on=TODAY - DAY, number=6)
    due(koping, TODAY - 2 * DAY, text="Städning")
    [mail] = reminders.send_digests(koping, at=NOW)
    assert mail.subject == "Köping: 2 aktiviteter är försenade"
    said = [line for line in mail.body.splitlines() if line.startswith(("Städ", "Patr", "Trygg", "Senast"))]
    assert said == [
        "Städning",
        "Senast 28 februari 2026. 0 av 10 passager.",
        "Patruller",
        "Senast 1 mars 2026. 6 av 10 passager.",
        "Trygghetsvandring",
        "Senast 3 mars 2026. Inte gjort än.",
    ]
    assert mail.body_html.count("<li>") == 3
    assert "Frågor: samordnare@example.com." in mail.body.splitlines()


def test_nobody_gets_two_digests_on_one_day(koping, owner):
    due(koping, TODAY + DAY)
    assert len(send(koping)) == 1
    due(koping, TODAY + DAY, text="Ny i dag")
    assert send(koping, at=NOW + timedelta(hours=1)) == []
    assert len(send(koping, at=NOW + DAY)) == 1


def test_owners_and_coordinators_of_the_unit_are_told_and_the_security_coordinator_of_what_is_late(
    koping, owner
):
    unit = factories.make_user(Role.UNIT_COORDINATOR, koping)
    coordinator = factories.make_user(Role.COORDINATOR, koping, organisation="Kommunen")
    for role, organisation in (
        (Role.ACTION_OWNER, "Fritid"),
        (Role.REPORTER, "KBAB"),
        (Role.BRA_MEMBER, "KBAB"),
    ):
        factories.make_user(role, koping, organisation=organisation)
    due(koping, TODAY)
    assert {to for to, _subject in send(koping)} == {owner.email, unit.email}
    assert {to for to, _subject in send(koping, at=NOW + DAY)} == {owner.email, unit.email, coordinator.email}


def test_somebody_with_two_roles_gets_each_line_once(koping, owner):
    member = owner.memberships.get()
    Membership.objects.create(
        user=owner, municipality=koping, role=Role.COORDINATOR, organisation=member.organisation
    )
    due(koping, TODAY - DAY)
    assert len(send(koping)) == 1
    assert Reminder.objects.count() == 1


def test_what_is_done_stopped_going_on_or_not_adopted_or_long_past_is_not_reminded_of(koping, owner):
    log(due(koping, TODAY + DAY), number=10)
    activities.override(due(koping, TODAY + DAY), status="stopped", motive="Ingen budget", by=None, at=NOW)
    log(due(koping, TODAY + DAY, target=("continuous", None, "")))
    make_activity(koping, start_on=TODAY + DAY, due_on=TODAY + 2 * DAY)
    due(koping, TODAY - timedelta(days=31))
    assert send(koping) == []


def test_an_activity_with_a_new_last_day_is_reminded_of_anew(koping, owner):
    activity = due(koping, TODAY + DAY)
    assert len(send(koping)) == 1
    activities.edit(activity, edited=0, due_on=TODAY + 2 * DAY)
    assert len(send(koping, at=NOW + DAY)) == 1


def test_a_new_version_of_a_plan_is_not_reminded_of_anew(koping, owner):
    plan = documents.create(
        municipality=koping,
        kind=DocumentKind.ACTION_PLAN,
        title="Handlingsplan 2026",
        first_on=FIRST,
        last_on=date(2026, 12, 31),
        by=None,
        at=NOW,
    )
    due(koping, TODAY + DAY, document=plan)
    documents.adopt(plan, by=None, at=NOW)
    assert len(send(koping)) == 1
    documents.adopt(documents.revise(plan, by=None, at=NOW), by=None, at=NOW)
    assert send(koping, at=NOW + DAY) == []


@pytest.mark.parametrize("at", [NOW - 2 * DAY, NOW.replace(hour=5), NOW.replace(hour=17)])
def test_nobody_is_reminded_on_a_saturday_or_outside_working_hours(koping, owner, at):
    due(koping, TODAY + DAY)
    assert send(koping, at=at) == []


def test_somebody_who_has_left_or_works_elsewhere_hears_nothing(koping, owner):
    User.objects.filter(pk=owner.pk).update(is_active=False)
    factories.make_user(Role.ACTION_OWNER, factories.make_municipality("Sala"))
    due(koping, TODAY + DAY)
    assert send(koping) == []


def test_a_person_reads_it_in_the_language_of_their_choice(koping, owner):
    User.objects.filter(pk=owner.pk).update(language="en")
    due(koping, TODAY - DAY)
    assert send(koping) == [(owner.email, "Köping: one activity is late")]


def test_the_digest_arrives(koping, owner, mailbox):
    due(koping, TODAY + DAY)
    [mail] = reminders.send_digests(koping, at=NOW)
    outbox.send(mail.pk, at=NOW)
    [message] = mailbox.to(owner.email)
    assert message["Subject"] == "Köping: en aktivitet ska snart vara klar"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]


def test_a_digest_costs_the_same_however_much_it_holds(koping, owner, django_assert_num_queries):
    for number in (1, 3):
        for _ in range(number):
            due(koping, TODAY + DAY)
        with django_assert_num_queries(12):
            reminders.send_digests(koping, at=NOW + number * DAY if number == 1 else NOW + 2 * DAY)


def test_two_beats_send_one(own_database):
    koping = factories.make_municipality()
    factories.make_user(Role.ACTION_OWNER, koping)
    due(koping, TODAY + DAY)
    start = Barrier(2)

    def beat(_number: int) -> None:
        close_old_connections()
        start.wait()
        reminders.send_digests(koping, at=NOW)
        connection.close()

    with ThreadPoolExecutor(2) as beats:
        list(beats.map(beat, range(2)))
    assert (OutgoingMail.objects.count(), Reminder.objects.count()) == (1, 1)
