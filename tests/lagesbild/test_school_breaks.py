"""Inställningar, Skollov: the usual until a municipality enters its own, and what that changes is said first."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from accounts.roles import Role
from lagesbild.models import SchoolBreak
from tests.factories import NOW, make_municipality, make_user

pytestmark = pytest.mark.django_db
PAGE = "/installningar/lov"
BREAK = {"name": "Sportlov", "first_on": "2026-02-16", "last_on": "2026-02-20"}


@pytest.fixture(autouse=True)
def in_march_2026():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def municipality():
    return make_municipality(code="1960")


@pytest.fixture
def coordinator(municipality) -> Client:
    client = Client()
    client.force_login(make_user(Role.COORDINATOR, municipality))
    return client


def make_break(municipality, **fields):
    return SchoolBreak.objects.create(municipality=municipality, **(BREAK | fields))


def test_the_usual_breaks_of_this_school_year_and_the_next_are_shown_until_there_are_own(
    municipality, coordinator
):
    usual = coordinator.get(PAGE).context["usual"]
    assert [(year, breaks[2].first) for year, breaks in usual] == [
        (2025, date(2026, 2, 23)),
        (2026, date(2027, 3, 1)),
    ]
    make_break(municipality)
    assert [year for year, _breaks in coordinator.get(PAGE).context["usual"]] == [2026]


def test_the_usual_are_taken_over_once_to_be_changed(municipality, coordinator):
    for year in ("2025", "2025", "1999", "x", ""):
        coordinator.post(f"{PAGE}/vanliga", {"year": year})
    rows = SchoolBreak.objects.filter(municipality=municipality).order_by("first_on")
    assert [row.name for row in rows] == ["Höstlov", "Jullov", "Sportlov", "Påsklov", "Sommarlov"]


def test_the_first_of_a_school_year_says_that_the_usual_are_no_longer_counted(municipality, coordinator):
    form = coordinator.post(f"{PAGE}/ny", BREAK).context["form"]
    assert form.sentences == [
        "Läggs till: Sportlov.",
        "För läsåret 2025/26 gäller sedan bara de lov som ni själva har lagt in.",
    ]
    coordinator.post(f"{PAGE}/ny", BREAK | {"seen": form.digest})
    assert SchoolBreak.objects.get().first_on == date(2026, 2, 16)
    second = BREAK | {"name": "Påsklov", "first_on": "2026-03-30", "last_on": "2026-04-02"}
    assert coordinator.post(f"{PAGE}/ny", second).context["form"].sentences == ["Läggs till: Påsklov."]


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"last_on": "2026-02-15"}, {"last_on": ["Slutdagen ligger före startdagen."]}),
        ({"last_on": "2026-08-15"}, {"last_on": ["Ett lov är högst 120 dagar."]}),
        (
            {"first_on": "0026-02-16"},
            {"first_on": ["Kontrollera årtalet."], "last_on": ["Ett lov är högst 120 dagar."]},
        ),
        ({"first_on": "2026-03-02", "last_on": "2026-03-06"}, {"first_on": ["Dagarna går in i Marslov."]}),
        (
            {"name": "Lov 19121212-1212"},
            {"name": ["Texten innehåller ett personnummer. Ta bort det och försök igen."]},
        ),
    ],
)
def test_days_that_make_no_break_are_refused(municipality, coordinator, fields, errors):
    make_break(municipality, name="Marslov", first_on="2026-03-06", last_on="2026-03-09")
    make_break(make_municipality("Arboga"))
    assert coordinator.post(f"{PAGE}/ny", BREAK | fields).context["form"].errors == errors


def test_a_break_is_changed_and_taken_away(municipality, coordinator):
    row = make_break(municipality)
    changed = BREAK | {"last_on": "2026-02-19"}
    form = coordinator.post(f"{PAGE}/{row.pk}", changed).context["form"]
    coordinator.post(f"{PAGE}/{row.pk}", changed | {"seen": form.digest})
    row.refresh_from_db()
    assert row.last_on == date(2026, 2, 19)
    coordinator.post(f"{PAGE}/{row.pk}/ta-bort")
    assert not SchoolBreak.objects.exists()


def test_the_breaks_of_the_next_municipality_do_not_exist(coordinator):
    row = make_break(make_municipality("Arboga"))
    paths = (f"{PAGE}/{row.pk}", f"{PAGE}/{row.pk}/ta-bort")
    assert [coordinator.post(path, BREAK).status_code for path in paths] == [404, 404]
    assert list(coordinator.get(PAGE).context["breaks"]) == []
