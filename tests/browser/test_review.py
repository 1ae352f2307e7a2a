"""Reviewing in a real browser: ten reports by keyboard, on a phone, without JavaScript, and second of two."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Municipality, User
from accounts.roles import Role
from incidents.models import Incident
from incidents.states import Move, Reason, State
from incidents.workflow import Choice, decide
from tests.browsing import DESKTOP, LOOKS, PHONE
from tests.factories import approve, category, file_report, make_municipality, make_place, make_user
from tests.processes import Live, wait_until

SERIOUS = {"serious", "critical"}


@pytest.fixture
def town(own_database: str) -> Municipality:
    return make_municipality()


@pytest.fixture
def guard(town: Municipality) -> User:
    return make_user(Role.REPORTER, town)


@pytest.fixture
def open_desk(live: Live, town: Municipality, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the queue on a page of that size, signed in as a coordinator."""
    live.start("web")
    coordinator = make_user(Role.COORDINATOR, town)

    def open_desk(size: tuple[int, int] = DESKTOP, path: str = "/granskning", **options: bool) -> Page:
        page = new_page(size, **options)
        client = Client()
        client.force_login(coordinator)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}]
        )
        page.goto(path)
        return page

    return open_desk


def begin_to_reject(page: Page) -> None:
    """Say why, without sending it."""
    page.locator("summary", has_text="Avslå").click()
    page.get_by_label("Test").check()
    page.get_by_label("Motivering").fill("Ser ut som en övning.")


def file_some(guard: User, number: int) -> list[Incident]:
    """So many reports, oldest first, no two alike."""
    now, town = timezone.now(), guard.memberships.get().municipality
    return [
        file_report(
            guard,
            at=now,
            started_at=now - timedelta(days=2 * number + 1),
            ended_at=now - timedelta(days=2 * number + 1),
            category=category(town, "SKA-10" if number % 2 else "SKA-20"),
            description=f"Rapport {number}.",
        )
        for number in range(number)
    ]


def reads(page: Page, report: Incident) -> None:
    """Wait until the report is the one on the desk and its keys answer."""
    expect(page.locator(".review-head")).to_contain_text(f"Nr {report.pk},")
    expect(page.locator("[data-keys]")).to_be_visible()


def state(report: Incident) -> str:
    return Incident.objects.values_list("state", flat=True).get(pk=report.pk)


def test_ten_reports_are_decided_within_two_minutes_by_keys_alone(open_desk, guard):
    reports = file_some(guard, 9)
    double = file_report(
        guard,
        at=timezone.now(),
        started_at=reports[8].started_at,
        ended_at=reports[8].ended_at,
        category=reports[8].category,
    )
    page = open_desk()
    keys = page.keyboard
    began = time.monotonic()
    for report in reports[:6]:
        reads(page, report)
        keys.press("g")
    reads(page, reports[6])
    keys.press("k")
    keys.press("ArrowDown")
    keys.press("Tab")
    keys.type("Vilken gata och jag vet att n, g och a är bokstäver?")
    keys.press("Control+Enter")
    reads(page, reports[7])
    keys.press("a")
    keys.press("ArrowDown")
    keys.press("Enter")
    reads(page, reports[8])
    keys.press("j")
    reads(page, double)
    keys.press("p")
    reads(page, reports[8])
    keys.press("n")
    reads(page, double)
    keys.press("d")
    keys.press("Enter")
    reads(page, reports[8])
    keys.press("g")
    expect(page.get_by_text("Inget väntar")).to_be_visible()
    assert time.monotonic() - began < 120
    assert [state(report) for report in [*reports, double]] == [
        *["approved"] * 6,
        "completion_requested",
        "rejected",
        "approved",
        "duplicate",
    ]
    assert reports[6].decisions.latest("version").reason == Reason.WHERE_UNCLEAR
    assert reports[7].decisions.latest("version").reason == Reason.NOT_AN_INCIDENT
    assert Incident.objects.get(pk=double.pk).duplicate_of == reports[8]


def test_keys_can_be_turned_off_and_stay_so(open_desk, guard):
    report, _other = file_some(guard, 2)
    page = open_desk()
    reads(page, report)
    page.get_by_label("Kortkommandon").uncheck()
    page.reload()
    reads(page, report)
    page.locator("#rapport").focus()
    page.keyboard.press("g")
    page.keyboard.press("j")
    page.wait_for_timeout(300)
    reads(page, report)
    assert state(report) == State.SUBMITTED
    page.get_by_label("Kortkommandon").check()
    page.keyboard.press("g")
    wait_until(lambda: state(report) == State.APPROVED)


def test_what_is_missing_is_said_where_it_is_missing(open_desk, guard, complaints):
    (report,) = file_some(guard, 1)
    page = open_desk()
    reads(page, report)
    page.keyboard.press("a")
    page.get_by_label("Motivering").fill("Ser ut som en övning.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Välj ett skäl.")).to_be_visible()
    expect(page.get_by_label("Motivering")).to_have_value("Ser ut som en övning.")
    expect(page.get_by_label("Utanför kommunen")).to_be_focused()
    assert [complaint.count("422") for complaint in complaints] == [1]
    complaints.clear()


def test_escape_closes_what_a_key_opened(open_desk, guard):
    (report,) = file_some(guard, 1)
    page = open_desk()
    reads(page, report)
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Avslå och nästa")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Avslå och nästa")).to_be_hidden()


def test_on_a_phone_the_queue_and_the_report_are_pages_of_their_own(open_desk, guard):
    first, second = file_some(guard, 2)
    page = open_desk(PHONE)
    assert width(page) == PHONE[0]
    page.get_by_role("link", name=f"nr {first.pk}").click()
    expect(page.locator(".review-queue")).to_be_hidden()
    assert width(page) == PHONE[0]
    page.get_by_role("button", name="Godkänn och nästa").click()
    expect(page.locator(".review-head")).to_contain_text(f"Nr {second.pk},")
    page.locator("summary", has_text="Komplettera").click()
    page.get_by_label("Oklart när").check()
    page.get_by_label("Fråga till rapportören").fill("Vilken dag?")
    page.get_by_role("button", name="Skicka frågan").click()
    expect(page.get_by_text("Inget väntar")).to_be_visible()
    assert (state(first), state(second)) == ("approved", "completion_requested")


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_without_javascript_the_same_is_decided_with_links_and_buttons(open_desk, guard, complaints):
    first, second, third = file_some(guard, 3)
    page = open_desk(javascript=False)
    page.get_by_role("button", name="Godkänn och nästa").click()
    expect(page.locator(".review-head")).to_contain_text(f"Nr {second.pk},")
    page.locator("summary", has_text="Avslå").click()
    page.get_by_role("button", name="Avslå och nästa").click()
    expect(page.get_by_text("Välj ett skäl.")).to_be_visible()
    page.get_by_label("Inte en händelse").check()
    page.get_by_role("button", name="Avslå och nästa").click()
    expect(page.locator(".review-head")).to_contain_text(f"Nr {third.pk},")
    page.get_by_label("Ålder", exact=True).select_option("sena")
    page.get_by_role("button", name="Visa", exact=True).click()
    expect(page).to_have_url(re.compile(r"\?kategori=&alder=sena$"))
    assert (state(first), state(second), state(third)) == ("approved", "rejected", "submitted")
    assert [complaint.count("422") for complaint in complaints] == [1]
    complaints.clear()


def test_whoever_is_signed_out_meanwhile_is_asked_to_sign_in(open_desk, guard):
    first, second = file_some(guard, 2)
    page = open_desk()
    reads(page, first)
    page.context.clear_cookies()
    page.get_by_role("link", name=f"nr {second.pk}").click()
    expect(page).to_have_url(re.compile(r"/konto/logga-in\?next=/granskning$"))


def test_whoever_is_signed_out_keeps_what_was_typed(open_desk, guard, complaints):
    report, _other = file_some(guard, 2)
    page = open_desk()
    reads(page, report)
    begin_to_reject(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Avslå och nästa").click()
    expect(page.get_by_role("alert")).to_contain_text("Du har loggats ut.")
    expect(page.get_by_label("Motivering")).to_have_value("Ser ut som en övning.")
    assert all("403" in complaint for complaint in complaints)
    complaints.clear()


def test_whoever_is_signed_out_without_javascript_is_shown_what_was_typed(open_desk, guard, complaints):
    report, _other = file_some(guard, 2)
    page = open_desk(javascript=False)
    page.goto(f"/granskning/{report.pk}")
    begin_to_reject(page)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Avslå och nästa").click()
    expect(page.get_by_role("heading", name="Du har loggats ut")).to_be_visible()
    expect(page.get_by_text("Ser ut som en övning.")).to_be_visible()
    assert state(report) == State.SUBMITTED
    complaints.clear()


def test_the_second_of_two_is_told_and_keeps_what_was_typed(open_desk, town, guard, complaints):
    report, _other = file_some(guard, 2)
    page = open_desk()
    reads(page, report)
    begin_to_reject(page)
    approve(report, make_user(Role.REVIEWER, town), at=timezone.now())
    page.get_by_role("button", name="Avslå och nästa").click()
    told = page.get_by_role("alert")
    expect(told).to_contain_text("hann före: godkänd")
    expect(told).to_contain_text("Ser ut som en övning.")
    assert state(report) == State.APPROVED
    assert [complaint.count("409") for complaint in complaints] == [1]
    complaints.clear()


def test_a_report_is_corrected_on_the_map_and_approved_in_one_go(open_desk, town, guard):
    (report,) = file_some(guard, 1)
    station = make_place(town)
    page = open_desk()
    reads(page, report)
    page.keyboard.press("r")
    page.get_by_label("Vad hände?").select_option(label="Klotter")
    page.get_by_label("Sök plats eller adress").fill("järn")
    page.locator(".found-row", has_text=station.name).click()
    page.get_by_role("button", name="Rätta och godkänn").click()
    expect(page.get_by_text("är rättad och godkänd")).to_be_visible()
    report.refresh_from_db()
    assert (report.state, report.category.code, report.place) == ("approved", "SKA-10", station)


def test_a_text_is_blocked_and_masked(open_desk, guard):
    (report,) = file_some(guard, 1)
    page = open_desk()
    reads(page, report)
    page.keyboard.press("s")
    page.keyboard.press("Enter")
    page.get_by_label("Beskrivning").fill("En person gjorde det.")
    page.get_by_label("Jag har läst texten").check()
    page.get_by_role("button", name="Maskera och häv spärren").click()
    expect(page.locator(".review-words")).to_have_text("En person gjorde det.")
    assert [text.body for text in report.texts.all()] == ["En person gjorde det."]


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_axe_finds_nothing_serious(open_desk, guard, town, size, dark):
    first, second = (file_report(guard, at=timezone.now() - timedelta(days=9)) for _ in range(2))
    reviewer = make_user(Role.REVIEWER, town)
    asked = Choice(Move.REQUEST_COMPLETION, 1, Reason.WHERE_UNCLEAR, "Vilken port?")
    decide(second.pk, asked, by=reviewer, at=timezone.now())
    blocked = file_report(guard)
    decide(blocked.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=timezone.now())
    page = open_desk(size, dark=dark)
    found = {"/granskning": serious(page)}
    for path in (
        f"/granskning/{first.pk}",
        f"/granskning/{second.pk}",
        f"/granskning/{blocked.pk}",
        f"/granskning/{first.pk}/ratta",
        f"/granskning/{blocked.pk}/maskera",
        "/granskning/importer",
    ):
        page.goto(path)
        for details in page.locator("details.review-move").all():
            details.evaluate("element => element.open = true")
        found[path] = serious(page)
        assert width(page) == size[0]
    assert found == {path: [] for path in found}


def serious(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{violation['id']}: {[node['html'] for node in violation['nodes']]}"
        for violation in violations
        if violation["impact"] in SERIOUS
    ]
