"""What nobody may do at the desk, and what some may not."""

import pytest

from incidents.states import Move, State
from tests.factories import (
    file_report,
    make_approved,
)
from tests.incidents.review.moves import send, state

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("move", sorted(set(Move) - {Move.SUBMIT, Move.ANSWER}))
def test_nobody_decides_on_their_own_report(client, reviewer, move):
    own = file_report(reviewer)
    assert send(client, own, move, reason="test", text="Godkänn mig.").status_code == 403
    assert state(own) == State.SUBMITTED


def test_on_ones_own_report_no_decision_is_offered(client, reviewer):
    own = file_report(reviewer)
    desk = client.get(f"/granskning/{own.pk}")
    assert (desk.status_code, desk.context["forms"]) == (200, {})
    assert desk.content.decode().count("/beslut") == 0


def test_ones_own_report_is_not_corrected_or_masked_either(client, reviewer):
    own = file_report(reviewer)
    assert client.get(f"/granskning/{own.pk}/ratta").status_code == 403
    assert client.post(f"/granskning/{own.pk}/ratta").status_code == 403
    assert client.post(f"/granskning/{own.pk}/maskera").status_code == 403


def test_a_reviewer_sees_an_approved_report_but_does_not_reconsider_it(client, guard, reviewer):
    report = make_approved(guard, reviewer)
    assert client.get(f"/granskning/{report.pk}").context["forms"] == {}
    answer = send(client, report, "reconsider", reason="new_information", text="Fel.")
    assert (answer.status_code, state(report)) == (403, "approved")


def test_a_reporter_cannot_answer_through_the_desk(client, guard, reviewer):
    assert send(client, file_report(guard), "answer", text="Port 4.").status_code == 403


def test_the_desk_changes_nothing_when_it_is_only_read(client, guard, reviewer):
    report = file_report(guard)
    client.get(f"/granskning/{report.pk}")
    assert client.get(f"/granskning/{report.pk}/beslut").status_code == 405
    assert state(report) == State.SUBMITTED
