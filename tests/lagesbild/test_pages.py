"""The pages of an edition: who reads and writes what, what is kept when something is wrong, and what it costs."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import MailState, Municipality, OutgoingMail, PoliceDistrict
from accounts.roles import Role
from lagesbild import document
from lagesbild.models import Edition, EditionState, Level, Outlook, Rendition, RenditionState
from lagesbild.period import Period
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

WEEKS_7_8 = Period(date(2026, 2, 9), date(2026, 2, 23))
WORDS = {"outlook": Outlook.WORSE, "summary": "Mer klotter.", "police": "Gå förbi stationen."}
LEFT_TO_COMPOSE = "Högst fem meningar"


@pytest.fixture
def district() -> PoliceDistrict:
    return PoliceDistrict.objects.create(name="Västra Mälardalen")


@pytest.fixture
def municipality(district: PoliceDistrict) -> Municipality:
    return factories.make_municipality(district=district)


@pytest.fixture
def draft(municipality: Municipality) -> Edition:
    return document.draft(municipality, WEEKS_7_8, at=NOW)


def signed_in(role: Role, municipality: Municipality) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(factories.make_user(role, municipality))
    return client


@pytest.fixture
def coordinator(municipality) -> Client:
    return signed_in(Role.COORDINATOR, municipality)


def adopted(draft: Edition) -> Edition:
    return document.adopt(draft, by=factories.make_user(Role.COORDINATOR, draft.municipality), at=NOW)


def path(draft: Edition, step: str = "") -> str:
    return f"/lagesbilder/utkast/{draft.pk}{step}"


def test_the_coordinator_writes_in_the_draft(coordinator, draft):
    assert coordinator.post(path(draft, "/spara"), WORDS).status_code == 302
    draft.refresh_from_db()
    assert (draft.outlook, draft.summary) == (Outlook.WORSE, "Mer klotter.")
    assert draft.directions.get().text == "Gå förbi stationen."
    page = coordinator.get(path(draft)).content.decode()
    assert page.count("Gå förbi stationen.") == 2  # in the form, and in the chapter as it will read


def test_a_personal_number_is_refused_and_nothing_typed_is_lost(coordinator, draft):
    answer = coordinator.post(path(draft, "/spara"), WORDS | {"summary": "Gällde 850709-9805 igen."})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Texten innehåller ett personnummer" in page
    assert "Gällde 850709-9805 igen." in page
    assert "Gå förbi stationen." in page


def test_police_comment_on_the_draft_of_a_neighbour_in_their_district_but_neither_write_nor_adopt(
    municipality, district, draft
):
    neighbour = factories.make_municipality("Kungsör", district=district)
    police = signed_in(Role.POLICE, neighbour)
    police.post("/kommun", {"municipality": municipality.pk})
    assert police.post(path(draft, "/kommentar"), {"body": "Stämmer med vår bild."}).status_code == 302
    assert draft.comments.get().body == "Stämmer med vår bild."
    assert LEFT_TO_COMPOSE not in police.get(path(draft)).content.decode()
    assert [police.post(path(draft, step)).status_code for step in ("/spara", "/faststall")] == [403, 403]


def test_police_of_another_district_find_nothing(draft):
    elsewhere = factories.make_municipality("Sala", district=PoliceDistrict.objects.create(name="Sala-Heby"))
    police = signed_in(Role.POLICE, elsewhere)
    edition = adopted(draft)
    pdf = f"{edition.get_absolute_url()}/full.pdf"
    for url in (path(draft), edition.get_absolute_url(), pdf):
        assert police.get(url).status_code == 404


def test_adopting_shows_the_number_and_the_second_to_adopt_is_told(coordinator, draft):
    assert coordinator.post(path(draft, "/faststall"))["Location"] == "/lagesbilder/2026-1"
    assert "Lägesbild nr 2026:01 är fastställd." in coordinator.get("/lagesbilder/2026-1").content.decode()
    for step, words in (("/faststall", {}), ("/spara", WORDS), ("/kommentar", {"body": "Sent."})):
        answer = coordinator.post(path(draft, step), words)
        assert (answer.status_code, "Någon annan hann före" in answer.content.decode()) == (409, True)


def test_council_members_read_the_generalised_level_only(municipality, draft):
    edition = adopted(draft)
    for rendition in edition.renditions.all():
        document.render(rendition.pk, at=NOW)
    member = signed_in(Role.BRA_MEMBER, municipality)
    assert "Förenklad version" in member.get(edition.get_absolute_url()).content.decode()
    pdf = member.get(f"{edition.get_absolute_url()}/generalised.pdf")
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"
    assert pdf["X-Content-Type-Options"] == "nosniff"
    assert member.get(f"{edition.get_absolute_url()}/full.pdf").status_code == 404


def test_council_members_see_no_drafts(municipality, draft):
    member = signed_in(Role.BRA_MEMBER, municipality)
    assert member.get(path(draft)).status_code == 404
    assert "Lägesbild vecka" not in member.get("/lagesbilder").content.decode()


def test_an_edition_is_in_swedish_on_a_page_in_english(coordinator, draft):
    page = adopted(draft).get_absolute_url()

    def edition() -> list[str]:
        """Its head, and its chapters."""
        return re.findall("<article.*?</article>", coordinator.get(page).content.decode(), re.DOTALL)

    in_swedish = edition()
    coordinator.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert (edition(), [' lang="sv">' in part for part in in_swedish]) == (in_swedish, [True, True])


def test_a_failed_pdf_is_shown_and_made_again_by_hand(coordinator, draft):
    rendition = adopted(draft).renditions.get(level=Level.FULL)
    Rendition.objects.filter(pk=rendition.pk).update(state=RenditionState.FAILED, attempts=3)
    page = coordinator.get("/lagesbilder/2026-1").content.decode()
    assert "kunde inte skapas efter 3 försök" in page
    coordinator.post(f"/lagesbilder/pdf/{rendition.pk}/igen")
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts) == (RenditionState.QUEUED, 0)


def test_a_failed_dispatch_is_shown_and_sent_again_by_hand(municipality, coordinator, draft):
    factories.make_recipient(municipality)
    delivery = adopted(draft).deliveries.get()
    document.render(delivery.rendition_id, at=NOW)
    delivery.refresh_from_db()
    OutgoingMail.objects.filter(pk=delivery.mail_id).update(state=MailState.FAILED, answer="550 No such user")
    assert "550 No such user" in coordinator.get("/lagesbilder/2026-1").content.decode()
    coordinator.post(f"/lagesbilder/leverans/{delivery.pk}/igen")
    assert OutgoingMail.objects.get(pk=delivery.mail_id).state == MailState.QUEUED


def test_a_correction_begins_as_a_draft_with_the_same_words(coordinator, draft):
    document.edit(draft, outlook=Outlook.WORSE, summary="Mer klotter.", directions={"police": "Gå förbi."})
    edition = adopted(draft)
    coordinator.post(f"/lagesbilder/{edition.pk}/ratta", {"note": "En händelse räknades dubbelt."})
    correction = Edition.objects.get(corrects=edition)
    assert (correction.state, correction.summary) == (EditionState.DRAFT, "Mer klotter.")
    assert correction.directions.get().text == "Gå förbi."
    adopted(correction)
    page = coordinator.get(edition.get_absolute_url()).content.decode()
    assert "Lägesbild nr 2026:01 är ersatt av en rättelse." in page


@pytest.mark.parametrize("url", ["/lagesbilder", "/lagesbilder/2026-1"])
def test_statements_do_not_grow_with_rows(
    municipality, coordinator, draft, url, django_assert_num_queries, django_assert_max_num_queries
):
    factories.make_recipient(municipality, "ett@example.com")
    adopted(draft)
    coordinator.get(url)
    with django_assert_max_num_queries(16) as first:
        coordinator.get(url)
    for number in (2, 3):
        period = WEEKS_7_8.shifted(number * WEEKS_7_8.length)
        factories.make_recipient(municipality, f"{number}@example.com")
        adopted(document.draft(municipality, period, at=NOW))
    with django_assert_num_queries(len(first)):
        coordinator.get(url)
