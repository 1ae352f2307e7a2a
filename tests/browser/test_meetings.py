"""A secretary records a meeting as it is held: in place with htmx, by whole pages without JavaScript."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

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


def test_an_own_item_is_changed_in_place(open_meeting: Callable[..., Page], meeting: Meeting):
    own = item_of(meeting)
    page = open_meeting()
    item = page.locator(f"#p-{own.pk}")
    item.get_by_role("link", name="Ändra").click()
    item.get_by_label("Rubrik").fill("Belysning i parken")
    item.get_by_role("button", name="Spara").first.click()
    expect(item.get_by_role("heading", name="Belysning i parken")).to_be_visible()
