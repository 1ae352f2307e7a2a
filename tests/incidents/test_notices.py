"""Reporters hear what became of their reports, soon, in one message, and are reminded without being nagged."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from accounts.models import Municipality, OutgoingMail, User
from accounts.roles import Role
from incidents import notices
from incidents.models import Incident, Notice
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from tests.factories import NOW, approve, file_report, make_approved, make_municipality, make_user, reject

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")
LATER = NOW + timedelta(hours=2)


@pytest.fixture
def koping() -> Municipality:
    return make_municipality()


@pytest.fixture
def reporter(koping) -> User:
    return make_user(Role.REPORTER, koping)


@pytest.fixture
def coordinator(koping) -> User:
    return make_user(Role.COORDINATOR, koping)


def ask(incident: Incident, by: User, *, at: datetime = NOW) -> Incident:
    choice = Choice(Move.REQUEST_COMPLETION, incident.version, Reason.WHERE_UNCLEAR, "Vilken port?")
    return decide(incident.pk, choice, by=by, at=at)


def answer(incident: Incident, *, at: datetime) -> Incident:
    return decide(
        incident.pk, Choice(Move.ANSWER, incident.version, text="Port 4."), by=incident.reporter, at=at
    )


def send_all(*, at: datetime) -> list[OutgoingMail]:
    sent = [
        notices.send_digest(user, municipality, at=at) for user, municipality in notices.due_digests(at=at)
    ]
    return [mail for mail in sent if mail]


def due(*, at: datetime) -> list[User]:
    return [user for user, _municipality in notices.due_digests(at=at)]


# Digests


def test_a_sitting_of_decisions_becomes_one_message(reporter, coordinator):
    approved, rejected = make_approved(reporter, coordinator), reject(file_report(reporter), coordinator)
    [mail] = send_all(at=LATER)
    assert (mail.to, mail.subject) == (reporter.email, "Köping: besked om 2 av dina rapporter")
    for body in (mail.body, mail.body_html):
        for incident in (approved, rejected):
            assert f"/handelser/{incident.pk}" in body
    assert send_all(at=LATER + timedelta(hours=2)) == []


def test_the_message_says_whom_to_ask(koping, reporter, coordinator):
    Municipality.objects.update(contact_email="trygghet@koping.example")
    make_approved(reporter, coordinator)
    [mail] = send_all(at=LATER)
    assert [body.count("Frågor: trygghet@koping.example.") for body in (mail.body, mail.body_html)] == [1, 1]


def test_nothing_goes_out_before_two_hours(reporter, coordinator):
    make_approved(reporter, coordinator)
    assert due(at=LATER - timedelta(seconds=1)) == []
    assert due(at=LATER) == [reporter]


@pytest.mark.parametrize(
    ("clock", "goes"), [("06:59", False), ("07:00", True), ("17:59", True), ("18:00", False)]
)
def test_nobody_is_woken_at_night(reporter, coordinator, clock, goes):
    make_approved(reporter, coordinator)
    at = datetime.fromisoformat(f"2026-03-04T{clock}").replace(tzinfo=STOCKHOLM)
    assert bool(due(at=at)) == goes


def test_a_question_is_what_the_message_is_about(reporter, coordinator):
    make_approved(reporter, coordinator)
    question = ask(file_report(reporter), coordinator)
    [mail] = send_all(at=LATER)
    assert mail.subject == "Köping: svara på en fråga om din rapport"
    assert mail.body.splitlines()[0] == "Svara på frågan om rapporten, så kan den granskas färdigt:"
    assert "Vilken port?" not in mail.body
    assert mail.body.index(f"/handelser/{question.pk}") < mail.body.index("Godkänd.")


def test_a_question_answered_meanwhile_is_not_asked_again(reporter, coordinator):
    answer(ask(file_report(reporter), coordinator), at=NOW + timedelta(hours=1))
    assert send_all(at=LATER) == []
    assert Notice.objects.filter(mailed_at=None).count() == 0


def test_only_the_newest_word_about_a_report_is_said(reporter, coordinator):
    approved = make_approved(reporter, coordinator)
    choice = Choice(Move.RECONSIDER, approved.version, Reason.NEW_INFORMATION, "Nytt besked.")
    approve(decide(approved.pk, choice, by=coordinator, at=NOW), coordinator, at=NOW + timedelta(minutes=1))
    [mail] = send_all(at=LATER)
    assert mail.subject == "Köping: besked om din rapport"
    assert "Granskas på nytt." not in mail.body


def test_each_municipality_writes_its_own_message(reporter, coordinator):
    arboga = make_municipality("Arboga")
    make_approved(reporter, coordinator)
    make_approved(make_user(Role.REPORTER, arboga), make_user(Role.COORDINATOR, arboga))
    assert sorted(mail.subject for mail in send_all(at=LATER)) == [
        "Arboga: besked om din rapport",
        "Köping: besked om din rapport",
    ]


def test_the_reader_is_written_to_in_their_language(reporter, coordinator):
    reporter.language = "en"
    reporter.save()
    make_approved(reporter, coordinator)
    [mail] = send_all(at=LATER)
    assert 'lang="en"' in mail.body_html


def test_who_has_left_gets_no_mail(reporter, coordinator):
    make_approved(reporter, coordinator)
    reporter.is_active = False
    reporter.save()
    assert due(at=LATER) == []


def test_a_sweep_costs_the_same_with_one_notice_and_with_three(
    reporter, coordinator, django_assert_num_queries
):
    def look() -> None:
        with django_assert_num_queries(3):  # notices, users, municipalities
            due(at=LATER)

    make_approved(reporter, coordinator)
    look()
    for _number in range(2):
        make_approved(make_user(Role.REPORTER, reporter.memberships.get().municipality), coordinator)
    look()


# Reminders


def reminders(at: datetime) -> list[datetime]:
    notices.remind(at=at)
    return list(Notice.objects.filter(what="reminder").order_by("at").values_list("at", flat=True))


def test_an_unanswered_question_is_recalled_after_three_and_seven_days(reporter, coordinator):
    ask(file_report(reporter), coordinator)
    third, seventh = NOW + timedelta(days=3), NOW + timedelta(days=7)
    assert reminders(third - timedelta(seconds=1)) == []
    assert reminders(third) == [third]
    assert reminders(seventh) == [third, seventh]
    assert reminders(NOW + timedelta(days=30)) == [third, seventh]


def test_two_sweeps_make_one_reminder(reporter, coordinator):
    ask(file_report(reporter), coordinator)
    third = NOW + timedelta(days=3)
    assert reminders(third) == reminders(third + timedelta(seconds=1)) == [third]


def test_an_answered_question_is_not_recalled(reporter, coordinator):
    answer(ask(file_report(reporter), coordinator), at=NOW + timedelta(days=1))
    assert reminders(NOW + timedelta(days=9)) == []


def test_a_second_question_is_recalled_from_when_it_was_asked(reporter, coordinator):
    incident = answer(ask(file_report(reporter), coordinator), at=NOW + timedelta(days=1))
    ask(incident, coordinator, at=NOW + timedelta(days=2))
    assert reminders(NOW + timedelta(days=6)) == [NOW + timedelta(days=5)]


def test_a_worker_that_slept_for_a_week_sends_one_message(reporter, coordinator):
    ask(file_report(reporter), coordinator)
    at = NOW + timedelta(days=10)
    notices.remind(at=at)
    [mail] = send_all(at=at)
    assert mail.subject == "Köping: svara på en fråga om din rapport"


# Where it counted


def test_reporters_are_told_where_they_counted_once(koping, reporter, coordinator):
    counted = make_approved(reporter, coordinator)
    file_report(reporter)
    make_approved(
        reporter, coordinator, started_at=NOW - timedelta(days=20), ended_at=NOW - timedelta(days=20)
    )
    for edition in ("2026:05", "2026:06"):
        notices.tell_counted(koping, NOW - timedelta(days=14), NOW, edition=edition, at=NOW)
    [notice] = Notice.objects.filter(what="counted")
    assert (notice.incident, notices.sentence(notice)) == (counted, "Räknades i lägesbild 2026:05.")
