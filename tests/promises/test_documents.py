"""Documents: what is adopted stays as it is, what is written meanwhile is not lost, and neighbours stay apart."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Municipality
from accounts.roles import Role
from promises import documents
from promises.documents import Edited, NotAProposal, Part, Refused
from promises.models import Activity, Cause, Clause, Document, DocumentKind, DocumentState, Perspective
from promises.standing import activity_standings, promise_standings
from tests import factories
from tests.promises.documents import (
    adopted,
    first_activity,
    make_document,
    make_focus_area,
    make_plan,
    make_promise,
)
from tests.promises.factories import FIRST, LAST, NOW, TODAY, log, make_activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality()


@pytest.fixture
def neighbour() -> Municipality:
    return factories.make_municipality("Arboga")


def refusal_of(write, *args, **kwargs) -> tuple[str, str]:
    """Where and why it is refused."""
    with pytest.raises(Refused) as refusal:
        write(*args, **kwargs)
    return refusal.value.field, str(refusal.value.message)


def test_a_proposal_is_written_and_adopted_once(municipality):
    person = factories.make_user(Role.COORDINATOR, municipality)
    proposal = make_document(municipality)
    saved = documents.save(proposal, edited=0, title="Samverkansöverenskommelse", purpose="Ett syfte.")
    assert (saved.title, saved.purpose, saved.edited) == ("Samverkansöverenskommelse", "Ett syfte.", 1)
    final = documents.adopt(saved, by=person, at=NOW)
    assert (final.state, final.adopted_by, final.adopted_at) == (DocumentState.ADOPTED, person, NOW)
    with pytest.raises(NotAProposal):
        documents.adopt(saved, by=person, at=NOW)


def test_who_saves_second_is_told_what_the_first_one_wrote(municipality):
    proposal = make_document(municipality)
    documents.save(proposal, edited=0, title="Den första")
    with pytest.raises(Edited) as rival:
        documents.save(proposal, edited=0, title="Den andra")
    assert rival.value.row.title == "Den första"
    assert Document.objects.get().title == "Den första"


def test_nothing_of_an_adopted_document_can_be_written(municipality):
    plan = make_plan(municipality)
    area = make_focus_area(plan)
    cause = documents.add_cause(area, text="Mörkt", perspective=Perspective.PLACE)
    clause = documents.add(plan, Part.CLAUSE, text="att mötas")
    activity = first_activity(plan)
    adopted(plan)
    organisation = factories.make_organisation(municipality)
    for write in (
        lambda: documents.save(plan, edited=0, title="Annan"),
        lambda: documents.add(plan, Part.CLAUSE, text="att ses"),
        lambda: documents.change(clause, seen=documents.seen_of(clause), text="att inte mötas"),
        lambda: documents.remove(clause),
        lambda: documents.change(activity, seen="0", text="Annat"),
        lambda: documents.remove(activity),
        lambda: documents.set_parties(plan, [organisation]),
        lambda: documents.add_cause(area, text="Tomt", perspective=Perspective.PLACE),
        lambda: documents.change_cause(cause, seen=documents.seen_of(cause), text="Ljust"),
        lambda: documents.remove_cause(cause),
        lambda: documents.discard(plan),
    ):
        with pytest.raises(NotAProposal):
            write()


@pytest.mark.parametrize(
    "table",
    [
        "promises_document",
        "promises_clause",
        "promises_cause",
        "promises_activity",
        "promises_responsibility",
    ],
)
def test_the_database_itself_keeps_what_is_adopted(municipality, table):
    plan = make_plan(municipality)
    documents.add_cause(make_focus_area(plan), text="Mörkt", perspective=Perspective.PLACE)
    documents.add(plan, Part.CLAUSE, text="att mötas")
    adopted(plan)
    for statement in (f"UPDATE {table} SET municipality_id = 0", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="an adopted document is locked"), transaction.atomic():
            connection.cursor().execute(statement)


def test_parts_get_the_next_number(municipality):
    plan = make_plan(municipality, activities=2)
    clauses = [documents.add(plan, Part.CLAUSE, text=text) for text in ("att a", "att b")]
    documents.remove(clauses[0])
    last = documents.add(plan, Part.CLAUSE, text="att c")
    assert [clauses[1].number, last.number] == [2, 3]
    assert list(plan.activities.order_by("number").values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize(
    ("part", "values", "told"),
    [
        (Part.CLAUSE, {"number": 1, "text": "att b"}, ("number", "Numret används redan i dokumentet.")),
        (
            Part.PROMISE,
            {"text": "Ett löfte", "promisor": "police", "first_on": LAST, "last_on": FIRST},
            ("last_on", "Sista dagen får inte ligga före den första."),
        ),
        (
            Part.PROMISE,
            {"text": "Tio", "promisor": "police", "first_on": FIRST, "last_on": LAST, "target_kind": "count",
             "target_number": 10},
            ("target_unit", "Ett mål som räknas behöver både antal och enhet, och andra mål inget av dem."),
        ),
        (Part.GROUP, {"role": "ledning", "name": "BRÅ"}, ("role", "Värdet 'ledning' är inget giltigt alternativ.")),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_in_words_at_its_field(municipality, part, values, told):
    document = make_document(municipality, DocumentKind.PROMISES)
    documents.add(document, Part.CLAUSE, text="att a")
    assert refusal_of(documents.add, document, part, **values) == told


def test_an_activity_that_ends_before_it_starts_is_refused_at_its_last_day(municipality):
    plan = make_plan(municipality, activities=0)
    told = refusal_of(
        documents.add,
        plan,
        Part.ACTIVITY,
        at=NOW,
        text="Patruller",
        start_on=LAST,
        due_on=FIRST,
        responsible=[(factories.make_organisation(municipality), "joint")],
    )
    assert told == ("due_on", "Aktiviteten får inte sluta innan den börjar.")


def test_a_document_that_ends_before_it_starts_is_refused(municipality):
    assert refusal_of(make_document, municipality, first_on=LAST, last_on=FIRST)[0] == "last_on"


def test_a_neighbours_organisation_neither_signs_nor_is_a_party_nor_answers(municipality, neighbour):
    plan, stranger = make_plan(municipality), factories.make_organisation(neighbour)
    assert refusal_of(documents.set_parties, plan, [stranger])[0] == "organisation"
    assert (
        refusal_of(documents.add, plan, Part.SIGNATURE, title="Chef", organisation=stranger)[0]
        == "organisation"
    )
    told = refusal_of(documents.change, first_activity(plan), seen="0", responsible=[(stranger, "joint")])
    assert told == ("", "Något av det du valde finns inte i kommunen.")


def test_the_database_refuses_links_to_a_neighbours_rows(municipality, neighbour):
    activity = make_activity(municipality)
    promise = make_promise(make_document(neighbour, DocumentKind.PROMISES))
    with pytest.raises(IntegrityError, match="belongs to another municipality"), transaction.atomic():
        activity.promises.add(promise)


def test_what_something_else_rests_on_is_not_taken_out(municipality):
    plan = make_plan(municipality, activities=0)
    area = make_focus_area(plan)
    make_activity(municipality, document=plan, focus_area=area)
    assert refusal_of(documents.remove, area)[1].startswith("Den används av annat i dokumentet")


def test_two_who_change_different_parts_do_not_disturb_each_other(municipality):
    document = make_document(municipality)
    rows = [documents.add(document, Part.CLAUSE, text=text) for text in ("att a", "att b")]
    seen = [documents.seen_of(row) for row in rows]
    documents.change(rows[0], seen=seen[0], text="att aa")
    documents.change(rows[1], seen=seen[1], text="att bb")
    with pytest.raises(Edited) as rival:
        documents.change(rows[0], seen=seen[0], text="att aaa")
    assert rival.value.row.text == "att aa"


def test_parties_are_exactly_those_chosen(municipality):
    document = make_document(municipality)
    names = ["Kommunen", "Polisen", "KBAB"]
    kommunen, polisen, kbab = (factories.make_organisation(municipality, name) for name in names)
    documents.set_parties(document, [kommunen, kbab])
    documents.set_parties(document, [kommunen, polisen])
    chosen = document.parties.order_by("organisation__name").values_list("organisation__name", flat=True)
    assert list(chosen) == ["Kommunen", "Polisen"]


def make_whole(municipality: Municipality) -> Document:
    """An adopted plan with something of everything."""
    plan = make_plan(municipality, activities=0, purpose="Lugnare kvällar.")
    documents.set_parties(plan, [factories.make_organisation(municipality)])
    documents.add(plan, Part.GROUP, role="steering", name="BRÅ:s arbetsutskott")
    documents.add(plan, Part.CLAUSE, text="att mötas")
    documents.add(
        plan,
        Part.SIGNATURE,
        title="Kommunchef",
        organisation=factories.make_organisation(municipality),
        signed_on=date(2025, 12, 20),
    )
    area = make_focus_area(plan)
    cause = documents.add_cause(area, text="Mörkt", perspective=Perspective.PLACE)
    documents.add_cause(area, text="Trasiga lampor", perspective=Perspective.PLACE, parent=cause)
    promise = make_promise(make_document(municipality, DocumentKind.PROMISES))
    make_activity(municipality, document=plan, focus_area=area, causes=[cause], promises=[promise])
    return adopted(plan)


def test_a_new_version_begins_with_all_that_the_last_one_said(municipality):
    plan = make_whole(municipality)
    revision = documents.revise(plan, by=None, at=NOW)
    assert (revision.version, revision.replaces, revision.state) == (2, plan, DocumentState.PROPOSAL)
    assert (revision.parties.count(), revision.groups.count(), revision.clauses.count()) == (1, 1, 1)
    assert revision.signatures.get().signed_on is None
    activity, area = revision.activities.get(), revision.focus_areas.get()
    assert (activity.focus_area, activity.causes.get().focus_area) == (area, area)
    assert list(area.causes.order_by("pk").values_list("text", "parent__text")) == [
        ("Mörkt", None),
        ("Trasiga lampor", "Mörkt"),
    ]
    assert [row.organisation.name for row in activity.responsibilities.all()] == ["KBAB"]
    assert activity.promises.get() == first_activity(plan).promises.get()
    contents = [documents.content_of(row, today=TODAY) for row in (plan, revision)]
    assert documents.changes(*contents) == []


def test_a_new_version_is_begun_once(municipality):
    plan = make_whole(municipality)
    assert documents.revise(plan, by=None, at=NOW) == documents.revise(plan, by=None, at=NOW)


def test_adopting_a_version_supersedes_the_one_before(municipality):
    plan = make_whole(municipality)
    documents.adopt(documents.revise(plan, by=None, at=NOW), by=None, at=NOW)
    states = Document.objects.filter(kind=plan.kind).order_by("version").values_list("state", flat=True)
    assert list(states) == [DocumentState.SUPERSEDED, DocumentState.ADOPTED]


def test_what_was_done_before_the_plan_was_revised_still_counts(municipality):
    plan = make_whole(municipality)
    log(first_activity(plan), number=3)
    revision = adopted(documents.revise(plan, by=None, at=NOW))
    log(first_activity(revision), number=2)
    third = documents.revise(revision, by=None, at=NOW)
    rows = [first_activity(row) for row in (plan, revision, third)]
    assert [standing.progress.done for standing in activity_standings(rows, today=TODAY)] == [5, 5, 5]


def test_the_promises_of_a_new_version_are_carried_by_the_same_activities(municipality):
    document = make_document(municipality, DocumentKind.PROMISES)
    activity = make_activity(municipality, promises=[make_promise(document)])
    revision = documents.revise(adopted(document), by=None, at=NOW)
    assert revision.promises.get().activities.get() == activity


def test_a_promise_counts_what_was_done_once_however_many_versions_the_plan_has(municipality):
    plan = make_whole(municipality)
    promise = first_activity(plan).promises.get()
    log(first_activity(plan), number=4)
    for _version in range(2):
        proposal = documents.revise(plan, by=None, at=NOW)
        (standing,) = promise_standings([promise], today=TODAY)
        assert (standing.progress.done, [row.activity.document for row in standing.activities]) == (4, [plan])
        plan = adopted(proposal)
    (standing,) = promise_standings([promise], today=TODAY)
    assert (standing.progress.done, [row.activity.document for row in standing.activities]) == (4, [plan])


def test_promises_that_an_adopted_plan_carries_are_written_anew(municipality):
    document = make_document(municipality, DocumentKind.PROMISES)
    promise = make_promise(document)
    plan = make_plan(municipality)
    activity = make_activity(municipality, document=plan, promises=[promise])
    adopted(plan)
    revision = documents.revise(adopted(document), by=None, at=NOW)
    assert revision.promises.get().activities.get() == activity
    documents.discard(revision)
    assert activity.promises.get() == promise


def test_a_version_that_was_begun_is_thrown_away_though_its_activities_have_a_focus_area(municipality):
    plan = make_whole(municipality)
    documents.discard(documents.revise(plan, by=None, at=NOW))
    assert Document.objects.filter(kind=plan.kind).get() == plan


def test_a_version_says_word_by_word_what_it_changed(municipality):
    document = make_document(municipality, purpose="Lugna kvällar i centrum.")
    documents.add(document, Part.CLAUSE, text="att mötas")
    revision = documents.revise(adopted(document), by=None, at=NOW)
    revision = documents.save(revision, edited=0, purpose="Lugna helger i centrum.")
    documents.remove(revision.clauses.get())
    changes = documents.changes(*(documents.content_of(row, today=TODAY) for row in (document, revision)))
    assert [(change.label, change.pieces) for change in changes] == [
        (
            "Syfte och mål",
            [("same", "Lugna"), ("out", "kvällar"), ("in", "helger"), ("same", "i centrum.")],
        ),
        ("Åtagande 1", [("out", "att mötas")]),
    ]


def test_the_shelf_shows_the_latest_versions_with_annexes_under_them(municipality):
    agreement = adopted(make_document(municipality))
    annex = make_document(municipality, DocumentKind.PROMISES, "Löften", annex_to=agreement, annex_number=2)
    plan = make_plan(municipality, annex_to=agreement, annex_number=1)
    second = adopted(documents.revise(agreement, by=None, at=NOW))
    documents.revise(second, by=None, at=NOW)
    other = make_document(municipality, title="Annan", first_on=date(2025, 1, 1))
    shelf = documents.shelf(Document.objects.all())
    assert [(line.document, line.annexes) for line in shelf] == [(second, [plan, annex]), (other, [])]


def test_a_proposal_is_thrown_away_with_all_its_parts(municipality):
    plan = make_plan(municipality)
    documents.add_cause(make_focus_area(plan), text="Mörkt", perspective=Perspective.PLACE)
    documents.add(plan, Part.CLAUSE, text="att mötas")
    documents.discard(plan)
    assert [model.objects.count() for model in (Document, Clause, Cause, Activity)] == [0, 0, 0, 0]


def test_annexes_of_annexes_and_rings_of_annexes_are_on_the_shelf(municipality):
    agreement = make_document(municipality)
    annex = make_document(municipality, DocumentKind.PROMISES, "Löften", annex_to=agreement)
    inner = make_plan(municipality, annex_to=annex)
    one, other = (make_document(municipality, title=title, first_on=date(2025, 1, 1)) for title in "AB")
    Document.objects.filter(pk=one.pk).update(annex_to=other)
    Document.objects.filter(pk=other.pk).update(annex_to=one)
    shelf = documents.shelf(Document.objects.all())
    assert [(line.document, line.annexes) for line in shelf] == [(agreement, [annex, inner]), (one, [other])]
