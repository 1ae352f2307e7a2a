"""A hot spot's page tells its story: counts to those who read the full level, steps to the coordinator."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from lagesbild import hotspots
from lagesbild.figures.spot import latest_fortnights
from lagesbild.models import HotSpot, HotSpotState
from promises import documents
from promises.dossier import dossier_of
from tests.factories import make_user
from tests.lagesbild.figures.scene import DRAFTED, Scene
from tests.promises.documents import adopted, make_document
from tests.promises.factories import NOW, TODAY, make_activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def hot_spot(scene: Scene) -> HotSpot:
    """Opened from a draft in which the station had three events."""
    scene.events(3, place=scene.place("Järnvägsstationen"))
    return hotspots.open_from(scene.draft(), name="Järnvägsstationen", by=None, at=DRAFTED)


def signed_in(scene: Scene, role: Role) -> Client:
    client = Client()
    client.force_login(make_user(role, scene.municipality))
    return client


def path(hot_spot: HotSpot, step: str = "") -> str:
    return f"/hotspots/{hot_spot.pk}{step}"


def test_the_page_shows_counts_steps_activities_and_the_way_to_a_new_one(scene, hot_spot):
    make_activity(scene.municipality, hot_spot=hot_spot, start_on=date(2026, 3, 10))
    page = signed_in(scene, Role.COORDINATOR).get(path(hot_spot)).content.decode()
    assert page.count("<svg") >= 2
    assert page.count("Kvällspatruller vid stationen") == 2  # on its row, and in the chain
    assert page.count(f'href="/aktiviteter/ny?hot_spot={hot_spot.pk}"') == 1
    assert page.count("Ta nästa steg") == 1


def test_the_coordinator_takes_the_next_step_and_says_why(scene, hot_spot):
    answer = signed_in(scene, Role.COORDINATOR).post(
        path(hot_spot, "/steg"), {"to": "analysed", "note": "EST tar den."}
    )
    assert answer.status_code == 302
    hot_spot.refresh_from_db()
    assert (hot_spot.state, hot_spot.steps.latest("pk").note) == (HotSpotState.ANALYSED, "EST tar den.")


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"to": "closed", "note": ""}, "Skriv varför."),
        ({"to": "closed", "note": "850709-9805 har flyttat."}, "Texten innehåller ett personnummer"),
        ({"to": "reopened", "note": "Nytt."}, "giltigt alternativ"),
    ],
)
def test_a_step_that_cannot_be_taken_is_explained_and_what_was_typed_stays(scene, hot_spot, said, complaint):
    answer = signed_in(scene, Role.COORDINATOR).post(path(hot_spot, "/steg"), said)
    page = answer.content.decode()
    assert (answer.status_code, complaint in page, said["note"] in page) == (422, True, True)
    assert HotSpot.objects.get().state == HotSpotState.MAPPED


def test_the_council_reads_no_small_count_and_no_incident(scene, hot_spot):
    council = signed_in(scene, Role.BRA_MEMBER)
    page = council.get(path(hot_spot)).content.decode()
    assert (page.count('<td class="num">3</td>'), page.count('<td class="num">&lt;5</td>')) in [
        (0, 1),
        (0, 0),
    ]
    assert (page.count("/handelser"), page.count("Ta nästa steg"), page.count("Ny insats")) == (0, 0, 0)


def test_only_the_coordinator_takes_steps_and_the_neighbour_sees_nothing(scene, hot_spot):
    for role in (Role.POLICE, Role.BRA_MEMBER, Role.ACTION_OWNER):
        client = signed_in(scene, role)
        assert client.get(path(hot_spot)).status_code == 200
        assert client.post(path(hot_spot, "/steg"), {"to": "analysed"}).status_code == 403
    assert signed_in(Scene("Arboga"), Role.COORDINATOR).get(path(hot_spot)).status_code == 404


def test_an_activity_whose_plan_is_being_revised_stands_once(scene, hot_spot):
    plan = make_document(scene.municipality, "implementation_plan", "Plan")
    activity = make_activity(scene.municipality, hot_spot=hot_spot, document=plan)
    documents.revise(adopted(plan), by=None, at=NOW)
    listed = dossier_of(hot_spot, exact=True, today=TODAY).activities
    assert [standing.activity for standing in listed] == [activity]


def test_a_draft_is_named_only_to_those_who_may_read_it(scene, hot_spot):
    drafts = {}
    for role in (Role.COORDINATOR, Role.POLICE, Role.BRA_MEMBER, Role.ACTION_OWNER):
        page = signed_in(scene, role).get(path(hot_spot))
        drafts[role] = len(page.context["dossier"].editions)
    assert drafts == {Role.COORDINATOR: 1, Role.POLICE: 1, Role.BRA_MEMBER: 0, Role.ACTION_OWNER: 0}


def lately(scene: Scene, hot_spot: HotSpot, count: int) -> None:
    """Events at the place in the last whole fortnight before today, besides the three that made it a hot spot."""
    latest = latest_fortnights(scene.municipality, today=timezone.localdate())[-1]
    scene.events(count, latest.start, 21, place=hot_spot.place)


def test_the_page_shows_when_and_what_and_where_it_stood(scene, hot_spot):
    lately(scene, hot_spot, 4)
    page = signed_in(scene, Role.POLICE).get(path(hot_spot))
    assert page.context["categories"] == [("Skadegörelse", 7)]
    assert page.context["when"]["counted"] == 7
    assert page.context["dossier"].standing.word == "unknown"
    assert page.content.decode().count('data-presence="none"') == 26


@pytest.mark.parametrize(("count", "common"), [(1, []), (2, ["Skadegörelse"])])
def test_the_council_reads_what_is_common_but_neither_hours_nor_numbers(scene, hot_spot, count, common):
    lately(scene, hot_spot, count)
    page = signed_in(scene, Role.BRA_MEMBER).get(path(hot_spot))
    assert (page.context["common"], page.context["categories"], page.context["when"]) == (common, [], None)
    assert "week-matrix" not in page.content.decode()
