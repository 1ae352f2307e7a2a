"""From any link of the chain one reaches all the others, and a promise leads to its line on BRÅ's page."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lagesbild import document, hotspots
from promises import followup
from promises.chain import BY_ITSELF, chain_of
from promises.models import Activity, Meeting
from promises.spans import span_of
from tests.lagesbild.figures.scene import DRAFTED, Scene
from tests.promises import meeting_factories
from tests.promises.documents import adopted, make_document, make_promise
from tests.promises.factories import make_activity

pytestmark = pytest.mark.django_db

STATION = "Järnvägsstationen"


@pytest.fixture
def links() -> dict:
    """One of each: edition → hot spot → decision → activity → follow-up → promise."""
    scene = Scene()
    scene.events(3, place=scene.place(STATION))
    edition = document.adopt(scene.draft(), by=scene.coordinator, at=DRAFTED)
    hot_spot = hotspots.open_from(edition, name=STATION, by=None, at=DRAFTED)
    meeting = meeting_factories.make_meeting(scene.municipality)
    resolution = meeting_factories.decide(meeting_factories.item_of(meeting))
    promises = make_document(scene.municipality, "promises", "Löften")
    promise = make_promise(promises)
    adopted(promises)
    activity = make_activity(scene.municipality, hot_spot=hot_spot, resolution=resolution, promises=[promise])
    span = span_of(date(2026, 1, 1), "quarter")
    return {
        "edition": edition,
        "hot spot": hot_spot,
        "meeting": meeting,
        "item": resolution.item,
        "activity": activity,
        "follow-up": followup.write(activity, rhythm="quarter", span=span, by=None, at=DRAFTED),
        "promise": promise,
        "document": promises,
    }


def reached(links: dict, start: str) -> set[str]:
    """The links that the chain leads to from one of them."""
    urls = {
        link.url.partition("#")[0].partition("?")[0] for step in chain_of(links[start]) for link in step.links
    }
    return {
        name
        for name, row in links.items()
        if name not in ("item", "document") and row.get_absolute_url() in urls
    }


@pytest.mark.parametrize(
    "start", ["edition", "hot spot", "meeting", "item", "activity", "follow-up", "promise", "document"]
)
def test_every_link_leads_to_all_the_others(links, start):
    assert reached(links, start) == set(links) - {"item", "document"}


def test_a_promise_leads_to_its_line_on_the_councils_page(links):
    *_steps, council = chain_of(links["edition"])
    assert [link.url for link in council.links] == [f"/loften?ar=2026#lofte-{links['promise'].pk}"]


def test_it_costs_no_more_statements_for_many_than_for_one(links, django_assert_max_num_queries):
    for _number in range(3):
        make_activity(links["promise"].municipality, hot_spot=links["hot spot"], promises=[links["promise"]])
    with django_assert_max_num_queries(9):
        chain_of(links["hot spot"])


def test_who_may_not_open_editions_reads_their_numbers_only(links):
    (edition,) = chain_of(links["activity"], reads_editions=False)[2].links
    assert (edition.label, edition.url) == ("Lägesbild nr 2026:01", "")


def test_every_thing_that_has_a_chain_leads_to_activities():
    assert all(Activity in ways for ways in BY_ITSELF.values())


def test_a_decision_is_of_the_day_it_was_where_the_meeting_was_held(links):
    after_midnight = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    Meeting.objects.update(starts_at=after_midnight, ends_at=after_midnight + timedelta(hours=1))
    (decided,) = [step for step in chain_of(links["activity"]) if step.name == "Beslut"]
    assert [link.label.partition(":")[0] for link in decided.links] == ["EST-gruppen, 3 mars 2026"]
