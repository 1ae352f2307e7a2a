"""Filing a report in the form: what is taken in, what is refused and in which words, and that nothing typed is lost."""

import io
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import AddressPoint, Municipality, PlaceType, User
from accounts.roles import Role
from incidents.models import Incident, Photo, Submission
from tests.factories import (
    CENTRE,
    NOW,
    category,
    make_category,
    make_municipality,
    make_organisation,
    make_place,
    make_user,
)

pytestmark = pytest.mark.django_db

URL = "/handelser/ny"
#: A response of Django's test client, with its context.
Answer = Any
Send = Callable[..., Answer]


@pytest.fixture(autouse=True)
def tuesday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def reporter(client: Client, municipality: Municipality) -> User:
    user = make_user(Role.REPORTER, municipality)
    client.force_login(user)
    return user


@pytest.fixture
def typed(municipality: Municipality) -> dict[str, Any]:
    """One event as the browser sends it: broken glass at the crosshair, just now."""
    return {
        "key": str(uuid.uuid4()),
        "opened_at": NOW.isoformat(),
        "event": "0",
        "do": "",
        "event0-category": category(municipality).pk,
        "event0-longitude": "15.993",
        "event0-latitude": "59.513",
        "event0-place_type": "street",
        "event0-when": "now",
        "event0-description": "Krossad ruta.",
    }


@pytest.fixture
def send(client: Client, reporter: User, typed: dict[str, Any]) -> Send:
    """Send the event with something changed; `None` leaves a field out."""

    def send(**changes: Any) -> Answer:
        fields = typed | {
            name if name in typed else f"event0-{name}": value for name, value in changes.items()
        }
        return client.post(URL, {name: value for name, value in fields.items() if value is not None})

    return send


def errors(answer: Answer, number: int = 0) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["events"][number].errors)


def photo(name: str = "ruta.jpg", format: str = "JPEG") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 30, 30)).save(buffer, format)
    return SimpleUploadedFile(name, buffer.getvalue())


def local(text: str) -> datetime:
    return datetime.fromisoformat(text + "+01:00").astimezone(UTC)


# What is taken in


def test_a_report_is_received_and_answered_with_its_receipt(send, typed, client, reporter):
    answer = send()
    assert (answer.status_code, answer["Location"]) == (303, f"{URL}/{typed['key']}/kvitto")
    incident = Incident.objects.get()
    assert (incident.reporter, incident.started_at, incident.time_precision) == (reporter, NOW, "exact")
    receipt = client.get(answer["Location"])
    assert [row.pk for row in receipt.context["incidents"]] == [incident.pk]


def test_the_form_opens_with_just_now_chosen(client, reporter):
    page = client.get(URL)
    [event] = page.context["events"]
    assert event["when"].value() == "now"


def test_everything_that_can_be_said_is_kept(send, municipality):
    send(
        observation="second_hand",
        severity="3",
        people="2-5",
        age_group="youth",
        police_reported="yes",
        damage_type="glass",
        damage_cost="12 400 kr",
        cost_basis="actual",
        cost_paid_by="insurance",
        location_precision="block",
    )
    incident = Incident.objects.get()
    assert (incident.observation, incident.severity, incident.people, incident.age_group) == (
        "second_hand",
        3,
        "2-5",
        "youth",
    )
    assert (incident.damage_cost, incident.cost_basis, incident.cost_paid_by) == (
        12_400,
        "actual",
        "insurance",
    )
    assert (incident.police_reported, incident.damage_type, incident.location_precision) == (
        "yes",
        "glass",
        "block",
    )


@pytest.mark.parametrize(
    ("written", "kronor"),
    [
        ("12400", 12_400),
        ("12 400:-", 12_400),
        ("399,50", 399),
        ("12\N{NO-BREAK SPACE}400 kronor", 12_400),
        ("0", 0),
    ],
)
def test_kronor_may_be_written_in_many_ways(send, written, kronor):
    send(damage_cost=written)
    incident = Incident.objects.get()
    assert (incident.damage_cost, incident.cost_basis) == (kronor, "estimated")


def test_several_events_come_in_as_one_submission(send, typed, municipality):
    typed |= {
        "event": ["0", "3"],
        "event3-category": category(municipality, "SKA-10").pk,
        "event3-longitude": "15.99",
        "event3-latitude": "59.51",
        "event3-place_type": "park",
    }
    assert send().status_code == 303
    assert [row.category.code for row in Incident.objects.order_by("pk")] == ["SKA-20", "SKA-10"]
    assert Submission.objects.count() == 1


def test_photos_are_kept_without_their_metadata(send):
    send(photos=[photo(), photo("tagg.png", "PNG")])
    assert [(row.width, row.height) for row in Photo.objects.order_by("pk")] == [(40, 30), (40, 30)]


# When


@pytest.mark.parametrize(
    ("said", "start", "end", "precision"),
    [
        ({"when": "today"}, "2026-03-03T00:00", "2026-03-03T12:00", "interval"),
        ({"when": "night"}, "2026-03-02T22:00", "2026-03-03T06:00", "interval"),
        ({"when": "weekend"}, "2026-02-27T17:00", "2026-03-02T06:00", "interval"),
        ({"when": "other", "start": "2026-03-01T20:15"}, "2026-03-01T20:15", "2026-03-01T20:15", "exact"),
        ({"start": "2026-03-01 20:15"}, "2026-03-01T20:15", "2026-03-01T20:15", "exact"),
        (
            {"when": "night", "start": "2026-03-01T23:00", "end": "2026-03-02T05:00"},
            "2026-03-01T23:00",
            "2026-03-02T05:00",
            "interval",
        ),
        (
            {"when": "other", "start": "2026-03-01T20:15", "precision": "day"},
            "2026-03-01T00:00",
            "2026-03-02T00:00",
            "day",
        ),
        (
            {"when": "other", "start": "2026-03-01T20:15", "precision": "unknown"},
            "2026-03-01T20:15",
            "2026-03-01T20:15",
            "unknown",
        ),
        ({"when": "today", "precision": "exact"}, "2026-03-03T00:00", "2026-03-03T12:00", "interval"),
        ({"when": "today", "precision": "day"}, "2026-03-03T00:00", "2026-03-03T12:00", "day"),
    ],
)
def test_chips_and_typed_times_become_an_interval(send, said, start, end, precision):
    assert send(**said).status_code == 303
    incident = Incident.objects.get()
    assert (incident.started_at, incident.ended_at, incident.time_precision) == (
        local(start),
        local(end),
        precision,
    )


def test_just_now_is_when_the_form_was_opened_so_that_sending_again_says_the_same(send):
    opened_at = (NOW - timedelta(minutes=40)).isoformat()
    assert send(opened_at=opened_at).status_code == 303
    assert Incident.objects.get().started_at == NOW - timedelta(minutes=40)
    with time_machine.travel(NOW + timedelta(minutes=25), tick=False):
        assert send(opened_at=opened_at).status_code == 303
    assert Incident.objects.count() == 1


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({"when": "other"}, "start", "Fyll i när det hände."),
        ({"start": "i går"}, "start", "Skriv dag och tid som 2026-03-14 22:30."),
        ({"start": "2026-03-03T12:06"}, "start", "Tiden ligger i framtiden. Kontrollera dag och klockslag."),
        (
            {"start": "2026-03-03T11:00", "end": "2026-03-03T13:00"},
            "end",
            "Sluttiden ligger i framtiden. Kontrollera dag och klockslag.",
        ),
        ({"start": "2026-03-02T11:00", "end": "2026-03-02T10:59"}, "end", "Slutet ligger före starten."),
        (
            {"start": "2026-03-02T11:00", "precision": "interval"},
            "end",
            "Fyll i när det senast kan ha hänt.",
        ),
        ({"start": "0206-03-02T11:00"}, "start", "Tiden ligger mer än fem år tillbaka. Kontrollera årtalet."),
        (
            {"start": "2025-03-30T02:30"},
            "start",
            "Klockslaget fanns inte den natten: klockan ställdes fram. Välj en timme tidigare eller senare.",
        ),
    ],
)
def test_a_time_that_cannot_be_is_said_at_its_field(send, said, field, message):
    assert errors(send(**said)) == {field: [message]}
    assert Incident.objects.count() == 0


@pytest.mark.parametrize("written", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_the_ends_of_the_calendar_are_no_times(send, written):
    message = "Skriv dag och tid som 2026-03-14 22:30."
    assert errors(send(start=written, end=written)) == {"start": [message], "end": [message]}


def test_a_form_that_says_it_was_opened_when_the_calendar_began_was_opened_now(send):
    assert send(opened_at="0001-01-01T00:00:00+00:00", when="night").status_code == 303
    assert Incident.objects.get().started_at == local("2026-03-02T22:00")


def test_a_phones_clock_may_be_five_minutes_ahead(send):
    assert send(start="2026-03-03T12:05").status_code == 303


def test_the_hour_that_comes_twice_is_read_as_wide_as_it_can_be(send):
    send(start="2025-10-26T02:10", end="2025-10-26T02:50")
    incident = Incident.objects.get()
    assert incident.started_at == datetime(2025, 10, 26, 0, 10, tzinfo=UTC)
    assert incident.ended_at == datetime(2025, 10, 26, 1, 50, tzinfo=UTC)


def test_only_a_planned_event_may_lie_ahead(send, municipality):
    planned = make_category(
        municipality,
        "OVR-20",
        "Planerat",
        parent=category(municipality).parent,
        may_lie_ahead=True,
        counts=False,
    )
    ahead = {"start": "2026-04-30T18:00", "end": "2026-05-01T02:00"}
    assert errors(send(**ahead)) == {"start": ["Tiden ligger i framtiden. Kontrollera dag och klockslag."]}
    assert send(category=planned.pk, **ahead).status_code == 303


def test_a_planned_event_more_than_five_years_off_is_a_slip_in_the_year(send, municipality):
    parent = category(municipality).parent
    planned = make_category(municipality, "OVR-20", "Planerat", parent=parent, may_lie_ahead=True)
    for year, end, field, message in (
        ("2036", "2036-05-01T02:00", "start", "Tiden ligger mer än fem år fram. Kontrollera årtalet."),
        ("2026", "2036-05-01T02:00", "end", "Sluttiden ligger mer än fem år fram. Kontrollera årtalet."),
        ("2016", "2026-05-01T02:00", "start", "Tiden ligger mer än fem år tillbaka. Kontrollera årtalet."),
    ):
        answer = send(category=planned.pk, start=f"{year}-04-30T18:00", end=end)
        assert errors(answer) == {field: [message]}


# Where

NOWHERE = {"longitude": None, "latitude": None, "place_type": None}


def test_a_picked_place_gives_position_and_sort_of_place(send, municipality):
    station = make_place(municipality)
    assert send(**NOWHERE, spot=f"place:{station.pk}").status_code == 303
    incident = Incident.objects.get()
    assert (incident.place, incident.place_type) == (station, PlaceType.STATION)
    assert (incident.point.x, incident.point.y) == CENTRE


def test_a_place_known_by_its_name_alone_needs_no_picking(send, municipality):
    station = make_place(municipality)
    make_place(municipality, "Järnvägsstationens parkering")
    assert send(**NOWHERE, find="järnvägsstationen").status_code == 303
    assert Incident.objects.get().place == station


def test_an_address_gives_the_position_but_not_the_sort_of_place(send, municipality):
    address = AddressPoint.objects.create(
        municipality=municipality, label="Storgatan 5", point=make_place(municipality).point
    )
    where = NOWHERE | {"spot": f"address:{address.pk}"}
    assert errors(send(**where)) == {"place_type": ["Välj vilken typ av plats det är."]}
    assert send(**where | {"place_type": "street"}).status_code == 303


def test_coordinates_win_over_the_place_they_were_begun_from(send, municipality):
    station = make_place(municipality)
    send(spot=f"place:{station.pk}", longitude="15,994", latitude="59,5135")
    incident = Incident.objects.get()
    assert (incident.place, incident.point.x) == (station, 15.994)


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({}, "find", "Visa var det hände: flytta kartan, sök en plats eller skriv koordinater."),
        ({"find": "Storg"}, "find", "Flera platser stämmer. Välj en av dem."),
        (
            {"find": "Tomtebo"},
            "find",
            "Platsen finns inte i registret. Prova ett annat namn, eller flytta kartan.",
        ),
        ({"latitude": "59.5"}, "longitude", "Fyll i både latitud och longitud."),
        ({"longitude": "15.9"}, "latitude", "Fyll i både latitud och longitud."),
        (
            {"longitude": "17.0", "latitude": "59.5"},
            "find",
            "Platsen ligger utanför kommunen (Köping). Välj en plats inom gränsen.",
        ),
    ],
)
def test_a_place_that_cannot_be_is_said_at_its_field(send, municipality, said, field, message):
    point = make_place(municipality).point
    for number in (1, 2):
        AddressPoint.objects.create(municipality=municipality, label=f"Storgatan {number}", point=point)
    assert errors(send(**NOWHERE | {"place_type": "street"} | said)) == {field: [message]}


@pytest.mark.parametrize("number", ["norr", "nan", "inf", "91", "-91", "1e400"])
def test_latitudes_are_numbers_on_the_globe(send, number):
    assert "latitude" in errors(send(latitude=number))


def test_the_next_municipalitys_place_is_no_place(send):
    elsewhere = make_place(make_municipality("Arboga"))
    assert "find" in errors(send(**NOWHERE | {"place_type": "street"}, spot=f"place:{elsewhere.pk}"))


def test_nothing_said_of_where_is_asked_for_all_at_once(send):
    assert sorted(errors(send(**NOWHERE))) == ["find", "place_type"]


# What, in words and money


@pytest.mark.parametrize("wrong", ["999999", "-1", "SKA", "9" * 30, "9" * 5000])
def test_an_unknown_category_is_refused(send, wrong):
    assert "category" in errors(send(category=wrong))


def test_a_category_out_of_use_a_main_category_and_the_next_municipalitys_are_refused(send, municipality):
    old = make_category(
        municipality, "SKA-90", "Gammal", parent=category(municipality).parent, is_active=False
    )
    elsewhere = category(make_municipality("Arboga"))
    for wrong in (old.pk, category(municipality).parent_id, elsewhere.pk):
        assert errors(send(category=wrong)) == {
            "category": ["Kategorin finns inte eller används inte längre. Välj en annan."]
        }


def test_no_category_is_asked_for(send):
    assert errors(send(category=None)) == {"category": ["Välj vad som hände."]}


@pytest.mark.parametrize("written", ["-5", "\N{MINUS SIGN}400 kr"])
def test_a_negative_cost_is_refused(send, written):
    assert errors(send(damage_cost=written)) == {"damage_cost": ["Kostnaden kan inte vara negativ."]}


@pytest.mark.parametrize("written", ["mycket", "1e9", "12.4.0"])
def test_a_cost_is_whole_kronor(send, written):
    assert errors(send(damage_cost=written)) == {
        "damage_cost": ["Skriv kostnaden i hela kronor, till exempel 12 400."]
    }


def test_identity_numbers_are_refused_in_the_text(send):
    assert list(errors(send(description="På väskan stod 811218-9876."))) == ["description"]


def test_something_else_needs_words(send, municipality):
    other = make_category(
        municipality, "OVR-90", "Annat", parent=category(municipality).parent, needs_text=True
    )
    assert errors(send(category=other.pk, description="  ")) == {
        "description": ["Beskriv vad som hände. Kategorin säger för lite ensam."]
    }


def test_a_thousand_characters_are_enough_and_a_line_break_is_one(send):
    assert send(description="r\r\n" * 500).status_code == 303
    assert "description" in errors(send(key=str(uuid.uuid4()), description="r" * 1001))


def test_what_is_no_photo_is_refused_by_name(send):
    svg = SimpleUploadedFile("ritning.svg", b"<svg/>")
    assert errors(send(photos=[photo(), svg])) == {
        "photos": ["ritning.svg är inget foto. Välj en bild i JPEG, PNG eller WebP."]
    }


def test_six_photos_are_too_many(send):
    assert errors(send(photos=[photo() for _number in range(6)])) == {"photos": ["Högst 5 foton."]}


@pytest.mark.parametrize(
    "field", ["place_type", "observation", "severity", "people", "police_reported", "damage_type"]
)
def test_made_up_choices_are_refused(send, field):
    assert list(errors(send(**{field: "påhittat"}))) == [field]


# Nothing is lost


def test_all_that_is_wrong_is_said_at_once_and_all_that_was_typed_stands(send, typed):
    answer = send(category=None, start="2027-01-01T00:00", damage_cost="-1", description="Rutan mot gården.")
    assert sorted(errors(answer)) == ["category", "damage_cost", "start"]
    [event] = answer.context["events"]
    assert (event["description"].value(), event["damage_cost"].value()) == ("Rutan mot gården.", "-1")
    assert str(answer.context["key"]) == typed["key"]


def test_one_more_event_takes_over_where_and_when_and_checks_nothing_yet(send):
    answer = send(do="add", category=None, description="Krossad ruta.", when="night")
    first, second = answer.context["events"]
    assert answer.status_code == 200
    assert (first["description"].value(), second["description"].value()) == ("Krossad ruta.", None)
    assert (second["latitude"].value(), second["when"].value(), second.prefix) == (
        "59.513",
        "night",
        "event1",
    )


def test_an_event_can_be_taken_away_again(send, typed):
    typed |= {"event": ["0", "1", "2"], "event1-description": "Bort.", "event2-description": "Kvar."}
    answer = send(do="remove:1")
    assert [event["description"].value() for event in answer.context["events"]] == ["Krossad ruta.", "Kvar."]


def test_too_many_events_are_refused_and_none_is_dropped(send, typed):
    numbers = [str(number) for number in range(21)]
    for number in numbers:
        typed |= {
            f"event{number}-{name[7:]}": value for name, value in typed.items() if name.startswith("event0-")
        }
    answer = send(event=numbers)
    assert (answer.status_code, len(answer.context["events"])) == (422, 21)
    assert "högst 20 händelser" in answer.content.decode()
    assert send(event=numbers[:20]).status_code == 303


def test_searching_without_javascript_shows_what_the_words_may_mean(send, municipality):
    station = make_place(municipality)
    answer = send(do="find", **NOWHERE, find="järn")
    [event] = answer.context["events"]
    assert [candidate.spot for candidate in event.candidates] == [f"place:{station.pk}"]


# Once


def test_a_double_tap_stores_once_and_shows_the_same_receipt(send):
    assert [send()["Location"], send()["Location"]] == [send()["Location"]] * 2
    assert Incident.objects.count() == 1


def test_the_same_key_with_other_words_is_a_conflict_that_can_be_sent_as_a_new_report(send, client, typed):
    send()
    answer = send(description="Två rutor.")
    assert answer.status_code == 409
    assert answer.context["earlier"] == Submission.objects.get()
    [event] = answer.context["events"]
    assert event["description"].value() == "Två rutor."
    assert send(key=str(answer.context["key"]), description="Två rutor.").status_code == 303
    assert Incident.objects.count() == 2


def test_a_used_key_with_something_wrong_is_a_conflict_too(send):
    send()
    answer = send(description="Två rutor.", damage_cost="-1")
    assert answer.status_code == 409
    assert answer.context["earlier"] == Submission.objects.get()


def test_somebody_elses_receipt_does_not_exist(send, client, municipality):
    receipt = send()["Location"]
    client.force_login(make_user(Role.COORDINATOR, municipality))
    assert client.get(receipt).status_code == 404


def test_one_more_at_the_same_place_begins_there(send, client, municipality):
    station = make_place(municipality)
    send(spot=f"place:{station.pk}")
    page = client.get(f"{URL}?samma={Incident.objects.get().pk}")
    [event] = page.context["events"]
    assert (event["latitude"].value(), event["spot"].value(), event["place_type"].value()) == (
        59.513,
        f"place:{station.pk}",
        "street",
    )


def test_somebody_elses_place_is_not_begun_from(send, client, municipality):
    send()
    client.force_login(make_user(Role.REPORTER, municipality))
    page = client.get(f"{URL}?samma={Incident.objects.get().pk}")
    assert page.context["events"][0]["latitude"].value() is None


# Cheap, and only for reporters


def test_receiving_costs_ten_statements_and_each_further_event_one(
    send, typed, municipality, django_assert_num_queries
):
    # Session, user, roles, whose changes, category, position, submission, all that belongs to it; and the beginning
    # and end of the transaction.
    with django_assert_num_queries(10):
        send()
    typed |= {
        f"event1-{name.removeprefix('event0-')}": value
        for name, value in typed.items()
        if name.startswith("event0-")
    }
    # Only each event's position is looked up by itself.
    with django_assert_num_queries(11):
        send(key=str(uuid.uuid4()), event=["0", "1"])


def test_the_form_costs_the_same_however_much_has_been_reported(send, client, django_assert_num_queries):
    # Session, user, roles, categories, most used; and the beginning and end of the transaction.
    with django_assert_num_queries(8):
        client.get(URL)
    for _number in range(3):
        send(key=str(uuid.uuid4()))
    with django_assert_num_queries(8):
        client.get(URL)


def test_what_the_unit_reports_most_comes_first(send, client, municipality):
    for code, times in (("SKA-10", 2), ("SKA-20", 1)):
        for _time in range(times):
            send(key=str(uuid.uuid4()), category=category(municipality, code).pk)
    assert [chosen.code for chosen, _icon in client.get(URL).context["used"]] == ["SKA-10", "SKA-20"]


@pytest.mark.parametrize("role", [Role.POLICE, Role.BRA_MEMBER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_who_does_not_report_has_no_form(client, municipality, role):
    client.force_login(make_user(role, municipality))
    assert client.get(URL).status_code == 404
    assert client.post(URL, {}).status_code == 404


def test_a_quiet_week_is_acknowledged(client, reporter, municipality):
    page = client.get(f"{URL}/inget")
    assert (
        page.context["form"]["week"].value() == "2026-02-23"
    )  # on a Tuesday it is still last week that is meant
    answer = client.post(f"{URL}/inget", {"week": "2026-03-02"})
    assert answer.status_code == 302
    assert [row.week_on.isoformat() for row in make_organisation(municipality).quiet_weeks.all()] == [
        "2026-03-02"
    ]


def test_only_this_week_and_the_last_can_be_quiet(client, reporter):
    assert client.post(f"{URL}/inget", {"week": "2026-01-05"}).status_code == 200
