"""The pages of documents: written on a phone, bad input told at its field, and nothing typed is lost."""

import re
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import Municipality
from accounts.roles import Role
from promises import documents
from promises.documents import Part
from promises.models import (
    Activity,
    Cause,
    Clause,
    Document,
    DocumentKind,
    DocumentState,
    Perspective,
    Promise,
)
from promises.pages import document_page
from tests import factories
from tests.promises.documents import (
    adopted,
    first_activity,
    make_document,
    make_focus_area,
    make_plan,
    make_promise,
)
from tests.promises.factories import NOW

pytestmark = pytest.mark.django_db

#: Statements for the list, and for a version that is compared with the one before.
LIST, PAGE = 7, 42
WORDS = {
    "kind": "agreement",
    "title": "Samverkan 2026",
    "first_on": "2026-01-01",
    "last_on": "2026-12-31",
    "purpose": "Tryggare kvällar.",
}


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality()


def signed_in(role: Role, municipality: Municipality) -> Client:
    client = Client(HTTP_HOST="localhost")
    client.force_login(factories.make_user(role, municipality))
    return client


@pytest.fixture
def coordinator(municipality) -> Client:
    return signed_in(Role.COORDINATOR, municipality)


def faults(response) -> dict[str, list[str]]:
    """What the form says is wrong, by field."""
    return {field: list(errors) for field, errors in response.context["form"].errors.items()}


def words_of(response) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", response.content.decode())).split())


def activity_words(municipality: Municipality, **words: object) -> dict[str, object]:
    organisation = factories.make_organisation(municipality)
    return {
        "text": "Kvällspatruller",
        "joint": [organisation.pk],
        "start_on": "2026-01-01",
        "due_on": "2026-06-30",
        "target_kind": "count",
        "target_number": "10",
        "target_unit": "passager",
        "kind": "other",
    } | words


def test_a_proposal_is_begun_written_and_adopted(coordinator, municipality):
    answer = coordinator.post("/overenskommelser/ny", WORDS)
    document = Document.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/overenskommelser/{document.pk}")
    coordinator.post(f"/overenskommelser/{document.pk}/andra", WORDS | {"title": "Samverkan", "edited": "0"})
    assert coordinator.get(f"/overenskommelser/{document.pk}/anta").status_code == 200
    coordinator.post(f"/overenskommelser/{document.pk}/anta")
    document.refresh_from_db()
    assert (document.title, document.state) == ("Samverkan", DocumentState.ADOPTED)


def test_a_document_that_ends_before_it_starts_is_told_so_at_its_last_day(coordinator):
    answer = coordinator.post("/overenskommelser/ny", WORDS | {"last_on": "2025-12-31"})
    assert answer.status_code == 422
    assert faults(answer) == {"last_on": ["Dagen ligger före ”Gäller från och med”. Välj en senare dag."]}
    assert (answer.context["form"]["purpose"].value(), Document.objects.count()) == ("Tryggare kvällar.", 0)


def test_clauses_are_pasted_in_one_per_line(coordinator, municipality):
    document = make_document(municipality)
    path = f"/overenskommelser/{document.pk}/ataganden/ny"
    answer = coordinator.post(path, {"text": "att mötas\r\n\r\natt följa upp\r\n", "next": "1"})
    assert answer["Location"] == path
    assert list(Clause.objects.order_by("number").values_list("number", "text")) == [
        (1, "att mötas"),
        (2, "att följa upp"),
    ]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"due_on": "2025-12-31"}, {"due_on": ["Dagen ligger före ”Börjar”. Välj en senare dag."]}),
        ({"target_unit": ""}, {"target_unit": ["Skriv vad som räknas, till exempel kvällar."]}),
        ({"target_number": ""}, {"target_number": ["Skriv hur många det ska bli."]}),
        (
            {"target_kind": "none"},
            {"target_kind": ["Välj ”Ett antal” eller ”Minst ett antal”, eller ta bort antal och enhet."]},
        ),
        ({"joint": []}, {"joint": ["Välj minst en ansvarig."]}),
        (
            {"text": "Ring 811228-9874"},
            {"text": ["Texten innehåller ett personnummer. Ta bort det och försök igen."]},
        ),
    ],
)
def test_bad_input_of_an_activity_is_told_at_its_field_and_kept(coordinator, municipality, words, told):
    plan = make_plan(municipality, activities=0)
    answer = coordinator.post(
        f"/overenskommelser/{plan.pk}/aktiviteter/ny",
        activity_words(municipality, method="Till fots.", **words),
    )
    assert (answer.status_code, faults(answer)) == (422, told)
    assert (answer.context["form"]["method"].value(), Activity.objects.count()) == ("Till fots.", 0)


def test_a_neighbours_organisation_cannot_be_made_responsible(coordinator, municipality):
    stranger = factories.make_organisation(factories.make_municipality("Arboga"))
    plan = make_plan(municipality, activities=0)
    answer = coordinator.post(
        f"/overenskommelser/{plan.pk}/aktiviteter/ny", activity_words(municipality, joint=[stranger.pk])
    )
    assert (answer.status_code, faults(answer)) == (422, {"joint": ["Organisationen finns inte i kommunen."]})


def test_an_activity_is_written_and_changed(coordinator, municipality):
    plan = make_plan(municipality, activities=0)
    coordinator.post(f"/overenskommelser/{plan.pk}/aktiviteter/ny", activity_words(municipality))
    activity = first_activity(plan)
    assert (activity.number, activity.target_unit, str(activity.responsibilities.get())) == (
        1,
        "passager",
        "KBAB",
    )
    path = f"/overenskommelser/{plan.pk}/aktiviteter/{activity.pk}"
    coordinator.post(path, activity_words(municipality, seen="0", number="1", text="Morgonpatruller"))
    assert first_activity(plan).text == "Morgonpatruller"
    coordinator.post(f"{path}/ta-bort")
    assert Activity.objects.count() == 0


def test_an_adopted_document_answers_409_and_shows_what_was_typed(coordinator, municipality):
    plan = make_plan(municipality)
    adopted(plan)
    answer = coordinator.post(f"/overenskommelser/{plan.pk}/andra", WORDS | {"edited": "0"})
    assert answer.status_code == 409
    assert "Tryggare kvällar." in words_of(answer)
    typed = activity_words(municipality, text="Det jag skrev")
    answer = coordinator.post(f"/overenskommelser/{plan.pk}/aktiviteter/ny", typed)
    assert (answer.status_code, "Det jag skrev" in words_of(answer)) == (409, True)
    assert coordinator.get(f"/overenskommelser/{plan.pk}/andra").status_code == 409


def test_of_two_who_edit_the_second_sees_both_and_may_save_again(coordinator, municipality):
    document = make_document(municipality)
    path = f"/overenskommelser/{document.pk}/andra"
    coordinator.post(path, WORDS | {"title": "Den första", "edited": "0"})
    answer = coordinator.post(path, WORDS | {"title": "Den andra", "edited": "0"})
    rivals = [(rival.label, rival.mine, rival.theirs) for rival in answer.context["rivals"]]
    assert (answer.status_code, rivals) == (409, [("Titel", "Den andra", "Den första")])
    seen = answer.context["form"]["edited"].value()
    coordinator.post(path, WORDS | {"title": "Den andra", "edited": seen})
    assert Document.objects.get().title == "Den andra"


def test_of_two_who_change_one_part_the_second_sees_both(coordinator, municipality):
    document = make_document(municipality, DocumentKind.PROMISES)
    promise = make_promise(document)
    path = f"/overenskommelser/{document.pk}/loften/{promise.pk}"
    seen = coordinator.get(path).context["form"]["seen"].value()
    typed = {
        "text": "Vi lyser upp tio passager.",
        "promisor": "police",
        "target_kind": "none",
        "first_on": "2026-01-01",
        "last_on": "2026-12-31",
        "number": "1",
        "seen": seen,
    }
    documents.change(promise, seen=seen, text="Vi släcker.")
    answer = coordinator.post(path, typed)
    rivals = {rival.label: (rival.mine, rival.theirs) for rival in answer.context["rivals"]}
    assert answer.status_code == 409
    assert rivals == {
        "Löfte": ("Vi lyser upp tio passager.", "Vi släcker."),
        "Vem som lovar": ("Polisen", "Kommunen"),
    }
    coordinator.post(path, typed | {"seen": answer.context["form"]["seen"].value()})
    assert Promise.objects.get().text == "Vi lyser upp tio passager."


def test_causes_are_added_drawn_and_listed(coordinator, municipality):
    area = make_focus_area(make_plan(municipality))
    path = f"/fokusomraden/{area.pk}"
    coordinator.post(path, {"text": "Mörkt i parken", "perspective": "place"})
    cause = Cause.objects.get()
    coordinator.post(path, {"text": "Trasiga lampor", "perspective": "place", "parent": cause.pk})
    page = coordinator.get(path)
    # In the drawing, in the words of the drawing, and in the list.
    assert words_of(page).count("Trasiga lampor") == 3
    assert Cause.objects.get(parent=cause).text == "Trasiga lampor"


def test_others_read_and_cannot_write(municipality):
    plan = make_plan(municipality)
    area = make_focus_area(plan)
    member = signed_in(Role.BRA_MEMBER, municipality)
    for path in ("/overenskommelser", f"/overenskommelser/{plan.pk}", f"/fokusomraden/{area.pk}"):
        page = member.get(path)
        assert (page.status_code, "/ny" in page.content.decode()) == (200, False)
    member.post(f"/fokusomraden/{area.pk}", {"text": "Mörkt", "perspective": "place"})
    assert Cause.objects.count() == 0


@pytest.mark.parametrize("part", Part)
def test_every_sort_of_part_has_a_form_where_there_is_nothing_to_choose_from(coordinator, municipality, part):
    kind = DocumentKind.PROMISES if part == Part.PROMISE else DocumentKind.ACTION_PLAN
    document = make_document(municipality, kind)
    assert coordinator.get(f"/overenskommelser/{document.pk}/{part}/ny").status_code == 200


def test_a_part_that_its_document_does_not_have_does_not_exist(coordinator, municipality):
    agreement = make_document(municipality)
    assert coordinator.get(f"/overenskommelser/{agreement.pk}/loften/ny").status_code == 404


def test_the_list_asks_as_much_of_three_documents_as_of_one(
    coordinator, municipality, django_assert_num_queries: DjangoAssertNumQueries
):
    make_document(municipality)
    coordinator.get("/overenskommelser")
    with django_assert_num_queries(LIST):
        coordinator.get("/overenskommelser")
    agreement = adopted(make_document(municipality, title="Annan"))
    make_plan(municipality, annex_to=agreement)
    with django_assert_num_queries(LIST):
        coordinator.get("/overenskommelser")


def test_a_document_asks_as_much_of_three_of_everything_as_of_one(
    coordinator, municipality, django_assert_num_queries: DjangoAssertNumQueries
):
    for size in (1, 3):
        plan = make_plan(municipality, activities=size)
        for number in range(size):
            documents.add(plan, Part.CLAUSE, text=f"att {number}")
            area = make_focus_area(plan, f"Område {number}")
            documents.add_cause(area, text="Mörkt", perspective=Perspective.PLACE)
        revision = documents.revise(adopted(plan), by=None, at=NOW)
        with django_assert_num_queries(PAGE):
            assert coordinator.get(f"/overenskommelser/{revision.pk}").status_code == 200


@pytest.mark.parametrize("number", ["32767", "40000"])
def test_a_parts_number_that_leaves_none_to_those_after_it_is_told_at_its_field(
    coordinator, municipality, number
):
    area = make_focus_area(make_document(municipality))
    words = {"title": "Centrum", "number": number, "seen": documents.seen_of(area)}
    answer = coordinator.post(f"/overenskommelser/{area.document_id}/fokusomraden/{area.pk}", words)
    told = {"number": ["Kontrollera att detta värde är mindre än eller lika med 9999."]}
    assert (answer.status_code, faults(answer)) == (422, told)


def test_after_the_largest_number_an_activity_may_be_given_comes_another(coordinator, municipality):
    plan = make_plan(municipality)
    path = f"/overenskommelser/{plan.pk}/aktiviteter"
    words = activity_words(municipality, seen="0", number="9999")
    assert coordinator.post(f"{path}/{first_activity(plan).pk}", words).status_code == 302
    assert coordinator.post(f"{path}/ny", activity_words(municipality)).status_code == 302
    assert list(plan.activities.order_by("number").values_list("number", flat=True)) == [9999, 10000]


@pytest.mark.parametrize("seen", ["x", "²", "9" * 5000])
def test_an_activity_sent_back_without_its_count_of_edits_is_taken_for_a_rivals(
    coordinator, municipality, seen
):
    plan = make_plan(municipality)
    path = f"/overenskommelser/{plan.pk}/aktiviteter/{first_activity(plan).pk}"
    answer = coordinator.post(path, activity_words(municipality, seen=seen, number="1"))
    assert (answer.status_code, answer.context["form"]["seen"].value()) == (409, "0")


def test_an_adopted_document_shows_its_checksum_and_says_when_it_no_longer_agrees(coordinator, municipality):
    plan = make_plan(municipality)
    area = make_focus_area(plan)
    documents.add_cause(area, text="Mörkt", perspective=Perspective.PLACE)
    assert documents.checksum(documents.content_of(plan, today=NOW.date())) not in ("", plan.checksum)
    row = adopted(plan)
    page = coordinator.get(row.get_absolute_url())
    assert f"{row.checksum[:12]}</summary><code>{row.checksum}</code>" in page.content.decode()
    assert "stämmer inte med sin kontrollsumma" not in words_of(page)
    row.checksum = "0" * 64
    assert document_page(row, today=NOW.date())["is_altered"] is True


def test_the_checksum_follows_all_that_the_document_says(municipality):
    plan = make_plan(municipality)

    def now() -> str:
        return documents.checksum(documents.content_of(Document.objects.get(pk=plan.pk), today=NOW.date()))

    seen = [now()]
    documents.save(plan, edited=0, purpose="Tryggare kvällar.")
    seen.append(now())
    documents.add(plan, Part.CLAUSE, text="att mötas")
    seen.append(now())
    area = make_focus_area(plan)
    seen.append(now())
    documents.add_cause(area, text="Mörkt", perspective=Perspective.PLACE)
    seen.append(now())
    documents.set_parties(plan, [factories.make_organisation(municipality, "Polisen")])
    seen.append(now())
    assert len(set(seen)) == len(seen)
    assert adopted(plan).checksum == now() == seen[-1]
