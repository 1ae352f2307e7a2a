"""The browser of the tests: Debian's Chromium, driven by Playwright, which may reach nothing but the site itself.

Whatever the browser complains of (script errors, violations of the content security policy, missing files, requests to
others) fails the test, unless the test expects it and empties `complaints`.
"""

import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
PHONE = (390, 844)
DESKTOP = (1280, 900)
#: (size, dark): each size and each colour scheme, and in the long tests every pair of them.
LOOKS = [
    pytest.param(PHONE, False, id="phone-light"),
    pytest.param(DESKTOP, True, id="desktop-dark"),
    pytest.param(PHONE, True, id="phone-dark", marks=pytest.mark.long),
    pytest.param(DESKTOP, False, id="desktop-light", marks=pytest.mark.long),
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; each page has a context, and so cookies, of its own."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    """Collect what the browser complains of; the test fails if anything is left when it ends."""
    collected: list[str] = []
    yield collected
    assert collected == []


@pytest.fixture
def new_page(browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open pages of any size: `new_page(PHONE, dark=True, javascript=False)`. Paths are relative to the site."""
    contexts = []

    def open_page(size: tuple[int, int] = DESKTOP, *, dark: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=settings.SITE_URL,
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="sv-SE",
            timezone_id="Europe/Stockholm",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        _listen(page, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page of desktop size."""
    return new_page()


def _listen(page: Page, complaints: list[str]) -> None:
    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(f"{message.text}: {message.location.get('url')} (on {page.url})")

    def on_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and address.netloc != urlsplit(settings.SITE_URL).netloc:
            complaints.append(f"asked somebody else for {request.url} ({page.url})")

    page.on("console", on_console)
    page.on("request", on_request)
    page.on("pageerror", lambda error: complaints.append(f"{error} ({page.url})"))
