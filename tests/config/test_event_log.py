"""The auditor's pages: what is found, what is shown of it, and that looking is seen."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import log_watch, sealing
from accounts.models import EventLog
from accounts.roles import Role
from accounts.scope import open_rows
from config.event_log.search import PER_PAGE
from config.event_log.words import TABLES
from tests.factories import NOW, approve, file_report, make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def koping():
    return make_municipality()


@pytest.fixture
def reviewer(koping):
    return make_user(Role.REVIEWER, koping)


@pytest.fixture
def auditor(koping, client):
    """Signed in; nothing that follows in the test's transaction is theirs but what they do on a page."""
    user = make_user(Role.AUDITOR, koping)
    client.force_login(user)
    open_rows([], by=None)
    return user


@pytest.fixture
def report(koping, reviewer):
    report = file_report(make_user(Role.REPORTER, koping), description="Kanariefågel på taket.")
    open_rows([], by=reviewer.pk)
    approve(report, reviewer)
    open_rows([], by=None)
    return report


def text_of(answer) -> str:
    """The words of the page, without its tags."""
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.content.decode())).split())


def found(client, **asked):
    """The rows that the page shows for a question, as (action, table, row)."""
    page = client.get("/logg", asked).context
    return [(row.action, row.table, row.row_id) for row in page["page"].rows]


def test_it_tells_who_did_what_with_what(client, auditor, reviewer, report):
    page = client.get("/logg", {"om": "incidents_decision", "person": reviewer.pk})
    assert [(who, table) for _row, who, table, _said in page.context["lines"]] == [
        (reviewer.name, "Beslut om händelse")
    ] * 2
    assert f"{reviewer.name} Lade till Beslut om händelse" in text_of(page)


def test_it_shows_no_word_nor_place_nor_time_of_any_report(client, auditor, report):
    page = client.get("/logg", {"om": "incidents_incident"}).content.decode()
    assert "Kanariefågel" not in page
    assert str(report.cell_x) not in page and str(report.category_id) not in page.split("cell_x")[0][-40:]
    assert "under_review → approved" in page


def test_it_is_narrowed_by_day_person_deed_table_and_number(client, auditor, reviewer, report):
    key = str(report.pk)
    today = timezone.localdate()
    assert found(client, om="incidents_incident", nummer=key) == [
        ("update", "incidents_incident", key),
        ("update", "incidents_incident", key),
        ("insert", "incidents_incident", key),
    ]
    assert found(client, gjorde="delete") == []
    assert {table for _action, table, _row in found(client, person=reviewer.pk)} == {
        "incidents_incident",
        "incidents_decision",
    }
    assert found(client, fran=today + timedelta(days=1)) == []
    assert found(client, till=today - timedelta(days=1)) == []
    assert ("insert", "incidents_incident", key) in found(client, fran=today, till=today, person=0)


@pytest.mark.parametrize(
    "asked",
    [
        {"fran": "i går", "person": "x", "om": "alla", "gjorde": "allt", "nummer": "\x00"},
        {"fran": "0001-01-01", "till": "9999-12-31"},
        {"fore": "9" * 30},
        {"fore": "9999999999999999-1"},
        {"fore": "-"},
    ],
)
def test_what_cannot_be_understood_filters_nothing(client, auditor, report, asked):
    assert len(found(client, **asked)) > 5


def test_searching_and_taking_out_are_logged_with_the_question(client, auditor, report):
    client.get("/logg", {"om": "incidents_decision", "fran": "2026-03-01", "nummer": ""})
    b"".join(client.get("/logg.csv", {"gjorde": "delete"}).streaming_content)
    told = EventLog.objects.filter(table="accounts_eventlog").order_by("pk")
    assert [(row.action, row.actor_id, row.changes) for row in told] == [
        ("search", auditor.pk, {"om": "incidents_decision", "fran": "2026-03-01"}),
        ("export", auditor.pk, {"gjorde": "delete"}),
    ]


def test_the_pages_hold_every_row_once_in_the_order_of_time(
    client, auditor, koping, django_assert_num_queries
):
    open_rows([], by=None)
    for _each in range(PER_PAGE):
        make_user(Role.REPORTER, koping)
    asked = {"om": "accounts_membership"}
    first = client.get("/logg", asked).context["page"]
    with django_assert_num_queries(9):  # two are the test's own savepoint
        second = client.get("/logg", asked | {"fore": first.older}).context["page"]
    keys = [row.pk for row in (*first.rows, *second.rows)]
    rows = EventLog.objects.filter(table="accounts_membership", municipality_id=koping.pk)
    assert keys == list(rows.order_by("-pk").values_list("pk", flat=True))
    assert (len(first.rows), second.older) == (PER_PAGE, "")


def test_nothing_of_another_municipality_is_found(client, auditor):
    elsewhere = make_municipality("Arboga")
    file_report(make_user(Role.REPORTER, elsewhere))
    assert not [
        row for row in client.get("/logg").context["page"].rows if row.municipality_id == elsewhere.pk
    ]
    assert elsewhere.name not in client.get("/logg").content.decode()


def test_somebody_who_has_left_can_still_be_asked_about(client, auditor, koping):
    gone = make_user(Role.REPORTER, koping)
    gone.memberships.all().delete()
    assert gone.name in client.get("/logg").content.decode()


def test_the_table_holds_what_the_page_shows_and_no_formula(client, auditor, report):
    answer = client.get("/logg.csv", {"om": "incidents_incident", "nummer": report.pk})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].removeprefix("\ufeff") == "Nr;När;Vem;Gjorde vad;Med vad;Nummer;Uppgifter"
    assert [line.split(";")[3:6] for line in lines[1:]] == [
        ["Ändrade", "Händelse", str(report.pk)],
        ["Ändrade", "Händelse", str(report.pk)],
        ["Lade till", "Händelse", str(report.pk)],
    ]
    assert "category_id: innehållet visas inte" in lines[3]


def test_every_table_that_is_logged_has_a_word_and_every_word_a_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'log_change'")
        logged = {table for (table,) in cursor.fetchall()}
    assert set(TABLES) == logged | {"accounts_eventlog"}


def test_each_day_has_its_digest_to_print(client, auditor, own_seals):
    words = text_of(client.get("/logg/dagar"))
    assert own_seals in words
    assert "Loggen har inte kontrollerats än." in words


@pytest.mark.parametrize("month", ["2019-01", "9999-12", "0001-01", "nu", "2026-13"])
def test_a_month_that_is_none_is_this_one(client, auditor, month):
    page = client.get("/logg/dagar", {"manad": month})
    assert page.context["month"] == timezone.localdate().replace(day=1)


def test_it_says_how_the_last_look_went(client, auditor):
    log_watch.look(at=NOW)
    assert "och stämde: 0 rader." in text_of(client.get("/logg/dagar"))


@pytest.fixture
def own_seals(koping):
    """A seal, and its digest; nobody else writes in the test's database meanwhile."""
    sealing.seal()
    return next(iter(sealing.days(timezone.localdate(), timezone.localdate() + timedelta(days=1)))).digest
