"""A meeting: an agenda of what is due, decisions with their consequences, and minutes that nobody changes."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import translation

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild import document, hotspots
from promises import activities, documents, meetings
from promises.models import (
    Activity,
    AgendaItem,
    Body,
    Document,
    DocumentKind,
    DocumentState,
    FollowUp,
    ItemKind,
    Meeting,
    MeetingState,
    Presence,
    ResolutionKind,
)
from tests import factories
from tests.lagesbild.figures.scene import Scene
from tests.promises.factories import FIRST, LAST, NOW, make_activity, responsible
from tests.promises.meeting_factories import decide, item_of, make_confirmed, make_meeting

pytestmark = pytest.mark.django_db
FORTNIGHT = timedelta(days=14)


@pytest.fixture
def koping() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def kbab(koping):
    return factories.make_organisation(koping)


@pytest.fixture
def meeting(koping) -> Meeting:
    return make_meeting(koping)


def make_proposal(municipality, kind=DocumentKind.ACTION_PLAN, title="Handlingsplan 2026") -> Document:
    return documents.create(
        municipality=municipality, kind=kind, title=title, first_on=FIRST, last_on=LAST, by=None, at=NOW
    )


def make_follow_up(activity: Activity) -> FollowUp:
    return FollowUp.objects.create(
        municipality=activity.municipality,
        activity=activity,
        rhythm="quarter",
        first_on=date(2026, 1, 1),
        last_on=date(2026, 3, 31),
        summary="Sex av tio passager.",
        assessment="Färre rapporter vid stationen.",
        written_at=NOW,
    )


def agenda(meeting: Meeting) -> list[tuple[int, str, str]]:
    rows = AgendaItem.objects.filter(meeting=meeting).order_by("number")
    return list(rows.values_list("number", "kind", "heading"))


def due(meeting: Meeting) -> list[str]:
    return [item.kind for item in meetings.agenda_of_what_is_due(meeting, at=NOW)]


def test_a_meeting_cannot_end_before_it_begins(koping):
    with pytest.raises(meetings.Refused, match="times"):
        meetings.plan(municipality=koping, body=Body.EST, starts_at=NOW, ends_at=NOW, by=None, at=NOW)


def test_an_agenda_opens_chooses_a_confirmer_and_closes_when_nothing_is_due(meeting):
    assert due(meeting) == [ItemKind.OPENING, ItemKind.CONFIRMER, ItemKind.CLOSING]


def test_the_est_group_takes_up_the_edition_what_was_assigned_and_what_is_late(koping, kbab):
    coordinator = factories.make_user(Role.COORDINATOR, koping)
    period = document.latest_period(koping, at=factories.NOW)
    document.adopt(document.draft(koping, period, at=NOW), by=coordinator, at=NOW)
    make_confirmed(koping, starts_at=NOW - FORTNIGHT)
    make_activity(koping, text="Klottersanering", due_on=date(2026, 2, 1))
    meeting = make_meeting(koping)
    due(meeting)
    assert agenda(meeting) == [
        (1, ItemKind.OPENING, "Mötets öppnande"),
        (2, ItemKind.CONFIRMER, "Val av justerare"),
        (3, ItemKind.MINUTES, "Föregående protokoll"),
        (4, ItemKind.EDITION, "Lägesbild nr 2026:01, vecka 7–8 2026"),
        (5, ItemKind.DECISION, "Uppdrag från 16 februari 2026"),
        (6, ItemKind.ACTIVITY, "Klottersanering"),
        (7, ItemKind.CLOSING, "Mötets avslutning"),
    ]


def test_the_council_takes_up_follow_ups_and_documents_that_await_it(koping):
    make_follow_up(make_activity(koping))
    make_proposal(koping)
    meeting = make_meeting(koping, Body.COUNCIL)
    assert due(meeting)[2:-1] == [ItemKind.FOLLOW_UP, ItemKind.DOCUMENT]


def test_each_promise_is_accounted_for_and_one_that_stands_badly_by_itself(koping):
    proposal = make_proposal(koping, DocumentKind.PROMISES, "Medborgarlöften 2026")
    said = {"promisor": "joint", "first_on": FIRST, "last_on": LAST}
    documents.add(proposal, documents.Part.PROMISE, text="Vi bygger en lekplats.", **said)
    kept_back = documents.add(
        proposal,
        documents.Part.PROMISE,
        text="Vi går tio passager.",
        target_kind="count",
        target_number=10,
        target_unit="passager",
        **said,
    )
    late = make_activity(koping, due_on=date(2026, 2, 1))
    late.promises.add(kept_back)
    documents.adopt(proposal, by=None, at=NOW)
    meeting = make_meeting(koping, Body.COUNCIL)
    due(meeting)
    items = meeting.items.filter(kind=ItemKind.PROMISE).order_by("number")
    assert [(item.heading, item.document, item.promise) for item in items] == [
        ("Uppföljning: Medborgarlöften 2026", proposal, None),
        ("Vi går tio passager.", None, kept_back),
    ]
    assert items[0].basis.splitlines() == [
        "1. Vi bygger en lekplats: går ej att bedöma, inga tillfällen än.",
        "2. Vi går tio passager: i riskzonen, 0 av 10 passager.",
    ]


def test_asked_again_the_agenda_gets_only_what_is_new_and_keeps_words_and_order(koping, meeting):
    due(meeting)
    confirmer = item_of(meeting, ItemKind.CONFIRMER)
    meetings.write(confirmer, edited=0, heading="Val av två justerare")
    meetings.move(confirmer, steps=-1)
    make_activity(koping, text="Klottersanering", due_on=date(2026, 2, 1))
    assert due(meeting) == [ItemKind.ACTIVITY]
    assert due(meeting) == []
    assert agenda(meeting) == [
        (1, ItemKind.CONFIRMER, "Val av två justerare"),
        (2, ItemKind.OPENING, "Mötets öppnande"),
        (3, ItemKind.ACTIVITY, "Klottersanering"),
        (4, ItemKind.CLOSING, "Mötets avslutning"),
    ]


def test_an_agenda_is_in_swedish_whoever_asks_for_it(meeting):
    with translation.override("en"):
        due(meeting)
    assert item_of(meeting, ItemKind.OPENING).heading == "Mötets öppnande"


def test_an_assignment_comes_back_until_its_activities_are_done(koping, kbab):
    first = make_meeting(koping, starts_at=NOW - 2 * FORTNIGHT)
    activity = {
        "text": "Byt lampor",
        "responsible": responsible(kbab),
        "start_on": date(2026, 2, 2),
        "due_on": date(2026, 4, 1),
        "target": ("yes_no", None, ""),
    }
    resolution = decide(item_of(first), activity=activity)
    meetings.hold(first, at=first.starts_at)
    second = make_meeting(koping)
    assert due(second)[3:-1] == [ItemKind.DECISION]
    done = resolution.activities.get()
    activities.log(done, on=date(2026, 2, 20), organisation=kbab, by=None, at=NOW)
    third = make_meeting(koping, starts_at=NOW + FORTNIGHT)
    assert due(third)[3:-1] == []


def test_an_assignment_without_activities_comes_back_until_a_meeting_has_decided_on_it(koping):
    make_confirmed(koping, starts_at=NOW - 2 * FORTNIGHT)
    second = make_meeting(koping, starts_at=NOW - FORTNIGHT)
    meetings.agenda_of_what_is_due(second, at=second.starts_at)
    decide(item_of(second, ItemKind.DECISION), kind=ResolutionKind.NOTE, text="återrapporteringen")
    meetings.hold(second, at=second.starts_at)
    assert due(make_meeting(koping))[3:-1] == []


def test_an_item_is_moved_no_further_than_there_are_places(meeting):
    due(meeting)
    meetings.move(item_of(meeting, ItemKind.CLOSING), steps=9)
    meetings.move(item_of(meeting, ItemKind.CONFIRMER), steps=1)
    assert [kind for _number, kind, _heading in agenda(meeting)] == [
        *(ItemKind.OPENING, ItemKind.CLOSING, ItemKind.CONFIRMER),
    ]


def test_an_item_is_taken_off_and_the_rest_numbered_anew(meeting):
    due(meeting)
    meetings.remove(item_of(meeting, ItemKind.OPENING))
    assert [number for number, _kind, _heading in agenda(meeting)] == [1, 2]


def test_an_item_with_a_decision_stays(meeting):
    item = item_of(meeting)
    decide(item)
    with pytest.raises(meetings.Refused, match="decided"):
        meetings.remove(item)


def test_two_secretaries_in_one_item_are_told_of_each_other(meeting):
    item = item_of(meeting)
    meetings.write(item, edited=0, notes="Polisen berättade.")
    with pytest.raises(meetings.EditedMeanwhile) as told:
        meetings.write(item, edited=0, notes="KBAB berättade.")
    assert told.value.row.notes == "Polisen berättade."


@pytest.mark.parametrize(
    "typed", ["att uppdra åt KBAB att se över belysningen.", " Uppdra åt KBAB att se över belysningen"]
)
def test_a_decision_says_its_lead_once(meeting, typed):
    assert str(decide(item_of(meeting), text=typed)) == "att uppdra åt KBAB att se över belysningen"


def test_a_decision_says_something(meeting):
    with pytest.raises(meetings.Refused, match="text"):
        decide(item_of(meeting), text="att uppdra.")


def test_nothing_is_decided_before_the_day(koping):
    meeting = make_meeting(koping, starts_at=NOW + FORTNIGHT)
    with pytest.raises(meetings.Refused, match="early"):
        decide(item_of(meeting), at=NOW)
    with pytest.raises(meetings.Refused, match="early"):
        meetings.hold(meeting, at=NOW)


def test_a_decision_becomes_an_activity_at_once_or_not_at_all(koping, kbab, meeting):
    item = item_of(meeting)
    activity = {
        "text": "Byt lampor",
        "responsible": responsible(kbab),
        "start_on": date(2026, 3, 2),
        "due_on": date(2026, 3, 1),
    }
    with pytest.raises(activities.Refused, match="days"):
        decide(item, activity=activity)
    assert item.resolutions.count() == 0
    resolution = decide(item, activity=activity | {"due_on": date(2026, 4, 1)})
    assert list(Activity.objects.values_list("text", "resolution")) == [("Byt lampor", resolution.pk)]


def test_a_decision_becomes_an_activity_later_too_when_the_minutes_are_confirmed(koping, kbab):
    resolution = make_confirmed(koping).resolutions.get()
    meetings.into_activity(
        resolution,
        text="Byt lampor",
        responsible=responsible(kbab),
        start_on=date(2026, 3, 2),
        due_on=date(2026, 4, 1),
        by=None,
        at=NOW,
    )
    assert resolution.activities.get().text == "Byt lampor"


def test_a_decision_adopts_the_follow_up_it_is_about(koping):
    follow_up = make_follow_up(make_activity(koping))
    meeting = make_meeting(koping, Body.COUNCIL)
    due(meeting)
    item = item_of(meeting, ItemKind.FOLLOW_UP)
    resolution = decide(item, kind=ResolutionKind.APPROVE, text="uppföljningen", adopts=True)
    follow_up.refresh_from_db()
    assert follow_up.adopted_in == resolution
    with pytest.raises(meetings.Refused, match="adopted"):
        decide(item, kind=ResolutionKind.APPROVE, text="uppföljningen", adopts=True)


def test_a_decision_adopts_the_document_it_is_about(koping):
    proposal = make_proposal(koping)
    meeting = make_meeting(koping, Body.COUNCIL)
    due(meeting)
    item = item_of(meeting, ItemKind.DOCUMENT)
    decide(item, kind=ResolutionKind.APPROVE, text="förslaget", adopts=True)
    proposal.refresh_from_db()
    assert proposal.state == DocumentState.ADOPTED
    with pytest.raises(meetings.Refused, match="adopted"):
        decide(item, kind=ResolutionKind.APPROVE, text="förslaget", adopts=True)
    assert item.resolutions.count() == 1


def test_an_item_about_neither_adopts_nothing(meeting):
    with pytest.raises(meetings.Refused, match="nothing_to_adopt"):
        decide(item_of(meeting), adopts=True)


def test_who_was_there_is_noted_by_organisation_and_role_and_proposed_again_next_time(koping, kbab):
    police = factories.make_organisation(koping, "Polisen")
    first = make_meeting(koping, starts_at=NOW - FORTNIGHT)
    meetings.attend(first, organisation=kbab, role="Förvaltare", presence=Presence.ABSENT)
    meetings.attend(first, organisation=police, role="Kommunpolis", presence=Presence.MEMBER)
    meetings.attend(first, organisation=police, role="Utredare", presence=Presence.GUEST)
    meetings.hold(first, at=first.starts_at)
    second = make_meeting(koping)
    meetings.attend(second, organisation=police, role="Kommunpolis", presence=Presence.ABSENT)
    assert meetings.attend_as_last_time(second) == 1
    noted = second.attendances.order_by("organisation__name").values_list("role", "presence")
    assert list(noted) == [("Förvaltare", Presence.MEMBER), ("Kommunpolis", Presence.ABSENT)]


def test_an_organisation_of_another_municipality_was_not_there(meeting):
    stranger = factories.make_organisation(factories.make_municipality("Arboga"), "Arboga bostäder")
    with pytest.raises(meetings.Refused, match="stranger"):
        meetings.attend(meeting, organisation=stranger, role="Förvaltare", presence=Presence.MEMBER)


def test_minutes_are_confirmed_when_the_meeting_is_held_and_everybody_named(meeting):
    with pytest.raises(meetings.Refused, match="not_held"):
        meetings.confirm(meeting, at=NOW)
    held = meetings.hold(meeting, at=NOW)
    with pytest.raises(meetings.Refused, match="roles"):
        meetings.confirm(held, at=NOW)
    meetings.edit(
        held,
        edited=held.edited,
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        place=held.place,
        chair=held.chair,
        secretary=held.secretary,
        confirmer="Kommunpolis",
    )
    assert meetings.confirm(held, at=NOW).state == MeetingState.CONFIRMED


def test_nothing_is_written_in_confirmed_minutes(koping, kbab):
    meeting = make_confirmed(koping)
    item = meeting.items.get()
    attempts = [
        lambda: meetings.agenda_of_what_is_due(meeting, at=NOW),
        lambda: meetings.add(meeting, heading="Nytt"),
        lambda: meetings.write(item, edited=0, notes="Nytt"),
        lambda: meetings.move(item, steps=1),
        lambda: meetings.remove(item),
        lambda: decide(item),
        lambda: meetings.attend(meeting, organisation=kbab, role="Vd", presence=Presence.MEMBER),
        lambda: meetings.hold(meeting, at=NOW),
        lambda: meetings.confirm(meeting, at=NOW),
    ]
    for attempt in attempts:
        with pytest.raises(meetings.Confirmed):
            attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE promises_meeting SET place = 'x'",
        "DELETE FROM promises_agendaitem",
        "UPDATE promises_agendaitem SET notes = 'x'",
        "UPDATE promises_resolution SET text = 'x'",
        "INSERT INTO promises_attendance (municipality_id, meeting_id, organisation_id, role, presence) "
        "SELECT m.municipality_id, m.id, o.id, 'x', 'member' FROM promises_meeting m, accounts_organisation o",
    ],
)
def test_the_database_locks_confirmed_minutes(koping, kbab, statement):
    make_confirmed(koping)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_hot_spots_activity_whose_plan_is_being_revised_is_taken_up_once():
    scene = Scene()
    scene.events(3, place=scene.place("Järnvägsstationen"))
    hot_spot = hotspots.open_from(scene.draft(), name="Järnvägsstationen", by=None, at=NOW)
    plan = make_proposal(scene.municipality)
    make_activity(scene.municipality, hot_spot=hot_spot, document=plan, text="Klottersanering")
    documents.revise(documents.adopt(plan, by=None, at=NOW), by=None, at=NOW)
    meeting = make_meeting(scene.municipality)
    due(meeting)
    assert item_of(meeting, ItemKind.HOT_SPOT).basis.count("Klottersanering") == 1
