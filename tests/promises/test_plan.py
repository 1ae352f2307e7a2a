"""The plan board: which activities it shows, in which lanes, and at what price."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.models import Municipality
from accounts.roles import Role
from promises import activities
from tests import factories
from tests.promises.factories import FIRST, NOW, TODAY, log, make_activity

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(db):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def koping() -> Municipality:
    return factories.make_municipality()


def board(koping: Municipality, query: str = "", *, role: Role = Role.ACTION_OWNER):
    """The lanes somebody sees: heading → activities by their text."""
    client = Client()
    client.force_login(factories.make_user(role, koping))
    lanes = client.get(f"/plan{query}").context["lanes"]
    return {str(lane.label): [card.activity.text for card in lane.cards] for lane in lanes}


def test_activities_stand_in_lanes_by_status_overdue_first_and_then_by_their_last_day(koping):
    make_activity(koping, text="Oktober", due_on=date(2026, 10, 31))
    make_activity(koping, text="Maj", due_on=date(2026, 5, 31))
    make_activity(koping, text="Februari", due_on=date(2026, 2, 28))
    log(make_activity(koping, text="Påbörjad"))
    log(make_activity(koping, text="Löpande", target=("continuous", None, "")))
    log(make_activity(koping, text="Klar"), number=10)
    stopped = make_activity(koping, text="Avbruten")
    activities.override(stopped, status="stopped", motive="Ingen budget", by=None, at=NOW)
    assert board(koping) == {
        "Försenade": ["Februari"],
        "Ej påbörjade": ["Maj", "Oktober"],
        "Pågår": ["Påbörjad", "Löpande"],
        "Klara": ["Klar"],
        "Avbrutna eller ersatta": ["Avbruten"],
    }


def test_lanes_by_organisation_show_joint_activities_with_each_and_the_late_first(koping):
    police, kbab = factories.make_organisation(koping, "Polisen"), factories.make_organisation(koping)
    make_activity(koping, kbab, text="Belysning")
    make_activity(koping, kbab, police, text="Gemensam", due_on=date(2026, 6, 30))
    make_activity(koping, police, text="Sen", due_on=TODAY - DAY)
    assert board(koping, "?visa=ansvarig") == {
        "Polisen": ["Sen", "Gemensam"],
        "KBAB": ["Gemensam", "Belysning"],
    }


def test_the_address_says_what_is_shown(koping):
    fritid = factories.make_organisation(koping, "Fritid")
    log(make_activity(koping, text="KBAB:s"))
    make_activity(koping, fritid, text="Fritids")
    make_activity(koping, text="Nästa års", start_on=date(2027, 1, 1), due_on=date(2027, 12, 31))
    assert board(koping, "?mina=on") == {"Pågår": ["KBAB:s"]}
    assert board(koping, f"?organisation={fritid.pk}") == {"Ej påbörjade": ["Fritids"]}
    assert board(koping, "?status=ongoing") == {"Pågår": ["KBAB:s"]}
    assert board(koping, "?ar=2027") == {"Ej påbörjade": ["Nästa års"]}
    assert board(koping, "?ar=2027&status=done") == {}
    assert board(koping, "?ar=abc&plan=999&status=x") == board(koping)


def test_last_years_are_shown_while_they_are_late(koping):
    last_year = {"start_on": date(2025, 1, 1), "due_on": date(2025, 12, 31)}
    make_activity(koping, text="Sen", **last_year)
    log(make_activity(koping, text="Klar", **last_year), on=date(2025, 5, 1), number=10)
    assert board(koping) == {"Försenade": ["Sen"]}
    assert board(koping, "?ar=2025") == {"Försenade": ["Sen"], "Klara": ["Klar"]}


def test_the_next_municipalitys_plan_is_not_ours(koping):
    make_activity(factories.make_municipality("Sala"), text="Salas")
    assert board(koping) == {}


def test_a_card_says_how_far_it_has_come_in_words(koping, client):
    log(make_activity(koping), number=6)
    client.force_login(factories.make_user(Role.BRA_MEMBER, koping))
    page = client.get("/plan").content.decode()
    assert (
        page.count('<progress max="10" value="6" aria-label="6 av 10 passager"></progress> 6 av 10 passager')
        == 1
    )
    assert page.count("#logga") == 0


@pytest.mark.parametrize(
    ("role", "organisation", "may"),
    [
        (Role.ACTION_OWNER, "KBAB", True),
        (Role.ACTION_OWNER, "Fritid", False),
        (Role.UNIT_COORDINATOR, "KBAB", True),
        (Role.POLICE, "KBAB", True),
        (Role.POLICE_CHIEF, "KBAB", True),
        (Role.COORDINATOR, "Kommunen", True),
        (Role.REVIEWER, "KBAB", False),
    ],
)
def test_whoever_may_log_is_shown_the_way(koping, client, role, organisation, may):
    make_activity(koping)
    client.force_login(factories.make_user(role, koping, organisation=organisation))
    assert client.get("/plan").content.decode().count("#logga") == may


@pytest.mark.parametrize("query", ["", "?visa=ansvarig"])
def test_the_board_asks_the_database_no_more_for_three_than_for_one(
    koping, client, django_assert_num_queries, query
):
    client.force_login(factories.make_user(Role.COORDINATOR, koping))
    for number in range(3):
        place = factories.make_place(koping, f"Plats {number}")
        log(
            make_activity(
                koping, factories.make_organisation(koping, f"Org {number}"), place=place, start_on=FIRST
            )
        )
        with django_assert_num_queries(
            14
        ):  # 8 of the board; session, user, memberships, rows in reach and the savepoint's two
            client.get(f"/plan{query}")
