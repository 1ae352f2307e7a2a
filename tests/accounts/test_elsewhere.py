"""What one municipality does with an account opens nothing in another, and whoever is invited gets all the way in."""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts import people, second_step
from accounts.models import EventLog, Municipality, Organisation, User
from accounts.roles import Role
from accounts.scope import within
from tests.factories import NOW, make_municipality, make_organisation, make_user
from tests.signing_in import give_app
from tests.walls import asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def koping() -> Municipality:
    return make_municipality("Köping")


def invite(town: Municipality, email: str, role: Role) -> str:
    """Let somebody in there; the words of the letter."""
    administrator = make_user(Role.ADMINISTRATOR, town)
    unit = Organisation.objects.filter(municipality=town)[0]
    _user, mail = people.invite(
        municipality=town,
        organisation=unit,
        email=email,
        name="Ny",
        roles=[role],
        by=administrator,
        at=NOW,
    )
    return mail.body


def test_whoever_is_invited_chooses_a_password_and_then_a_second_step(koping):
    [link] = re.findall(r"http\S+/losenord/ny/\S+", invite(koping, "ny@example.com", Role.COORDINATOR))
    browser = Client()
    form = browser.get(urlsplit(link).path).headers["Location"]
    chosen = {"password1": "mitt-eget-losenord-1", "password2": "mitt-eget-losenord-1"}
    assert browser.post(form, chosen).status_code == 302
    pages = [reverse(name) for name in ("mfa_activate_totp", "mfa_add_webauthn")]
    assert [browser.get(page).status_code for page in pages] == [200, 200]


def test_a_closed_account_is_opened_again_with_the_new_roles_alone(koping):
    person = make_user(Role.COORDINATOR, koping)
    people.close(person)
    sala = make_municipality("Sala")
    invite(sala, person.email, Role.REPORTER)
    person = User.objects.get(pk=person.pk)
    held = [(row.municipality, row.role) for row in person.memberships.all()]
    assert (person.is_active, held) == (True, [(sala, Role.REPORTER)])


def test_a_second_step_is_not_taken_away_where_it_guards_something_elsewhere(koping):
    person, administrator = make_user(Role.REVIEWER, koping), make_user(Role.ADMINISTRATOR, koping)
    give_app(person)
    sala = make_municipality("Sala")
    person.memberships.create(municipality=sala, organisation=make_organisation(sala), role=Role.REPORTER)
    with asked(), within(koping.pk), pytest.raises(people.RolesElsewhere):
        people.take_away_second_step(person, municipality=koping, by=administrator, at=NOW)
    assert second_step.is_set_up(person)
    person.memberships.filter(municipality=sala).delete()
    people.take_away_second_step(person, municipality=koping, by=administrator, at=NOW)
    assert not second_step.is_set_up(person)


def test_setting_up_and_taking_away_a_second_step_is_logged_without_its_key(koping):
    person, administrator = make_user(Role.REVIEWER, koping), make_user(Role.ADMINISTRATOR, koping)
    give_app(person)
    people.take_away_second_step(person, municipality=koping, by=administrator, at=NOW)
    rows = EventLog.objects.filter(table="mfa_authenticator", municipality_id=koping.pk)
    deeds = {(row.action, row.changes["type"]) for row in rows}
    assert deeds >= {("insert", "totp"), ("delete", "totp")}
    assert [row.changes["data"] for row in rows] == [None] * len(rows)
