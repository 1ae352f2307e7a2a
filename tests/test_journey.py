"""The main job, end to end on real parts: a report in a browser becomes a lägesbild in the police's mailbox.

Browser → web server → PostgreSQL → Redis → worker → WeasyPrint → SMTP. Every page met on the way is held against axe.
"""

import re
import subprocess
from collections.abc import Callable
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Municipality
from accounts.roles import Role
from incidents.models import Decision, Incident
from incidents.states import Move, State
from lagesbild import wording
from lagesbild.models import Edition, EditionState, Level
from lagesbild.period import FORTNIGHT
from tests import factories
from tests.browsing import PHONE
from tests.mailbox import Mailbox
from tests.processes import Live, wait_until
from tests.signing_in import give_app, take_second_step

PASSWORD = "ett-langt-losenord-2026"
PLACE = "Järnvägsstationen"
SERIOUS = {"serious", "critical"}


@pytest.fixture
def municipality(own_database: str) -> Municipality:
    """Köping, whose latest fortnight ended when this week began."""
    return factories.make_municipality(anchor_on=this_monday())


def this_monday() -> date:
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())


def in_the_period(municipality: Municipality, hour: int = 21) -> datetime:
    """The last Saturday evening of the fortnight that has ended."""
    saturday = municipality.anchor_on - timedelta(days=2)
    return datetime.combine(saturday, datetime.min.time(), municipality.zone) + timedelta(hours=hour)


def test_from_a_report_on_a_phone_to_a_lagesbild_in_the_mailbox(
    live: Live, mailbox: Mailbox, municipality: Municipality, new_page: Callable[..., Page], tmp_path: Path
):
    place = factories.make_place(municipality, PLACE)
    reporter = factories.make_user(Role.REPORTER, municipality, password=PASSWORD)
    coordinator = factories.make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    give_app(coordinator)
    factories.make_recipient(municipality, "polis@example.com")
    factories.make_recipient(municipality, "vaktare@example.com", level=Level.GENERALISED)
    for _ in range(20):
        moment = in_the_period(municipality, hour=20)
        factories.make_approved(
            reporter, coordinator, at=timezone.now(), place=place, started_at=moment, ended_at=moment
        )
    live.start("web", "worker", "beat", SWEEP_SECONDS="1")

    phone = new_page(PHONE)
    sign_in(phone, reporter.email)
    file_report(phone, at=in_the_period(municipality))
    incident = Incident.objects.latest("pk")
    assert (incident.state, incident.reporter, incident.place) == (State.SUBMITTED, reporter, place)
    assert incident.category.code == "SKA-10"

    desk = new_page()
    sign_in(desk, coordinator.email)
    correct_and_approve(desk, incident)
    adopt_the_draft(desk)
    edition = Edition.objects.get(state=EditionState.ADOPTED)
    assert edition.period.length == FORTNIGHT

    full = wait_until(lambda: mailbox.to("polis@example.com"), seconds=60)[0]
    assert full["Subject"] == f"Köping: lägesbild {wording.weeks_with_year(edition.period)}"
    text = text_of_the_pdf(full, tmp_path)
    assert f"Lägesbild nr {edition.designation}" in text
    assert "21 händelser rapporterades" in text
    assert PLACE in text
    generalised = wait_until(lambda: mailbox.to("vaktare@example.com"), seconds=60)[0]
    assert PLACE not in text_of_the_pdf(generalised, tmp_path)

    desk.goto(edition.get_absolute_url())
    expect(desk.locator("#utskick").get_by_text("Skickat", exact=True)).to_have_count(2)
    expect_accessible(desk)
    cookies = [cookie["value"] for page in (phone, desk) for cookie in page.context.cookies()]
    people = [reporter.email, coordinator.email, reporter.name, "polis@example.com", "vaktare@example.com"]
    expect_discreet(live, [*cookies, *people, PASSWORD, PLACE, "väggen vid spår", "förbi stationen"])


def sign_in(page: Page, email: str) -> None:
    page.goto("/")
    expect_accessible(page)
    page.get_by_label("E-postadress").fill(email)
    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    take_second_step(page, email)
    expect_accessible(page)


def file_report(page: Page, *, at: datetime) -> None:
    """On the phone: graffiti at the station, on Saturday evening."""
    page.get_by_role("link", name="Rapportera").last.click()
    page.locator("summary", has_text="Skadegörelse").click()
    page.locator("label", has_text="Klotter").last.click()
    page.get_by_label("Sök plats eller adress").fill("järnväg")
    page.locator(".found-row", has_text=PLACE).click()
    page.locator("label", has_text="Annan tid").click()
    page.get_by_role("textbox", name="Från").fill(f"{at:%Y-%m-%dT%H:%M}")
    page.get_by_label("Beskriv vad som hände").fill("Klotter på väggen vid spår 1.")
    expect_accessible(page)
    page.get_by_role("button", name="Skicka in").click()
    page.wait_for_url("**/kvitto")
    expect_accessible(page)


def correct_and_approve(page: Page, incident: Incident) -> None:
    """At the desk: it was broken glass, not graffiti."""
    page.get_by_role("link", name="Granskning").first.click()
    page.wait_for_url("**/granskning*")
    expect(page.locator("#rapport")).to_contain_text("Klotter")
    expect_accessible(page)
    page.get_by_role("link", name="Rätta").click()
    page.get_by_label("Vad hände?").select_option(label="Glaskross")
    expect_accessible(page)
    page.get_by_role("button", name="Rätta och godkänn").click()
    wait_until(lambda: Incident.objects.get(pk=incident.pk).state == State.APPROVED)
    approval = Decision.objects.get(incident=incident, move=Move.APPROVE)
    assert list(approval.changes) == ["category"]


def adopt_the_draft(page: Page) -> None:
    """Read the draft that the timetable has made, give the police a direction, adopt."""
    wait_until(lambda: Edition.objects.filter(state=EditionState.DRAFT).exists())
    page.goto("/lagesbilder")
    expect_accessible(page)
    page.get_by_role("link", name=re.compile("Lägesbild vecka")).click()
    page.get_by_label("Polis").fill("Gå förbi stationen lördag kl. 20–23.")
    page.get_by_role("button", name="Spara utkastet").click()
    expect(page.get_by_text("Utkastet är sparat.")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="Fastställ lägesbilden").click()
    expect(page.get_by_text("är fastställd.")).to_be_visible()
    expect(page.get_by_role("link", name="Hämta PDF")).to_have_count(2, timeout=60_000)


def expect_discreet(live: Live, words: list[str]) -> None:
    """No process has logged any of that: who somebody is, what they wrote, or what would let another in."""
    logs = {name: live.log(name) for name in ("web", "worker", "beat")}
    assert all(logs.values())
    assert [
        (word, name) for name, log in logs.items() for word in words if len(word) > 3 and word in log
    ] == []


def text_of_the_pdf(message: EmailMessage, folder: Path) -> str:
    [attachment] = message.iter_attachments()
    path = folder / "attached.pdf"
    path.write_bytes(attachment.get_content())
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def expect_accessible(page: Page) -> None:
    """Nothing serious by axe on the page as it stands."""
    found = Axe().run(page).response["violations"]
    serious = [each for each in found if each["impact"] in SERIOUS]
    assert [(each["id"], node["html"], page.url) for each in serious for node in each["nodes"]] == []
