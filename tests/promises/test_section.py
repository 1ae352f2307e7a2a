"""The next edition tells what became of the last one's hot spots, frozen when it is adopted."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from lagesbild import document, figures, hotspots, sections
from lagesbild.models import Edition, HotSpot, Level
from tests.factories import make_user
from tests.lagesbild.figures.scene import PERIOD, Scene
from tests.promises.factories import log, make_activity
from tests.promises.meeting_factories import decide, item_of, make_meeting

pytestmark = pytest.mark.django_db

STATION = "Järnvägsstationen"
ADOPTED = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
#: When the next period is over.
AT = datetime(2026, 3, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def scene() -> Scene:
    """The first edition is adopted and the station, with three events, opened from it; one in the next."""
    scene = Scene()
    scene.events(3, place=scene.place(STATION))
    first = document.adopt(scene.draft(), by=scene.coordinator, at=ADOPTED)
    hotspots.open_from(first, name=STATION, by=None, at=ADOPTED)
    scene.events(1, date(2026, 3, 17))
    return scene


@pytest.fixture
def following(scene) -> Edition:
    return scene.draft(PERIOD.next())


def composed(edition: Edition, level: Level = Level.FULL) -> dict:
    return figures.compose(edition, level=level, at=AT)["follow_up"]


def test_it_tells_what_was_decided_whether_it_is_done_and_what_the_place_shows_now(scene, following):
    activity = make_activity(scene.municipality, hot_spot=HotSpot.objects.get(), start_on=PERIOD.end)
    log(activity, on=date(2026, 3, 12), number=4, at=AT)
    assert composed(following) == {
        "last": "2026:01",
        "period": "vecka 11–12",
        "places": [
            {
                "name": STATION,
                "step": "Kartläggs",
                "last_period": 3,
                "this_period": 1,
                "last_year": None,
                "activities": [
                    {
                        "text": "Kvällspatruller vid stationen",
                        "decided": "",
                        "status": "ongoing",
                        "word": "Pågår",
                        "progress": "4 av 10 passager",
                        "in_period": 4,
                        "effect": "",
                    }
                ],
            }
        ],
        "stand": [],
        "together": None,
    }


def test_the_general_level_names_no_place_no_activity_and_no_small_count(scene, following):
    make_activity(scene.municipality, hot_spot=HotSpot.objects.get(), start_on=PERIOD.end)
    chapter = composed(following, Level.GENERALISED)
    assert chapter["places"] == []
    assert chapter["stand"] == [{"word": "Ej påbörjad", "number": 1}]
    assert chapter["together"] == {
        "last_period": "färre än 5",
        "this_period": "färre än 5",
        "last_year": "färre än 5",
    }
    assert (STATION in str(chapter), "Kvällspatruller" in str(chapter)) == (False, False)


def test_what_is_adopted_reads_the_same_whatever_is_done_later(scene, following):
    adopted = document.adopt(following, by=scene.coordinator, at=AT)
    before = adopted.content["full"]["follow_up"]
    hotspots.step(HotSpot.objects.get(), to="closed", note="Lugnt.", by=None, at=AT)
    adopted.refresh_from_db()
    assert adopted.content["full"]["follow_up"] == before


def test_the_first_edition_has_nothing_to_follow_up(scene):
    edition = Edition.objects.get(start_on=PERIOD.start)
    assert edition.content["full"]["follow_up"]["places"] == []


def test_both_levels_are_printed_with_the_chapter(scene, following):
    make_activity(scene.municipality, hot_spot=HotSpot.objects.get(), start_on=PERIOD.end)
    full, general = (document.as_html(following, level, at=AT) for level in Level)
    assert (full.count("Uppföljning av förra lägesbilden"), full.count("Kvällspatruller")) == (1, 1)
    assert (general.count("Uppföljning av förra lägesbilden"), general.count(STATION)) == (1, 0)


def test_more_places_and_activities_cost_no_more_statements(scene, following):
    counts = []
    for number in range(1, 3):
        for _each in range(number):
            make_activity(scene.municipality, hot_spot=HotSpot.objects.get(), start_on=PERIOD.end)
        with CaptureQueriesContext(connection) as queries:
            composed(following)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_editions_page_ends_with_the_chain_and_names_no_place_to_the_council(scene):
    path = Edition.objects.get(start_on=PERIOD.start).get_absolute_url()
    pages = {}
    for role in (Role.COORDINATOR, Role.BRA_MEMBER):
        client = Client()
        client.force_login(make_user(role, scene.municipality))
        pages[role] = client.get(path).content.decode().partition('<nav class="chain')[2]
    assert (STATION in pages[Role.COORDINATOR], STATION in pages[Role.BRA_MEMBER]) == (True, False)
    assert f'href="/hotspots/{HotSpot.objects.get().pk}"' in pages[Role.BRA_MEMBER]


def test_an_edition_from_before_there_was_a_chapter_has_none(scene):
    content = document.content_of(Edition.objects.get(), level=Level.FULL, at=AT)
    old = {name: part for name, part in content.items() if name not in ("follow_up", "coming")}
    assert (
        len(sections.chapters(old, scene.municipality))
        == len(sections.chapters(content, scene.municipality)) - 2
    )


def test_a_decision_is_of_the_day_it_was_where_the_meeting_was_held(scene, following):
    meeting = make_meeting(scene.municipality, starts_at=datetime(2026, 3, 8, 23, 30, tzinfo=UTC))
    make_activity(
        scene.municipality,
        hot_spot=HotSpot.objects.get(),
        start_on=PERIOD.end,
        resolution=decide(item_of(meeting)),
    )
    ((activity,),) = [place["activities"] for place in composed(following)["places"]]
    assert activity["decided"] == "EST-gruppen 9 mars 2026"
