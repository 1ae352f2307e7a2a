"""The whole journey at the keys alone: report, approve, adopt. With JavaScript and without it, by the same presses."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Municipality
from accounts.roles import Role
from incidents.models import Incident
from incidents.states import State
from lagesbild.models import Edition, EditionState
from tests import factories
from tests.at_keyboard import Hands, code_to_type
from tests.processes import Live
from tests.signing_in import give_app

pytestmark = pytest.mark.long

PASSWORD = "ett-langt-losenord-2026"
STATION = "Järnvägsstationen"
#: What it takes to get about, what is typed apart: some twenty presses for each of the pages.
MOST_PRESSES = 240
WORDS = "Krossad ruta mot spåret."


@pytest.fixture
def municipality(own_database: str) -> Municipality:
    """Köping, whose latest fortnight ended when this week began."""
    today = timezone.localdate()
    koping = factories.make_municipality(anchor_on=today - timedelta(days=today.weekday()))
    factories.make_place(koping, STATION)
    return koping


def in_the_period(municipality: Municipality) -> datetime:
    """The last Saturday evening of the fortnight that has ended."""
    saturday = municipality.anchor_on - timedelta(days=2)
    return datetime(saturday.year, saturday.month, saturday.day, 21, 30, tzinfo=municipality.zone)


def sign_in(hands: Hands, email: str, *, code: bool = False) -> None:
    hands.page.goto("/")
    hands.tab_to("E-postadress", "textbox")
    hands.type(email)
    hands.tab_to("Lösenord", "textbox")
    hands.type(PASSWORD)
    hands.follow("Logga in", "button")
    if code:
        hands.tab_to("Engångskod", "textbox")
        hands.type(code_to_type())
        hands.follow("Logga in", "button")


def sign_out(hands: Hands) -> None:
    hands.tab_to("Meny och konto")
    hands.press("Enter")
    hands.follow("Logga ut", "button")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_report_is_filed_approved_and_adopted(
    live: Live,
    municipality: Municipality,
    new_page: Callable[..., Page],
    complaints: list[str],
    javascript: bool,
):
    reporter = factories.make_user(Role.REPORTER, municipality, password=PASSWORD)
    coordinator = factories.make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    give_app(coordinator)
    live.start("web")
    hands = Hands(new_page(javascript=javascript))

    sign_in(hands, reporter.email)
    report(hands, at=in_the_period(municipality))
    sign_out(hands)
    incident = Incident.objects.get()
    assert (incident.state, incident.reporter, incident.place.name) == (State.SUBMITTED, reporter, STATION)
    assert (incident.category.code, incident.started_at) == ("SKA-20", in_the_period(municipality))

    sign_in(hands, coordinator.email, code=True)
    approve(hands)
    incident.refresh_from_db()
    assert (incident.state, incident.decisions.latest("version").by) == (State.APPROVED, coordinator)
    adopt(hands)
    sign_out(hands)
    edition = Edition.objects.get()
    assert (edition.state, edition.adopted_by) == (EditionState.ADOPTED, coordinator)

    assert hands.faults == set()
    # Whoever does not pause sends the report in while its text is still being screened.
    assert [each for each in complaints if not each.startswith(("htmx:sendAbort", "htmx:afterRequest"))] == []
    complaints.clear()
    print(f"{hands.pressed} presses besides what was typed")
    assert hands.pressed <= MOST_PRESSES


def report(hands: Hands, *, at: datetime) -> None:
    """Graffiti, no, broken glass at the station, on the evening said."""
    hands.follow("Rapportera")
    hands.tab_to("Skadegörelse")
    hands.press("Enter")
    hands.tab_to("Klotter", "radio")
    hands.press("Space")
    hands.tab_to("Sök plats eller adress", "searchbox")
    hands.tab_to("Klotter", "radio", back=True)
    hands.press("ArrowDown")
    hands.tab_to("Sök plats eller adress", "searchbox")
    hands.type("järn")
    hands.press("Enter")
    hands.page.locator(".found-row").wait_for()
    hands.tab_to(STATION, "radio")
    hands.press("Space")
    hands.tab_to("Just nu", "radio")
    hands.press("ArrowLeft")
    assert hands.stop().name == "Annan tid"
    hands.tab_to("Från")
    hands.type_moment(at)
    hands.tab_to("Beskriv vad som hände", "textbox")
    hands.type(WORDS)
    hands.follow("Skicka in", "button")
    expect(hands.page.get_by_role("heading", name="Tack, rapporten är inskickad")).to_be_visible()


def approve(hands: Hands) -> None:
    """The only report that waits, from the first page on."""
    hands.follow("Granskning")
    expect(hands.page.locator(".review-words")).to_have_text(WORDS)
    hands.tab_to("Godkänn och nästa", "button")
    hands.press("Enter")
    expect(hands.page.get_by_text("Inget väntar")).to_be_visible()


def adopt(hands: Hands) -> None:
    """Have the draft made, give the police a direction, adopt."""
    hands.follow("Lägesbilder")
    hands.follow("Skapa utkast för senaste perioden", "button")
    hands.tab_to("Din bedömning", "link")
    hands.press("Enter")
    hands.tab_to("Polis", "textbox")
    hands.type("Gå förbi stationen.")
    hands.follow("Spara utkastet", "button")
    hands.tab_to("Fastställ", "link")
    hands.press("Enter")
    hands.follow("Fastställ lägesbilden", "button")
    expect(hands.page.get_by_text("är fastställd.")).to_be_visible()
    expect(hands.page.get_by_role("main")).to_contain_text("1 händelse rapporterades")
