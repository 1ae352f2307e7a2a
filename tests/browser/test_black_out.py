"""Blacking out a photo in a real browser: with a pointer, by keyboard alone, without JavaScript."""

import io
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import Municipality
from accounts.roles import Role
from incidents.models import Photo
from incidents.photos import make_safe
from tests.browsing import DESKTOP, LOOKS
from tests.factories import file_report, make_municipality, make_user
from tests.processes import Live


@pytest.fixture
def photo(own_database: str) -> Photo:
    """A red photo, twice as wide as high."""
    buffer = io.BytesIO()
    Image.new("RGB", (400, 200), (200, 40, 40)).save(buffer, "JPEG")
    buffer.seek(0)
    guard = make_user(Role.REPORTER, make_municipality())
    return file_report(guard, photos=[make_safe(buffer)]).photos.get()


@pytest.fixture
def open_photo(live: Live, photo: Photo, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the photo's page, signed in as a coordinator."""
    live.start("web")
    coordinator = make_user(Role.COORDINATOR, Municipality.objects.get())

    def open_photo(size: tuple[int, int] = DESKTOP, **options: bool) -> Page:
        page = new_page(size, **options)
        client = Client()
        client.force_login(coordinator)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}]
        )
        page.goto(f"/granskning/{photo.incident_id}/foton/{photo.pk}")
        return page

    return open_photo


def colours(photo: Photo, *places: tuple[int, int]) -> list[str]:
    """Whether the stored photo is black or red there."""
    photo.refresh_from_db()
    with default_storage.open(photo.file.name) as file, Image.open(file) as picture:
        return ["black" if max(picture.getpixel(place)) < 12 else "red" for place in places]


def test_a_rectangle_is_drawn_with_the_pointer(open_photo, photo):
    page = open_photo()
    box = page.locator("[data-canvas]").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"], box["y"] + box["height"], steps=4)
    page.mouse.up()
    first = page.locator("[data-rectangle]").first
    assert [float(first.locator("input").nth(place).input_value()) for place in range(4)] == pytest.approx(
        [50, 50, 50, 50], abs=0.5
    )
    expect(page.locator("[data-canvas] rect")).to_have_count(1)
    page.get_by_role("button", name="Svärta för gott").click()
    page.wait_for_url(f"**/granskning/{photo.incident_id}")
    assert colours(photo, (300, 150), (100, 50), (300, 50)) == ["black", "red", "red"]


def test_a_slip_of_the_hand_is_no_rectangle(open_photo):
    page = open_photo()
    page.locator("[data-canvas]").click()
    expect(page.locator("[data-canvas] rect")).to_have_count(0)
    assert page.locator("[data-rectangle] input").first.input_value() == ""


def test_it_can_be_done_by_keyboard_alone(open_photo, photo):
    page = open_photo()
    page.get_by_label("Från vänster").first.focus()
    for value in ("0", "0", "25", "50"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    expect(page.locator("[data-canvas] rect")).to_have_attribute("width", "25")
    page.get_by_role("button", name="Svärta för gott").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/granskning/{photo.incident_id}")
    assert colours(photo, (50, 50), (50, 150), (200, 50)) == ["black", "red", "red"]


def test_it_can_be_done_without_javascript(open_photo, photo):
    page = open_photo(javascript=False)
    for label, value in (("Från vänster", "50"), ("Uppifrån", "0"), ("Bredd", "50"), ("Höjd", "100")):
        page.get_by_label(label).first.fill(value)
    page.get_by_role("button", name="Visa rutorna på fotot").click()
    expect(page.locator("[data-canvas] rect")).to_have_attribute("width", "50.0")
    assert colours(photo, (300, 100)) == ["red"]
    page.get_by_role("button", name="Svärta för gott").click()
    page.wait_for_url(f"**/granskning/{photo.incident_id}")
    assert colours(photo, (300, 100), (100, 100)) == ["black", "red"]


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_the_page_is_accessible(open_photo, size, dark):
    page = open_photo(size, dark=dark)
    found = Axe().run(page).response["violations"]
    assert [(each["id"], node["html"]) for each in found for node in each["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
