"""All hot spots beside each other: in which order, with which counts, and told to whom."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from lagesbild import document, hotspots
from lagesbild.figures.spot import latest_fortnights
from lagesbild.models import HotSpotState
from promises.watched import watched
from tests.factories import make_user
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene
from tests.promises.factories import TODAY, make_activity

pytestmark = pytest.mark.django_db
NAMES = ("Stationen", "Torget", "Parken")


@pytest.fixture
def scene() -> Scene:
    """Three places with events, all three hot spots from the same edition, which is adopted."""
    scene = Scene()
    for number, name in enumerate(NAMES):
        place = scene.place(name, north=0.03 * number)
        scene.events(2 + 3 * number, place=place, longitude=place.point.x, latitude=place.point.y)
    edition = scene.draft()
    for name in NAMES:
        hotspots.open_from(edition, name=name, by=None, at=DRAFTED)
    document.adopt(edition, by=scene.coordinator, at=DRAFTED)
    return scene


def lines(scene, *, exact=True, today=PERIOD.end):
    return watched(scene.municipality, exact=exact, today=today)


def signed_in(scene, role) -> Client:
    client = Client()
    client.force_login(make_user(role, scene.municipality))
    return client


def test_each_stands_with_its_last_fortnight_and_the_one_before(scene):
    scene.events(
        4, PERIOD.previous().start, place=scene.municipality.places.get(name="Torget"), latitude=59.57
    )
    assert [(str(each.hot_spot), each.now, each.before, each.standing.word) for each in lines(scene)] == [
        ("Parken", 8, 0, "new"),
        ("Stationen", 2, 0, "new"),
        ("Torget", 5, 4, "new"),
    ]


def test_what_is_closed_comes_last(scene):
    parken = next(each.hot_spot for each in lines(scene) if str(each.hot_spot) == "Parken")
    hotspots.step(parken, to=HotSpotState.CLOSED, note="Lugnt.", by=None, at=DRAFTED)
    assert str(lines(scene)[-1].hot_spot) == "Parken"


def test_activities_stand_beneath_their_place(scene):
    spot = lines(scene)[0].hot_spot
    activity = make_activity(scene.municipality, hot_spot=spot)
    assert [[each.activity for each in line.activities] for line in lines(scene)] == [[activity], [], []]


def test_small_counts_are_not_told_to_all(scene):
    assert [each.now for each in lines(scene, exact=False)] == [8, "<5", 5]
    latest = latest_fortnights(scene.municipality, today=timezone.localdate())[-1]
    scene.events(2, latest.start, place=scene.municipality.places.get(name="Stationen"))
    for role, count in (
        (Role.POLICE, 2),
        (Role.REVIEWER, 2),
        (Role.BRA_MEMBER, "<5"),
        (Role.ACTION_OWNER, "<5"),
    ):
        told = signed_in(scene, role).get(reverse("hot_spots")).context["lines"]
        assert {str(each.hot_spot): each.now for each in told}["Stationen"] == count


def test_the_statements_do_not_grow_with_the_places(scene, django_assert_num_queries):
    other = Scene("Kungsör")
    other.events(3, place=other.place("Bryggan"))
    hotspots.open_from(other.draft(), name="Bryggan", by=None, at=DRAFTED)
    for each in (other, scene):
        make_activity(each.municipality, hot_spot=lines(each)[0].hot_spot)
        with django_assert_num_queries(7):
            lines(each)


def test_the_next_municipality_is_not_among_them(scene):
    assert watched(Scene("Arboga").municipality, exact=True, today=TODAY) == []


@pytest.mark.parametrize(
    ("role", "names"), [(Role.COORDINATOR, ["Kiosken"]), (Role.REVIEWER, []), (Role.BRA_MEMBER, [])]
)
def test_the_latest_edition_proposes_to_the_coordinator_alone(role, names):
    scene = Scene()
    kiosk = scene.place("Kiosken")
    for period in (*PERIOD.history(2), PERIOD):
        scene.events(3, period.start, place=kiosk)
    document.adopt(scene.draft(), by=scene.coordinator, at=DRAFTED)
    page = signed_in(scene, role).get(reverse("hot_spots"))
    assert [each.name for each in page.context["proposals"]] == names


def test_a_town_without_hot_spots_says_how_one_comes_about():
    page = signed_in(Scene(), Role.COORDINATOR).get(reverse("hot_spots")).content.decode()
    assert "Inga hot spots än" in page
