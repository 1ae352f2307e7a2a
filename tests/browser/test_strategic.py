"""A year's edition in a real browser: begun from the list, written, confirmed part by part, and read by everybody."""

import os
import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Municipality, User
from accounts.roles import Role
from lagesbild import document
from lagesbild.models import Edition, LawPart
from lagesbild.period import Months, ended_years
from promises.models import Dialogue
from tests import factories
from tests.browsing import DESKTOP, LOOKS
from tests.processes import Live

#: Where to leave pictures of the pages for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES")


@pytest.fixture
def koping(own_database: str) -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def coordinator(koping: Municipality) -> User:
    return factories.make_user(Role.COORDINATOR, koping)


@pytest.fixture
def year() -> Months:
    return ended_years(timezone.localdate(), count=1)[0]


@pytest.fixture
def busy_year(koping: Municipality, coordinator: User, year: Months) -> Months:
    """A place with two events a month, and a dialogue."""
    reporter, station = factories.make_user(Role.REPORTER, koping), factories.make_place(koping)
    for month in year.single_months():
        for day in (4, 18):
            at = datetime.combine(month.start + timedelta(days=day), time(21), koping.zone)
            factories.make_approved(reporter, coordinator, at=at, started_at=at, ended_at=at, place=station)
    Dialogue.objects.create(
        municipality=koping, kind="citizens", title="Dialog på torget", on=year.start, participants=34
    )
    return year


@pytest.fixture
def opened(page_of: Callable[..., Page], live: Live, coordinator: User) -> Callable[..., Page]:
    """Open a page as the coordinator."""
    live.start("web")

    def opened(path: str, size: tuple[int, int] = DESKTOP, **options: bool) -> Page:
        page = page_of(coordinator, size, **options)
        page.goto(path)
        return page

    return opened


def test_a_year_is_begun_written_and_adopted_after_what_is_empty_is_confirmed(
    opened: Callable[..., Page], year: Months
):
    page = opened("/lagesbilder")
    page.get_by_text("Tertialrapport och strategisk lägesbild").click()
    page.get_by_role("button", name="Ny strategisk lägesbild").click()
    page.get_by_role("textbox", name=re.compile("^Analys")).fill("Mest glas vid stationen.")
    page.get_by_role("button", name="Spara utkastet").click()
    expect(page.get_by_text("Utkastet är sparat.")).to_be_visible()
    page.get_by_label("Kartläggning – fastställ fast delen är tom").check()
    page.get_by_label("Annan information – fastställ fast delen är tom").check()
    page.get_by_role("button", name="Fastställ lägesbilden").click()
    expect(page).to_have_url(re.compile(f"/lagesbilder/ar/{year.start.year}-1$"))
    assert Edition.objects.get().designation == f"Å{year.start.year}:01"
    page.goto("about:blank")  # no worker makes the PDF that the page waits for


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_a_year_is_for_everybody(
    opened: Callable[..., Page],
    koping: Municipality,
    coordinator: User,
    busy_year: Months,
    size: tuple[int, int],
    dark: bool,
):
    now = timezone.now()
    draft = document.draft(koping, busy_year, at=now)
    earlier = document.draft(koping, busy_year.previous(), at=now)
    adopted = document.adopt(earlier, by=coordinator, at=now, despite=LawPart.values)
    for name, path in (
        ("list", "/lagesbilder"),
        ("draft", draft.get_absolute_url()),
        ("year", adopted.get_absolute_url()),
    ):
        page = opened(path, size, dark=dark)
        page.evaluate("document.querySelectorAll('details').forEach(it => { it.open = true })")
        if PICTURES:
            shown = f"{name}-{size[0]}{'-dark' if dark else ''}.png"
            page.screenshot(path=Path(PICTURES) / shown, full_page=True)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path
        assert Axe().run(page).response["violations"] == [], path
        page.goto("about:blank")  # no worker makes the PDF that the page waits for
