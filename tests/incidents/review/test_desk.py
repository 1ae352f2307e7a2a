"""The review desk: who opens it, and what lies on it."""

from datetime import timedelta

import pytest

from accounts.roles import REVIEWERS, Role
from incidents.states import Move, Reason
from incidents.workflow import Choice, decide
from tests.factories import (
    NOW,
    approve,
    category,
    file_report,
    make_category,
    make_municipality,
    make_place,
    make_user,
)
from tests.incidents.review.moves import send, shown

pytestmark = pytest.mark.django_db

#: Session, user, roles, whose rows are in reach; categories, the line, what the reports in it resemble; of the report
#: shown: texts, history; and the log. And the savepoint that stands for the request's transaction.
STATEMENTS = 10 + 2


@pytest.mark.parametrize("role", Role)
def test_the_desk_is_there_for_reviewers_and_for_nobody_else(client, town, guard, role):
    report = file_report(guard)
    client.force_login(make_user(role, town))
    paths = ["", f"/{report.pk}", f"/{report.pk}/nasta", "/importer"]
    statuses = {client.get(f"/granskning{path}").status_code for path in paths}
    assert statuses == ({200, 302} if role in REVIEWERS else {404})
    deeds = [
        client.get(f"/granskning/{report.pk}/ratta").status_code,
        send(client, report, "approve").status_code,
    ]
    reads_it = role == Role.UNIT_COORDINATOR
    assert deeds == ([200, 302] if role in REVIEWERS else [403, 403] if reads_it else [404, 404])


def test_whoever_is_not_signed_in_is_asked_to(client):
    answer = client.get("/granskning?alder=sena")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/konto/logga-in?next=/granskning%3Falder%3Dsena",
    )


def test_the_reports_of_the_next_municipality_do_not_exist(client, reviewer):
    theirs = file_report(make_user(Role.REPORTER, make_municipality("Kungsör")))
    for path in ("", "/nasta", "/ratta", "/maskera"):
        assert client.get(f"/granskning/{theirs.pk}{path}").status_code == 404
    assert send(client, theirs, "approve").status_code == 404
    assert client.get("/granskning").context["rows"] == []


@pytest.mark.parametrize("number", [0, 10**6, 10**20])
def test_a_number_that_no_report_has_is_not_found(client, guard, reviewer, number):
    file_report(guard)
    assert client.get(f"/granskning/{number}").status_code == 404


def test_it_shows_what_waits_oldest_first_beside_the_first(client, guard, reviewer):
    newer = file_report(guard)
    older = file_report(guard, at=NOW - timedelta(hours=2))
    approve(file_report(guard), reviewer)
    desk = client.get("/granskning")
    assert [row.incident for row in desk.context["rows"]] == [older, newer]
    assert shown(desk) == older


def test_ones_own_report_is_in_it_but_not_the_one_to_begin_with(client, guard, reviewer):
    own = file_report(reviewer, at=NOW - timedelta(hours=2))
    other = file_report(guard)
    desk = client.get("/granskning")
    assert [(row.incident, row.is_own) for row in desk.context["rows"]] == [(own, True), (other, False)]
    assert shown(desk) == other


def test_a_report_is_late_the_day_after_its_deadline(client, guard, reviewer):
    file_report(guard, at=NOW - timedelta(days=4))  # Friday, so by Wednesday
    file_report(guard, at=NOW - timedelta(days=6))  # Wednesday, so by Monday
    rows = client.get("/granskning").context["rows"]
    assert [(str(row.deadline), row.is_late) for row in rows] == [
        ("2026-03-02", True),
        ("2026-03-04", False),
    ]


def test_a_blocked_report_waits_and_one_with_a_question_waits_for_its_reporter(client, guard, reviewer):
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


def test_the_filters_live_in_the_address(client, town, guard, reviewer):
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


def test_the_filters_stay_from_step_to_step(client, guard, reviewer):
    first, second = file_report(guard), file_report(guard)
    desk = client.get("/granskning?kategori=SKA&okand=1").content.decode()
    assert f'href="/granskning/{second.pk}?kategori=SKA"' in desk
    assert f'action="/granskning/{first.pk}/beslut?kategori=SKA"' in desk
    answer = send(client, first, "approve", "?kategori=SKA")
    assert answer["Location"] == f"/granskning/{first.pk}/nasta?kategori=SKA"
    assert client.get(answer["Location"])["Location"] == f"/granskning/{second.pk}?kategori=SKA"


def test_a_filter_that_makes_no_sense_filters_nothing(client, guard, reviewer):
    report = file_report(guard)
    desk = client.get("/granskning?kategori=XXX&alder=%00&lage=1")
    assert [row.incident for row in desk.context["rows"]] == [report]


def test_an_empty_queue_says_so(client, reviewer):
    desk = client.get("/granskning")
    assert (desk.status_code, shown(desk)) == (200, None)
    assert "Inget väntar" in desk.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_statements_does_not_grow_with_the_rows(
    client, guard, reviewer, django_assert_num_queries, rows
):
    for _ in range(rows):
        file_report(guard)
    with django_assert_num_queries(STATEMENTS):
        assert len(client.get("/granskning").context["rows"]) == rows


def test_likely_duplicates_are_counted_in_the_line_and_shown_beside_the_report(client, guard, reviewer):
    report, other = file_report(guard), file_report(guard, description="Glas på trappan.")
    desk = client.get("/granskning")
    assert [(row.incident, row.likely) for row in desk.context["rows"]] == [(report, 1), (other, 1)]
    assert [(beside.incident, beside.description) for beside in desk.context["exhibit"].beside] == [
        (other, "Glas på trappan.")
    ]


def test_htmx_is_answered_with_the_part_that_changes_and_a_browser_with_the_page(client, guard, reviewer):
    file_report(guard)
    page = client.get("/granskning")
    part = client.get("/granskning", headers={"HX-Request": "true"})
    again = client.get("/granskning", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert [answer.content.count(b"<html") for answer in (page, part, again)] == [1, 0, 1]
    assert [answer.content.count(b'id="granskning"') for answer in (page, part, again)] == [1, 1, 1]
    assert "HX-Request" in page["Vary"]


def test_the_page_of_a_report_in_the_line_asks_no_more(client, guard, reviewer, django_assert_num_queries):
    reports = [file_report(guard) for _ in range(3)]
    with django_assert_num_queries(STATEMENTS):
        client.get(f"/granskning/{reports[1].pk}")


@pytest.mark.parametrize("decided", [False, True])
def test_what_is_not_in_the_line_costs_one_statement_however_much_was_corrected(
    client, town, guard, reviewer, django_assert_num_queries, decided
):
    report, alike = file_report(guard), file_report(guard, description="Glas på trappan.")
    approve(alike, reviewer)
    for code, place in (("SKA-10", make_place(town)), ("SKA-20", make_place(town, "Torget"))):
        corrections = {"category": category(town, code), "place": place}
        report = decide(
            report.pk, Choice(Move.CORRECT, report.version, corrections=corrections), by=reviewer, at=NOW
        )
    if decided:
        approve(report, reviewer)
    with django_assert_num_queries(STATEMENTS + 1):
        exhibit = client.get(f"/granskning/{report.pk}").context["exhibit"]
    assert [beside.incident for beside in exhibit.beside] == [alike]
    assert [(change.before, change.after) for step in exhibit.steps for change in step.changes] == [
        ("–", "Järnvägsstationen"),
        ("Glaskross", "Klotter"),
        ("Järnvägsstationen", "Torget"),
        ("Klotter", "Glaskross"),
    ]
