"""What anybody may read: nothing until it is opened, only the general level, no word not adopted, and no cookie."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild import document
from lagesbild.models import Edition, Level, Outlook
from promises import activities, documents, public
from promises.models import Document, DocumentKind
from promises.status import PromiseStatus
from tests import factories
from tests.promises.documents import adopted, make_document, make_promise
from tests.promises.factories import NOW, log, make_activity

pytestmark = pytest.mark.django_db

SECRETS = {
    "summary": "Samordnarens egna ord.",
    "direction": "Gå förbi stationen.",
    "motive": "Det blev ändå tio passager.",
    "note": "Vi såg ingen där.",
    "report": "Krossad ruta vid ankdammens kiosk.",
    "place": "Ankdammen",
}


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality(publishes=True)


@pytest.fixture
def stranger():
    """A browser of somebody who has never been here, on Monday 9 March 2026."""
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        yield Client()


def front(municipality: Municipality) -> str:
    return reverse("public", args=[municipality.code])


def page_of(edition: Edition, name: str = "public_edition") -> str:
    return reverse(name, args=[edition.municipality.code, edition.pk])


def make_promises(municipality: Municipality, *texts: str, **words) -> Document:
    """An adopted list of promises."""
    found = make_document(municipality, DocumentKind.PROMISES, "Medborgarlöften 2026", **words)
    for text in texts:
        make_promise(found, text, target_kind="count", target_number=10, target_unit="passager")
    return adopted(found)


def make_edition(municipality: Municipality) -> Edition:
    """An adopted edition with seven reports at one place, and words of the coordinator's."""
    reporter, person = (factories.make_user(role, municipality) for role in (Role.REPORTER, Role.COORDINATOR))
    place = factories.make_place(municipality, SECRETS["place"])
    period = document.latest_period(municipality, at=NOW)
    began = NOW.replace(year=period.start.year, month=period.start.month, day=period.start.day)
    for _ in range(7):
        factories.make_approved(
            reporter, person, place=place, description=SECRETS["report"], started_at=began, ended_at=began
        )
    draft = document.draft(municipality, period, at=NOW)
    words = {"summary": SECRETS["summary"], "directions": {"police": SECRETS["direction"]}}
    return document.adopt(document.edit(draft, outlook=Outlook.STABLE, **words), by=person, at=NOW)


def test_nothing_exists_until_the_municipality_opens_it(stranger):
    closed = factories.make_municipality()
    edition = make_edition(closed)
    for path in (front(closed), page_of(edition), page_of(edition, "public_pdf"), "/oppet/9999"):
        assert stranger.get(path).status_code == 404, path


def test_an_edition_is_shown_a_fortnight_after_its_period(municipality):
    edition = make_edition(municipality)
    for days, status in ((13, 404), (14, 200)):
        day = edition.end_on + timedelta(days=days)
        with time_machine.travel(NOW.replace(year=day.year, month=day.month, day=day.day), tick=False):
            front_page = Client().get(front(municipality))
            assert Client().get(page_of(edition)).status_code == status
            assert len(front_page.context["page"]) == (status == 200)


def test_an_adopted_promise_is_shown_with_how_it_stands_and_a_proposal_is_not(stranger, municipality):
    found = make_promises(municipality, "Vi går tio kvällar.")
    make_promise(make_document(municipality, DocumentKind.PROMISES, "Förslag"), "Vi lovar nog.")
    activity = make_activity(municipality)
    activity.promises.set(found.promises.all())
    log(activity, number=6, note=SECRETS["note"])
    page = stranger.get(front(municipality)).content.decode()
    assert ("Vi går tio kvällar." in page, "6 av 10 passager" in page, "Vi lovar nog." in page) == (
        True,
        True,
        False,
    )
    assert str(PromiseStatus.ON_TRACK.label) in page
    assert SECRETS["note"] not in page


def test_what_a_person_says_instead_is_shown_without_the_motive(stranger, municipality):
    promise = make_promises(municipality, "Vi går tio kvällar.").promises.get()
    person = factories.make_user(Role.COORDINATOR, municipality)
    activities.override(promise, status=PromiseStatus.KEPT, motive=SECRETS["motive"], by=person, at=NOW)
    page = stranger.get(front(municipality)).content.decode()
    assert (str(PromiseStatus.KEPT.label) in page, SECRETS["motive"] in page) == (True, False)


def test_promises_that_are_over_are_kept_apart_and_a_superseded_list_is_gone(municipality):
    old = make_promises(municipality, "Vi höll detta.", first_on=date(2025, 1, 1), last_on=date(2025, 12, 31))
    first = make_promises(municipality, "Första ordalydelsen.")
    person = factories.make_user(Role.COORDINATOR, municipality)
    second = documents.adopt(documents.revise(first, by=person, at=NOW), by=person, at=NOW)
    rows = public.pledges(municipality, today=NOW.date())
    assert [(row.document, row.is_over) for row in rows] == [(second, False), (old, True)]


def test_an_edition_is_the_frozen_general_level_without_anybodys_words(stranger, municipality):
    edition = make_edition(municipality)
    answers = [stranger.get(path).content.decode() for path in (front(municipality), page_of(edition))]
    for words in SECRETS.values():
        assert [words in page for page in answers] == [False, False], words
    assert page_of(edition) in answers[0]
    assert "Förenklad version" in answers[1]
    frozen = edition.content[Level.GENERALISED]["about"]["events"]
    assert frozen == 7
    factories.make_approved(*(factories.make_user(Role.COORDINATOR, municipality) for _ in range(2)))
    assert stranger.get(page_of(edition)).content.decode() == answers[1]


def test_a_corrected_edition_gives_way_to_its_correction(stranger, municipality):
    edition = make_edition(municipality)
    person = factories.make_user(Role.COORDINATOR, municipality)
    draft = document.draft_correction(edition, note="Fel period.", at=NOW)
    assert stranger.get(page_of(draft)).status_code == 404
    correction = document.adopt(draft, by=person, at=NOW)
    assert stranger.get(page_of(edition)).status_code == 404
    assert "Fel period." not in stranger.get(page_of(correction)).content.decode()


def test_a_draft_and_a_neighbours_edition_cannot_be_reached(stranger, municipality):
    draft = document.draft(municipality, document.latest_period(municipality, at=NOW), at=NOW)
    theirs = make_edition(factories.make_municipality("Arboga"))
    for pk in (draft.pk, theirs.pk):
        assert stranger.get(reverse("public_edition", args=[municipality.code, pk])).status_code == 404


def test_the_pdf_is_the_general_one_once_it_is_there(stranger, municipality):
    edition = make_edition(municipality)
    path = page_of(edition, "public_pdf")
    assert stranger.get(path).status_code == 404
    for rendition in edition.renditions.all():
        document.render(rendition.pk, at=NOW)
    general = edition.renditions.get(level=Level.GENERALISED)
    answer = stranger.get(path)
    with general.file.open() as printed:
        assert b"".join(answer) == printed.read()
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "public, max-age=300")
    assert path in stranger.get(page_of(edition)).content.decode()


def test_it_may_be_cached_sets_no_cookie_and_is_the_same_for_whoever_has_signed_in(stranger, municipality):
    edition = make_edition(municipality)
    for path in (front(municipality), page_of(edition)):
        stranger.get(path)
        answer = stranger.get(path)
        assert answer["Cache-Control"] == "public, max-age=300"
        assert dict(answer.cookies) == {}
        assert "<script" not in answer.content.decode()
    stranger.force_login(factories.make_user(Role.COORDINATOR, municipality))
    signed_in = stranger.get(front(municipality)).content
    assert signed_in == Client().get(front(municipality)).content


def test_it_is_read_in_english_by_its_address(stranger, municipality):
    edition = make_edition(municipality)
    page = stranger.get(f"{front(municipality)}?sprak=en")
    assert page["Content-Language"] == "en"
    assert f"{page_of(edition)}?sprak=en" in page.content.decode()
    assert stranger.get(f"{front(municipality)}?sprak=de")["Content-Language"] == "sv"


def test_it_asks_the_database_no_more_for_three_lists_than_for_one(
    stranger, municipality, django_assert_num_queries
):
    period = document.latest_period(municipality, at=NOW)
    person = factories.make_user(Role.COORDINATOR, municipality)
    for number in range(3):
        found = make_promises(municipality, "Ett", "Två", first_on=date(2026, 1, 1) + timedelta(days=number))
        make_activity(municipality).promises.set(found.promises.all())
        document.adopt(document.draft(municipality, period, at=NOW), by=person, at=NOW)
        period = period.previous()
        # The test's own savepoint; the municipality; promises and how they stand; editions, counted and read.
        with django_assert_num_queries(12):
            stranger.get(front(municipality))


def test_the_administrator_looks_at_it_before_it_is_opened_and_then_opens_it(client):
    closed = factories.make_municipality()
    make_promises(closed, "Vi går tio kvällar.")
    edition = make_edition(closed)
    client.force_login(factories.make_user(Role.ADMINISTRATOR, closed))
    answer = client.get(reverse("public_preview"))
    page = answer.content.decode()
    assert ("Vi går tio kvällar." in page, page_of(edition) in page) == (True, False)
    assert answer["Cache-Control"] == "private, no-store"
    fields = {"anchor_on": "2024-01-01", "draft_at": "06:00", "minimum_count": "5", "link_days": "30"}
    fields |= {"publishes": "on"}
    form = client.post(reverse("rhythm"), fields).context["form"]
    assert form.sentences == [
        "Vem som helst kan läsa den öppna sidan, utan att logga in.",
        "En lägesbild visas där tidigast två veckor efter sin period.",
    ]
    client.post(reverse("rhythm"), fields | {"seen": form.digest})
    assert client.get(front(closed)).status_code == 200


def test_one_address_may_ask_a_hundred_and_twenty_times_a_minute_and_others_go_on(stranger, municipality):

    def ask(address: str, **head: str) -> int:
        return stranger.get(front(municipality), REMOTE_ADDR=address, **head).status_code

    answers = [ask("192.0.2.7", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}") for number in range(125)]
    assert answers == [200] * 120 + [429] * 5, "whoever says to come from elsewhere does not"
    assert ask("192.0.2.8") == 200
    assert stranger.get("/om/tillganglighet", REMOTE_ADDR="192.0.2.7").status_code == 200
