"""Documents in a real browser: written without scripts on a phone, and every page suits phone, desk and paper."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Municipality
from accounts.roles import Role
from promises import documents, importing
from promises.models import Cause, CostItem, Dialogue, Document, DocumentKind
from tests import factories
from tests.browsing import LOOKS, PHONE
from tests.database import ROOT
from tests.processes import Live

#: Where to leave pictures of the pages for whoever wants to look at them.
PICTURES = os.environ.get("PICTURES")


@pytest.fixture
def lillby(own_database: str) -> Municipality:
    """Made of the example file, with a second version of the plan begun."""
    municipality = factories.make_municipality("Lillby")
    text = (ROOT / "docs" / "examples" / "agreement.toml").read_text()
    importing.bring_in(importing.read(text), municipality=municipality, at=timezone.now())
    plan = Document.objects.get(kind=DocumentKind.ACTION_PLAN)
    revision = documents.revise(plan, by=None, at=timezone.now())
    documents.save(revision, edited=0, purpose="Fler vuxna ute om kvällarna.")
    return municipality


@pytest.fixture
def opened(page_of: Callable[..., Page], live: Live, lillby: Municipality) -> Callable[..., Page]:
    """Open a page as the coordinator."""
    live.start("web")
    coordinator = factories.make_user(Role.COORDINATOR, lillby)

    def opened(path: str, size: tuple[int, int] = PHONE, **options: bool) -> Page:
        page = page_of(coordinator, size, **options)
        page.goto(path)
        return page

    return opened


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


def pages() -> dict[str, str]:
    """All sorts of pages, by name."""
    plan, revision = Document.objects.filter(kind=DocumentKind.ACTION_PLAN).order_by("version")
    agreement = Document.objects.get(kind=DocumentKind.AGREEMENT)
    own = revision.get_absolute_url()
    area = revision.focus_areas.get()
    return {
        "shelf": "/overenskommelser",
        "agreement": agreement.get_absolute_url(),
        "promises": Document.objects.get(kind=DocumentKind.PROMISES).get_absolute_url(),
        "plan": plan.get_absolute_url(),
        "revision": own,
        "write": f"{own}/andra",
        "parties": f"{own}/parter",
        "adopt": f"{own}/anta",
        "clauses": f"{own}/ataganden/ny",
        "focus-area-form": f"{own}/fokusomraden/ny",
        "activity-form": f"{own}/aktiviteter/ny",
        "locked": f"{plan.get_absolute_url()}/aktiviteter/ny",
        "focus-area": area.get_absolute_url(),
        "cause": f"/fokusomraden/orsaker/{Cause.objects.filter(focus_area=area).latest('pk').pk}",
        "dialogues": "/dialoger",
        "dialogue": Dialogue.objects.get().get_absolute_url(),
        "dialogue-form": f"{Dialogue.objects.get().get_absolute_url()}/andra",
        "costs": "/kostnader",
        "cost-form": f"/kostnader/{CostItem.objects.get().pk}",
    }


@pytest.mark.parametrize(("size", "dark"), LOOKS)
def test_every_page_of_the_documents_is_for_everybody(
    opened: Callable[..., Page],
    lillby: Municipality,
    size: tuple[int, int],
    dark: bool,
    complaints: list[str],
):
    page = opened("/overenskommelser", size, dark=dark)
    wrong = []
    for name, path in pages().items():
        page.goto(path)
        picture(page, f"{name}-{size[0]}{'-dark' if dark else ''}")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{path} scrolls sideways")
        wrong += [
            f"{path}: {one['id']} {one['nodes'][0]['html'][:120]}"
            for one in Axe().run(page).response["violations"]
        ]
    complaints[:] = [complaint for complaint in complaints if "409" not in complaint]
    assert wrong == []


def test_an_agreement_is_written_and_adopted_on_a_phone_without_scripts(
    opened: Callable[..., Page], complaints: list[str]
):
    page = opened("/overenskommelser", javascript=False)
    page.get_by_role("link", name="Skriv ett förslag").click()
    page.get_by_label("Typ").select_option("promises")
    page.get_by_label("Titel").fill("Löften för 2027")
    page.get_by_label("Gäller från och med").fill("2027-01-01")
    page.get_by_label("Gäller till och med").fill("2027-12-31")
    page.get_by_role("button", name="Spara").click()
    page.get_by_role("link", name="Lägg till löfte").click()
    page.get_by_label("Löfte").fill("Vi lyser upp tio passager.")
    page.get_by_label("Vem som lovar").select_option("municipality")
    page.get_by_label("Mål", exact=False).first.select_option("count")
    page.get_by_label("Antal").fill("10")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_text("Skriv vad som räknas, till exempel kvällar.").first).to_be_visible()
    complaints[:] = [complaint for complaint in complaints if "422" not in complaint]
    page.get_by_label("Enhet").fill("passager")
    page.get_by_role("button", name="Spara", exact=True).click()
    page.get_by_role("link", name="Anta").click()
    page.get_by_role("button", name="Anta och lås").click()
    expect(page.get_by_text("Löften för 2027 är antagen och låst.")).to_be_visible()
    expect(page.locator("#loften").get_by_text("Vi lyser upp tio passager.")).to_be_visible()
