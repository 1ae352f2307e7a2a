"""Exploring in a real browser: the heat on a map one can move about in, the filter, and the picture without scripts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.gis.geos import Point
from django.test import Client
from playwright.sync_api import Page, expect

from accounts.models import Municipality
from accounts.roles import Role
from tests import factories
from tests.browsing import DESKTOP, LOOKS
from tests.factories import NOW
from tests.processes import Live

SERIOUS = {"serious", "critical"}
PATH = "/karta?fran=2026-02-23&till=2026-03-08"
HEAT = "#karta path[class^=map-heat]"


@pytest.fixture
def open_map(own_database: str, live: Live, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the map of a town with eleven broken windows and one needle at the station, as its coordinator."""
    town = factories.make_municipality()
    reporter = factories.make_user(Role.REPORTER, town)
    coordinator = factories.make_user(Role.COORDINATOR, town)
    station = factories.make_place(town)
    for number in range(11):
        began = NOW - timedelta(hours=number)
        factories.make_approved(reporter, coordinator, place=station, started_at=began, ended_at=began)
    drugs = factories.make_category(town, "NAR", "Narkotika")
    needle = factories.make_category(town, "NAR-30", "Kanyl", parent=drugs)
    began = datetime(2026, 2, 24, 12, tzinfo=UTC)
    factories.make_approved(reporter, coordinator, category=needle, started_at=began, ended_at=began)
    live.start("web")

    def open_map(size: tuple[int, int] = DESKTOP, **options: bool) -> Page:
        page = new_page(size, **options)
        client = Client()
        client.force_login(coordinator)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}]
        )
        page.goto(PATH)
        return page

    return open_map


def test_the_heat_and_the_ranked_places_are_drawn(open_map):
    page = open_map()
    expect(page.locator(HEAT)).to_have_count(5)
    expect(page.locator("#karta .explore-number")).to_have_text(["1"])


def test_a_new_filter_changes_map_lists_and_address_but_not_where_one_looks(open_map):
    page = open_map()
    expect(page.locator(HEAT)).to_have_count(5)
    page.get_by_role("button", name="Zooma in").click()
    before = page.locator("#karta .leaflet-pane.leaflet-map-pane").element_handle()
    page.select_option("[name=kategori]", "NAR")
    expect(page.get_by_role("status").filter(has_text="rapporterad händelse")).to_have_text(
        "1 rapporterad händelse 23 februari – 8 mars 2026. Lika lång tid dessförinnan: 0."
        " Skillnaden ryms inom vad slumpen brukar ge."
    )
    expect(page.locator("#karta .explore-number")).to_have_count(0)
    assert "kategori=NAR" in page.url
    assert before.evaluate("pane => pane.isConnected")
    page.go_back()
    expect(page.locator("[name=kategori]")).to_have_value("")


def test_numbers_of_places_next_to_each_other_stand_side_by_side(open_map):
    town = Municipality.objects.get()
    people = {membership.role: membership.user for membership in town.memberships.select_related("user")}
    east, north = factories.CENTRE
    kiosk = factories.make_place(town, "Kiosken", point=Point(east + 0.0001, north, srid=4326))
    for number in range(3):
        began = NOW - timedelta(hours=number)
        factories.make_approved(
            people[Role.REPORTER], people[Role.COORDINATOR], place=kiosk, started_at=began, ended_at=began
        )
    page = open_map()
    numbers = page.locator("#karta .explore-number")
    expect(numbers).to_have_text(["1", "2"])
    for _zoom in range(2):
        one, other = (number.bounding_box() for number in numbers.all())
        assert other["x"] - one["x"] >= one["width"] - 1
        page.get_by_role("button", name="Zooma in").click()


def test_without_scripts_the_map_is_a_picture_with_words(open_map):
    page = open_map(javascript=False)
    picture = page.locator(".explore-map img")
    expect(picture).to_have_attribute(
        "alt",
        "Karta över rapporterade händelser 23 februari – 8 mars 2026: flest i Järnvägsstationen, 12 av 12.",
    )
    assert picture.evaluate("image => image.naturalWidth") > 0
    page.select_option("[name=kategori]", "NAR")
    page.get_by_role("button", name="Visa", exact=True).click()
    assert "kategori=NAR" in page.url


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_nothing_serious_stands_in_anybodys_way(open_map, size, dark):
    page = open_map(size, dark=dark)
    expect(page.locator(HEAT)).to_have_count(5)
    found = Axe().run(page).response["violations"]
    assert [
        (each["id"], [node["html"] for node in each["nodes"]]) for each in found if each["impact"] in SERIOUS
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
