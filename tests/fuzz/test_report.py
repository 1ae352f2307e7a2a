"""The report form takes whatever is sent: it is stored whole, or nothing is and what is wrong is said in Swedish."""

import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality
from accounts.roles import Role
from incidents.forms.submission import MOST_EVENTS
from incidents.models import Incident
from tests.factories import NOW, category, make_category, make_municipality, make_place, make_user
from tests.fuzz.database import added, counted, undone
from tests.fuzz.nonsense import CURSED, FORM, Pairs, encoded, examples, received, tampered, values
from tests.fuzz.page import Page

pytestmark = [pytest.mark.long, pytest.mark.django_db]

URL = "/handelser/ny"
TYPED = ("find", "latitude", "longitude", "start", "end", "damage_cost", "description")
CHOSEN = (
    "place_type",
    "location_precision",
    "precision",
    "severity",
    "people",
    "age_group",
    "police_reported",
)


@pytest.fixture
def town() -> Municipality:
    municipality = make_municipality()
    parent = category(municipality).parent
    make_category(municipality, "OVR-20", "Planerat", parent=parent, may_lie_ahead=True, counts=False)
    make_category(municipality, "OVR-90", "Annat", parent=parent, needs_text=True)
    make_place(municipality)
    return municipality


@pytest.fixture
def reporter(client: Client, town: Municipality) -> Client:
    client.force_login(make_user(Role.REPORTER, town))
    return client


@pytest.fixture
def reviewer(town: Municipality) -> Client:
    client = Client()
    client.force_login(make_user(Role.REVIEWER, town))
    return client


def sound_event() -> dict[str, str]:
    """What is said of one event, in all its fields; the category and the place have yet to be named."""
    return {
        "category": "",
        "find": "Järnvägsstationen",
        "spot": "",
        "longitude": "15,993",
        "latitude": "59.513",
        "place_type": "street",
        "location_precision": "block",
        "when": "night",
        "start": "2026-03-01T22:00",
        "end": "2026-03-02T05:30",
        "precision": "interval",
        "description": "Krossad ruta.\r\nGlas på marken.",
        "observation": "second_hand",
        "severity": "2",
        "people": "2-5",
        "age_group": "youth",
        "police_reported": "no",
        "damage_type": "glass",
        "damage_cost": "12 400 kr",
        "cost_basis": "actual",
        "cost_paid_by": "insurance",
    }


def sound(town: Municipality, code: str, events: int) -> Pairs:
    """A form that would be taken, with every field filled in."""
    pairs: Pairs = [("key", str(uuid.UUID(int=7))), ("opened_at", NOW.isoformat()), ("do", "")]
    for number in range(events):
        said = {
            **sound_event(),
            "category": str(category(town, code).pk),
            "spot": f"place:{town.places.get().pk}",
        }
        pairs += [
            ("event", str(number)),
            *((f"event{number}-{name}", value) for name, value in said.items()),
        ]
    return pairs


def assert_whole(answer: Any, before: dict[str, int], pairs: Pairs) -> None:
    """All that belongs to the submission's events is there, once."""
    kept = added(before)
    events = kept.pop("incidents_incident")
    described = Incident.objects.exclude(texts=None).count()
    photos = kept.pop("incidents_photo", 0)
    assert kept == {
        "incidents_submission": 1,
        "incidents_decision": events,
        **({"incidents_text": described} if described else {}),
        "accounts_eventlog": 2 * events + described + photos,  # each with its decision
    }
    assert 1 <= events <= 20


def assert_as_typed(page: Page, pairs: Pairs) -> None:
    """Every field of every event shows what was typed, or what was chosen of what can be chosen."""
    sent = {name: received(value) for name, value in pairs}
    for number in page.fields["event"]:
        for field in TYPED:
            name = f"event{number}-{field}"
            assert (page.last(name) or "") == sent.get(name, ""), name
        for field in CHOSEN:
            name = f"event{number}-{field}"
            if sent.get(name) in page.offered[name]:
                assert page.last(name) == sent[name], name


@pytest.mark.parametrize(
    "field", ["category", "find", "spot", "latitude", "start", "end", "damage_cost", "description"]
)
def test_each_field_takes_everything_that_is_cursed(reporter, town, field):
    """One curse per event and twenty events at a time; of planned ones, whose time is checked the least."""
    for start in range(0, len(CURSED), MOST_EVENTS):
        curses = CURSED[start : start + MOST_EVENTS]
        pairs = sound(town, "OVR-20", len(curses))
        for number, curse in enumerate(curses):
            name = f"event{number}-{field}"
            pairs = [(key, curse if key == name else value) for key, value in pairs]
        with undone():
            answer = reporter.post(URL, encoded(pairs), content_type=FORM)
            assert answer.status_code in (303, 422)
            if answer.status_code == 422:
                assert_as_typed(Page(answer), pairs)
            else:
                assert reporter.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("field", ["key", "opened_at", "event", "do"])
def test_what_the_page_itself_puts_in_the_form_may_be_cursed_too(reporter, town, field):
    for curse in CURSED:
        pairs = [(key, curse if key == field else value) for key, value in sound(town, "OVR-20", 1)]
        pairs = [pair for pair in pairs if pair[0] not in ("event0-start", "event0-end")]
        with undone():
            answer = reporter.post(URL, encoded(pairs), content_type=FORM)
            assert answer.status_code in (200, 303, 422), curse


@examples(70)
@given(data=st.data())
def test_any_fields_are_stored_whole_or_come_back_as_they_were_typed(reporter, reviewer, town, data):
    code, events = data.draw(st.sampled_from(["SKA-20", "OVR-20", "OVR-90"])), data.draw(st.integers(1, 2))
    pairs = data.draw(tampered(sound(town, code, events), ["event", "do", "key", "opened_at"]))
    with undone():
        before = counted()
        answer = reporter.post(URL, encoded(pairs), content_type=FORM)
        assert answer.status_code in (200, 303, 422)
        if answer.status_code == 303:
            assert_whole(answer, before, pairs)
            [incident] = Incident.objects.order_by("pk")[:1]
            for reader, path in (
                (reporter, answer["Location"]),
                (reviewer, "/handelser"),
                (reviewer, f"/granskning/{incident.pk}"),
                (reviewer, f"/granskning/{incident.pk}/ratta"),
            ):
                assert reader.get(path).status_code == 200, path
            return
        page = Page(answer)
        assert added(before) == {}
        assert_as_typed(page, pairs)
        assert (page.language, page.in_english) == ("sv", [])
        assert bool(page.complaints) == (answer.status_code == 422)


@examples(40)
@given(data=st.data())
def test_any_body_at_all_is_answered(reporter, town, data):
    """Forms cut off, of another sort than they say, and of no sort."""
    whole = encoded(sound(town, "SKA-20", 1)).encode()
    parts = encode_multipart(BOUNDARY, {"event": "0", "event0-description": "Krossad ruta."})
    body = data.draw(
        st.binary(max_size=200)
        | st.integers(0, len(whole)).map(lambda end: whole[:end])
        | st.integers(0, len(parts)).map(lambda end: parts[:end])
        | st.binary(max_size=20).map(lambda noise: parts[:60] + noise + parts[60:])
    )
    sorts = [FORM, MULTIPART_CONTENT, "multipart/form-data", "text/plain", "application/json", "x", ""]
    sorts += ["multipart/form-data; boundary=\x00", "application/x-www-form-urlencoded; charset=utf-7"]
    with undone():
        before = counted()
        answer = reporter.generic("POST", URL, body, content_type=data.draw(st.sampled_from(sorts)))
        assert answer.status_code in (303, 400, 422)
        if answer.status_code != 303:
            assert added(before) == {}
            assert Page(answer).language == "sv"


@examples(40)
@given(data=st.data())
def test_whatever_is_no_photo_is_refused_and_nothing_is_stored(reporter, town, data):
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
    contents = st.binary(max_size=300) | st.binary(max_size=300).map(lambda noise: jpeg + noise)
    name = data.draw(
        st.text(min_size=1, max_size=20) | st.sampled_from(["ruta.jpg", "../../x.png", "å.webp", "."])
    )
    files = [
        SimpleUploadedFile(name.strip(".") or "x", data.draw(contents))
        for _ in range(data.draw(st.integers(1, 6)))
    ]
    fields = {key: received(value) for key, value in sound(town, "SKA-20", 1)} | {"event0-photos": files}
    with undone():
        before = counted()
        answer = reporter.post(URL, fields)
        assert answer.status_code in (303, 400, 422)
        if answer.status_code == 303:  # no file at all by the name that was sent
            assert "incidents_photo" not in added(before)
            return
        assert added(before) == {}
        assert Page(answer).in_english == []


@examples(40)
@given(text=values, number=values)
def test_what_the_map_asks_is_answered(reporter, text, number):
    with undone():
        for path, pairs in (
            ("/handelser/ny/platser", [("event", number), ("event0-find", text)]),
            ("/handelser/ny/punkt", [("longitude", number), ("latitude", text)]),
            ("/handelser/ny", [("samma", number)]),
        ):
            assert reporter.get(f"{path}?{encoded(pairs)}").status_code in (200, 404), path
        screened = reporter.post(
            "/handelser/ny/text", encoded([("event0-description", text)]), content_type=FORM
        )
        assert screened.status_code == 200


@examples(40)
@given(data=st.data())
def test_a_quiet_week_is_one_of_two_or_none(reporter, data):
    pairs = data.draw(tampered([("week", "2026-03-02")]))
    with undone():
        before = counted()
        answer = reporter.post("/handelser/ny/inget", encoded(pairs), content_type=FORM)
        assert answer.status_code in (200, 302, 422)
        stored = {"incidents_nothingtoreport": 1, "accounts_eventlog": 1} if answer.status_code == 302 else {}
        assert added(before) == stored
        assert answer.status_code == 302 or Page(answer).in_english == []
