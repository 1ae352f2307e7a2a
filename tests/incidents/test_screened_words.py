"""What comes of words that point out somebody: refused or asked about in the form, marked again at review."""

import logging
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import EventLog, Municipality, User
from accounts.roles import Role
from incidents.models import Incident, Text
from incidents.states import Move, Reason
from incidents.workflow import Choice, Refused, decide
from tests.factories import (
    NOW,
    category,
    file_report,
    make_category,
    make_municipality,
    make_place,
    make_user,
)
from tests.incidents.review.moves import send as move

pytestmark = pytest.mark.django_db

URL = "/handelser/ny"
NUMBER = "811218-9876"
#: A response of Django's test client, with its context.
Answer = Any


@pytest.fixture
def town() -> Municipality:
    return make_municipality()


@pytest.fixture
def reporter(client: Client, town: Municipality) -> User:
    user = make_user(Role.REPORTER, town)
    client.force_login(user)
    return user


@pytest.fixture
def send(client: Client, reporter: User, town: Municipality) -> Callable[..., Answer]:
    """Send in one event with these words."""

    def send(words: str, **more: str) -> Answer:
        typed = {
            "key": str(uuid.uuid4()),
            "opened_at": NOW.isoformat(),
            "event": "0",
            "event0-category": category(town).pk,
            "event0-longitude": "15.993",
            "event0-latitude": "59.513",
            "event0-place_type": "street",
            "event0-when": "now",
            "event0-description": words,
        }
        return client.post(URL, typed | more)

    return send


def words_of(answer: Answer) -> list[tuple[str, list[str]]]:
    """What the form says that it found."""
    looked = answer.context["events"][0]["description"].looked
    return [(kind.value, words) for kind, words in looked.kinds]


# In the form


def test_a_number_of_a_person_stops_the_report_says_so_and_keeps_all_that_was_typed(send):
    answer = send(f"Mannen ({NUMBER}) krossade rutan.")
    assert answer.status_code == 422
    event = answer.context["events"][0]
    assert list(event.errors) == ["description"]
    assert event["description"].value() == f"Mannen ({NUMBER}) krossade rutan."
    assert words_of(answer) == [("personal_number", [NUMBER])]
    page = answer.content.decode()
    assert f'<mark title="personnummer">{NUMBER}</mark>' in page
    assert (
        "event0-description_seen"
        not in page.partition("<template")[0].partition("screening")[2].partition("hx-")[0]
    )
    assert not Incident.objects.exists()


def test_a_number_of_a_person_is_not_let_through_by_a_tick(send):
    looked = send(f"Mannen ({NUMBER}).").context["events"][0]["description"].looked
    answer = send(f"Mannen ({NUMBER}).", **{"event0-description_seen": looked.digest})
    assert (answer.status_code, Incident.objects.count()) == (422, 0)


def test_what_may_point_out_somebody_is_asked_about_once(send):
    words = "Anna Lundgren såg en bil med reg ABC 123."
    asked = send(words)
    assert (asked.status_code, Incident.objects.count()) == (422, 0)
    assert words_of(asked) == [("name", ["Anna Lundgren"]), ("plate", ["ABC 123"])]
    assert '<mark title="namn">Anna Lundgren</mark>' in asked.content.decode()
    digest = asked.context["events"][0]["description"].looked.digest
    assert send(words, **{"event0-description_seen": digest}).status_code == 303
    assert Text.objects.get().body == words


def test_a_tick_holds_for_the_words_that_were_marked_and_for_no_others(send):
    digest = send("Anna såg det.").context["events"][0]["description"].looked.digest
    seen = {"event0-description_seen": digest}
    assert send("Anna och Bertil såg det.", **seen).status_code == 422
    assert send("Anna såg det, på natten.", **seen).status_code == 303


def test_a_text_without_anybody_in_it_is_asked_nothing(send):
    assert send("Krossad ruta på Storgatan 12, tre ungdomar gick mot torget.").status_code == 303


def test_the_names_on_the_map_are_no_persons(send, town):
    assert send("Klotter vid Annika Lindgrens hus.").status_code == 422
    make_place(town, "Annika Lindgrens hus")
    assert send("Klotter vid Annika Lindgrens hus.").status_code == 303


def test_marked_words_cannot_break_the_page(send):
    answer = send('<script>alert("Anna Lundgren")</script> & <b>')
    page = answer.content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;<mark" in page


@pytest.mark.parametrize(
    "words", ["", "x" * 1001, "Anna \x00 Lundgren", "Anna " * 500, "\u202eAnna Lundgren"]
)
def test_no_text_is_too_odd_to_be_looked_at(send, words):
    assert send(words).status_code in (303, 422)


# While one types


def look(client: Client, words: str, **more: object) -> Answer:
    return client.post(f"{URL}/text", {"event0-description": words} | more)


def test_the_same_is_said_while_one_types(client, reporter):
    answer = look(client, f"Anna ({NUMBER})")
    assert [(kind.value, words) for kind, words in answer.context["looked"].kinds] == [
        ("name", ["Anna"]),
        ("personal_number", [NUMBER]),
    ]
    assert look(client, "Ärende 2026-0312, kl. 22.30.").content.strip() == b""


def test_a_tick_stays_while_the_same_words_are_marked(client, reporter):
    digest = look(client, "Anna såg det.").context["looked"].digest
    ticked = [
        look(client, words, **{"event0-description_seen": digest}).context["is_seen"]
        for words in ("Anna såg det mesta.", "Anna och Bertil såg det.")
    ]
    assert ticked == [True, False]


def test_a_form_without_words_is_answered_with_nothing(client, reporter):
    assert client.post(f"{URL}/text", {"något": "annat"}).content.strip() == b""


# The answer to a question, and the reviewer's own words


def test_an_answer_is_looked_through_as_a_report_is(client, town, reporter):
    report = file_report(reporter)
    question = Choice(Move.REQUEST_COMPLETION, 1, Reason.WHERE_UNCLEAR, "Var?")
    report = decide(report.pk, question, by=make_user(Role.REVIEWER, town), at=NOW)
    path, said = (
        f"/handelser/{report.pk}/svar",
        {"version": report.version, "text": "Hemma hos Anna Lundgren."},
    )
    asked = client.post(path, said)
    assert (asked.status_code, list(asked.context["form"].errors)) == (422, ["text"])
    seen = {"text_seen": asked.context["form"]["text"].looked.digest}
    assert client.post(path, said | seen).status_code == 302


def test_a_question_to_the_reporter_is_looked_through_too(client, town, reporter):
    report = file_report(reporter)
    client.force_login(make_user(Role.REVIEWER, town))
    asked = move(client, report, "request_completion", reason="where_unclear", text="Är det Anna Lundgren?")
    assert asked.status_code == 422
    assert "<mark" in asked.content.decode()


# At review


def test_the_reviewer_sees_the_words_marked_again_and_what_they_are(client, town, reporter):
    report = file_report(reporter, description="Anna Lundgren ringde från 070-174 06 12.")
    client.force_login(make_user(Role.REVIEWER, town))
    page = client.get(f"/granskning/{report.pk}").content.decode()
    assert '<mark title="namn">Anna Lundgren</mark>' in page
    assert '<mark title="telefonnummer">070-174 06 12</mark>' in page
    assert "namn (”Anna Lundgren”), telefonnummer (”070-174 06 12”)" in page


def test_a_report_with_a_number_in_it_is_not_approved_however_it_came_there(client, town, reporter):
    report = file_report(reporter, description=f"Mannen ({NUMBER}) krossade rutan.")
    reviewer = make_user(Role.REVIEWER, town)
    with pytest.raises(Refused) as refusal:
        decide(report.pk, Choice(Move.APPROVE, 1), by=reviewer, at=NOW)
    assert refusal.value.code == "personal_data"
    client.force_login(reviewer)
    answer = move(client, report, "approve")
    assert (answer.status_code, Incident.objects.get().state) == (422, "submitted")
    assert "Spärra den och maskera numret först." in answer.content.decode()


def test_masking_shows_what_is_to_be_written_otherwise(client, town, reporter):
    reviewer = make_user(Role.REVIEWER, town)
    report = file_report(reporter, description="Anna Lundgren krossade rutan.")
    decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
    client.force_login(reviewer)
    page = client.get(f"/granskning/{report.pk}/maskera").content.decode()
    assert '<mark title="namn">Anna Lundgren</mark>' in page


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.COORDINATOR])
def test_without_a_decision_to_purge_masking_says_why_and_who_can_help(client, town, reporter, role):
    Municipality.objects.update(purge_decision="", purge_decided_on=None)
    reviewer = make_user(role, town)
    report = file_report(reporter)
    report = decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
    client.force_login(reviewer)
    path, text = f"/granskning/{report.pk}/maskera", report.texts.get()
    page = client.get(path).content.decode()
    assert "Kommunen har inte angett något gallringsbeslut" in page
    assert ("/installningar/gallring" in page) == (role == Role.COORDINATOR)
    refused = client.post(path, {"version": report.version, f"text{text.pk}": "Annat.", "is_clean": "on"})
    assert refused.status_code == 409
    assert refused.context["form"][f"text{text.pk}"].value() == "Annat."
    assert report.texts.get() == text


# Other channels


def test_the_form_says_who_else_should_be_told_and_keeps_nothing_of_it(client, town, reporter, caplog):
    caplog.set_level(logging.DEBUG)
    make_category(town, "HOT-20", "Hot mot anställd", parent=town.categories.get(code="SKA"))
    chosen = category(town, "HOT-20").pk
    before = EventLog.objects.count()
    answer = look(client, "Är orolig för ett barn.", **{"event0-category": chosen})
    assert [str(channel) for channel in answer.context["channels"]] == [
        "112",
        "polisen",
        "orosanmalan",
        "tillbud",
    ]
    assert EventLog.objects.count() == before
    assert "orolig" not in caplog.text


def test_the_receipt_says_it_too_for_those_without_javascript(client, send):
    sent = send("Lampan är trasig.")
    page = client.get(sent["Location"])
    assert [str(channel) for channel in page.context["channels"]] == ["polisen", "felanmalan"]
    assert "/fel-kanal#felanmalan" in page.content.decode()


def test_the_page_of_other_channels_is_for_everybody(client):
    page = client.get("/fel-kanal").content.decode()
    for channel in ("112", "polisen", "orosanmalan", "felanmalan", "tillbud"):
        assert f'id="{channel}"' in page
