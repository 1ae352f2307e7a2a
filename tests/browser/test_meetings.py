"""A secretary records a meeting as it is held: in place with htmx, by whole pages without JavaScript."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Dialog, Page, Route, expect

from accounts.roles import Role
from promises import meetings
from promises.models import Meeting, Presence
from tests import factories
from tests.browsing import DESKTOP
from tests.processes import Live
from tests.promises.factories import make_activity
from tests.promises.meeting_factories import item_of, make_meeting

pytestmark = pytest.mark.long


@pytest.fixture
def meeting(own_database: str) -> Meeting:
    municipality = factories.make_municipality()
    today = timezone.localdate(timezone=municipality.zone)
    days = {"start_on": today - timedelta(days=30), "due_on": today - timedelta(days=3)}
    make_activity(municipality, text="Klottersanering", **days)
    meeting = make_meeting(municipality, starts_at=timezone.now() - timedelta(minutes=1))
    meetings.agenda_of_what_is_due(meeting, at=timezone.now())
    organisation = factories.make_organisation(municipality)
    meetings.attend(meeting, organisation=organisation, role="Förvaltare", presence=Presence.MEMBER)
    return meeting


@pytest.fixture
def open_meeting(live: Live, meeting: Meeting, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the meeting on a page of that size, signed in as the coordinator."""
    live.start("web")
    secretary = factories.make_user(Role.COORDINATOR, meeting.municipality)

    def open_meeting(size: tuple[int, int] = DESKTOP, **options: bool) -> Page:
        page = new_page(size, **options)
        client = Client()
        client.force_login(secretary)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": settings.SITE_URL}]
        )
        page.goto(meeting.get_absolute_url())
        return page

    return open_meeting


def record(page: Page) -> None:
    """Note what was said of the late activity, decide on it, and make an activity of the decision."""
    item = page.locator("article", has_text="Klottersanering").first
    item.get_by_label("Anteckningar").fill("Ställningen saknas.")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.get_by_label("Anteckningar")).to_have_value("Ställningen saknas.")
    item.get_by_text("Besluta", exact=True).click()
    item.get_by_label("Vad").fill("att uppdra åt KBAB att hyra en ställning.")
    item.get_by_role("button", name="Spara beslutet").click()
    expect(item.get_by_text("att uppdra åt KBAB att hyra en ställning", exact=True)).to_be_visible()
    item.get_by_role("link", name="Gör till aktivitet").click()
    item.get_by_role("group", name="Ansvariga").get_by_label("KBAB").check()
    day = timezone.localdate() + timedelta(days=20)
    item.get_by_label("Klart senast").fill(day.isoformat())
    item.get_by_role("button", name="Spara aktiviteten").click()
    expect(item.get_by_role("link", name="Åt KBAB att hyra en ställning")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_notes_a_decision_and_its_activity_are_recorded_while_the_meeting_is_held(
    open_meeting: Callable[..., Page], meeting: Meeting, javascript: bool
):
    page = open_meeting(javascript=javascript)
    record(page)
    resolution = meeting.resolutions.get()
    assert resolution.activities.get().text == "Åt KBAB att hyra en ställning"
    assert resolution.item.notes == "Ställningen saknas."


def test_what_is_typed_while_somebody_else_confirms_is_shown_to_be_kept(
    open_meeting: Callable[..., Page], meeting: Meeting, complaints: list[str]
):
    page = open_meeting()
    item = page.locator("article", has_text="Klottersanering").first
    item.get_by_label("Anteckningar").fill("För sent.")
    held = meetings.hold(meeting, at=timezone.now())
    Meeting.objects.filter(pk=held.pk).update(confirmer="Kommunpolis")
    meetings.confirm(held, at=timezone.now())
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(page.get_by_role("heading", name="Protokollet är justerat")).to_be_visible()
    expect(page.get_by_text("För sent.")).to_be_visible()
    assert all("409" in complaint for complaint in complaints)
    complaints.clear()


def test_nothing_is_written_in_what_is_being_saved(open_meeting: Callable[..., Page], meeting: Meeting):
    page = open_meeting()
    item = page.locator("article", has_text="Klottersanering").first
    held_back: list[Route] = []
    page.route(re.compile("/moten/paragraf"), lambda route: held_back.append(route))
    item.get_by_label("Anteckningar").fill("Ställningen saknas.")
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.locator("form[inert]", has_text="Spara anteckningen")).to_have_count(1)
    page.keyboard.type(" Och mer.")
    held_back[0].continue_()
    expect(item.get_by_text("Sparad", exact=True)).to_be_visible()
    expect(item.get_by_label("Anteckningar")).to_have_value("Ställningen saknas.")
    item.get_by_label("Anteckningar").fill("Ställningen är beställd.")
    page.unroute(re.compile("/moten/paragraf"))
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.get_by_text("Sparad", exact=True)).to_be_visible()


def test_without_a_network_the_form_stays_and_says_so(
    open_meeting: Callable[..., Page], meeting: Meeting, complaints: list[str]
):
    page = open_meeting()
    item = page.locator("article", has_text="Klottersanering").first
    item.get_by_label("Anteckningar").fill("Ställningen saknas.")
    page.context.set_offline(True)
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.get_by_role("alert")).to_contain_text("Det gick inte att spara. Det du skrev står kvar.")
    expect(item.get_by_label("Anteckningar")).to_have_value("Ställningen saknas.")
    page.context.set_offline(False)
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.get_by_text("Sparad", exact=True)).to_be_visible()
    expect(item.get_by_role("alert")).to_have_count(0)
    complaints.clear()


def test_whoever_was_signed_out_signs_in_beside_and_saves_the_same_words(
    open_meeting: Callable[..., Page], meeting: Meeting, complaints: list[str]
):
    page = open_meeting()
    item = page.locator("article", has_text="Klottersanering").first
    cookies = page.context.cookies()
    item.get_by_label("Anteckningar").fill("Ställningen saknas.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.get_by_role("alert")).to_contain_text("Du har loggats ut. Det du skrev står kvar.")
    # Whoever signs in gets another token; the one in the form is stale.
    page.context.clear_cookies()
    page.context.add_cookies([each for each in cookies if each["name"] == settings.SESSION_COOKIE_NAME])
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.get_by_text("Sparad", exact=True)).to_be_visible()
    assert all("403" in complaint for complaint in complaints)
    complaints.clear()


def test_the_browser_asks_before_what_is_written_is_left(open_meeting: Callable[..., Page], meeting: Meeting):
    page = open_meeting()
    item = page.locator("article", has_text="Klottersanering").first
    item.get_by_label("Anteckningar").press_sequentially("Ställningen saknas.")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_role("button", name="Flytta ner").first.click()
    expect(item.get_by_label("Anteckningar")).to_have_value("Ställningen saknas.")
    assert asked == ["beforeunload"]
    item.get_by_role("button", name="Spara anteckningen").click()
    expect(item.get_by_text("Sparad", exact=True)).to_be_visible()
    page.get_by_role("button", name="Flytta ner").first.click()
    page.wait_for_url("**#p-*")
    assert asked == ["beforeunload"]


def test_an_own_item_is_changed_in_place(open_meeting: Callable[..., Page], meeting: Meeting):
    own = item_of(meeting)
    page = open_meeting()
    item = page.locator(f"#p-{own.pk}")
    item.get_by_role("link", name="Ändra").click()
    item.get_by_label("Rubrik").fill("Belysning i parken")
    item.get_by_role("button", name="Spara").first.click()
    expect(item.get_by_role("heading", name="Belysning i parken")).to_be_visible()
