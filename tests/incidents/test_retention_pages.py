"""Inställningar: how long things are kept, and the holds."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import EventLog, Municipality
from accounts.roles import Role
from incidents import retention
from incidents.models import LegalHold, RetentionKind
from tests.factories import NOW, file_report, make_approved, make_municipality, make_user
from tests.incidents.test_retention import OLD

pytestmark = pytest.mark.django_db

TIMES, HOLDS = "/installningar/bevarandetider", "/installningar/gallringsstopp"
MONTHS = {"mail": 3, "texts": 36, "photos": 36, "unused": 36, "reports": 36}


@pytest.fixture
def town() -> Municipality:
    return make_municipality()


@pytest.fixture
def keeper(client: Client, town: Municipality) -> Client:
    client.force_login(make_user(Role.ADMINISTRATOR, town))
    return client


def test_the_page_says_what_is_due_and_how_long_each_kind_is_kept(keeper, town):
    make_approved(
        make_user(Role.REPORTER, town), make_user(Role.REVIEWER, town), at=OLD, started_at=OLD, ended_at=OLD
    )
    context = keeper.get(TIMES).context
    assert {each.kind.value: (each.months, each.rows) for each in context["due"]} == {
        "mail": (3, 0), "texts": (36, 1), "photos": (36, 0), "unused": (36, 0), "reports": (36, 1),
    }  # fmt: skip


def test_without_a_decision_it_says_that_nothing_is_purged(client):
    client.force_login(make_user(Role.ADMINISTRATOR, make_municipality(purge_decided_on=None)))
    page = client.get(TIMES)
    assert "Inget gallras, eftersom kommunen inte har angett sitt gallringsbeslut." in page.content.decode()
    assert [each.before for each in page.context["due"]] == [None] * len(RetentionKind)


def test_a_time_is_read_before_it_is_saved_and_logged(keeper, town):
    fields = MONTHS | {"texts": 24}
    shown = keeper.post(TIMES, fields)
    assert shown.context["form"].sentences == [
        "Texter i godkända händelser: 36 → 24 månader",
        "Det som då är för gammalt gallras nästa natt. Det går inte att få tillbaka.",
    ]
    assert keeper.post(TIMES, fields | {"seen": shown.context["form"].digest}).status_code == 302
    assert retention.months_of(town)[RetentionKind.TEXTS] == 24
    row = EventLog.objects.filter(table="incidents_retentionrule").get()
    assert (row.changes["kind"], row.changes["months"]) == ("texts", 24)


@pytest.mark.parametrize("months", ["2", "241", "-1", "x", "", "9" * 400])
def test_no_time_is_too_short_or_too_long(keeper, months):
    answer = keeper.post(TIMES, MONTHS | {"reports": months})
    assert list(answer.context["form"].errors) == ["reports"]


@pytest.mark.parametrize("path", [TIMES, HOLDS])
def test_ten_statements_are_enough(keeper, town, path, django_assert_max_num_queries):
    by = make_user(Role.COORDINATOR, town)
    for _hold in range(3):
        retention.lift(
            retention.place(municipality=town, motive="Tvist.", by=by, at=NOW), motive="Klart.", by=by, at=NOW
        )
    with django_assert_max_num_queries(10):
        keeper.get(path)


def test_a_hold_is_placed_and_lifted_and_stays_on_the_page(keeper, town):
    fields = {"motive": "Tvist om skador.", "first_on": "2023-01-01", "last_on": "2023-12-31"}
    assert keeper.post(HOLDS, fields).status_code == 302
    hold = LegalHold.objects.get()
    assert (hold.first_on, hold.last_on, hold.report) == (date(2023, 1, 1), date(2023, 12, 31), None)
    assert keeper.post(f"{HOLDS}/{hold.pk}/hav", {"motive": "Avgjord."}).status_code == 302
    assert [each.lift.motive for each in keeper.get(HOLDS).context["page"]] == ["Avgjord."]
    assert keeper.get(f"{HOLDS}/{hold.pk}/hav").status_code == 404


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"motive": ""}, "motive"),
        ({"motive": "Gäller 19811218-9876."}, "motive"),
        ({"motive": "Tvist.", "first_on": "2023-01-01"}, "last_on"),
        ({"motive": "Tvist.", "last_on": "2023-01-01"}, "first_on"),
        ({"motive": "Tvist.", "first_on": "2023-02-01", "last_on": "2023-01-01"}, "last_on"),
        ({"motive": "Tvist.", "report": "1"}, "report"),
        ({"motive": "Tvist.", "report": "9" * 30}, "report"),
        ({"motive": "Tvist.", "first_on": "i går", "last_on": "i dag"}, "first_on"),
    ],
)
def test_a_hold_covers_one_thing_and_says_why(keeper, fields, wrong):
    assert wrong in keeper.post(HOLDS, fields).context["form"].errors
    assert not LegalHold.objects.exists()


def test_a_report_is_held_by_its_number_and_by_nothing_besides(keeper, town):
    report = file_report(make_user(Role.REPORTER, town))
    both = {"motive": "Tvist.", "report": report.pk, "first_on": "2023-01-01", "last_on": "2023-01-02"}
    assert list(keeper.post(HOLDS, both).context["form"].errors) == ["report"]
    keeper.post(HOLDS, {"motive": "Tvist.", "report": report.pk})
    assert LegalHold.objects.get().report == report.pk


def test_holds_in_force_stand_before_those_that_were_lifted(keeper, town):
    by = make_user(Role.COORDINATOR, town)
    stands, first, last = (
        retention.place(municipality=town, motive=motive, by=by, at=NOW) for motive in ("ett", "två", "tre")
    )
    for later, hold in enumerate((first, last)):
        retention.lift(hold, motive="Klart.", by=by, at=NOW + timedelta(days=later))
    assert list(keeper.get(HOLDS).context["page"]) == [stands, last, first]
