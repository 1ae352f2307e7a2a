"""At the review desk and in the draft, whatever is sent decides as the table says, or nothing; never half."""

from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality
from accounts.roles import Role
from incidents.models import Incident
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from lagesbild import document
from tests.factories import NOW, file_report, make_approved, make_municipality, make_place, make_user
from tests.fuzz.database import added, counted, undone
from tests.fuzz.nonsense import FORM, Pairs, encoded, examples, received, tampered
from tests.fuzz.page import Page

pytestmark = [pytest.mark.long, pytest.mark.django_db]


@pytest.fixture
def town() -> Municipality:
    municipality = make_municipality()
    make_place(municipality)
    return municipality


@pytest.fixture
def incident(town: Municipality) -> Incident:
    return file_report(make_user(Role.REPORTER, town))


@pytest.fixture
def desk(client: Client, town: Municipality) -> Client:
    client.force_login(make_user(Role.COORDINATOR, town))
    return client


def send(client: Client, path: str, pairs: Pairs) -> Any:
    return client.post(path, encoded(pairs), content_type=FORM)


def assert_refused(answer: Any, before: dict[str, int], statuses: set[int]) -> Page:
    """Nothing is stored, and what is wrong is said in Swedish."""
    assert answer.status_code in statuses
    assert added(before) == {}
    page = Page(answer)
    assert (page.language, page.in_english) == ("sv", [])
    assert page.complaints or answer.status_code != 422
    return page


@examples(45)
@given(data=st.data())
def test_a_decision_is_made_whole_or_not_at_all(desk, incident, town, data):
    other = file_report(incident.reporter)
    move = data.draw(st.sampled_from([move.value for move in Move]))
    reason = data.draw(st.sampled_from([reason.value for reason in Reason]))
    sound: Pairs = [
        ("move", move),
        ("version", "1"),
        ("reason", reason),
        ("text", "Vilken port?"),
        ("duplicate_of", str(other.pk)),
    ]
    pairs = data.draw(tampered(sound))
    with undone():
        before = counted()
        answer = send(desk, f"/granskning/{incident.pk}/beslut", pairs)
        if answer.status_code != 302:
            assert_refused(answer, before, {400, 403, 409, 422})
            return
        kept = added(before)
        incident.refresh_from_db()
        assert kept["incidents_decision"] == incident.version - 1 == incident.decisions.count() - 1
        assert desk.get(answer["Location"], follow=True).status_code == 200
        assert desk.get(f"/granskning/{incident.pk}").status_code == 200


@examples(45)
@given(data=st.data())
def test_a_correction_is_made_whole_or_comes_back_as_it_was_typed(desk, incident, data):
    said = {
        "version": "1",
        "category": str(incident.category_id),
        "find": "",
        "spot": "",
        "latitude": "59.52",
        "longitude": "15.98",
        "place_type": "park",
        "location_precision": "block",
        "start": "2026-03-02T20:00",
        "end": "2026-03-02T22:00",
        "precision": "interval",
    }
    sound: Pairs = [(f"event0-{name}", value) for name, value in said.items()]
    sound += [("do", ""), ("move", data.draw(st.sampled_from(["approve", "correct", ""])))]
    pairs = data.draw(tampered(sound))
    with undone():
        before = counted()
        answer = send(desk, f"/granskning/{incident.pk}/ratta", pairs)
        if answer.status_code != 302:
            page = assert_refused(answer, before, {200, 409, 422})
            sent = {name: received(value) for name, value in pairs}
            for field in ("find", "latitude", "longitude", "start", "end"):
                name = f"event0-{field}"
                assert name not in sent or (page.last(name) or "") == sent[name]
            return
        incident.refresh_from_db()
        assert added(before)["incidents_decision"] == incident.version - 1
        assert desk.get(f"/granskning/{incident.pk}").status_code == 200


@examples(20)
@given(data=st.data())
def test_an_answer_and_a_masking_are_kept_whole_or_not_at_all(desk, incident, client, data):
    question = Choice(Move.REQUEST_COMPLETION, 1, Reason.WHERE_UNCLEAR, "Vilken port?")
    reviewer = make_user(Role.REVIEWER, incident.municipality)
    asked, blocked = file_report(incident.reporter), file_report(incident.reporter)
    decide(asked.pk, question, by=reviewer, at=NOW)
    decide(blocked.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
    reporter = Client()
    reporter.force_login(incident.reporter)
    doors = [
        (reporter, f"/handelser/{asked.pk}/svar", [("version", "3"), ("text", "Port 3.")]),
        (
            desk,
            f"/granskning/{blocked.pk}/maskera",
            [("version", "3"), (f"text{blocked.texts.get().pk}", "Glas."), ("is_clean", "on")],
        ),
    ]
    for sender, path, sound in doors:
        pairs = data.draw(tampered(sound))
        with undone():
            before = counted()
            answer = send(sender, path, pairs)
            if answer.status_code != 302:
                assert_refused(answer, before, {409, 422})
            else:
                assert added(before)["incidents_decision"] == 1
                assert sender.get(answer["Location"]).status_code == 200


@examples(20)
@given(data=st.data())
def test_what_is_written_in_a_draft_can_be_read_there(desk, incident, town, data):
    period = document.latest_period(town, at=NOW)
    edition = document.draft(town, period, at=NOW)
    sound: Pairs = [
        ("outlook", "stable"),
        ("summary", "Lugnt."),
        ("police", "Gå förbi stationen."),
        ("body", "Bra."),
    ]
    sound += [("note", "Fel siffra.")]
    pairs = data.draw(tampered(sound))
    for last, statuses in (("spara", {422}), ("kommentar", {422})):
        with undone():
            before = counted()
            answer = send(desk, f"/lagesbilder/utkast/{edition.pk}/{last}", pairs)
            if answer.status_code != 302:
                assert_refused(answer, before, statuses)
            else:
                assert desk.get(f"/lagesbilder/utkast/{edition.pk}").status_code == 200


@examples(4)
@given(data=st.data())
def test_whatever_may_be_written_in_an_edition_can_be_printed(desk, incident, town, data):
    began = document.latest_period(town, at=NOW).bounds(town.zone)[0]
    make_approved(incident.reporter, make_user(Role.REVIEWER, town), started_at=began, ended_at=began)
    edition = document.draft(town, document.latest_period(town, at=NOW), at=NOW)
    words = st.text(max_size=80) | st.sampled_from(
        ["\x0b\x0c\x1b\x7f", "\ufffe\uffff", "\u202e\u2066abc", "👮🏽‍♀️", "x" * 900]
    )
    said = {"outlook": "stable", "summary": data.draw(words), "police": data.draw(words)}
    with undone():
        answer = desk.post(f"/lagesbilder/utkast/{edition.pk}/spara", said)
        assert answer.status_code in (302, 422)
        adopted = document.adopt(edition, by=make_user(Role.COORDINATOR, town), at=NOW)
        for rendition in adopted.renditions.order_by("pk"):
            document.render(rendition.pk, at=NOW)
        assert set(adopted.renditions.values_list("state", "error")) == {("ready", "")}
