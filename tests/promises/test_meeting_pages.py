"""The meetings' pages: calendars, an agenda written in, decisions recorded, refusals with nothing lost."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import Role
from promises import documents, meetings
from promises.models import (
    AgendaItem,
    Body,
    Document,
    DocumentKind,
    DocumentState,
    ItemKind,
    Meeting,
    MeetingState,
    Promise,
    Resolution,
)
from tests import factories
from tests.promises.documents import adopted, make_document, make_promise
from tests.promises.factories import FIRST, LAST, make_activity
from tests.promises.meeting_factories import decide, item_of, make_confirmed, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def koping() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def secretary(koping, client) -> Client:
    client.force_login(factories.make_user(Role.COORDINATOR, koping))
    return client


@pytest.fixture
def meeting(koping) -> Meeting:
    return make_meeting(koping, starts_at=timezone.now() - timedelta(minutes=10))


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def typed(item: AgendaItem, letter: str, **fields: object) -> dict[str, object]:
    return {f"{letter}{item.pk}-{name}": value for name, value in fields.items()}


def test_a_meeting_that_is_planned_gets_its_agenda_at_once(koping, secretary):
    form = {"body": "est", "on": "2026-12-03", "from_time": "09:00", "to_time": "10:30", "place": "Rådhuset"}
    answer = secretary.post(reverse("meeting_create"), form)
    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    local = meeting.starts_at.astimezone(koping.zone)
    assert (f"{local:%H:%M}", meeting.items.count()) == ("09:00", 3)


def test_a_meeting_that_ends_before_it_begins_is_refused_with_what_was_typed(secretary):
    form = {"body": "est", "on": "2026-12-03", "from_time": "10:00", "to_time": "09:00", "place": "Rådhuset"}
    answer = secretary.post(reverse("meeting_create"), form)
    assert answer.status_code == 422
    assert "Mötet slutar innan det börjar." in text_of(answer)
    assert 'value="Rådhuset"' in answer.content.decode()


def test_a_meeting_is_on_the_day_and_at_the_time_it_is_where_it_is_held(client):
    houston = factories.make_municipality(time_zone="America/Chicago")
    client.force_login(factories.make_user(Role.COORDINATOR, houston))
    meeting = make_meeting(houston, starts_at=datetime(2026, 3, 3, 2, 30, tzinfo=UTC))
    assert meeting.starts_on == date(2026, 3, 2)
    page = text_of(client.get(meeting.get_absolute_url()))
    assert re.findall(r"Tid (.*?) Plats", page) == ["2 mars 2026 kl. 20.30–21.30"]


def test_each_body_has_its_own_calendar(koping, secretary):
    make_meeting(koping, Body.EST, starts_at=timezone.now() + timedelta(days=2))
    make_meeting(koping, Body.COUNCIL, starts_at=timezone.now() + timedelta(days=9))
    page = secretary.get(reverse("meetings"), {"organ": "council"})
    assert [label for label, _rows in page.context["coming"]] == ["Brottsförebyggande rådet"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendars_ask_as_many_statements_for_three_meetings_as_for_one(
    koping, secretary, count, django_assert_num_queries
):
    for days in range(1, count + 1):
        for sign in (-1, 1):
            make_meeting(koping, starts_at=timezone.now() + sign * timedelta(days=days))
    with django_assert_num_queries(9):
        secretary.get(reverse("meetings"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_meeting_asks_as_many_statements_for_three_paragraphs_as_for_one(
    koping, secretary, meeting, count, django_assert_num_queries
):
    for _each in range(count):
        item = item_of(meeting)
        decide(item, activity=said_of_an_activity(koping))
        meetings.attend(
            meeting, organisation=factories.make_organisation(koping), role=f"Roll {_each}", presence="member"
        )
        AgendaItem.objects.filter(pk=item.pk).update(activity=make_activity(koping))
    with django_assert_num_queries(23):
        secretary.get(meeting.get_absolute_url())


def said_of_an_activity(municipality) -> dict:
    organisation = factories.make_organisation(municipality)
    return {
        "text": "Byt lampor",
        "responsible": [(organisation, "joint")],
        "start_on": FIRST,
        "due_on": LAST,
    }


def test_notes_and_a_decision_are_recorded_at_the_item(secretary, meeting):
    item = item_of(meeting)
    secretary.post(reverse("item_note", args=[item.pk]), typed(item, "n", notes="Mörkt.", edited=0))
    answer = secretary.post(
        reverse("item_decide", args=[item.pk]),
        typed(item, "p", kind="assign", text="åt KBAB att byta lampor"),
    )
    item.refresh_from_db()
    assert (item.notes, str(Resolution.objects.get())) == ("Mörkt.", "att uppdra åt KBAB att byta lampor")
    assert answer.url == f"{meeting.get_absolute_url()}#p-{item.pk}"


def test_of_two_secretaries_in_one_item_the_second_is_shown_both_and_may_go_on(secretary, meeting):
    item = item_of(meeting)
    address = reverse("item_note", args=[item.pk])
    secretary.post(address, typed(item, "n", notes="Polisen berättade.", edited=0))
    answer = secretary.post(address, typed(item, "n", notes="KBAB berättade.", edited=0))
    assert answer.status_code == 409
    assert "Sparat av någon annan Polisen berättade. Du skrev KBAB berättade." in text_of(answer)
    [paragraph] = answer.context["paragraphs"]
    seen = paragraph.notes["edited"].value()
    secretary.post(address, typed(item, "n", notes="Båda berättade.", edited=seen))
    item.refresh_from_db()
    assert item.notes == "Båda berättade."


def test_what_is_typed_into_minutes_confirmed_meanwhile_is_shown_to_be_kept(koping, secretary):
    item = make_confirmed(koping).items.get()
    answer = secretary.post(
        reverse("item_note", args=[item.pk]), typed(item, "n", notes="För sent.", edited=0)
    )
    assert answer.status_code == 409
    assert "Det här skrev du Anteckningar För sent." in text_of(answer)
    answer = secretary.post(
        reverse("item_decide", args=[item.pk]), typed(item, "p", kind="note", text="för sent")
    )
    assert (answer.status_code, item.resolutions.count()) == (409, 1)
    assert "för sent" in text_of(answer)


def test_a_personal_number_in_the_notes_is_refused_and_the_text_kept(secretary, meeting):
    item = item_of(meeting)
    answer = secretary.post(
        reverse("item_note", args=[item.pk]), typed(item, "n", notes="Om 19121212-1212.", edited=0)
    )
    assert answer.status_code == 422
    assert "Om 19121212-1212." in answer.content.decode()
    item.refresh_from_db()
    assert item.notes == ""


def test_a_decision_on_a_proposed_document_offers_to_adopt_it(koping, secretary):
    proposal = documents.create(
        municipality=koping,
        kind=DocumentKind.ACTION_PLAN,
        title="Handlingsplan",
        first_on=FIRST,
        last_on=LAST,
        by=None,
        at=timezone.now(),
    )
    meeting = make_meeting(koping, Body.COUNCIL, starts_at=timezone.now() - timedelta(minutes=10))
    meetings.agenda_of_what_is_due(meeting, at=timezone.now())
    item = item_of(meeting, ItemKind.DOCUMENT)
    assert "Anta dokumentet med beslutet" in text_of(secretary.get(meeting.get_absolute_url()))
    form = typed(item, "p", kind="approve", text="förslaget", adopts="on")
    secretary.post(reverse("item_decide", args=[item.pk]), form)
    assert Document.objects.get(pk=proposal.pk).state == DocumentState.ADOPTED


def test_a_decision_becomes_an_activity_in_place(koping, secretary, meeting):
    kbab = factories.make_organisation(koping)
    resolution = decide(item_of(meeting))
    opened = secretary.get(meeting.get_absolute_url(), {"beslut": resolution.pk}).content.decode()
    assert "Åt KBAB att se över belysningen</textarea>" in opened
    fields = {
        "text": "Byt tio lampor",
        "joint": kbab.pk,
        "start_on": "2026-11-01",
        "due_on": "2026-12-31",
        "target_kind": "count",
        "target_number": 10,
        "target_unit": "lampor",
    }
    form = {f"b{resolution.pk}-{name}": value for name, value in fields.items()}
    address = reverse("resolution_assign", args=[resolution.pk])
    backwards = form | {f"b{resolution.pk}-due_on": "2026-10-01"}
    answer = secretary.post(address, backwards)
    assert (answer.status_code, resolution.activities.count()) == (422, 0)
    assert "Byt tio lampor</textarea>" in answer.content.decode()
    secretary.post(address, form)
    activity = resolution.activities.get()
    assert (activity.text, activity.target_number, activity.responsibilities.get().organisation) == (
        *("Byt tio lampor", 10, kbab),
    )


def make_promises(municipality: Municipality, *texts: str, days: int = 30) -> list[Promise]:
    """Promises of an adopted document that hold since a year and for so many days more."""
    today = timezone.localdate()
    held = {"first_on": today - timedelta(days=365), "last_on": today + timedelta(days=days)}
    document = make_document(municipality, DocumentKind.PROMISES, **held)
    promises = [make_promise(document, text, **held) for text in texts]
    adopted(document)
    return promises


def test_a_decision_is_tied_to_promises_in_force_and_first_of_all_to_the_one_it_is_about(
    koping, secretary, meeting
):
    light, patrols = make_promises(koping, "Ljus", "Ronder")
    make_promises(koping, "Förra året", days=-1)
    make_promise(make_document(koping, DocumentKind.PROMISES), "Bara föreslaget")
    item = item_of(meeting)
    AgendaItem.objects.filter(pk=item.pk).update(promise=patrols)
    resolution = decide(item)
    page = secretary.get(meeting.get_absolute_url(), {"beslut": resolution.pk})
    form = page.context["paragraphs"][0].decided[0].form
    offered = [promise.text for promise in form.fields["promises"].queryset]
    assert (offered, form["promises"].value()) == (["Ljus", "Ronder"], [patrols.pk])
    said = {
        "text": "Byt tio lampor",
        "joint": factories.make_organisation(koping).pk,
        "start_on": "2026-11-01",
        "due_on": "2026-12-31",
        "target_kind": "none",
        "promises": [light.pk, patrols.pk],
    }
    address = reverse("resolution_assign", args=[resolution.pk])
    secretary.post(address, {f"b{resolution.pk}-{name}": value for name, value in said.items()})
    assert list(resolution.activities.get().promises.order_by("pk")) == [light, patrols]


def test_where_nothing_is_promised_no_promise_is_asked_for(secretary, meeting):
    resolution = decide(item_of(meeting))
    page = secretary.get(meeting.get_absolute_url(), {"beslut": resolution.pk})
    assert "promises" not in page.context["paragraphs"][0].decided[0].form.fields


@pytest.mark.parametrize("count", [1, 3])
def test_a_decision_made_an_activity_asks_as_many_statements_for_three_promises_as_for_one(
    koping, secretary, meeting, count, django_assert_num_queries
):
    make_promises(koping, *["Ljus"] * count)
    resolution = decide(item_of(meeting))
    with django_assert_num_queries(24):
        secretary.get(meeting.get_absolute_url(), {"beslut": resolution.pk})


def test_minutes_are_confirmed_only_when_everybody_is_named(secretary, meeting):
    secretary.post(reverse("meeting_hold", args=[meeting.pk]))
    told = secretary.post(reverse("meeting_confirm", args=[meeting.pk]), follow=True)
    assert "Fyll i ordförande, sekreterare och justerare" in text_of(told)
    Meeting.objects.filter(pk=meeting.pk).update(confirmer="Kommunpolis")
    secretary.post(reverse("meeting_confirm", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CONFIRMED
    assert meeting.papers.get().content["confirmed"] != ""


def test_a_council_member_reads_the_minutes_and_finds_nothing_to_press(koping, client, meeting):
    decide(item_of(meeting))
    client.force_login(factories.make_user(Role.BRA_MEMBER, koping))
    page = client.get(meeting.get_absolute_url()).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "att uppdra åt KBAB att se över belysningen" in main
    assert "<form" not in main


@pytest.mark.parametrize("key", ["²", "9" * 5000])
def test_an_address_that_opens_no_paragraph_shows_the_meeting(secretary, meeting, key):
    assert secretary.get(meeting.get_absolute_url(), {"andra": key}).status_code == 200
