"""The plan in a real browser: an owner logs an occasion with a thumb, and the board suits a phone, a desk and paper."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Municipality, User
from accounts.roles import Role
from promises import activities
from promises.models import Activity, Occasion
from tests import factories
from tests.browsing import DESKTOP, LOOKS, PHONE
from tests.processes import Live
from tests.promises.factories import log, make_activity

#: Where to leave pictures of the pages for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES")
YEAR = timedelta(days=365)


@pytest.fixture
def koping(own_database: str) -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def owner(koping: Municipality) -> User:
    return factories.make_user(Role.ACTION_OWNER, koping)


@pytest.fixture
def patrols(koping: Municipality) -> Activity:
    """Eleven activities, of which the first is what is logged: done six times of ten."""
    now = timezone.now()
    today = now.date()
    usual = {"start_on": today - YEAR, "due_on": today + timedelta(days=30), "at": now}
    police, kbab = factories.make_organisation(koping, "Polisen"), factories.make_organisation(koping)
    place = factories.make_place(koping)
    patrols = make_activity(koping, kbab, text="Kvällspatruller vid Järnvägsstationen", place=place, **usual)
    log(patrols, on=today - timedelta(days=2), number=6, at=now)
    texts = (
        "Belysningen i Scheelegatans tunnel ses över",
        "Trygghetsvandring i centrum",
        "Öppna fritidsgårdar",
    )
    for number, text in enumerate(texts):
        for organisations, target in (
            ((kbab, police), ("count", 4, "gånger")),
            ((police,), ("yes_no", None, "")),
        ):
            late = usual | {"due_on": today + timedelta(days=number * 20 - 10)}
            make_activity(koping, *organisations, text=text, target=target, **late)
    log(
        make_activity(
            koping, police, text="Polisen syns i centrum", target=("continuous", None, ""), **usual
        ),
        on=today,
        at=now,
    )
    log(make_activity(koping, police, text="Trafikkontroller", **usual), on=today, number=12, at=now)
    stopped = make_activity(koping, kbab, text="Kameror vid skolan", **usual)
    activities.override(stopped, status="stopped", motive="Tillstånd saknas", by=None, at=now)
    return patrols


@pytest.fixture
def opened(page_of: Callable[..., Page], live: Live, patrols: Activity, owner: User) -> Callable[..., Page]:
    """Open a page as the owner."""
    live.start("web")

    def opened(path: str, size: tuple[int, int] = PHONE, **options: bool) -> Page:
        page = page_of(owner, size, **options)
        page.goto(path)
        return page

    return opened


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


def test_an_owner_logs_an_occasion_from_a_phone_in_twenty_seconds_and_four_taps(
    opened: Callable[..., Page], patrols: Activity
):
    page = opened("/plan")
    taps, began = 0, time.monotonic()
    page.get_by_role("link", name=f"Logga tillfälle: {patrols.text}").click()
    taps += 1
    page.get_by_role("button", name="Logga tillfälle").click()
    taps += 1
    expect(page.get_by_text("Tillfället är loggat. 7 av 10 passager.")).to_be_visible()
    assert (taps <= 4, time.monotonic() - began < 20) == (True, True)
    today = timezone.localdate()
    kept = Occasion.objects.filter(activity=patrols).latest("pk")
    assert (kept.on, kept.number, kept.organisation.name) == (today, 1, "KBAB")


def test_logging_needs_no_script(opened: Callable[..., Page], patrols: Activity):
    page = opened(patrols.get_absolute_url(), javascript=False)
    page.get_by_role("button", name="Logga tillfälle").click()
    expect(page.get_by_text("Tillfället är loggat. 7 av 10 passager.")).to_be_visible()


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_the_board_and_an_activity_are_for_everybody(
    opened: Callable[..., Page], patrols: Activity, size: tuple[int, int], dark: bool
):
    for name, path in (
        ("board", "/plan"),
        ("organisations", "/plan?visa=ansvarig"),
        ("activity", patrols.get_absolute_url()),
        ("home", "/"),
    ):
        page = opened(path, size, dark=dark)
        picture(page, f"{name}-{size[0]}{'-dark' if dark else ''}")
        assert not scrolls_sideways(page), path
        assert Axe().run(page).response["violations"] == [], path


def test_lanes_stand_beside_each_other_on_a_desk_and_under_each_other_on_a_phone(opened: Callable[..., Page]):
    for size, columns in ((PHONE, 1), (DESKTOP, 4)):
        page = opened("/plan", size)
        lefts = page.locator(".lane").evaluate_all(
            "lanes => new Set(lanes.map(it => it.getBoundingClientRect().left)).size"
        )
        assert lefts >= columns and (columns > 1 or lefts == 1)


def test_an_activity_is_written_down_on_a_phone(
    page_of: Callable[..., Page],
    live: Live,
    koping: Municipality,
    patrols: Activity,
    complaints: list[str],
):
    live.start("web")
    page = page_of(factories.make_user(Role.COORDINATOR, koping, organisation="Kommunen"), PHONE)
    page.goto("/aktiviteter/ny")
    page.get_by_label("Aktivitet").fill("Ronder i parken")
    page.get_by_label("Klart senast").fill(f"{timezone.localdate() + YEAR}")
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("alert")).to_contain_text("Välj minst en ansvarig.")
    complaints.clear()  # the browser mentions the 422
    picture(page, "edit-390")
    assert (scrolls_sideways(page), Axe().run(page).response["violations"]) == (False, [])
    page.get_by_role("group", name="Ansvariga").get_by_label("KBAB").check()
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("heading", name="Ronder i parken")).to_be_visible()
    picture(page, "written-390")


def test_on_paper_the_board_has_no_buttons(opened: Callable[..., Page]):
    page = opened("/plan", DESKTOP)
    page.emulate_media(media="print")
    picture(page, "paper")
    assert page.locator("main :is(button, .ds-button):visible").count() == 0
