"""An edition: one draft a period, frozen and numbered on adoption, corrected by another, printed at most thrice."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild import document, pdf
from lagesbild.models import Actor, Edition, EditionState, Level, Outlook, Rendition, RenditionState
from lagesbild.period import Period
from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

WEEKS_7_8 = Period(date(2026, 2, 9), date(2026, 2, 23))
IN_WEEK_8 = datetime(2026, 2, 18, 20, 0, tzinfo=UTC)


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def coordinator(municipality):
    return factories.make_user(Role.COORDINATOR, municipality)


@pytest.fixture
def draft(municipality) -> Edition:
    return document.draft(municipality, WEEKS_7_8, at=NOW)


def approved_incident(municipality, coordinator, *, at=IN_WEEK_8, **fields):
    reporter = factories.make_user(Role.REPORTER, municipality)
    return factories.make_approved(reporter, coordinator, at=at, started_at=at, ended_at=at, **fields)


def total(edition: Edition) -> int:
    return edition.content[Level.FULL]["summary"]["total"]


def test_the_latest_period_is_the_fortnight_that_has_ended(municipality):
    assert document.latest_period(municipality, at=NOW) == WEEKS_7_8


@pytest.mark.parametrize(
    ("at", "due"),
    [
        (datetime(2026, 2, 23, 4, 59, tzinfo=UTC), False),  # Monday 05.59 in Köping
        (datetime(2026, 2, 23, 5, 0, tzinfo=UTC), True),
        (datetime(2026, 2, 25, 1, 0, tzinfo=UTC), True),  # the machine was down on Monday
    ],
)
def test_the_draft_is_due_from_monday_morning(municipality, at, due):
    assert document.is_time_to_draft(municipality, at=at) is due


def test_a_period_drafted_twice_has_one_draft(municipality, draft):
    assert document.draft(municipality, WEEKS_7_8, at=NOW).pk == draft.pk


def test_what_the_coordinator_writes_is_kept_and_an_empty_direction_removed(draft):
    document.edit(
        draft, outlook=Outlook.WORSE, summary="Mer klotter.", directions={"police": "Gå förbi stationen."}
    )
    document.edit(
        draft, outlook=Outlook.WORSE, summary="Mer klotter.", directions={"police": "", "guards": "Lås."}
    )
    draft.refresh_from_db()
    assert (draft.outlook, draft.summary) == (Outlook.WORSE, "Mer klotter.")
    assert list(draft.directions.values_list("actor", "text")) == [(Actor.GUARDS, "Lås.")]


def test_adoption_numbers_freezes_and_orders_a_pdf_per_level_and_a_dispatch_per_recipient(
    municipality, coordinator, draft
):
    approved_incident(municipality, coordinator)
    police = factories.make_recipient(municipality)
    guards = factories.make_recipient(municipality, "vaktare@example.com", level=Level.GENERALISED)
    factories.make_recipient(municipality, "slutat@example.com", is_active=False)
    edition = document.adopt(draft, by=coordinator, at=NOW)
    assert (edition.state, edition.designation, edition.adopted_by) == (
        EditionState.ADOPTED,
        "2026:01",
        coordinator,
    )
    assert total(edition) == 1
    assert set(edition.renditions.values_list("level", "state")) == {
        (Level.FULL, RenditionState.QUEUED),
        (Level.GENERALISED, RenditionState.QUEUED),
    }
    assert set(edition.deliveries.values_list("recipient", "rendition__level")) == {
        (police.pk, Level.FULL),
        (guards.pk, Level.GENERALISED),
    }


def test_the_checksum_is_that_of_what_is_stored(coordinator, draft):
    edition = document.adopt(draft, by=coordinator, at=NOW)
    stored = Edition.objects.get(pk=edition.pk)
    assert document.checksum(stored) == stored.checksum == edition.checksum


def test_numbers_follow_each_other_within_the_year_of_the_period(municipality, coordinator):
    numbers = [
        document.adopt(document.draft(municipality, period, at=NOW), by=coordinator, at=NOW).designation
        for period in (WEEKS_7_8.shifted(-timedelta(days=56)), WEEKS_7_8.previous(), WEEKS_7_8)
    ]
    assert numbers == ["2025:01", "2026:01", "2026:02"]


def test_an_edition_is_adopted_once(coordinator, draft):
    document.adopt(draft, by=coordinator, at=NOW)
    with pytest.raises(document.NotADraft):
        document.adopt(draft, by=coordinator, at=NOW)
    with pytest.raises(document.NotADraft):
        document.edit(draft, outlook=Outlook.STABLE, summary="", directions={})


def test_a_late_approval_never_changes_an_adopted_edition(municipality, coordinator, draft):
    edition = document.adopt(draft, by=coordinator, at=NOW)
    approved_incident(municipality, coordinator)
    assert document.content_of(edition, level=Level.FULL, at=NOW)["summary"]["total"] == 0


@pytest.mark.parametrize("change", [{"summary": "Nytt"}, {"content": {}}, {"state": "draft"}, {"number": 9}])
def test_the_database_refuses_to_change_an_adopted_edition(coordinator, draft, change):
    edition = document.adopt(draft, by=coordinator, at=NOW)
    with pytest.raises(DatabaseError, match="locked"), transaction.atomic():
        Edition.objects.filter(pk=edition.pk).update(**change)


def test_the_database_refuses_to_delete_an_adopted_edition_or_touch_its_directions(coordinator, draft):
    document.edit(draft, outlook=Outlook.STABLE, summary="", directions={"police": "Gå förbi."})
    edition = document.adopt(draft, by=coordinator, at=NOW)
    with connection.cursor() as cursor:
        for statement in (
            "DELETE FROM lagesbild_edition WHERE id = %s",
            "UPDATE lagesbild_direction SET text = 'x' WHERE edition_id = %s",
            "DELETE FROM lagesbild_direction WHERE edition_id = %s",
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                cursor.execute(statement, [edition.pk])


def test_a_correction_gets_its_own_number_and_supersedes(municipality, coordinator, draft):
    wrong = document.adopt(draft, by=coordinator, at=NOW)
    approved_incident(municipality, coordinator)
    correction = document.draft_correction(wrong, note="En händelse saknades.", at=NOW)
    assert document.draft_correction(wrong, note="Igen.", at=NOW).pk == correction.pk
    wrong.refresh_from_db()
    assert wrong.state == EditionState.ADOPTED
    right = document.adopt(correction, by=coordinator, at=NOW)
    wrong.refresh_from_db()
    assert (wrong.state, right.designation) == (EditionState.SUPERSEDED, "2026:02")
    assert (total(wrong), total(right)) == (0, 1)
    assert right.content[Level.FULL]["header"]["supersedes"] == "2026:01"


def test_a_rendition_becomes_a_pdf_with_its_checksum_and_a_mail_to_its_recipients(
    municipality, coordinator, draft
):
    recipient = factories.make_recipient(municipality)
    edition = document.adopt(draft, by=coordinator, at=NOW)
    rendition = edition.renditions.get(level=Level.FULL)
    document.render(rendition.pk, at=NOW)
    rendition.refresh_from_db()
    with default_storage.open(rendition.file.name) as file:
        assert hashlib.sha256(file.read()).hexdigest() == rendition.sha256
    assert (rendition.state, rendition.attempts) == (RenditionState.READY, 1)
    mail = edition.deliveries.get(recipient=recipient).mail
    assert (mail.to, mail.attachment) == (recipient.email, rendition.file.name)
    assert mail.subject == "Köping: lägesbild vecka 7–8 2026"


def test_the_mail_says_whom_to_ask(municipality, coordinator, draft):
    Municipality.objects.update(contact_email="trygghet@koping.example")
    factories.make_recipient(municipality)
    edition = document.adopt(Edition.objects.get(pk=draft.pk), by=coordinator, at=NOW)
    document.render(edition.renditions.get(level=Level.FULL).pk, at=NOW)
    mail = edition.deliveries.get().mail
    assert [body.count("Frågor: trygghet@koping.example.") for body in (mail.body, mail.body_html)] == [1, 1]


def test_a_rendition_is_made_once(coordinator, draft):
    edition = document.adopt(draft, by=coordinator, at=NOW)
    pk = edition.renditions.get(level=Level.FULL).pk
    assert document.render(pk, at=NOW) is not None
    assert document.render(pk, at=NOW) is None


def test_the_same_edition_printed_again_gives_the_same_bytes(coordinator, draft):
    edition = document.adopt(draft, by=coordinator, at=NOW)
    later = NOW + timedelta(days=400)
    first, second = (document.as_html(edition, Level.FULL, at=at) for at in (NOW, later))
    assert pdf.render(first, identifier="x") == pdf.render(second, identifier="x")


def left_behind(rendition: Rendition, *, attempts: int) -> None:
    """As a worker killed in the middle leaves it: the attempt is counted, nothing else."""
    Rendition.objects.filter(pk=rendition.pk).update(
        state=RenditionState.RENDERING, attempts=attempts, started_at=NOW
    )


def test_a_rendition_left_behind_by_a_dead_worker_is_taken_up_again(coordinator, draft):
    rendition = document.adopt(draft, by=coordinator, at=NOW).renditions.get(level=Level.FULL)
    left_behind(rendition, attempts=1)
    assert document.render(rendition.pk, at=NOW + timedelta(minutes=2)) is None
    document.render(rendition.pk, at=NOW + timedelta(minutes=4))
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts) == (RenditionState.READY, 2)


def test_a_rendition_that_has_killed_three_workers_is_given_up_until_somebody_asks(coordinator, draft):
    rendition = document.adopt(draft, by=coordinator, at=NOW).renditions.get(level=Level.FULL)
    left_behind(rendition, attempts=3)
    document.render(rendition.pk, at=NOW + timedelta(minutes=4))
    rendition.refresh_from_db()
    assert (rendition.state, rendition.attempts) == (RenditionState.FAILED, 3)
    document.retry(rendition)
    document.render(rendition.pk, at=NOW + timedelta(minutes=5))
    rendition.refresh_from_db()
    assert rendition.state == RenditionState.READY


def test_a_failed_attempt_says_why_and_the_third_is_the_last(coordinator, draft, settings):
    rendition = document.adopt(draft, by=coordinator, at=NOW).renditions.get(level=Level.FULL)
    nowhere = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/proc/no-such"},
    }
    settings.STORAGES = settings.STORAGES | {"default": nowhere}
    for attempt in (1, 2, 3):
        with pytest.raises(OSError, match="no-such"):
            document.render(rendition.pk, at=NOW)
        rendition.refresh_from_db()
        assert rendition.attempts == attempt
    assert (rendition.state, rendition.error.partition(":")[0]) == (
        RenditionState.FAILED,
        "FileNotFoundError",
    )
