"""The review desk: who opens it, what it shows, what each decision leads to, and what the second of two is told."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.contrib.gis.geos import Point
from django.http import HttpResponse
from django.test import Client

from accounts.models import Municipality, User
from accounts.roles import REVIEWERS, Role
from incidents.models import ImportBatch, Incident, Text, TextKind
from incidents.states import Move, Reason, State
from incidents.views import imports
from incidents.workflow import Choice, decide
from tests.factories import (
    NOW,
    approve,
    category,
    file_report,
    make_approved,
    make_category,
    make_municipality,
    make_organisation,
    make_place,
    make_user,
    reject,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday_noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def town() -> Municipality:
    return make_municipality()


@pytest.fixture
def guard(town: Municipality) -> User:
    return make_user(Role.REPORTER, town)


@pytest.fixture
def reviewer(client: Client, town: Municipality) -> User:
    """Signed in with the client."""
    user = make_user(Role.REVIEWER, town)
    client.force_login(user)
    return user


@pytest.fixture
def coordinator(client: Client, town: Municipality) -> User:
    """Signed in with the client in place of the reviewer."""
    user = make_user(Role.COORDINATOR, town)
    client.force_login(user)
    return user


def send(client: Client, report: Incident, move: str, query: str = "", **fields: object) -> HttpResponse:
    """Make a move as the page does, with the version that `report` had when it was read."""
    data = {"move": move, "version": report.version} | fields
    return client.post(f"/granskning/{report.pk}/beslut{query}", data)


def shown(response: HttpResponse) -> Incident | None:
    exhibit = response.context["exhibit"]
    return exhibit and exhibit.incident


def state(report: Incident) -> str:
    return Incident.objects.values_list("state", flat=True).get(pk=report.pk)


class TestWhoOpensIt:
    @pytest.mark.parametrize("role", Role)
    def test_the_desk_is_there_for_reviewers_and_for_nobody_else(self, client, town, guard, role):
        report = file_report(guard)
        client.force_login(make_user(role, town))
        paths = ["", f"/{report.pk}", f"/{report.pk}/nasta", f"/{report.pk}/ratta", "/importer"]
        statuses = {client.get(f"/granskning{path}").status_code for path in paths}
        assert statuses == ({200, 302} if role in REVIEWERS else {404})
        assert send(client, report, "approve").status_code == (302 if role in REVIEWERS else 404)

    def test_whoever_is_not_signed_in_is_asked_to(self, client):
        answer = client.get("/granskning?alder=sena")
        assert (answer.status_code, answer["Location"]) == (
            302,
            "/konto/logga-in?next=/granskning%3Falder%3Dsena",
        )

    def test_the_reports_of_the_next_municipality_do_not_exist(self, client, reviewer):
        theirs = file_report(make_user(Role.REPORTER, make_municipality("Kungsör")))
        for path in ("", "/nasta", "/ratta", "/maskera"):
            assert client.get(f"/granskning/{theirs.pk}{path}").status_code == 404
        assert send(client, theirs, "approve").status_code == 404
        assert client.get("/granskning").context["rows"] == []


class TestTheQueue:
    def test_it_shows_what_waits_oldest_first_beside_the_first(self, client, guard, reviewer):
        newer = file_report(guard)
        older = file_report(guard, at=NOW - timedelta(hours=2))
        approve(file_report(guard), reviewer)
        desk = client.get("/granskning")
        assert [row.incident for row in desk.context["rows"]] == [older, newer]
        assert shown(desk) == older

    def test_ones_own_report_is_in_it_but_not_the_one_to_begin_with(self, client, guard, reviewer):
        own = file_report(reviewer, at=NOW - timedelta(hours=2))
        other = file_report(guard)
        desk = client.get("/granskning")
        assert [(row.incident, row.is_own) for row in desk.context["rows"]] == [(own, True), (other, False)]
        assert shown(desk) == other

    def test_a_report_is_late_the_day_after_its_deadline(self, client, guard, reviewer):
        file_report(guard, at=NOW - timedelta(days=4))  # Friday, so by Wednesday
        file_report(guard, at=NOW - timedelta(days=6))  # Wednesday, so by Monday
        rows = client.get("/granskning").context["rows"]
        assert [(str(row.deadline), row.is_late) for row in rows] == [
            ("2026-03-02", True),
            ("2026-03-04", False),
        ]

    def test_a_blocked_report_waits_and_one_with_a_question_waits_for_its_reporter(
        self, client, guard, reviewer
    ):
        blocked, asked = file_report(guard), file_report(guard)
        decide(blocked.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)
        decide(
            asked.pk,
            Choice(Move.REQUEST_COMPLETION, 1, Reason.WHERE_UNCLEAR, "Vilken port?"),
            by=reviewer,
            at=NOW,
        )
        assert [row.incident for row in client.get("/granskning").context["rows"]] == [blocked]
        assert [row.incident for row in client.get("/granskning?lage=svar").context["rows"]] == [asked]

    def test_the_filters_live_in_the_address(self, client, town, guard, reviewer):
        fires = make_category(town, "BRA", "Brand")
        fire = file_report(guard, category=make_category(town, "BRA-10", "Anlagd brand", parent=fires))
        late = file_report(guard, at=NOW - timedelta(days=6))
        found = {
            query: [row.incident for row in client.get(f"/granskning?{query}").context["rows"]]
            for query in (
                "kategori=BRA",
                "kategori=SKA",
                "alder=sena",
                "alder=nya",
                "kategori=BRA&alder=sena",
            )
        }
        assert found == {
            "kategori=BRA": [fire],
            "kategori=SKA": [late],
            "alder=sena": [late],
            "alder=nya": [fire],
            "kategori=BRA&alder=sena": [],
        }

    def test_the_filters_stay_from_step_to_step(self, client, guard, reviewer):
        first, second = file_report(guard), file_report(guard)
        desk = client.get("/granskning?kategori=SKA&okand=1").content.decode()
        assert f'href="/granskning/{second.pk}?kategori=SKA"' in desk
        assert f'action="/granskning/{first.pk}/beslut?kategori=SKA"' in desk
        answer = send(client, first, "approve", "?kategori=SKA")
        assert answer["Location"] == f"/granskning/{first.pk}/nasta?kategori=SKA"
        assert client.get(answer["Location"])["Location"] == f"/granskning/{second.pk}?kategori=SKA"

    def test_a_filter_that_makes_no_sense_filters_nothing(self, client, guard, reviewer):
        report = file_report(guard)
        desk = client.get("/granskning?kategori=XXX&alder=%00&lage=1")
        assert [row.incident for row in desk.context["rows"]] == [report]

    def test_an_empty_queue_says_so(self, client, reviewer):
        desk = client.get("/granskning")
        assert (desk.status_code, shown(desk)) == (200, None)
        assert "Inget väntar" in desk.content.decode()

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_number_of_statements_does_not_grow_with_the_rows(
        self, client, guard, reviewer, django_assert_num_queries, rows
    ):
        for _ in range(rows):
            file_report(guard)
        # Session, user, roles; categories, the line, its likely duplicates; of the report shown: likely duplicates,
        # texts, history, photos. And the savepoint that stands for the request's transaction.
        with django_assert_num_queries(QUEUE_STATEMENTS[rows] + 2):
            assert len(client.get("/granskning").context["rows"]) == rows

    def test_likely_duplicates_are_counted_in_the_line_and_shown_beside_the_report(
        self, client, guard, reviewer
    ):
        report, other = file_report(guard), file_report(guard, description="Glas på trappan.")
        desk = client.get("/granskning")
        assert [(row.incident, row.likely) for row in desk.context["rows"]] == [(report, 1), (other, 1)]
        assert [(beside.incident, beside.description) for beside in desk.context["exhibit"].beside] == [
            (other, "Glas på trappan.")
        ]

    def test_htmx_is_answered_with_the_part_that_changes_and_a_browser_with_the_page(
        self, client, guard, reviewer
    ):
        file_report(guard)
        page = client.get("/granskning")
        part = client.get("/granskning", headers={"HX-Request": "true"})
        again = client.get(
            "/granskning", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"}
        )
        assert [answer.content.count(b"<html") for answer in (page, part, again)] == [1, 0, 1]
        assert [answer.content.count(b'id="granskning"') for answer in (page, part, again)] == [1, 1, 1]
        assert "HX-Request" in page["Vary"]

    def test_the_page_of_a_report_in_the_line_asks_no_more(
        self, client, guard, reviewer, django_assert_num_queries
    ):
        reports = [file_report(guard) for _ in range(3)]
        with django_assert_num_queries(QUEUE_STATEMENTS[3] + 2):
            client.get(f"/granskning/{reports[1].pk}")


#: With one report there is nothing it resembles to read.
QUEUE_STATEMENTS = {1: 9, 3: 10}


class TestDeciding:
    def test_approving_goes_on_to_the_next_and_at_last_to_the_empty_queue(self, client, guard, reviewer):
        first, second = file_report(guard), file_report(guard)
        answer = client.get(send(client, first, "approve")["Location"])
        assert answer["Location"] == f"/granskning/{second.pk}"
        answer = client.get(send(client, second, "approve")["Location"])
        assert answer["Location"] == "/granskning"
        assert (state(first), state(second)) == ("approved", "approved")

    def test_the_next_page_says_what_was_decided_and_leads_back_to_it(self, client, guard, reviewer):
        report = file_report(guard)
        answer = client.post(
            f"/granskning/{report.pk}/beslut", {"move": "approve", "version": 1}, follow=True
        )
        assert [str(message) for message in answer.context["messages"]] == [
            f'<a href="/granskning/{report.pk}">Nr {report.pk}</a>: godkänd.'
        ]

    def test_rejecting_without_a_reason_keeps_what_was_typed_and_decides_nothing(
        self, client, guard, reviewer
    ):
        report = file_report(guard)
        answer = send(client, report, "reject", text="Ser ut som en övning.")
        assert (answer.status_code, state(report)) == (422, "submitted")
        form = answer.context["forms"]["reject"]
        assert (form.errors, form["text"].value()) == (
            {"reason": ["Välj ett skäl."]},
            "Ser ut som en övning.",
        )

    def test_a_rejection_keeps_its_reason_and_its_words(self, client, guard, reviewer):
        report = file_report(guard)
        send(client, report, "reject", reason="test", text="Ser ut som en övning.")
        assert report.decisions.latest("version").reason == Reason.TEST
        assert report.texts.get(kind=TextKind.MOTIVATION).body == "Ser ut som en övning."

    def test_a_question_goes_to_the_reporter(self, client, guard, reviewer):
        report = file_report(guard)
        send(client, report, "request_completion", reason="where_unclear", text="Vilken port?")
        assert state(report) == State.COMPLETION_REQUESTED
        assert guard.notices.get().what == "request_completion"

    def test_an_identity_number_is_not_taken_in_a_question_either(self, client, guard, reviewer):
        report = file_report(guard)
        answer = send(
            client, report, "request_completion", reason="where_unclear", text="Är det 19121212-1212?"
        )
        assert (answer.status_code, list(answer.context["forms"]["request_completion"].errors)) == (
            422,
            ["text"],
        )

    def test_a_duplicate_is_marked_from_the_suggestion_or_by_number(self, client, guard, reviewer):
        original, report = file_report(guard), file_report(guard)
        send(client, report, "mark_duplicate", duplicate_of=original.pk)
        report.refresh_from_db()
        assert (report.state, report.duplicate_of) == (State.DUPLICATE, original)

    @pytest.mark.parametrize("number", ["", "0", "x", "999999999999999999999"])
    def test_a_number_that_is_no_report_is_refused(self, client, guard, reviewer, number):
        answer = send(client, file_report(guard), "mark_duplicate", duplicate_of=number)
        assert (answer.status_code, list(answer.context["forms"]["mark_duplicate"].errors)) == (
            422,
            ["duplicate_of"],
        )

    def test_a_report_of_another_municipality_or_itself_is_no_original(self, client, guard, reviewer):
        report = file_report(guard)
        theirs = file_report(make_user(Role.REPORTER, make_municipality("Kungsör")))
        for number in (theirs.pk, report.pk):
            answer = send(client, report, "mark_duplicate", duplicate_of=number)
            assert (answer.status_code, state(report)) == (422, "submitted")

    def test_a_rejected_report_is_resumed_and_stays_on_the_desk(self, client, guard, reviewer):
        report = reject(file_report(guard), reviewer)
        answer = send(client, report, "resume")
        assert (answer["Location"], state(report)) == (f"/granskning/{report.pk}", "under_review")

    def test_a_coordinator_reconsiders_with_a_reason_and_words(self, client, guard, coordinator):
        report = make_approved(guard, coordinator)
        assert send(client, report, "reconsider", reason="new_information").status_code == 422
        send(client, report, "reconsider", reason="new_information", text="Polisen har ringt.")
        assert state(report) == State.UNDER_REVIEW

    @pytest.mark.parametrize("move", ["", "submit_all", "purge"])
    def test_a_move_that_does_not_exist_is_a_bad_request(self, client, guard, reviewer, move):
        assert send(client, file_report(guard), move).status_code == 400


class TestWhatOneMayNotDo:
    @pytest.mark.parametrize("move", sorted(set(Move) - {Move.SUBMIT, Move.ANSWER}))
    def test_nobody_decides_on_their_own_report(self, client, reviewer, move):
        own = file_report(reviewer)
        assert send(client, own, move, reason="test", text="Godkänn mig.").status_code == 403
        assert state(own) == State.SUBMITTED

    def test_on_ones_own_report_no_decision_is_offered(self, client, reviewer):
        own = file_report(reviewer)
        desk = client.get(f"/granskning/{own.pk}")
        assert (desk.status_code, desk.context["forms"]) == (200, {})
        assert desk.content.decode().count("/beslut") == 0

    def test_ones_own_report_is_not_corrected_or_masked_either(self, client, reviewer):
        own = file_report(reviewer)
        assert client.get(f"/granskning/{own.pk}/ratta").status_code == 403
        assert client.post(f"/granskning/{own.pk}/ratta").status_code == 403
        assert client.post(f"/granskning/{own.pk}/maskera").status_code == 403

    def test_a_reviewer_sees_an_approved_report_but_does_not_reconsider_it(self, client, guard, reviewer):
        report = make_approved(guard, reviewer)
        assert client.get(f"/granskning/{report.pk}").context["forms"] == {}
        answer = send(client, report, "reconsider", reason="new_information", text="Fel.")
        assert (answer.status_code, state(report)) == (403, "approved")

    def test_a_reporter_cannot_answer_through_the_desk(self, client, guard, reviewer):
        assert send(client, file_report(guard), "answer", text="Port 4.").status_code == 403

    def test_the_desk_changes_nothing_when_it_is_only_read(self, client, guard, reviewer):
        report = file_report(guard)
        client.get(f"/granskning/{report.pk}")
        assert client.get(f"/granskning/{report.pk}/beslut").status_code == 405
        assert state(report) == State.SUBMITTED


class TestTwoAtOnce:
    def test_the_second_is_told_what_the_first_decided_and_loses_nothing(self, client, town, guard, reviewer):
        report = file_report(guard)
        first = make_user(Role.REVIEWER, town)
        approve(report, first)
        answer = send(client, report, "reject", reason="test", text="Ser ut som en övning.")
        assert (answer.status_code, state(report)) == (409, "approved")
        words = re.sub(r"\s+", " ", answer.content.decode())
        assert f"{first.name} hann före: godkänd, i dag kl. 12." in words
        assert "Ser ut som en övning." in words

    def test_where_the_move_still_can_be_made_the_form_is_filled_in_and_ready(
        self, client, town, guard, reviewer
    ):
        report = file_report(guard)
        corrected = Choice(Move.CORRECT, 1, corrections={"category": category(town, "SKA-10")})
        decide(report.pk, corrected, by=make_user(Role.REVIEWER, town), at=NOW)
        answer = send(client, report, "reject", reason="test", text="Ser ut som en övning.")
        form = answer.context["forms"]["reject"]
        assert (answer.status_code, form["text"].value()) == (409, "Ser ut som en övning.")
        version = form["version"].value()
        assert send(client, report, "reject", reason="test", version=version).status_code == 302
        assert state(report) == State.REJECTED

    def test_htmx_is_told_in_the_same_words(self, client, town, guard, reviewer):
        report = file_report(guard)
        approve(report, make_user(Role.REVIEWER, town))
        answer = client.post(
            f"/granskning/{report.pk}/beslut",
            {"move": "approve", "version": 1},
            headers={"HX-Request": "true"},
        )
        assert (answer.status_code, answer.content.count(b"<html")) == (409, 0)
        assert "hann före" in answer.content.decode()

    def test_a_move_that_the_state_does_not_allow_is_a_conflict(self, client, guard, reviewer):
        report = approve(file_report(guard), reviewer)
        answer = send(client, report, "approve")
        assert (answer.status_code, answer.context["meanwhile"]) == (409, None)
        assert "i det läge rapporten har nu" in answer.content.decode()


WHERE_AND_WHEN = {
    "event0-find": "",
    "event0-latitude": "59.513",
    "event0-longitude": "15.993",
    "event0-place_type": "street",
    "event0-location_precision": "exact",
    "event0-start": "2026-03-03T11:00",
    "event0-end": "",
    "event0-precision": "exact",
}


def correction(report: Incident, move: str = "correct", **fields: object) -> dict[str, object]:
    """The correction form as it is when nothing has been touched, but for the fields given."""
    untouched = WHERE_AND_WHEN | {"event0-version": report.version, "event0-category": report.category_id}
    return untouched | {f"event0-{name}": value for name, value in fields.items()} | {"move": move}


class TestCorrecting:
    def test_the_form_holds_the_report_as_it_stands(self, client, guard, reviewer):
        report = file_report(guard)
        form = client.get(f"/granskning/{report.pk}/ratta").context["form"]
        client.post(f"/granskning/{report.pk}/ratta", correction(report))
        held = {name: form[name].value() for name in ("category", "latitude", "longitude", "precision")}
        assert held == {
            "category": report.category_id,
            "latitude": 59.513,
            "longitude": 15.993,
            "precision": "exact",
        }
        assert f"{form['start'].value():%Y-%m-%dT%H:%M}" == "2026-03-03T11:00"

    def test_what_is_saved_untouched_is_no_correction(self, client, guard, reviewer):
        report = file_report(guard)
        answer = client.post(f"/granskning/{report.pk}/ratta", correction(report))
        assert (answer.status_code, answer.context["form"].non_field_errors()) == (
            422,
            ["Inget är ändrat."],
        )

    def test_a_correction_keeps_the_original_and_shows_both(self, client, town, guard, reviewer):
        report = file_report(guard)
        graffiti = category(town, "SKA-10")
        answer = client.post(f"/granskning/{report.pk}/ratta", correction(report, category=graffiti.pk))
        assert (answer["Location"], state(report)) == (f"/granskning/{report.pk}", "under_review")
        desk = client.get(answer["Location"])
        changes = desk.context["exhibit"].steps[-1].changes
        assert [(change.label, change.before, change.after) for change in changes] == [
            ("kategori", "Glaskross", "Klotter")
        ]

    def test_correcting_and_approving_is_one_step(self, client, town, guard, reviewer):
        report, following = file_report(guard), file_report(guard)
        answer = client.post(
            f"/granskning/{report.pk}/ratta",
            correction(report, "approve", category=category(town, "SKA-10").pk),
        )
        assert client.get(answer["Location"])["Location"] == f"/granskning/{following.pk}"
        report.refresh_from_db()
        assert (report.state, report.category.code) == (State.APPROVED, "SKA-10")
        assert report.decisions.latest("version").changes == {
            "category": [category(town).pk, category(town, "SKA-10").pk]
        }

    def test_the_time_is_corrected_on_the_municipalitys_clock(self, client, guard, reviewer):
        report = file_report(guard)
        client.post(
            f"/granskning/{report.pk}/ratta",
            correction(report, start="2026-03-02T22:00", end="2026-03-03T06:00", precision="interval"),
        )
        assert report.decisions.latest("version").changes == {
            "started_at": ["2026-03-03T10:00:00+00:00", "2026-03-02T21:00:00+00:00"],
            "ended_at": ["2026-03-03T10:00:00+00:00", "2026-03-03T05:00:00+00:00"],
            "time_precision": ["exact", "interval"],
        }

    def test_a_whole_day_is_saved_as_it_was_shown(self, client, guard, reviewer):
        day = NOW.replace(hour=23, minute=0) - timedelta(days=3)
        report = file_report(guard, started_at=day, ended_at=day + timedelta(days=1), time_precision="day")
        form = client.get(f"/granskning/{report.pk}/ratta").context["form"]
        fields = {name: f"{form[name].value():%Y-%m-%dT%H:%M}" for name in ("start", "end")}
        assert fields == {"start": "2026-03-01T00:00", "end": "2026-03-01T23:59"}
        answer = client.post(
            f"/granskning/{report.pk}/ratta",
            correction(report, **fields | {"precision": "day", "place_type": "park"}),
        )
        assert answer.status_code == 302
        assert report.decisions.latest("version").changes == {"place_type": ["street", "park"]}

    def test_a_place_is_named_without_javascript_and_takes_its_own_coordinates(
        self, client, town, guard, reviewer
    ):
        report = file_report(guard)
        place = make_place(town, "Hamnplan", point=Point(15.999, 59.511, srid=4326))
        client.post(f"/granskning/{report.pk}/ratta", correction(report, find="hamnplan"))
        report.refresh_from_db()
        assert (report.place, report.point.coords) == (place, (15.999, 59.511))

    def test_searching_for_a_place_keeps_what_was_typed_and_saves_nothing(
        self, client, town, guard, reviewer
    ):
        report = file_report(guard)
        make_place(town, "Hamnplan")
        typed = correction(report, find="hamn", place_type="park") | {"do": "find"}
        answer = client.post(f"/granskning/{report.pk}/ratta", typed)
        form = answer.context["form"]
        assert (answer.status_code, form.is_bound, form["place_type"].value()) == (200, False, "park")
        assert [candidate.label for candidate in form.candidates] == ["Hamnplan"]
        assert state(report) == State.SUBMITTED

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"latitude": "55.6", "longitude": "13.0"}, "find"),
            ({"start": "2026-03-04T11:00"}, "start"),
            ({"end": "2026-03-03T09:00", "precision": "interval"}, "end"),
            ({"category": "0"}, "category"),
            ({"place_type": "moon"}, "place_type"),
        ],
    )
    def test_what_the_report_form_refuses_is_refused_here(self, client, guard, reviewer, fields, wrong):
        report = file_report(guard)
        answer = client.post(f"/granskning/{report.pk}/ratta", correction(report, **fields))
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
        assert state(report) == State.SUBMITTED

    def test_who_comes_second_is_told_and_the_form_stays_filled_in(self, client, town, guard, reviewer):
        report = file_report(guard)
        first = make_user(Role.REVIEWER, town)
        reject(report, first)
        answer = client.post(
            f"/granskning/{report.pk}/ratta", correction(report, "approve", place_type="park")
        )
        assert (answer.status_code, answer.context["form"]["place_type"].value()) == (409, "park")
        assert f"{first.name} hann före: avslagen" in re.sub(r"\s+", " ", answer.content.decode())
        assert state(report) == State.REJECTED

    def test_what_is_settled_is_not_open_to_correction(self, client, guard, reviewer):
        report = approve(file_report(guard), reviewer)
        answer = client.get(f"/granskning/{report.pk}/ratta")
        assert (answer.status_code, answer["Location"]) == (302, f"/granskning/{report.pk}")


class TestMasking:
    @pytest.fixture
    def blocked(self, guard: User, reviewer: User) -> Incident:
        report = file_report(guard, description="Kalle Kula krossade rutan.")
        return decide(report.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=reviewer, at=NOW)

    def test_blocking_leads_on_to_masking(self, client, guard, reviewer):
        report = file_report(guard)
        answer = send(client, report, "block", reason="personal_data")
        assert (answer["Location"], state(report)) == (f"/granskning/{report.pk}/maskera", "blocked")

    def test_the_words_of_a_blocked_report_are_not_on_the_desk(self, client, blocked):
        assert "Kalle" not in client.get(f"/granskning/{blocked.pk}").content.decode()

    def test_masking_puts_other_words_in_place_and_erases_those_that_were(self, client, blocked):
        original = blocked.texts.get()
        answer = client.post(
            f"/granskning/{blocked.pk}/maskera",
            {"version": blocked.version, f"text{original.pk}": "En person krossade rutan.", "is_clean": "on"},
        )
        assert (answer["Location"], state(blocked)) == (f"/granskning/{blocked.pk}", "under_review")
        assert [(text.kind, text.body) for text in blocked.texts.all()] == [
            (TextKind.DESCRIPTION, "En person krossade rutan.")
        ]
        assert not Text.objects.filter(pk=original.pk).exists()

    def test_it_asks_for_a_word_that_the_text_points_out_nobody(self, client, blocked):
        original = blocked.texts.get()
        answer = client.post(
            f"/granskning/{blocked.pk}/maskera",
            {"version": blocked.version, f"text{original.pk}": "En person krossade rutan."},
        )
        form = answer.context["form"]
        assert (answer.status_code, list(form.errors)) == (422, ["is_clean"])
        assert form[f"text{original.pk}"].value() == "En person krossade rutan."
        assert (state(blocked), blocked.texts.get()) == ("blocked", original)

    def test_who_comes_second_is_told_and_nothing_is_erased_twice(self, client, blocked, town):
        original = blocked.texts.get()
        other = make_user(Role.REVIEWER, town)
        decide(blocked.pk, Choice(Move.UNBLOCK, blocked.version), by=other, at=NOW)
        answer = client.post(
            f"/granskning/{blocked.pk}/maskera",
            {"version": blocked.version, f"text{original.pk}": "Något annat.", "is_clean": "on"},
        )
        assert answer.status_code == 409
        assert answer.context["form"][f"text{original.pk}"].value() == "Något annat."
        assert blocked.texts.get() == original

    def test_a_report_that_is_not_blocked_has_nothing_to_mask(self, client, guard, reviewer):
        report = file_report(guard)
        answer = client.get(f"/granskning/{report.pk}/maskera")
        assert (answer.status_code, answer["Location"]) == (302, f"/granskning/{report.pk}")


def make_batch(guard: User, number: int) -> ImportBatch:
    """A file of so many rows, read and waiting."""
    town = guard.memberships.get().municipality
    batch = ImportBatch.objects.create(
        municipality=town,
        organisation=make_organisation(town, "Väktarbolaget"),
        file_name="ronder.csv",
        file_sha256="0" * 64,
        started_at=NOW,
        accepted=number,
    )
    rows = [file_report(guard).pk for _ in range(number)]
    Incident.objects.filter(pk__in=rows).update(batch=batch, reporter=None, submission=None)
    return batch


class TestImports:
    @pytest.fixture
    def batch(self, guard: User) -> ImportBatch:
        return make_batch(guard, 3)

    def test_they_are_not_in_the_line_but_beside_it(self, client, guard, reviewer, batch):
        report = file_report(guard)
        desk = client.get("/granskning")
        assert [row.incident for row in desk.context["rows"]] == [report]
        assert (desk.context["line"].waiting, desk.context["line"].imported) == (1, 3)

    def test_an_import_is_looked_at_and_approved_whole_and_nobody_is_told(
        self, client, guard, reviewer, batch
    ):
        page = client.get(f"/granskning/importer/{batch.pk}")
        assert [(row["category__code"], row["number"]) for row in page.context["categories"]] == [
            ("SKA-20", 3)
        ]
        answer = client.post(f"/granskning/importer/{batch.pk}", follow=True)
        assert [str(message) for message in answer.context["messages"]] == ["3 händelser är godkända."]
        assert set(batch.incidents.values_list("state", flat=True)) == {"approved"}
        assert guard.notices.count() == 0

    def test_a_large_import_is_approved_in_steps(self, client, reviewer, batch, monkeypatch):
        monkeypatch.setattr(imports, "MOST_AT_ONCE", 2)
        path = f"/granskning/importer/{batch.pk}"
        assert [client.post(path)["Location"] for _ in range(2)] == [path, "/granskning"]
        assert set(batch.incidents.values_list("state", flat=True)) == {"approved"}

    def test_what_else_waits_is_left(self, client, guard, reviewer, batch):
        report = file_report(guard)
        client.post(f"/granskning/importer/{batch.pk}")
        assert state(report) == State.SUBMITTED

    def test_the_list_says_how_many_wait(self, client, reviewer, batch):
        rows = client.get("/granskning/importer").context["batches"]
        assert [(row.file_name, row.waiting) for row in rows] == [("ronder.csv", 3)]

    def test_the_imports_of_the_next_municipality_do_not_exist(self, client, batch):
        client.force_login(make_user(Role.COORDINATOR, make_municipality("Kungsör")))
        assert list(client.get("/granskning/importer").context["batches"]) == []
        assert client.get(f"/granskning/importer/{batch.pk}").status_code == 404
        assert client.post(f"/granskning/importer/{batch.pk}").status_code == 404
        assert set(batch.incidents.values_list("state", flat=True)) == {"submitted"}

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_pages_ask_as_much_of_three_rows_as_of_one(
        self, client, guard, reviewer, django_assert_num_queries, rows
    ):
        batch = make_batch(guard, rows)
        # Session, user, roles and the imports; of one also its categories and times. And the request's savepoint.
        with django_assert_num_queries(4 + 2):
            client.get("/granskning/importer")
        with django_assert_num_queries(6 + 2):
            client.get(f"/granskning/importer/{batch.pk}")
