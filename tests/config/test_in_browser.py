"""What only a browser can show of every page: keyboard, colours, the phone's bar, and life without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from accounts.models import Organisation, User
from accounts.roles import Role
from tests.browsing import DESKTOP, PHONE
from tests.factories import make_municipality, make_place, make_user
from tests.processes import Live
from tests.signing_in import give_app, take_second_step

PASSWORD = "ett-ganska-langt-losenord"


@pytest.fixture
def administrator(live: Live) -> User:
    """Of a municipality with one place, while the web server runs."""
    live.start("web")
    municipality = make_municipality()
    make_place(municipality)
    user = make_user(Role.ADMINISTRATOR, municipality, password=PASSWORD)
    give_app(user)
    return user


def sign_in(page: Page, user: User) -> None:
    page.goto("/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    take_second_step(page, user.email)


def violations(page: Page) -> list[str]:
    return [violation["id"] for violation in Axe().run(page).response["violations"]]


def colours(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.colorScheme"))


def test_the_pages_of_the_house_are_accessible_on_phone_and_desktop_in_light_and_dark(
    administrator, new_page
):
    for size, dark in [(PHONE, False), (DESKTOP, True)]:
        page = new_page(size, dark=dark)
        page.goto("/konto/logga-in")
        assert violations(page) == []
        sign_in(page, administrator)
        for path in (
            "/",
            "/sok?q=jarn",
            "/installningar",
            "/installningar/personer/ny",
            "/installningar/platser",
            "/installningar/inloggning",
            "/konto/",
            "/konto/andra-steget",
            "/konto/andra-steget/reservkoder",
            "/konto/andra-steget/passkey",
        ):
            page.goto(path)
            assert (path, violations(page)) == (path, [])
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_the_keyboard_skips_to_the_content_and_slash_finds_the_search(administrator, page):
    sign_in(page, administrator)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "innehall"
    page.keyboard.press("/")
    page.keyboard.type("järnväg")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Järnvägsstationen").click()
    page.wait_for_url("**/installningar/platser/*")


def test_the_system_decides_on_dark_until_the_reader_does_and_that_is_remembered(administrator, new_page):
    page = new_page(PHONE, dark=True)
    sign_in(page, administrator)
    assert colours(page) == "dark"
    page.locator("details.account > summary").click()
    page.get_by_role("button", name="Mörkt läge").click()
    assert colours(page) == "light"
    page.reload()
    assert colours(page) == "light"


def test_what_changes_is_read_and_saved_without_javascript(administrator, new_page):
    page = new_page(PHONE, javascript=False)
    sign_in(page, administrator)
    page.goto("/installningar/organisationer/ny")
    page.get_by_label("Namn").fill("Simhallen")
    page.get_by_label("Typ").select_option("department")
    page.get_by_role("button", name="Visa vad som ändras").click()
    assert page.get_by_text("Läggs till: Simhallen.").is_visible()
    page.get_by_role("button", name="Spara").click()
    page.wait_for_url("**/installningar/organisationer")
    assert Organisation.objects.filter(name="Simhallen").exists()


def test_a_places_coordinates_are_picked_on_the_map(administrator, page):
    sign_in(page, administrator)
    page.goto("/installningar/platser/ny")
    page.locator("[data-picker].leaflet-container").click()
    page.wait_for_function("document.querySelector('[name=latitude]').value !== ''")
    assert page.locator("path.map-mark").count() == 1
