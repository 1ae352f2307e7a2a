"""What each decision at the desk leads to, and what the second of two is told."""

import re

import pytest

from accounts.roles import Role
from incidents.models import TextKind
from incidents.states import Move, Reason, State
from incidents.workflow import Choice, decide
from tests.factories import (
    NOW,
    approve,
    category,
    file_report,
    make_approved,
    make_municipality,
    make_user,
    reject,
)
from tests.incidents.review.moves import send, state

pytestmark = pytest.mark.django_db


def test_approving_goes_on_to_the_next_and_at_last_to_the_empty_queue(client, guard, reviewer):
    first, second = file_report(guard), file_report(guard)
    answer = client.get(send(client, first, "approve")["Location"])
    assert answer["Location"] == f"/granskning/{second.pk}"
    answer = client.get(send(client, second, "approve")["Location"])
    assert answer["Location"] == "/granskning"
    assert (state(first), state(second)) == ("approved", "approved")


def test_the_next_page_says_what_was_decided_and_leads_back_to_it(client, guard, reviewer):
    report = file_report(guard)
    answer = client.post(f"/granskning/{report.pk}/beslut", {"move": "approve", "version": 1}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        f'<a href="/granskning/{report.pk}">Nr {report.pk}</a>: godkänd.'
    ]


def test_rejecting_without_a_reason_keeps_what_was_typed_and_decides_nothing(client, guard, reviewer):
    report = file_report(guard)
    answer = send(client, report, "reject", text="Ser ut som en övning.")
    assert (answer.status_code, state(report)) == (422, "submitted")
    form = answer.context["forms"]["reject"]
    assert (form.errors, form["text"].value()) == (
        {"reason": ["Välj ett skäl."]},
        "Ser ut som en övning.",
    )


def test_a_rejection_keeps_its_reason_and_its_words(client, guard, reviewer):
    report = file_report(guard)
    send(client, report, "reject", reason="test", text="Ser ut som en övning.")
    assert report.decisions.latest("version").reason == Reason.TEST
    assert report.texts.get(kind=TextKind.MOTIVATION).body == "Ser ut som en övning."


def test_a_question_goes_to_the_reporter(client, guard, reviewer):
    report = file_report(guard)
    send(client, report, "request_completion", reason="where_unclear", text="Vilken port?")
    assert state(report) == State.COMPLETION_REQUESTED
    assert guard.notices.get().what == "request_completion"


def test_an_identity_number_is_not_taken_in_a_question_either(client, guard, reviewer):
    report = file_report(guard)
    answer = send(client, report, "request_completion", reason="where_unclear", text="Är det 19121212-1212?")
    assert (answer.status_code, list(answer.context["forms"]["request_completion"].errors)) == (
        422,
        ["text"],
    )


def test_a_duplicate_is_marked_from_the_suggestion_or_by_number(client, guard, reviewer):
    original, report = file_report(guard), file_report(guard)
    send(client, report, "mark_duplicate", duplicate_of=original.pk)
    report.refresh_from_db()
    assert (report.state, report.duplicate_of) == (State.DUPLICATE, original)


@pytest.mark.parametrize("number", ["", "0", "x", "999999999999999999999"])
def test_a_number_that_is_no_report_is_refused(client, guard, reviewer, number):
    answer = send(client, file_report(guard), "mark_duplicate", duplicate_of=number)
    assert (answer.status_code, list(answer.context["forms"]["mark_duplicate"].errors)) == (
        422,
        ["duplicate_of"],
    )


def test_a_report_of_another_municipality_or_itself_is_no_original(client, guard, reviewer):
    report = file_report(guard)
    theirs = file_report(make_user(Role.REPORTER, make_municipality("Kungsör")))
    for number in (theirs.pk, report.pk):
        answer = send(client, report, "mark_duplicate", duplicate_of=number)
        assert (answer.status_code, state(report)) == (422, "submitted")


def test_a_rejected_report_is_resumed_and_stays_on_the_desk(client, guard, reviewer):
    report = reject(file_report(guard), reviewer)
    answer = send(client, report, "resume")
    assert (answer["Location"], state(report)) == (f"/granskning/{report.pk}", "under_review")


def test_a_coordinator_reconsiders_with_a_reason_and_words(client, guard, coordinator):
    report = make_approved(guard, coordinator)
    assert send(client, report, "reconsider", reason="new_information").status_code == 422
    send(client, report, "reconsider", reason="new_information", text="Polisen har ringt.")
    assert state(report) == State.UNDER_REVIEW


@pytest.mark.parametrize("move", ["", "submit_all", "purge", "correct", "unblock"])
def test_a_move_that_does_not_exist_or_has_a_page_of_its_own_is_a_bad_request(client, guard, reviewer, move):
    assert send(client, file_report(guard), move).status_code == 400


def test_a_decision_without_the_reports_version_is_a_bad_request(client, guard, reviewer):
    assert send(client, file_report(guard), "approve", version="").status_code == 400


def test_a_faulty_form_for_a_move_that_cannot_be_made_now_says_so(client, guard, coordinator):
    answer = send(client, file_report(guard), "reconsider", reason="test")
    assert answer.status_code == 409
    assert "i det läge rapporten har nu" in answer.content.decode()


def test_the_second_is_told_what_the_first_decided_and_loses_nothing(client, town, guard, reviewer):
    report = file_report(guard)
    first = make_user(Role.REVIEWER, town)
    approve(report, first)
    answer = send(client, report, "reject", reason="test", text="Ser ut som en övning.")
    assert (answer.status_code, state(report)) == (409, "approved")
    words = re.sub(r"\s+", " ", answer.content.decode())
    assert f"{first.name} hann före: godkänd, i dag kl. 12." in words
    assert "Ser ut som en övning." in words


def test_where_the_move_still_can_be_made_the_form_is_filled_in_and_ready(client, town, guard, reviewer):
    report = file_report(guard)
    corrected = Choice(Move.CORRECT, 1, corrections={"category": category(town, "SKA-10")})
    decide(report.pk, corrected, by=make_user(Role.REVIEWER, town), at=NOW)
    answer = send(client, report, "reject", reason="test", text="Ser ut som en övning.")
    form = answer.context["forms"]["reject"]
    assert (answer.status_code, form["text"].value()) == (409, "Ser ut som en övning.")
    version = form["version"].value()
    assert send(client, report, "reject", reason="test", version=version).status_code == 302
    assert state(report) == State.REJECTED


def test_htmx_is_told_in_the_same_words(client, town, guard, reviewer):
    report = file_report(guard)
    approve(report, make_user(Role.REVIEWER, town))
    answer = client.post(
        f"/granskning/{report.pk}/beslut",
        {"move": "approve", "version": 1},
        headers={"HX-Request": "true"},
    )
    assert (answer.status_code, answer.content.count(b"<html")) == (409, 0)
    assert "hann före" in answer.content.decode()


def test_a_move_that_the_state_does_not_allow_is_a_conflict(client, guard, reviewer):
    report = approve(file_report(guard), reviewer)
    answer = send(client, report, "approve")
    assert (answer.status_code, answer.context["meanwhile"]) == (409, None)
    assert "i det läge rapporten har nu" in answer.content.decode()
