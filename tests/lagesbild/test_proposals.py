"""Places are proposed for lasting or for standing out, never twice, and opened with one click."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from lagesbild import hotspots
from lagesbild.models import HotSpot, HotSpotState
from lagesbild.proposals import proposals
from tests.factories import make_user
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene
from tests.lagesbild.figures.test_where import at

pytestmark = pytest.mark.django_db
LASTING = "den står på listan i 3 av de senaste 4 perioderna"


@pytest.fixture
def scene() -> Scene:
    """A station that has been on three of four lists, and a park that is new."""
    scene = Scene()
    station = scene.place("Stationen")
    for back in (0, 2, 3):
        scene.events(3, PERIOD.start - timedelta(days=14 * back), place=station)
    scene.events(2, place=scene.place("Parken", north=0.03), **at(0, 33))
    return scene


def proposed(scene):
    return [(each.name, each.reasons) for each in proposals(scene.content(), scene.municipality)]


def stand_out(scene):
    """Thirty events in one block far from any place, and some across the town."""
    scene.events(30, **at(0, 60))
    for number in range(1, 11):
        scene.events(1, **at(5 * number, 5))


def test_a_place_on_three_of_four_lists_is_proposed(scene):
    assert proposed(scene) == [("Stationen", (LASTING,))]


def test_a_block_that_stands_out_is_proposed(scene):
    stand_out(scene)
    names = [name for name, reasons in proposed(scene) if "Gi*" in reasons[-1]]
    assert names == [scene.content()["where"]["ranked"][0]["name"]]


def test_a_place_that_is_being_worked_with_is_not_proposed(scene):
    hotspots.open_from(scene.draft(), name="Stationen", by=None, at=DRAFTED)
    assert proposed(scene) == []


def test_a_closed_hot_spot_that_comes_back_is_proposed_with_its_story(scene):
    hot_spot = hotspots.open_from(scene.draft(), name="Stationen", by=None, at=DRAFTED)
    hotspots.step(hot_spot, to=HotSpotState.CLOSED, note="Lugnt nu.", by=None, at=DRAFTED)
    (proposal,) = proposals(scene.content(), scene.municipality)
    assert (proposal.name, proposal.closed) == ("Stationen", hot_spot)


def test_a_block_beside_a_nameless_hot_spot_is_that_one(scene):
    stand_out(scene)
    name = scene.content()["where"]["ranked"][0]["name"]
    hot_spot = hotspots.open_from(scene.draft(), name=name, by=None, at=DRAFTED)
    HotSpot.objects.filter(pk=hot_spot.pk).update(name="Under ett annat namn", y=F("y") + 200)
    assert proposed(scene) == [("Stationen", (LASTING,))]


def test_a_block_that_stands_out_without_being_on_the_list_can_be_opened_too(scene):
    for number in range(10):
        scene.events(31, place=scene.place(f"Plats {number}", east=0.02 * number), location_precision="area")
    stand_out(scene)
    content = scene.content()
    beside = [each for each in proposals(content, scene.municipality) if each.position][-1]
    assert beside.name not in [row["name"] for row in content["where"]["ranked"]]
    hot_spot = hotspots.open_from(scene.draft(), name=beside.name, by=None, at=DRAFTED)
    assert (hot_spot.x, hot_spot.y) == tuple(round(metres) for metres in beside.position)


def test_areas_are_proposed_for_lasting_alone():
    scene = Scene("Kungsör")
    for back in range(4):
        scene.events(6, PERIOD.start - timedelta(days=14 * back))
    assert [each.position for each in proposals(scene.content("generalised"), scene.municipality)] == [None]


def test_the_statements_do_not_grow_with_the_places(scene, django_assert_num_queries):
    contents = [scene.content()]
    stand_out(scene)
    contents.append(scene.content())
    proposals(contents[0], scene.municipality)
    for content in contents:
        with django_assert_num_queries(4):
            proposals(content, scene.municipality)


@pytest.mark.parametrize(("role", "times"), [(Role.COORDINATOR, 1), (Role.REVIEWER, 0), (Role.POLICE, 0)])
def test_the_draft_proposes_to_the_coordinator(scene, role, times):
    client = Client()
    client.force_login(make_user(role, scene.municipality))
    page = client.get(reverse("edition_draft", args=[scene.draft().pk])).content.decode()
    assert page.count(f"Föreslås därför att {LASTING}.") == times
