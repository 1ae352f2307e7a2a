"""The pages of a tertial's and a year's edition: begun by hand, warned of what is empty, numbered by themselves."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import Municipality, OutgoingMail
from accounts.roles import Role
from incidents.models import Notice
from lagesbild import document
from lagesbild.models import Edition, EditionKind, EditionState, LawPart, Level, Outlook
from lagesbild.period import Months, calendar_year, tertial
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

AUTUMN = tertial(2025, 3)
YEAR = calendar_year(2025)
WORDS = {
    "outlook": Outlook.WORSE,
    "part_mapping": "Glas.",
    "part_other": "Dialog.",
    "part_analysis": "Mörkt.",
}
ALL_EMPTY = {"tomma": ["mapping", "other", "analysis"]}


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality()


def signed_in(role: Role, municipality: Municipality) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(factories.make_user(role, municipality))
    return client


@pytest.fixture(autouse=True)
def in_february_2026():
    with time_machine.travel(NOW, tick=True):
        yield


@pytest.fixture
def coordinator(municipality) -> Client:
    return signed_in(Role.COORDINATOR, municipality)


def path(draft: Edition, step: str = "") -> str:
    return f"/lagesbilder/utkast/{draft.pk}{step}"


def adopted(municipality: Municipality, period: Months) -> Edition:
    draft = document.draft(municipality, period, at=NOW)
    by = factories.make_user(Role.COORDINATOR, municipality)
    return document.adopt(draft, by=by, at=NOW, despite=LawPart.values)


@pytest.mark.parametrize(
    ("kind", "start", "period"), [("tertial", "2025-09-01", AUTUMN), ("ar", "2025-01-01", YEAR)]
)
def test_a_coordinator_begins_one_for_a_period_that_has_ended_and_twice_is_once(
    municipality, coordinator, kind, start, period
):
    for _time in range(2):
        answer = coordinator.post(f"/lagesbilder/{kind}/utkast", {"start": start})
        draft = Edition.objects.get()
        assert answer["Location"] == path(draft)
    assert (draft.period, draft.kind, draft.state) == (period, EditionKind.of(period), EditionState.DRAFT)


@pytest.mark.parametrize(
    ("kind", "start"),
    [("tertial", "2026-01-01"), ("ar", "2026-01-01"), ("ar", "2025-09-01"), ("tertial", "")],
)
def test_nothing_is_begun_for_a_period_that_goes_on_or_is_none(municipality, coordinator, kind, start):
    answer = coordinator.post(f"/lagesbilder/{kind}/utkast", {"start": start}, follow=True)
    assert "Välj en period som är slut. Inget utkast är skapat." in answer.content.decode()
    assert not Edition.objects.exists()


def test_the_list_offers_the_latest_that_have_ended_to_the_coordinator_alone(municipality, coordinator):
    page = coordinator.get("/lagesbilder").content.decode()
    assert re.findall("<option value=[^>]*>([^<]*)<", page)[:2] == ["Tertial 3 2025", "Tertial 2 2025"]
    assert "Ny tertialrapport" in page and "Ny strategisk lägesbild" in page
    reviewer = signed_in(Role.REVIEWER, municipality).get("/lagesbilder").content.decode()
    assert "Ny tertialrapport" not in reviewer


def test_each_kind_has_its_own_numbers_and_a_tertial_its_own(municipality):
    fortnight = adopted(municipality, document.latest_period(municipality, at=NOW))
    second, third, year = (adopted(municipality, each) for each in (tertial(2025, 2), AUTUMN, YEAR))
    editions = (fortnight, second, third, year)
    assert [edition.designation for edition in editions] == ["2026:01", "T2025:02", "T2025:03", "Å2025:01"]
    assert [edition.get_absolute_url() for edition in editions] == [
        "/lagesbilder/2026-1",
        "/lagesbilder/tertial/2025-2",
        "/lagesbilder/tertial/2025-3",
        "/lagesbilder/ar/2025-1",
    ]


def test_a_correction_is_numbered_after_the_three_tertials_and_keeps_the_words(municipality):
    wrong = adopted(municipality, tertial(2025, 1))
    draft = document.draft_correction(wrong, note="Fel siffra.", at=NOW)
    assert (draft.kind, draft.period) == (EditionKind.TERTIAL, wrong.period)
    right = document.adopt(draft, by=wrong.adopted_by, at=NOW)
    assert (right.designation, right.content[Level.FULL]["header"]["supersedes"]) == ("T2025:04", "T2025:01")
    year = document.draft(municipality, YEAR, at=NOW)
    document.edit(year, outlook=Outlook.STABLE, summary="", directions={}, parts={"analysis": "Mörkt."})
    assert document.draft_correction(adopted(municipality, YEAR), note="Fel.", at=NOW).parts == {
        "analysis": "Mörkt."
    }


def test_the_words_of_the_three_parts_are_written_and_read(municipality, coordinator):
    draft = document.draft(municipality, YEAR, at=NOW)
    assert coordinator.post(path(draft, "/spara"), WORDS).status_code == 302
    draft.refresh_from_db()
    assert draft.parts == {"mapping": "Glas.", "other": "Dialog.", "analysis": "Mörkt."}
    page = coordinator.get(path(draft)).content.decode()
    assert page.count("Mörkt.") == 2  # in the form, and in the part as it will read
    assert "Del 3 av 3 enligt 4 § lagen (2023:196)" in page
    assert coordinator.post(path(draft, "/faststall"))["Location"] == "/lagesbilder/ar/2025-1"


def test_a_personal_number_in_a_part_is_refused_and_nothing_typed_is_lost(municipality, coordinator):
    draft = document.draft(municipality, YEAR, at=NOW)
    answer = coordinator.post(path(draft, "/spara"), WORDS | {"part_analysis": "Gällde 850709-9805."})
    page = answer.content.decode()
    assert (answer.status_code, "Gällde 850709-9805." in page, "Dialog." in page) == (422, True, True)


def test_an_empty_part_is_warned_of_by_name_and_adopted_only_when_each_is_confirmed(
    municipality, coordinator
):
    draft = document.draft(municipality, YEAR, at=NOW)
    document.edit(draft, outlook=Outlook.STABLE, summary="", directions={}, parts={"mapping": "Inget hände."})
    assert "Analys – fastställ fast delen är tom" in coordinator.get(path(draft)).content.decode()
    for confirmed in ({}, {"tomma": ["other"]}):
        answer = coordinator.post(path(draft, "/faststall"), confirmed)
        assert answer.status_code == 422
        assert Edition.objects.get().state == EditionState.DRAFT
    assert "eller fyll i: Analys." in answer.content.decode()
    answer = coordinator.post(path(draft, "/faststall"), {"tomma": ["other", "analysis"]})
    assert answer["Location"] == "/lagesbilder/ar/2025-1"
    page = coordinator.get("/lagesbilder/ar/2025-1").content.decode()
    assert page.count("Delen är tom.") == 2


def test_a_tertial_is_asked_for_no_parts(municipality, coordinator):
    draft = document.draft(municipality, AUTUMN, at=NOW)
    page = coordinator.get(path(draft)).content.decode()
    assert ("Lagens tre delar" in page, "<h1" in page, "Tertial 3 2025" in page) == (False, True, True)
    assert coordinator.post(path(draft, "/faststall"))["Location"] == "/lagesbilder/tertial/2025-3"


def test_a_year_is_printed_and_mailed_like_any_other(municipality):
    factories.make_recipient(municipality)
    edition = adopted(municipality, YEAR)
    delivery = edition.deliveries.get()
    document.render(delivery.rendition_id, at=NOW)
    mail = OutgoingMail.objects.get(pk=edition.deliveries.get().mail_id)
    assert (mail.subject, mail.attachment_name) == (
        "Köping: lägesbild år 2025",
        f"Lagesbild-{municipality.code}-ar-2025-01.pdf",
    )
    assert "/lagesbilder/ar/2025-1" in mail.body


def test_council_members_read_the_generalised_level_only(municipality):
    edition = adopted(municipality, YEAR)
    for rendition in edition.renditions.all():
        document.render(rendition.pk, at=NOW)
    member = signed_in(Role.BRA_MEMBER, municipality)
    url = edition.get_absolute_url()
    assert "Förenklad version" in member.get(url).content.decode()
    pdf = member.get(f"{url}/generalised.pdf")
    assert b"".join(pdf.streaming_content)[:5] == b"%PDF-"
    assert member.get(f"{url}/full.pdf").status_code == 404


def test_reporters_are_told_once_that_they_counted_and_not_again_by_a_longer_edition(municipality):
    reporter = factories.make_user(Role.REPORTER, municipality)
    by = factories.make_user(Role.COORDINATOR, municipality)
    at = datetime(2025, 12, 20, 20, 0, tzinfo=UTC)
    factories.make_approved(reporter, by, at=at, started_at=at, ended_at=at)
    before = Notice.objects.count()
    edition = adopted(municipality, AUTUMN)
    assert edition.content[Level.FULL]["summary"]["total"] == 1
    assert Notice.objects.count() == before


@pytest.mark.parametrize("url", ["/lagesbilder", "/lagesbilder/ar/2025-1", "/lagesbilder/tertial/2025-3"])
def test_statements_do_not_grow_with_rows(
    municipality, coordinator, url, django_assert_num_queries, django_assert_max_num_queries
):
    factories.make_recipient(municipality, "ett@example.com")
    adopted(municipality, YEAR)
    adopted(municipality, AUTUMN)
    coordinator.get(url)
    with django_assert_max_num_queries(24) as first:
        coordinator.get(url)
    for number in (1, 2):
        factories.make_recipient(municipality, f"{number}@example.com")
        adopted(municipality, tertial(2025, number))
    with django_assert_num_queries(len(first)):
        coordinator.get(url)
