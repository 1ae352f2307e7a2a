"""A meeting's papers: frozen when ordered, printed by the worker, tried thrice, read by those who follow the work."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild.models import RenditionState
from promises import documents, meetings, papers
from promises.models import Body, DocumentKind, Meeting, Paper, PaperKind, Presence, ResolutionKind
from tests import factories
from tests.lagesbild.paper import text_of
from tests.processes import Live, wait_until
from tests.promises.factories import FIRST, LAST, NOW, log, make_activity
from tests.promises.meeting_factories import decide, item_of, make_meeting

#: However many promises, activities, items and people there are.
STATEMENTS_OF_A_PACK = 14


@pytest.fixture
def koping(db) -> Municipality:
    return factories.make_municipality()


def make_council(municipality: Municipality) -> Meeting:
    """The council, with a promise that has been kept and a plan to be adopted on its agenda."""
    said = {"municipality": municipality, "first_on": FIRST, "last_on": LAST, "by": None, "at": NOW}
    promises = documents.create(kind=DocumentKind.PROMISES, title="Medborgarlöften 2026", **said)
    promise = documents.add(
        promises,
        documents.Part.PROMISE,
        text="Vi går två passager i veckan.",
        promisor="joint",
        target_kind="count",
        target_number=2,
        target_unit="passager",
        first_on=FIRST,
        last_on=LAST,
    )
    activity = make_activity(municipality, target=("count", 2, "passager"))
    activity.promises.add(promise)
    log(activity, number=2)
    documents.adopt(promises, by=None, at=NOW)
    documents.create(kind=DocumentKind.ACTION_PLAN, title="Handlingsplan 2026", **said)
    meeting = make_meeting(municipality, Body.COUNCIL, confirmer="Kommunpolis")
    for name, role, presence in [
        ("KBAB", "Förvaltare", Presence.MEMBER),
        ("Polisen", "Kommunpolis", Presence.MEMBER),
        ("Fritid", "Fältsamordnare", Presence.ABSENT),
    ]:
        organisation = factories.make_organisation(municipality, name)
        meetings.attend(meeting, organisation=organisation, role=role, presence=presence)
    meetings.agenda_of_what_is_due(meeting, at=NOW)
    return meeting


def printed(paper: Paper) -> str:
    papers.render(paper.pk, at=NOW)
    paper.refresh_from_db()
    assert paper.state == RenditionState.READY, paper.error
    with paper.file.open() as file:
        return text_of(file.read())


def test_a_pack_calls_sets_the_agenda_proposes_and_says_how_things_stand(koping):
    text = printed(papers.order(make_council(koping), kind=PaperKind.PACK, at=NOW))
    wanted = [
        "Kallelse och handlingar",
        "Brottsförebyggande rådet",
        "Tid måndag 2 mars 2026 kl. 09.00–10.00",
        "Plats Rådhuset",
        "1. Mötets öppnande",
        "Förslag till beslut: att godkänna förslaget",
        "Vi går två passager i veckan.",
        "Uppfyllt 2 av 2 passager",
        "Kvällspatruller vid stationen KBAB",
    ]
    assert [words for words in wanted if words not in text] == []


def test_minutes_say_who_was_there_and_what_was_decided_and_leave_room_to_sign(koping):
    meeting = make_council(koping)
    decide(item_of(meeting), kind=ResolutionKind.SUPPORT, text="förslaget om belysning")
    meetings.hold(meeting, at=NOW)
    draft = papers.order(meeting, kind=PaperKind.MINUTES, at=NOW)
    assert "Protokollet är inte justerat." in printed(draft)
    meetings.confirm(meeting, at=NOW)
    text = printed(papers.order(meeting, kind=PaperKind.MINUTES, at=NOW))
    wanted = [
        "Närvarande Förvaltare, KBAB Kommunpolis, Polisen",
        "Ej närvarande Fältsamordnare, Fritid",
        "Brottsförebyggande rådet beslutar",
        "att ställa sig bakom förslaget om belysning.",
        "Ordförande Säkerhetssamordnare Sekreterare Nämndsekreterare Justerare Kommunpolis",
        "Protokollet justerades 2 mars 2026.",
    ]
    assert [words for words in wanted if words not in text] == []


def test_a_paper_says_what_it_said_when_it_was_ordered(koping):
    meeting = make_council(koping)
    paper = papers.order(meeting, kind=PaperKind.PACK, at=NOW)
    meetings.add(meeting, heading="Belysning vid stationen")
    assert "Belysning vid stationen" not in printed(paper)


def test_the_same_paper_ordered_twice_is_one_until_something_has_changed(koping):
    meeting = make_council(koping)
    first, again = (papers.order(meeting, kind=PaperKind.PACK, at=NOW) for _each in range(2))
    meetings.add(meeting, heading="Belysning vid stationen")
    changed = papers.order(meeting, kind=PaperKind.PACK, at=NOW + timedelta(hours=1))
    assert (first == again, first == changed, papers.latest(meeting)) == (True, False, [changed])


def test_a_paper_that_cannot_be_printed_is_tried_thrice_and_says_why(koping, settings):
    paper = papers.order(make_council(koping), kind=PaperKind.PACK, at=NOW)
    nowhere = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": "/proc/no-such"},
    }
    settings.STORAGES = settings.STORAGES | {"default": nowhere}
    for _attempt in range(3):
        with pytest.raises(OSError, match="no-such"):
            papers.render(paper.pk, at=NOW)
    paper.refresh_from_db()
    assert (paper.state, paper.attempts, paper.error.partition(":")[0]) == (
        *(RenditionState.FAILED, 3, "FileNotFoundError"),
    )
    papers.retry(paper)
    assert list(papers.due(at=NOW)) == [paper]


def test_a_pack_asks_as_many_statements_for_three_promises_as_for_one(koping, django_assert_num_queries):
    meeting = make_council(koping)
    for _each in range(2):
        make_activity(koping)
    with django_assert_num_queries(STATEMENTS_OF_A_PACK):
        papers.pack_content(meeting, today=FIRST)


@pytest.mark.long
def test_the_worker_prints_the_pack_and_a_council_member_reads_it(live: Live, client):
    koping = factories.make_municipality()
    meeting = make_council(koping)
    paper = papers.order(meeting, kind=PaperKind.PACK, at=NOW)
    live.start("worker", "beat", SWEEP_SECONDS="1")
    wait_until(lambda: Paper.objects.get(pk=paper.pk).state == RenditionState.READY, seconds=60)
    client.force_login(factories.make_user(Role.BRA_MEMBER, koping))
    answer = client.get(reverse("paper_pdf", args=[paper.pk]))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "Uppfyllt 2 av 2 passager" in text_of(b"".join(answer))
