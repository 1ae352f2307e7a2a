"""A hot spot is opened from an edition's list, once, and stepped through one table with every step on record."""

from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from accounts.roles import Role
from lagesbild import hotspots
from lagesbild.hotspots import STEPS, AlreadyHotSpot, NoSuchStep, NoteMissing, NotOnTheList
from lagesbild.models import Edition, HotSpot, HotSpotState
from tests.factories import CENTRE, make_user
from tests.lagesbild.figures.scene import DRAFTED, Scene

pytestmark = pytest.mark.django_db
STATION = "Järnvägsstationen"


@pytest.fixture
def scene() -> Scene:
    """A town with three events at the station and two without a named place half a kilometre off."""
    scene = Scene()
    scene.events(3, place=scene.place(STATION))
    scene.events(2, longitude=CENTRE[0] + 0.01, latitude=CENTRE[1])
    return scene


@pytest.fixture
def draft(scene: Scene) -> Edition:
    return scene.draft()


def opened(draft: Edition, name: str = STATION) -> HotSpot:
    return hotspots.open_from(draft, name=name, by=None, at=DRAFTED)


def test_a_named_place_becomes_a_hot_spot_with_its_key_its_position_and_its_first_step(scene, draft):
    hot_spot = hotspots.open_from(draft, name=STATION, by=scene.coordinator, at=DRAFTED)
    place = scene.municipality.places.get(name=STATION)
    position = draft_position(scene, STATION)
    assert (hot_spot.name, hot_spot.place, hot_spot.area) == (STATION, place, None)
    assert (hot_spot.x, hot_spot.y, hot_spot.radius) == (*position, 150)
    first = hot_spot.steps.get()
    assert (first.state, first.by, first.at) == (HotSpotState.MAPPED, scene.coordinator, DRAFTED)


def draft_position(scene: Scene, name: str) -> tuple[int, ...]:
    ranked = {row["name"]: row["position"] for row in scene.content()["where"]["ranked"]}
    return tuple(round(metres) for metres in ranked[name])


def test_a_place_without_a_name_in_the_register_is_its_position_alone(scene, draft):
    nameless = next(row for row in scene.content()["where"]["ranked"] if row["name"] != STATION)
    hot_spot = opened(draft, nameless["name"])
    assert (hot_spot.place, hot_spot.x, hot_spot.y) == (None, *draft_position(scene, nameless["name"]))


def test_an_area_of_the_general_list_becomes_a_hot_spot_of_the_whole_area(scene, draft):
    scene.events(5)
    hot_spot = opened(draft, "Centrum")
    assert (str(hot_spot.area), hot_spot.x, hot_spot.place) == ("Centrum", None, None)


def test_what_the_edition_does_not_rank_cannot_be_opened(draft):
    with pytest.raises(NotOnTheList):
        opened(draft, "Någon annanstans")
    assert not HotSpot.objects.exists()


def test_a_place_that_is_one_already_even_a_closed_one_is_gone_on_with(draft):
    first = opened(draft)
    hotspots.step(first, to=HotSpotState.CLOSED, note="Lugnt i ett halvår.", by=None, at=DRAFTED)
    with pytest.raises(AlreadyHotSpot) as refusal:
        opened(draft)
    assert refusal.value.hot_spot == first


def test_every_state_has_its_steps_and_can_be_reached():
    assert set(STEPS) == set(HotSpotState)
    assert {state for steps in STEPS.values() for state in steps} == set(HotSpotState) - {HotSpotState.MAPPED}


@pytest.mark.parametrize("state", HotSpotState)
@pytest.mark.parametrize("to", HotSpotState)
def test_only_the_steps_of_the_table_are_taken(draft, state, to):
    hot_spot = opened(draft)
    HotSpot.objects.update(state=state)
    if to in STEPS[state]:
        assert hotspots.step(hot_spot, to=to, note="Skäl.", by=None, at=DRAFTED).state == to
    else:
        with pytest.raises(NoSuchStep):
            hotspots.step(hot_spot, to=to, note="Skäl.", by=None, at=DRAFTED)
        assert HotSpot.objects.get().state == state


def test_closing_and_opening_again_need_a_reason(draft):
    hot_spot = opened(draft)
    with pytest.raises(NoteMissing):
        hotspots.step(hot_spot, to=HotSpotState.CLOSED, note="  ", by=None, at=DRAFTED)
    hotspots.step(hot_spot, to=HotSpotState.CLOSED, note="Lugnt.", by=None, at=DRAFTED)
    hotspots.step(hot_spot, to=HotSpotState.REOPENED, note="Ny glaskross.", by=None, at=DRAFTED)
    assert list(hot_spot.steps.order_by("pk").values_list("state", "note")) == [
        ("mapped", ""),
        ("closed", "Lugnt."),
        ("reopened", "Ny glaskross."),
    ]


def test_the_coordinator_opens_it_beside_its_line_and_then_reads_how_far_it_has_come(scene, draft):
    coordinator = Client()
    coordinator.force_login(scene.coordinator)
    page = coordinator.get(draft.get_absolute_url()).content.decode()
    assert page.count('form="oppna-hot-spot"') == 2
    answer = coordinator.post(f"/lagesbilder/{draft.pk}/hotspot", {"name": STATION})
    assert answer.headers["Location"] == f"/hotspots/{HotSpot.objects.get().pk}"
    page = coordinator.get(draft.get_absolute_url()).content.decode()
    assert page.count('form="oppna-hot-spot"') == 1
    assert page.count(f'<a class="ds-link" href="/hotspots/{HotSpot.objects.get().pk}">Kartläggs</a>') == 1


def test_police_read_the_hot_spots_and_open_none(scene, draft):
    opened(draft)
    police = Client()
    police.force_login(make_user(Role.POLICE, scene.municipality))
    page = police.get(draft.get_absolute_url()).content.decode()
    assert page.count('form="oppna-hot-spot"') == 0
    assert page.count(">Kartläggs</a>") == 1
    assert police.post(f"/lagesbilder/{draft.pk}/hotspot", {"name": STATION}).status_code == 403


def test_a_place_that_has_left_the_list_is_not_opened_and_the_coordinator_is_told(scene, draft):
    coordinator = Client()
    coordinator.force_login(scene.coordinator)
    page = coordinator.post(f"/lagesbilder/{draft.pk}/hotspot", {"name": "Fel"}, follow=True).content.decode()
    assert page.count("Platsen står inte längre på listan.") == 1
    assert not HotSpot.objects.exists()


def test_a_nameless_hot_spot_is_known_on_the_list_in_the_block_beside(scene, draft):
    content = scene.content()
    nameless = next(row for row in content["where"]["ranked"] if row["name"] != STATION)
    hot_spot = opened(draft, nameless["name"])
    HotSpot.objects.filter(pk=hot_spot.pk).update(name="Under ett annat namn", x=F("x") + 200)
    shown: Any = hotspots.beside(content, scene.municipality, may_open=True)
    assert {row["name"]: row["hot_spot"] for row in shown["where"]["ranked"]} == {
        STATION: None,
        nameless["name"]: hot_spot,
    }
