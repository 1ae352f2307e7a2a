"""The long loop, end to end on real parts: from a hot spot in a lägesbild to a promise kept, and on into the next one.

Browser → web server → PostgreSQL → Redis → worker → WeasyPrint → SMTP. Every page met on the way is held against axe.
"""

import re
import subprocess
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from accounts.models import Municipality, User
from accounts.roles import Role
from lagesbild import document
from lagesbild.models import Edition, EditionState
from promises import documents
from promises.models import DocumentKind, FollowUp, Promise, TargetKind
from promises.spans import name, span_of
from tests import factories
from tests.browsing import PHONE
from tests.mailbox import Mailbox
from tests.processes import Live, wait_until
from tests.promises.documents import make_document, make_promise
from tests.signing_in import give_app
from tests.test_journey import PASSWORD, expect_accessible, sign_in, text_of_the_pdf, this_monday

PLACE, PROMISE = "Järnvägsstationen", "Vuxna vid stationen"
ACTIVITY, TWO = "Gå kvällspass vid stationen", ("Ungdomscoacherna", "Väktarbolaget")


@pytest.fixture
def municipality(own_database: str) -> Municipality:
    """Köping, whose latest fortnight ended when this week began; the one before it has an adopted edition."""
    municipality = factories.make_municipality(anchor_on=this_monday())
    place = factories.make_place(municipality, PLACE)
    reporter = factories.make_user(Role.REPORTER, municipality)
    reviewer = factories.make_user(Role.REVIEWER, municipality)
    now = timezone.now()
    for weeks in (1, 3):
        saturday = this_monday() - timedelta(weeks=weeks, days=-5)
        moment = datetime.combine(saturday, time(20), municipality.zone)
        for _ in range(12):
            factories.make_approved(
                reporter, reviewer, at=now, place=place, started_at=moment, ended_at=moment
            )
    before = document.latest_period(municipality, at=now).previous()
    document.adopt(document.draft(municipality, before, at=now), by=reviewer, at=now)
    return municipality


@pytest.fixture
def promise(municipality: Municipality) -> Promise:
    """Two evenings are promised, in force around today."""
    today = timezone.localdate(timezone=municipality.zone)
    days = {"first_on": today - timedelta(days=200), "last_on": today + timedelta(days=100)}
    promises = make_document(municipality, DocumentKind.PROMISES, "Medborgarlöften", **days)
    target = {"target_kind": TargetKind.COUNT, "target_number": 2, "target_unit": "kvällar"}
    promise = make_promise(promises, "Vuxna finns där två kvällar.", heading=PROMISE, **days, **target)
    documents.adopt(promises, by=None, at=timezone.now())
    return promise


def test_from_a_hot_spot_to_a_promise_kept_and_into_the_next_lagesbild(
    live: Live,
    mailbox: Mailbox,
    municipality: Municipality,
    promise: Promise,
    new_page: Callable[..., Page],
    tmp_path: Path,
):
    coordinator, member, *owners = [
        factories.make_user(role, municipality, organisation=organisation, password=PASSWORD)
        for role, organisation in [
            (Role.COORDINATOR, "Kommunledningen"),
            (Role.BRA_MEMBER, "Kommunledningen"),
            *((Role.ACTION_OWNER, name) for name in TWO),
        ]
    ]
    give_app(coordinator)
    factories.make_recipient(municipality, "polis@example.com")
    live.start("web", "worker", "beat", SWEEP_SECONDS="1")

    desk = new_page()
    sign_in(desk, coordinator.email)
    open_the_hot_spot(desk)
    decide_on_it(desk)
    tie_to_the_promise(desk)
    for owner in owners:
        log_on_a_phone(new_page(PHONE), owner)
    desk.goto("/plan")
    expect_accessible(desk)
    follow_up_the_promise(desk, promise)
    adopt_at_the_council(desk)

    assert "Uppfyllt" in text_of_the_pack(desk, tmp_path)
    see_it_kept(new_page(), member)

    adopt_the_next(desk)
    text = " ".join(
        text_of_the_pdf(wait_until(lambda: mailbox.to("polis@example.com"), seconds=60)[0], tmp_path).split()
    )
    assert "Uppföljning av förra lägesbilden" in text
    assert f"{ACTIVITY}: klar. 2 av 2 kvällar" in text
    assert "Beslut: EST-gruppen" in text


def open_the_hot_spot(page: Page) -> None:
    """From the place on the adopted edition's list."""
    page.goto(Edition.objects.get(state=EditionState.ADOPTED).get_absolute_url())
    expect_accessible(page)
    page.get_by_role("button", name=re.compile(f"Öppna som hot spot.*{PLACE}")).click()
    expect(page.get_by_role("heading", level=1, name=PLACE)).to_be_visible()
    expect_accessible(page)


def plan_a_meeting(page: Page, body: str) -> None:
    """Today, with an agenda of what is due."""
    page.goto("/moten/nytt")
    expect_accessible(page)
    page.get_by_label("Organ").select_option(label=body)
    page.get_by_label("Dag", exact=True).fill(timezone.localdate().isoformat())
    page.get_by_label("Från klockan").fill("08:00")
    page.get_by_label("Till klockan").fill("09:30")
    page.get_by_role("button", name="Planera möte").click()
    page.get_by_role("button", name="Hämta det som är aktuellt").click()
    expect(page.get_by_text("Mötets avslutning").first).to_be_visible()
    expect_accessible(page)


def paragraph(page: Page, heading: str | re.Pattern[str]) -> Locator:
    """The paragraph of the agenda with that heading."""
    return page.locator("article").filter(has=page.get_by_role("heading", name=heading))


def decide_on_it(page: Page) -> None:
    """The EST group has two organisations go there together, and the decision becomes an activity."""
    plan_a_meeting(page, "EST-gruppen")
    item = paragraph(page, re.compile(rf"§ \d+ {PLACE}$"))
    item.get_by_text("Besluta", exact=True).click()
    item.get_by_label("Vad").fill("åt två att gå kvällspass vid stationen")
    item.get_by_role("button", name="Spara beslutet").click()
    item.get_by_role("link", name="Gör till aktivitet").click()
    item.get_by_label("Aktivitet").fill(ACTIVITY)
    for organisation in TWO:
        item.get_by_role("group", name="Ansvariga").get_by_label(organisation).check()
    item.get_by_label("Klart senast").fill((timezone.localdate() + timedelta(days=14)).isoformat())
    item.get_by_label("Mål", exact=True).select_option(label="Ett antal")
    item.get_by_label("Antal").fill("2")
    item.get_by_label("Enhet").fill("kvällar")
    expect_accessible(page)
    item.get_by_role("button", name="Spara aktiviteten").click()
    expect(item.get_by_role("link", name=ACTIVITY)).to_be_visible()
    expect_accessible(page)


def tie_to_the_promise(page: Page) -> None:
    """Say on the activity's own page which promise it is to keep."""
    page.get_by_role("link", name=ACTIVITY).first.click()
    expect_accessible(page)
    page.get_by_role("link", name="Ändra").click()
    page.locator("summary", has_text="Mer").click()
    page.get_by_label(PROMISE).check()
    expect_accessible(page)
    page.get_by_role("button", name="Spara").click()
    expect(page.get_by_role("link", name=PROMISE).first).to_be_visible()


def log_on_a_phone(page: Page, owner: User) -> None:
    """One press on what is filled in for the usual case."""
    sign_in(page, owner.email)
    page.goto("/plan")
    expect_accessible(page)
    page.get_by_role("link", name=ACTIVITY).first.click()
    page.get_by_role("button", name="Logga tillfälle").click()
    expect(page.locator("main").get_by_text(re.compile(r"[12] av 2 kvällar")).first).to_be_visible()
    expect_accessible(page)


def follow_up_the_promise(page: Page, promise: Promise) -> None:
    """Over the quarter that held yesterday: what was done, and apart from it what it did."""
    page.goto("/uppfoljningar/ny")
    expect_accessible(page)
    quarter = span_of(timezone.localdate() - timedelta(days=1), "quarter")
    page.get_by_label("Vad ska följas upp?").select_option(label=PROMISE)
    page.get_by_label("Period").select_option(label=name(quarter, "quarter").capitalize())
    page.get_by_role("button", name="Ta fram underlaget").click()
    page.get_by_role("textbox", name="Vad som gjordes").fill("Två pass har gåtts.")
    page.get_by_role("textbox", name="Vad det gjorde").fill("Det är för tidigt att säga.")
    expect_accessible(page)
    page.get_by_role("button", name="Spara uppföljningen").click()
    wait_until(lambda: FollowUp.objects.filter(promise=promise, summary="Två pass har gåtts.").exists())
    expect_accessible(page)


def adopt_at_the_council(page: Page) -> None:
    """The council adopts the follow-up by a decision."""
    plan_a_meeting(page, "Brottsförebyggande rådet")
    item = paragraph(page, re.compile(f"Uppföljning .*: {PROMISE}"))
    item.get_by_text("Besluta", exact=True).click()
    expect(item.get_by_label("Anta uppföljningen med beslutet")).to_be_checked()
    item.get_by_role("button", name="Spara beslutet").click()
    wait_until(lambda: FollowUp.objects.get().adopted_in_id is not None)


def text_of_the_pack(page: Page, folder: Path) -> str:
    """The meeting's pack, printed by the worker and fetched as a PDF."""
    page.get_by_role("button", name="Skapa kallelse").click()
    link = page.get_by_role("link", name=re.compile("Hämta PDF"))
    expect(link).to_be_visible(timeout=60_000)
    expect_accessible(page)
    path = folder / "pack.pdf"
    path.write_bytes(page.request.get(link.get_attribute("href")).body())
    return subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout


def see_it_kept(page: Page, member: User) -> None:
    """A member of the council, on the dashboard and on the promise's own page."""
    sign_in(page, member.email)
    page.goto("/loften")
    line = page.locator(".promise-line", has_text=PROMISE)
    expect(line.get_by_text("Uppfyllt", exact=True)).to_be_visible()
    expect_accessible(page)
    line.locator("summary").first.click()
    expect_accessible(page)
    line.get_by_role("link", name="Till löftet").click()
    expect(page.get_by_text("Uppfyllt", exact=True).first).to_be_visible()
    expect_accessible(page)


def adopt_the_next(page: Page) -> None:
    """The draft that the timetable has made shows what was decided, and is adopted."""
    wait_until(lambda: Edition.objects.filter(state=EditionState.DRAFT).exists())
    page.goto(Edition.objects.get(state=EditionState.DRAFT).get_absolute_url())
    expect(page.get_by_role("heading", name="Uppföljning av förra lägesbilden")).to_be_visible()
    expect_accessible(page)
    page.get_by_role("button", name="Fastställ lägesbilden").click()
    expect(page.get_by_text("är fastställd.")).to_be_visible()
