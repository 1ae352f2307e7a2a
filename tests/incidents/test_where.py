"""What the report form's map is told: places by name, points in words, clean texts, and the layers to draw."""

import json

import pytest
from django.contrib.gis.geos import LineString, Point
from django.test import Client

from accounts.models import AddressPoint, MapFeature, Municipality, PlaceType, User
from accounts.roles import Role
from tests.factories import CENTRE, make_municipality, make_place, make_user, rectangle

pytestmark = pytest.mark.django_db


@pytest.fixture
def koping() -> Municipality:
    return make_municipality()


@pytest.fixture(autouse=True)
def reporter(client: Client, koping: Municipality) -> User:
    user = make_user(Role.REPORTER, koping)
    client.force_login(user)
    return user


def found(client: Client, words: str) -> list[str]:
    answer = client.get("/handelser/ny/platser", {"event": "2", "event2-find": words})
    assert answer.context["name"] == "event2-spot"
    return [candidate.label for candidate in answer.context["candidates"]]


def test_places_and_addresses_are_found_by_what_is_typed(client, koping):
    make_place(koping, "Stora torget", kind=PlaceType.SQUARE)
    make_place(koping, "Torgskolan")
    make_place(koping, "Rivna torget", is_active=False)
    make_place(make_municipality("Arboga"), "Järntorget")
    for label in ("Torggatan 2", "Torggatan 1"):
        AddressPoint.objects.create(municipality=koping, label=label, point=Point(*CENTRE, srid=4326))
    assert found(client, " torg ") == ["Stora torget", "Torgskolan", "Torggatan 1", "Torggatan 2"]
    assert found(client, "t") == []


def test_searching_costs_two_statements_for_what_is_found(client, koping, django_assert_num_queries):
    for number in range(3):
        make_place(koping, f"Torget {number}")
        # Session, user, roles, places, addresses; and the transaction.
        with django_assert_num_queries(8):
            found(client, "torg")


def test_a_search_for_no_event_is_no_page(client):
    assert client.get("/handelser/ny/platser", {"event": "x"}).status_code == 404


def words(client: Client, longitude: float, latitude: float) -> dict[str, object]:
    return client.get("/handelser/ny/punkt", {"longitude": longitude, "latitude": latitude}).json()


def test_a_point_is_called_by_what_it_lies_at(client, koping):
    make_place(koping, "Stora torget", kind=PlaceType.SQUARE, point=Point(15.9960, 59.513, srid=4326))
    make_place(koping)
    assert words(client, 15.9931, 59.5131) == {
        "inside": True,
        "words": "Vid Järnvägsstationen, Centrum",
        "place_type": "station",
    }


def test_where_no_place_is_near_an_address_is_said_and_else_the_district(client, koping):
    AddressPoint.objects.create(municipality=koping, label="Storgatan 5", point=Point(*CENTRE, srid=4326))
    assert words(client, *CENTRE)["words"] == "Vid Storgatan 5, Centrum"
    assert words(client, 15.975, 59.505)["words"] == "Centrum"
    assert words(client, 15.85, 59.596)["words"] == "Inom kommunen"


def test_a_point_outside_is_said_to_be_outside(client):
    assert words(client, 17.0, 59.5) == {"inside": False, "words": "Utanför kommunen", "place_type": ""}


@pytest.mark.parametrize(
    "query", ["", "?longitude=15", "?longitude=a&latitude=b", "?longitude=nan&latitude=59"]
)
def test_half_a_point_is_no_point(client, query):
    assert client.get(f"/handelser/ny/punkt{query}").status_code == 404


def test_the_layers_come_in_drawing_order_and_show_the_town_first(client, koping):
    town = rectangle(15.95, 59.49, 16.03, 59.53)
    MapFeature.objects.create(
        municipality=koping, kind="railway", geometry=LineString(CENTRE, (16, 59.52), srid=4326)
    )
    MapFeature.objects.create(municipality=koping, kind="built_up", name="Köping", geometry=town)
    MapFeature.objects.create(
        municipality=koping, kind="name", name="Köping", geometry=Point(*CENTRE, srid=4326)
    )
    answer = client.get(f"/kartlager/{koping.pk}.geojson")
    layers = json.loads(answer.content)
    assert [feature["properties"]["kind"] for feature in layers["features"]] == [
        "boundary",
        "area",
        "built_up",
        "railway",
        "name",
    ]
    assert layers["home"] == [15.95, 59.49, 16.03, 59.53]
    assert answer["Content-Type"] == "application/geo+json"


def test_layers_that_have_not_changed_are_not_sent_again(client, koping):
    path = f"/kartlager/{koping.pk}.geojson"
    first = client.get(path)
    assert first["Cache-Control"] == "private, max-age=3600"
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    MapFeature.objects.create(municipality=koping, kind="water", geometry=rectangle(15.9, 59.4, 16, 59.5))
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_the_next_municipalitys_layers_do_not_exist(client):
    assert client.get(f"/kartlager/{make_municipality('Arboga').pk}.geojson").status_code == 404
