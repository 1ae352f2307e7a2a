"""BRÅ reads every promise and how it stands, what is late, what damage cost, and what it all rests on."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Municipality
from accounts.roles import Role
from lagesbild import document
from promises.dashboard import FrozenCosts, dashboard_of, years_with_promises
from promises.models import CostItem, Document, FocusArea, Promise
from tests.factories import make_municipality, make_organisation, make_user
from tests.lagesbild.figures.scene import PERIOD, Scene
from tests.promises.factories import FIRST, LAST, NOW, log, make_activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality(db: None) -> Municipality:
    return make_municipality()


def make_promises(
    municipality: Municipality, count: int = 1, *, adopted: bool = True, **said: Any
) -> list[Promise]:
    """So many promises of one document."""
    said = {"target_kind": "threshold", "target_number": 10, "target_unit": "passager", **said}
    document = Document.objects.create(
        municipality=municipality,
        kind="promises",
        title="Löften",
        first_on=FIRST,
        last_on=LAST,
        created_at=NOW,
    )
    focus = FocusArea.objects.create(
        municipality=municipality, document=document, number=1, title="Trygg station"
    )
    rows = [
        Promise.objects.create(
            municipality=municipality,
            document=document,
            number=number,
            text=f"Vi går förbi stationen, {number}",
            promisor=("municipality", "police", "joint")[number % 3],
            focus_area=focus if number % 2 else None,
            first_on=FIRST,
            last_on=LAST,
            **said,
        )
        for number in range(1, count + 1)
    ]
    if adopted:
        Document.objects.filter(pk=document.pk).update(state="adopted", adopted_at=NOW)
    return rows


def signed_in(municipality: Municipality, role: Role = Role.BRA_MEMBER) -> Client:
    client = Client()
    client.force_login(make_user(role, municipality))
    return client


def test_promises_stand_by_who_promises_and_by_focus_area(municipality):
    make_promises(municipality, 4)
    board = dashboard_of(municipality, year=2026, at=NOW)
    assert [(group.name, len(group.lines)) for group in board.by_promisor()] == [
        ("Kommunen", 1),
        ("Polisen", 2),
        ("Kommunen och polisen gemensamt", 1),
    ]
    assert [(group.name, len(group.lines)) for group in board.by_focus_area(otherwise="Utan")] == [
        ("Trygg station", 2),
        ("Utan", 2),
    ]


def test_a_proposal_and_another_year_are_not_there(municipality):
    make_promises(municipality, adopted=False)
    make_promises(municipality)
    assert len(dashboard_of(municipality, year=2026, at=NOW).lines) == 1
    assert dashboard_of(municipality, year=2025, at=NOW).lines == []
    assert years_with_promises(municipality, today=date(2027, 1, 5)) == [2027, 2026]


def test_a_promise_is_kept_when_two_organisations_together_reach_its_target(municipality):
    (promise,) = make_promises(municipality, target_number=2)
    kbab, fritid = make_organisation(municipality), make_organisation(municipality, "Fritid")
    activity = make_activity(municipality, kbab, fritid, promises=[promise])
    log(activity)
    log(activity, organisation=fritid)
    page = signed_in(municipality).get("/loften").content.decode()
    assert page.count("Uppfyllt") == 2  # among the key figures, and on its line
    assert page.count("2 av 2 passager") == 2  # in words for the bar, and in words
    assert page.count("2 mar Fritid (1), 2 mar KBAB (1)") == 1


def test_what_is_late_is_named_with_its_day_and_who_answers(municipality):
    make_activity(municipality, text="Ny belysning", due_on=date(2026, 2, 1))
    page = signed_in(municipality).get("/loften?ar=2026").content.decode()
    assert page.count("Ny belysning") == 1
    assert page.count("skulle vara klart 1 februari 2026") == 1


def test_frozen_costs_and_accounted_costs_stand_apart(municipality):
    CostItem.objects.create(
        municipality=municipality,
        first_on=date(2026, 1, 1),
        last_on=date(2026, 5, 31),
        type="glass",
        kronor=325_000,
        source=make_organisation(municipality),
        excludes="Skolorna",
    )
    board = dashboard_of(municipality, year=2026, at=NOW)
    assert (board.costs, [item.kronor for item in board.items]) == (FrozenCosts(0, 0, 0), [325_000])


def test_an_edition_with_too_few_damages_to_tell_is_counted_and_said(db):
    scene = Scene()
    scene.events(6, damage_type="glass", damage_cost=1000, cost_basis="estimated")
    at = datetime(2026, 3, 9, 8, 0, tzinfo=UTC)
    document.adopt(scene.draft(), by=scene.coordinator, at=at)
    later = PERIOD.next()
    scene.events(1, later.start, damage_type="glass", damage_cost=1000, cost_basis="estimated")
    document.adopt(scene.draft(later), by=scene.coordinator, at=at)
    board = dashboard_of(scene.municipality, year=2026, at=at)
    assert board.costs == FrozenCosts(6000, 2, 1)


def test_three_promises_cost_no_more_statements_than_one(municipality):
    counts = []
    client = signed_in(municipality)
    for _round in range(2):
        for promise in make_promises(municipality):
            log(make_activity(municipality, promises=[promise]))
            log(make_activity(municipality, promises=[promise], due_on=date(2026, 3, 2)))
        with CaptureQueriesContext(connection) as queries:
            client.get("/loften?ar=2026")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_one_promise_has_a_page_and_the_neighbour_has_none(municipality):
    (promise,) = make_promises(municipality)
    page = signed_in(municipality).get(f"/loften/{promise.pk}")
    assert (page.status_code, page.content.decode().count("minst 10 passager")) == (200, 1)
    assert signed_in(make_municipality("Arboga")).get(f"/loften/{promise.pk}").status_code == 404


def test_reporters_have_no_dashboard(municipality):
    assert signed_in(municipality, Role.REPORTER).get("/loften").status_code == 404
