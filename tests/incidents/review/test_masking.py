"""Masking a blocked report: other words in place, and those that were erased."""

import pytest

from accounts.models import User
from accounts.roles import Role
from incidents import retention
from incidents.models import Incident, Text, TextKind
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from tests.factories import NOW, file_report, make_user
from tests.incidents.review.moves import send, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocked(guard: User, reviewer: User) -> Incident:
    report = file_report(guard, description="Han i röd jacka krossade rutan.")
    return decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)


def test_blocking_leads_on_to_masking(client, guard, reviewer):
    report = file_report(guard)
    answer = send(client, report, "block", reason="personal_data")
    assert (answer["Location"], state(report)) == (f"/granskning/{report.pk}/maskera", "blocked")


def test_the_words_of_a_blocked_report_are_not_on_the_desk(client, blocked):
    assert "röd jacka" not in client.get(f"/granskning/{blocked.pk}").content.decode()


def test_masking_puts_other_words_in_place_and_erases_those_that_were(client, blocked):
    original = blocked.texts.get()
    answer = client.post(
        f"/granskning/{blocked.pk}/maskera",
        {"version": blocked.version, f"text{original.pk}": "En person krossade rutan.", "is_clean": "on"},
    )
    assert (answer["Location"], state(blocked)) == (f"/granskning/{blocked.pk}", "under_review")
    assert [(text.kind, text.body) for text in blocked.texts.all()] == [
        (TextKind.DESCRIPTION, "En person krossade rutan.")
    ]
    assert not Text.objects.filter(pk=original.pk).exists()


def test_it_asks_for_a_word_that_the_text_points_out_nobody(client, blocked):
    original = blocked.texts.get()
    answer = client.post(
        f"/granskning/{blocked.pk}/maskera",
        {"version": blocked.version, f"text{original.pk}": "En person krossade rutan."},
    )
    form = answer.context["form"]
    assert (answer.status_code, list(form.errors)) == (422, ["is_clean"])
    assert form[f"text{original.pk}"].value() == "En person krossade rutan."
    assert (state(blocked), blocked.texts.get()) == ("blocked", original)


def test_who_comes_second_is_told_and_nothing_is_erased_twice(client, blocked, town):
    original = blocked.texts.get()
    other = make_user(Role.REVIEWER, town)
    decide(blocked.pk, Choice(Move.UNBLOCK, blocked.version), by=other, at=NOW)
    answer = client.post(
        f"/granskning/{blocked.pk}/maskera",
        {"version": blocked.version, f"text{original.pk}": "Något annat.", "is_clean": "on"},
    )
    assert answer.status_code == 409
    assert answer.context["form"][f"text{original.pk}"].value() == "Något annat."
    assert blocked.texts.get() == original


def test_a_report_that_is_not_blocked_has_nothing_to_mask(client, guard, reviewer):
    report = file_report(guard)
    answer = client.get(f"/granskning/{report.pk}/maskera")
    assert (answer.status_code, answer["Location"]) == (302, f"/granskning/{report.pk}")


def test_under_a_hold_nothing_is_erased_and_nothing_typed_is_lost(client, blocked, coordinator, town):
    original = blocked.texts.get()
    client.get(f"/granskning/{blocked.pk}/maskera")  # and then the hold is placed
    retention.place(municipality=town, motive="Tvist.", by=coordinator, at=NOW, report=blocked.pk)
    answer = client.post(
        f"/granskning/{blocked.pk}/maskera",
        {"version": blocked.version, f"text{original.pk}": "En person krossade rutan.", "is_clean": "on"},
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ett gallringsstopp gäller rapporten, så inget i den får raderas." in page
    assert 'href="/installningar/gallringsstopp"' in page
    assert "Ditt beslut är inte sparat" not in page
    assert answer.context["form"][f"text{original.pk}"].value() == "En person krossade rutan."
    assert (state(blocked), blocked.texts.get()) == ("blocked", original)


def test_under_a_hold_the_page_says_so_before_anybody_types(client, blocked, town):
    retention.place(municipality=town, motive="Tvist.", by=make_user(Role.COORDINATOR, town), at=NOW)
    page = client.get(f"/granskning/{blocked.pk}/maskera").content.decode()
    assert "kan häva det, under Inställningar, Gallringsstopp." in page
    assert "Maskera och häv spärren" not in page
