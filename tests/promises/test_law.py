"""What the law asks for: the latest record holds, a warning comes in time, and nothing is changed afterwards."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild import document
from promises import law
from promises.documents import Refused
from promises.duties import DutyStatus
from promises.models import Duty, DutyRecord
from tests import factories
from tests.promises.documents import adopted, make_document
from tests.promises.factories import LAST, NOW, TODAY
from tests.promises.meeting_factories import decide, item_of, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def coordinator(municipality):
    """Signed in, on Monday 2 March 2026."""
    client = Client()
    client.force_login(factories.make_user(Role.COORDINATOR, municipality))
    with time_machine.travel(NOW, tick=False):
        yield client


def note(municipality, duty=Duty.SITUATION, *, decided_on=TODAY, **said) -> DutyRecord:
    said = {"where": "Kommunstyrelsen § 12", "by": None, "at": NOW} | said
    return law.record(municipality=municipality, duty=duty, decided_on=decided_on, **said)


def standing(municipality, duty=Duty.SITUATION, *, today=TODAY):
    rows = law.standings(law.in_order(DutyRecord.objects.in_municipality(municipality)), today=today)
    return {row.duty: row for row in rows}[duty]


def send(client, **said):
    fields = {"duty": Duty.SITUATION, "decided_on": "2026-02-26", "where": "Kommunstyrelsen § 12"}
    return client.post(reverse("law_record"), fields | said)


def test_every_demand_has_its_years():
    assert set(law.YEARS) == set(Duty)


def test_all_five_are_missing_until_something_is_noted(municipality):
    rows = law.standings([], today=TODAY)
    assert [(row.duty, row.status) for row in rows] == [(duty, DutyStatus.MISSING) for duty in Duty]
    assert len(law.pressing(municipality, today=TODAY)) == 5


def test_what_was_noted_last_holds_and_is_due_after_two_years(municipality):
    note(municipality, decided_on=date(2022, 5, 1))
    latest = note(municipality, decided_on=date(2024, 5, 1), at=NOW + timedelta(minutes=1))
    found = standing(municipality)
    assert (found.record, found.due_on, found.status) == (latest, date(2026, 5, 1), DutyStatus.SOON)


def test_an_agreement_is_due_when_its_document_ceases_to_hold(municipality):
    agreement = adopted(make_document(municipality))
    record = note(municipality, Duty.AGREEMENT, where="", document=agreement)
    found = standing(municipality, Duty.AGREEMENT)
    assert (record.where, record.words, found.due_on, found.status) == (
        "Samverkan",
        "",
        LAST,
        DutyStatus.MET,
    )


def test_a_council_once_arranged_is_not_due_again(municipality):
    note(municipality, Duty.COUNCIL, decided_on=date(2016, 1, 1))
    assert standing(municipality, Duty.COUNCIL).status == DutyStatus.MET
    assert Duty.COUNCIL not in [row.duty for row in law.pressing(municipality, today=TODAY)]


def test_a_decision_of_tomorrow_is_not_noted_and_neither_is_one_written_nowhere(municipality):
    for said, field in (({"decided_on": TODAY + timedelta(days=1)}, "decided_on"), ({"where": " "}, "where")):
        with pytest.raises(Refused) as refusal:
            note(municipality, **said)
        assert refusal.value.field == field
    assert not DutyRecord.objects.exists()


def test_a_neighbours_document_is_refused_by_the_database(municipality):
    theirs = adopted(make_document(factories.make_municipality("Arboga")))
    with pytest.raises(Refused) as refusal:
        note(municipality, document=theirs)
    assert refusal.value.field == "document"


def test_a_record_is_never_changed_nor_erased(municipality):
    record = note(municipality)
    for change in (lambda: DutyRecord.objects.update(where="Annat"), record.delete):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


def test_the_coordinator_notes_a_decision_with_the_edition_it_is_about(coordinator, municipality):
    person = factories.make_user(Role.COORDINATOR, municipality)
    period = document.latest_period(municipality, at=NOW)
    edition = document.adopt(document.draft(municipality, period, at=NOW), by=person, at=NOW)
    assert send(coordinator, edition=edition.pk).status_code == 302
    record = DutyRecord.objects.get()
    assert (record.duty, record.edition, record.decided_on) == (
        Duty.SITUATION,
        edition,
        date(2026, 2, 26),
    )
    page = coordinator.get(reverse("law")).content.decode()
    assert edition.get_absolute_url() in page
    assert "Ska beslutas på nytt senast 26 februari 2028." in page


def test_the_coordinator_notes_a_decision_of_a_meeting_and_finds_the_way_back_to_it(
    coordinator, municipality
):
    resolution = decide(item_of(make_meeting(municipality)))
    assert send(coordinator, where="", resolution=resolution.pk).status_code == 302
    record = DutyRecord.objects.get()
    assert (record.where, record.words) == (str(resolution), "")
    assert resolution.meeting.get_absolute_url() in coordinator.get(reverse("law")).content.decode()


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(coordinator):
    answer = send(coordinator, decided_on="2026-03-03", where="KS § 12")
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"decided_on": [str(law.TOO_LATE)]}
    assert 'value="KS § 12"' in answer.content.decode()


def test_a_personal_number_is_refused(coordinator):
    assert list(send(coordinator, where="Beslut om 850709-9805").context["form"].errors) == ["where"]


def test_only_adopted_things_of_ones_own_municipality_can_be_pointed_at(coordinator, municipality):
    ours = adopted(make_document(municipality))
    make_document(municipality, title="Förslag")
    adopted(make_document(factories.make_municipality("Arboga")))
    form = coordinator.get(reverse("law_record")).context["form"]
    assert list(form.fields["document"].queryset) == [ours]


def test_the_start_page_warns_the_coordinator_until_everything_is_in_order(coordinator, municipality):
    note(municipality, decided_on=date(2024, 5, 1))
    for duty in set(Duty) - {Duty.SITUATION}:
        note(municipality, duty)
    assert [row.duty for row in coordinator.get("/").context["duties"]] == [Duty.SITUATION]
    note(municipality)
    page = coordinator.get("/")
    assert page.context["duties"] == []
    assert "Visa lagens krav" not in page.content.decode()


def test_a_member_of_the_council_reads_but_has_nothing_to_write_with(municipality):
    note(municipality)
    client = Client()
    client.force_login(factories.make_user(Role.BRA_MEMBER, municipality))
    assert reverse("law_record") not in client.get(reverse("law")).content.decode()


def test_the_page_asks_the_database_no_more_for_three_records_than_for_one(
    coordinator, municipality, django_assert_num_queries
):
    for number in range(3):
        note(municipality, document=adopted(make_document(municipality, title=f"Nummer {number}")))
        # The test's own savepoint; session, user, memberships; the records.
        with django_assert_num_queries(7):
            coordinator.get(reverse("law"))


def test_the_way_to_an_edition_is_shown(municipality):
    person = factories.make_user(Role.BRA_MEMBER, municipality)
    period = document.latest_period(municipality, at=NOW)
    edition = document.adopt(document.draft(municipality, period, at=NOW), by=person, at=NOW)
    note(municipality, edition=edition, where="")
    client = Client()
    client.force_login(person)
    page = client.get(reverse("law")).content.decode()
    assert page.count(f'href="{edition.get_absolute_url()}"') == 2
