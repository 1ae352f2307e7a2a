"""Whether what was done helped goes with it: into follow-up, agenda, chain, hot spot and the longer editions."""

from datetime import UTC, date, datetime

import pytest
from django.template.loader import render_to_string
from django.test import Client

from accounts.roles import Role
from lagesbild import document, figures, hotspots
from lagesbild.models import Level
from lagesbild.period import Period, tertial
from promises import comparisons, followup, meetings, papers
from promises.chain import chain_of
from promises.evaluation import chapter
from promises.models import Activity, Body, FollowUp, ItemKind, PaperKind
from promises.spans import span_of
from tests.factories import make_user
from tests.lagesbild.figures.scene import Scene
from tests.lagesbild.paper import text_of
from tests.promises.comparison_factories import CHOSEN, FAR, START, choose, make_site, make_work, since_early
from tests.promises.meeting_factories import item_of, make_meeting

pytestmark = pytest.mark.django_db

AUTUMN = tertial(2025, 3)
AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    since_early(scene)
    return scene


@pytest.fixture
def activity(scene) -> Activity:
    """Guards from September to December at the station, where it fell from 60 to 10; the park stayed at 60."""
    activity = make_work(scene, make_site(scene, "Stationen", before=60, after=10))
    choose(activity, make_site(scene, "Parken", FAR, before=60, after=60))
    return activity


@pytest.fixture
def follow_up(activity) -> FollowUp:
    span = span_of(START, "tertial")
    return followup.write(activity, rhythm="tertial", span=span, by=None, at=AT)


def test_a_follow_up_freezes_what_could_be_said_at_the_end_of_its_span(scene, activity, follow_up):
    scene.events(100, date(2026, 1, 2), place=activity.place)
    (line,) = follow_up.effect["test"]
    assert (line["verdict"], line["after_to"], line["is_final"]) == ("fewer", "2025-12-31", False)
    assert [row["after"] for row in line["rows"]] == [10, 60]


def test_its_page_shows_the_verdict_in_place_of_the_words_that_there_is_none(scene, follow_up):
    client = Client()
    client.force_login(make_user(Role.STEERING_GROUP, scene.municipality))
    page = client.get(follow_up.get_absolute_url()).content.decode()
    assert page.count("Färre händelser än väntat</span>") == 1
    assert page.count("Ingen statistisk prövning är gjord.") == 0


def test_agenda_and_pack_say_it_where_the_follow_up_is_taken_up(scene, follow_up):
    meeting = make_meeting(scene.municipality, Body.COUNCIL, starts_at=AT)
    meetings.agenda_of_what_is_due(meeting, at=AT)
    (said,) = item_of(meeting, ItemKind.FOLLOW_UP).basis.splitlines()
    assert said.startswith("Hjälpte det? Stationen: mellan ")
    assert said.endswith(" färre händelser än väntat på 122 dagar.")
    paper = papers.order(meeting, kind=PaperKind.PACK, at=AT)
    papers.render(paper.pk, at=AT)
    paper.refresh_from_db()
    with paper.file.open() as file:
        printed = " ".join(text_of(file.read()).split())
    assert printed.count("Hjälpte det? Stationen: mellan") == 1


def test_the_chain_says_it_at_its_link(follow_up, activity):
    (step,) = [step for step in chain_of(activity) if step.name == "Effekt"]
    assert [link.label for link in step.links] == ["Tertial 3 2025: färre händelser än väntat"]


def test_a_tertial_tells_what_became_of_what_ended_in_it(scene, activity):
    make_work(scene, None, text="Möten", due_on=date(2025, 12, 1))
    make_work(scene, None, text="Samtal", due_on=date(2026, 1, 1))
    edition = document.draft(scene.municipality, AUTUMN, at=AT)
    found = figures.compose(edition, level=Level.FULL, at=AT)["evaluation"]
    (line,) = found["lines"]
    assert (found["ended"], found["compared"]) == (2, 1)
    assert (line["treated"], line["control"], line["days"]) == ([60, 10], [60, 60], [182, 122])
    general = figures.compose(edition, level=Level.GENERALISED, at=AT)["evaluation"]
    assert (general["lines"], general["stood"]) == ([], [{"word": "Färre händelser än väntat", "number": 1}])


def test_its_table_says_it_in_words_and_nothing_is_said_where_nothing_ended(scene, activity):
    edition = document.draft(scene.municipality, AUTUMN, at=AT)
    content = figures.compose(edition, level=Level.FULL, at=AT)
    section = chapter(content, scene.municipality)
    page = render_to_string(section.template, {"chapter": section.context})
    assert page.count("färre händelser än väntat på 122 dagar.") == 1
    assert page.count("Platsen valdes på sin topp och kan ha lugnat sig av sig själv.") == 1
    Activity.objects.update(due_on=date(2026, 2, 1))
    content = figures.compose(edition, level=Level.FULL, at=AT)
    assert (content["evaluation"], chapter(content, scene.municipality)) == (None, None)


def test_a_place_that_stood_first_in_its_edition_is_said_to_have_been_picked_on_top(scene):
    station = scene.place("Stationen")
    period = Period(date(2025, 7, 28), date(2025, 8, 11))
    scene.events(9, period.start, place=station)
    opened = datetime(2025, 8, 11, 8, 0, tzinfo=UTC)
    edition = document.adopt(
        document.draft(scene.municipality, period, at=opened), by=scene.coordinator, at=opened
    )
    hot_spot = hotspots.open_from(edition, name="Stationen", by=None, at=opened)
    activity = make_work(scene, None, hot_spot=hot_spot)
    choose(activity, make_site(scene, "Parken", FAR, before=9), at=CHOSEN)
    until = date(2026, 1, 1)
    line = comparisons.judged([activity], until=until, municipality=scene.municipality)[activity.pk]
    assert line["cautions"] == ["top"]
    client = Client()
    client.force_login(make_user(Role.POLICE, scene.municipality))
    assert client.get(hot_spot.get_absolute_url()).content.decode().count("Går ej att bedöma</span>") == 1
