"""Inställningar, Gallringsbeslut: by which decision what came in may be erased."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import EventLog, Municipality
from accounts.roles import Role
from tests.factories import make_municipality, make_user

pytestmark = pytest.mark.django_db

PATH = "/installningar/gallring"


@pytest.fixture
def town() -> Municipality:
    return make_municipality(purge_decided_on=None)


@pytest.fixture
def keeper(client: Client, town: Municipality) -> Client:
    client.force_login(make_user(Role.COORDINATOR, town))
    return client


def test_a_new_municipality_may_erase_nothing(town):
    assert not town.may_purge


def test_the_decision_is_read_before_it_is_saved_and_logged_with_its_designation(keeper, town):
    fields = {"purge_decision": "KS 2026/7 § 3", "purge_decided_on": "2026-02-01"}
    shown = keeper.post(PATH, fields)
    assert shown.context["form"].sentences[0] == (
        "Texter och foton får maskeras med stöd av KS 2026/7 § 3, 1 februari 2026."
    )
    assert keeper.post(PATH, fields | {"seen": shown.context["form"].digest}).status_code == 302
    town.refresh_from_db()
    assert (town.purge_decision, town.purge_decided_on) == ("KS 2026/7 § 3", date(2026, 2, 1))
    row = EventLog.objects.filter(table="accounts_municipality").latest("pk")
    assert row.changes["purge_decision"] == ["", "KS 2026/7 § 3"]


@pytest.mark.parametrize(
    ("decision", "day", "wrong"),
    [
        ("KS 2026/7 § 3", "", "purge_decided_on"),
        ("", "2026-02-01", "purge_decision"),
        ("KS 2026/7 § 3", "2999-01-01", "purge_decided_on"),
        ("KS 2026/7 § 3", "i går", "purge_decided_on"),
        ("x" * 101, "2026-02-01", "purge_decision"),
    ],
)
def test_half_a_decision_is_none(keeper, decision, day, wrong):
    answer = keeper.post(PATH, {"purge_decision": decision, "purge_decided_on": day})
    assert list(answer.context["form"].errors) == [wrong]
    assert answer.context["form"].sentences == []


def test_taking_it_back_says_what_follows(client):
    town = make_municipality()
    client.force_login(make_user(Role.ADMINISTRATOR, town))
    shown = client.post(PATH, {"purge_decision": "", "purge_decided_on": ""})
    assert shown.context["form"].sentences == [
        "Inget som kommit in får raderas. Spärrade texter förblir spärrade.",
        "Det som redan är raderat går inte att få tillbaka.",
    ]


def test_the_database_keeps_no_half_decision(town):
    with pytest.raises(IntegrityError), transaction.atomic():
        Municipality.objects.update(purge_decision="KS 2026/7 § 3")
