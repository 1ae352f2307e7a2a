"""The coordinator chooses a comparison before the start; the activity's page then says what came of it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import Area
from accounts.roles import Role
from promises.models import Activity, Comparison
from tests.factories import make_user
from tests.lagesbild.figures.scene import Scene
from tests.promises.comparison_factories import (
    CHOSEN,
    FAR,
    FARTHER,
    choose,
    make_site,
    make_work,
    since_early,
)

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def signed_in(scene: Scene, role: Role = Role.COORDINATOR) -> Client:
    client = Client()
    client.force_login(make_user(role, scene.municipality))
    return client


def address(activity: Activity) -> str:
    return f"/aktiviteter/{activity.pk}/jamforelse"


def page_of(client: Client, activity: Activity) -> str:
    return " ".join(client.get(activity.get_absolute_url()).content.decode().split())


@time_machine.travel(CHOSEN, tick=False)
def test_the_coordinator_chooses_control_ring_and_length_from_lists(scene):
    park, square = make_site(scene, "Parken", FAR, before=2), make_site(scene, "Torget", FARTHER)
    activity = make_work(scene, make_site(scene, "Stationen", before=2))
    coordinator = signed_in(scene)
    form = coordinator.get(address(activity)).context["form"]
    assert form.fields["suggested"].choices == [(f"place:{park.pk}", "Parken: 2 händelser, platsen 2")]
    assert [label for _key, label in form.fields["others"].choices] == ["Centrum", "Torget"]
    said = {"suggested": f"place:{park.pk}", "displaced": f"place:{square.pk}", "ring": "200", "weeks": "13"}
    assert coordinator.post(address(activity), said).headers["Location"] == activity.get_absolute_url()
    comparison = Comparison.objects.get()
    assert (comparison.weeks, comparison.ring, comparison.in_hindsight) == (13, 200, False)
    assert [(site.role, site.where) for site in comparison.sites.order_by("pk")] == [
        ("control", park),
        ("displaced", square),
    ]
    page = page_of(coordinator, activity)
    assert (page.count("Valt i förväg. Räknas från och med 1 september 2025."), page.count("Välj om")) == (
        1,
        1,
    )
    again = coordinator.get(address(activity)).context["form"]
    assert (again["ring"].value(), again["suggested"].value()) == (200, [f"place:{park.pk}"])


@time_machine.travel(CHOSEN, tick=False)
def test_what_is_refused_is_said_and_what_was_chosen_is_kept(scene):
    activity = make_work(scene, make_site(scene, "Stationen"))
    centre = Area.objects.get(municipality=scene.municipality)
    coordinator = signed_in(scene)
    answer = coordinator.post(address(activity), {"others": f"area:{centre.pk}", "weeks": "26"})
    assert (answer.status_code, answer.context["form"]["others"].value()) == (422, [f"area:{centre.pk}"])
    assert answer.context["form"].non_field_errors() == [
        "Stationen och Centrum överlappar varandra, så samma händelse skulle räknas två gånger. Byt det ena."
    ]
    nothing = coordinator.post(address(activity), {"weeks": "26"})
    assert nothing.context["form"].errors["others"] == ["Välj minst en kontroll."]
    assert not Comparison.objects.exists()


@time_machine.travel(LATER, tick=False)
def test_after_the_start_it_takes_a_tick_and_is_never_judged(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=60, after=10))
    park = make_site(scene, "Parken", FAR, before=60, after=60)
    coordinator = signed_in(scene)
    assert page_of(coordinator, activity).count("Ingen jämförelse valdes före starten.") == 1
    said = {"suggested": f"place:{park.pk}", "weeks": "26"}
    answer = coordinator.post(address(activity), said)
    assert answer.context["form"].errors["in_hindsight"] == [
        "Aktiviteten har börjat. Kryssa i att du vill välja i efterhand."
    ]
    assert coordinator.post(address(activity), {**said, "in_hindsight": "on"}).status_code == 302
    page = page_of(coordinator, activity)
    assert [
        page.count(words) for words in ("Går ej att bedöma", "Vald i efterhand.", "färre händelser än")
    ] == [
        1,
        1,
        0,
    ]


@time_machine.travel(LATER, tick=False)
def test_the_verdict_stands_on_the_page_with_its_counts_and_how_they_are_reckoned(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=60, after=10))
    choose(activity, make_site(scene, "Parken", FAR, before=60, after=60))
    page = page_of(signed_in(scene, Role.POLICE), activity)
    assert page.count("Mellan 23 och 77 färre händelser än väntat på 182 dagar.") == 1
    assert (page.count("Beräknad skillnad: −50."), page.count("Hur räknas detta?")) == (1, 1)
    assert page.count("Det som valts på sin topp brukar lugna sig av sig självt") == 1
    assert page.count("Välj jämförelse") == 0
    chosen = signed_in(scene).get(address(activity))
    assert chosen.headers["Location"] == activity.get_absolute_url()


@time_machine.travel(LATER, tick=False)
def test_council_members_get_the_word_and_no_small_count(scene):
    since_early(scene)
    activity = make_work(scene, make_site(scene, "Stationen", before=60, after=3))
    choose(activity, make_site(scene, "Parken", FAR, before=60, after=60))
    page = page_of(signed_in(scene, Role.BRA_MEMBER), activity)
    assert [page.count(words) for words in ("Färre händelser än väntat", "&lt;5", "Beräknad skillnad")] == [
        1,
        1,
        0,
    ]


@time_machine.travel(CHOSEN, tick=False)
def test_an_activity_that_is_nowhere_has_nothing_to_compare(scene):
    activity = make_work(scene, None, due_on=date(2025, 12, 1))
    coordinator = signed_in(scene)
    assert page_of(coordinator, activity).count("Hjälpte det?") == 0
    assert coordinator.get(address(activity)).status_code == 302
