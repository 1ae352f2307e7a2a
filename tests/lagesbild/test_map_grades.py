"""The page of the maps' record, and what is told of it beside editions."""

import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from accounts.models import EventLog
from accounts.roles import Role
from lagesbild import document, grading
from lagesbild.models import MapGrade
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene
from tests.lagesbild.test_track_record import AT, graded, periods


@pytest.fixture
def scene(db):
    return Scene()


@pytest.fixture
def coordinator(scene, client):
    client.force_login(scene.coordinator)
    return client


def text_of(response):
    return re.sub(r"\s+", " ", strip_tags(response.content.decode())).replace("\N{NO-BREAK SPACE}", " ")


def adopted(scene, period):
    edition = document.adopt(
        document.draft(scene.municipality, period, at=DRAFTED), by=scene.coordinator, at=AT
    )
    grading.grade(edition, at=AT)
    return edition


def test_before_any_map_is_tried_the_page_says_when_one_will_be(coordinator):
    told = text_of(coordinator.get(reverse("map_grades")))
    assert (
        "Ingen karta är prövad än En karta prövas när lägesbilden för nästa period har fastställts." in told
    )


def test_it_tells_what_the_latest_map_caught_beside_its_rivals_with_the_counts(scene, coordinator):
    for start in periods(2):
        graded(scene, start, events=34, map_caught=14, count=13, last_year=11)
    told = text_of(coordinator.get(reverse("map_grades")))
    assert (
        "En karta för vecka 7–8 hade fångat 14 av 34 händelser (41 %) vecka 9–10 2026, på 5 % av tätorternas yta "
        "(0,5 av 10,0 km²). Den är gjord i efterhand. Enkel räkning på lika stor yta: 13 av 34 (38 %). "
        "Samma veckor i fjol: 11 av 34 (32 %)."
    ) in told
    assert "28 av 68 (41 %)" in told
    assert "för få för att säga något" in told


def test_every_percent_stands_beside_its_counts(scene, coordinator):
    for start in periods(12):
        graded(scene, start, events=34, map_caught=14, count=13, last_year=11, m300=20)
    page = text_of(coordinator.get(reverse("map_grades")))
    shown, _explained = page.split("Hur räknas detta?")
    for found in re.finditer(r"\(?\d+ %", shown):
        before = shown[: found.start()].rstrip()
        is_area = shown[found.end() :].startswith(" av tätorternas yta (")
        assert is_area or before[-1].isdigit() or before.endswith("händelser")


def test_each_period_without_events_is_a_dash(scene, coordinator):
    graded(scene, periods(1)[0], events=0, map_caught=0, count=0)
    told = text_of(coordinator.get(reverse("map_grades")))
    assert "Kartan för vecka 7–8 kunde inte prövas: inga händelser på ytan vecka 9–10 2026." in told


@pytest.mark.parametrize(
    ("count", "m300", "words"),
    [
        (
            7,
            9,
            "Det finns 7 prövade perioder, för få för att säga något om en annan bandbredd. Minst 8 behövs.",
        ),
        (
            12,
            7,
            "Förslag: 300 m. Med 300 m hade kartan fångat 84 av 120 händelser (70 %), mot 60 med 200 m som används nu. "
            "Den var bättre i 12 av 12 perioder och sämre i 0.",
        ),
        (12, 5, "Behåll 200 m. Ingen annan bandbredd har fångat fler: 60 av 120 händelser (50 %)."),
    ],
)
def test_a_bandwidth_is_proposed_from_the_record(scene, coordinator, count, m300, words):
    for start in periods(count):
        graded(scene, start, m300=m300)
    assert words in text_of(coordinator.get(reverse("map_grades")))


def test_the_coordinator_takes_a_bandwidth_and_it_is_logged_by_name(scene, coordinator):
    response = coordinator.post(reverse("map_bandwidth"), {"bandwidth": "300"}, follow=True)
    scene.municipality.refresh_from_db()
    assert scene.municipality.bandwidth == 300
    assert "Kommande lägesbilder utjämnas inom 300 meter." in text_of(response)
    logged = EventLog.objects.filter(table="accounts_municipality").latest("pk")
    assert (logged.actor_id, logged.changes["bandwidth"]) == (scene.coordinator.pk, [200, 300])


@pytest.mark.parametrize("asked", ["", "250", "x"])
def test_a_bandwidth_that_is_not_offered_changes_nothing(scene, coordinator, asked):
    response = coordinator.post(reverse("map_bandwidth"), {"bandwidth": asked}, follow=True)
    scene.municipality.refresh_from_db()
    assert scene.municipality.bandwidth == 200
    assert "Välj en bandbredd i listan. Ingenting är ändrat." in text_of(response)


def test_the_explored_map_begins_with_the_municipalitys_own(scene, coordinator):
    grading.take_bandwidth(scene.municipality, 300)
    assert coordinator.get(reverse("explore")).context["question"].bandwidth == 300


def test_others_than_the_coordinator_read_without_choosing(scene, client):
    graded(scene, periods(1)[0])
    client.force_login(factories.make_user(Role.POLICE, scene.municipality))
    response = client.get(reverse("map_grades"))
    assert response.context["form"] is None
    assert "Använd bandbredden" not in text_of(response)


def test_the_next_municipalitys_maps_are_not_told_of(scene, client):
    graded(scene, periods(1)[0])
    other = Scene("Arboga")
    client.force_login(other.coordinator)
    assert list(client.get(reverse("map_grades")).context["record"].lines) == []
    assert list(MapGrade.objects.visible_to(other.coordinator)) == []
    assert MapGrade.objects.visible_to(scene.coordinator).count() == 5


class TestBesideAnEdition:
    def heading(self, response):
        return "Hur träffade kartan?" in text_of(response)

    def test_the_draft_tells_how_the_last_map_did(self, scene, coordinator):
        graded(scene, PERIOD.previous().previous().start, events=34, map_caught=14)
        told = text_of(coordinator.get(scene.draft().get_absolute_url()))
        assert "En karta för vecka 5–6 hade fångat 14 av 34 händelser (41 %) vecka 7–8 2026" in told

    def test_the_edition_tells_how_the_map_before_it_did(self, scene, coordinator):
        scene.events(3, PERIOD.previous().start)
        scene.events(2)
        adopted(scene, PERIOD.previous())
        told = text_of(coordinator.get(adopted(scene, PERIOD).get_absolute_url()))
        assert "Kartan för vecka 7–8 fångade 2 av 2 händelser (100 %) vecka 9–10 2026" in told

    def test_the_council_reads_areas_and_hears_nothing_of_the_map(self, scene, client):
        scene.events(3, PERIOD.previous().start)
        first = adopted(scene, PERIOD.previous())
        adopted(scene, PERIOD)
        client.force_login(factories.make_user(Role.BRA_MEMBER, scene.municipality))
        assert not self.heading(client.get(first.get_absolute_url()))
        client.force_login(scene.coordinator)
        assert self.heading(client.get(first.get_absolute_url()))

    def test_where_no_map_was_tried_nothing_is_said(self, scene, coordinator):
        assert not self.heading(coordinator.get(scene.draft().get_absolute_url()))


def test_adopting_costs_no_more_for_the_grades(scene, coordinator):
    """The worker does it: the request ends with the map before it still to be graded."""
    scene.events(3, PERIOD.previous().start)
    adopted(scene, PERIOD.previous())
    coordinator.post(reverse("edition_adopt", args=[scene.draft().pk]))
    assert list(grading.due().values_list("start_on", flat=True)) == [PERIOD.start]
