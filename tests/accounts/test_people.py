"""Letting people in, giving roles and letting go."""

import re

import pytest

from accounts import people
from accounts.models import Membership, User
from accounts.roles import Role
from tests.factories import NOW, make_municipality, make_organisation, make_user

pytestmark = pytest.mark.django_db


def roles_of(user, municipality):
    return set(Membership.objects.filter(user=user, municipality=municipality).values_list("role", flat=True))


def invite(municipality, by, **changes):
    known = {
        "organisation": make_organisation(municipality),
        "email": "Ny.Person@Example.com",
        "name": "Vaktmästare 1",
        "roles": [Role.REPORTER],
    }
    return people.invite(municipality=municipality, by=by, at=NOW, **known | changes)


def test_an_invited_person_gets_an_account_without_password_and_a_link_to_choose_one():
    municipality = make_municipality()
    user, mail = invite(municipality, make_user(Role.ADMINISTRATOR, municipality))
    assert user.email == "ny.person@example.com"
    assert not user.has_usable_password()
    assert roles_of(user, municipality) == {Role.REPORTER}
    assert mail.to == "ny.person@example.com"
    assert mail.subject == "Köping: du är inbjuden till Samlad"
    assert len(re.findall(r"http://localhost\S*/konto/losenord/ny/\S+", mail.body)) == 1


def test_an_invitation_says_whom_to_ask():
    municipality = make_municipality(contact_email="trygghet@koping.example")
    _user, mail = invite(municipality, make_user(Role.ADMINISTRATOR, municipality))
    assert mail.body.splitlines()[-1] == "Frågor: trygghet@koping.example."


def test_somebody_known_elsewhere_keeps_password_and_name_and_gets_no_link():
    home, away = make_municipality("Köping"), make_municipality("Arboga")
    known = make_user(Role.COORDINATOR, home, password="ett-langt-losenord")
    user, mail = invite(
        away, make_user(Role.ADMINISTRATOR, away), email=known.email.upper(), name="Annat namn"
    )
    assert user == known
    assert (user.name, user.check_password("ett-langt-losenord")) == (known.name, True)
    assert "/konto/losenord" not in mail.body
    assert mail.subject == "Arboga: du är inbjuden till Samlad"


def test_somebody_let_go_is_let_in_again_by_a_new_invitation():
    municipality = make_municipality()
    administrator = make_user(Role.ADMINISTRATOR, municipality)
    user, _mail = invite(municipality, administrator)
    people.let_go(user, municipality=municipality)
    assert not User.objects.get(pk=user.pk).is_active
    again, _mail = invite(municipality, administrator)
    assert again.pk == user.pk
    assert User.objects.get(pk=user.pk).is_active


def test_somebody_with_a_role_elsewhere_can_still_sign_in_when_let_go():
    home, away = make_municipality("Köping"), make_municipality("Arboga")
    user = make_user(Role.REPORTER, home)
    invite(away, make_user(Role.ADMINISTRATOR, away), email=user.email)
    people.let_go(user, municipality=away)
    assert User.objects.get(pk=user.pk).is_active
    assert roles_of(user, home) == {Role.REPORTER}
    assert roles_of(user, away) == set()


def test_changing_roles_gives_exactly_those():
    municipality = make_municipality()
    user = make_user(Role.REPORTER, municipality)
    school = make_organisation(municipality, "Skolan")
    people.change_roles(
        user, municipality=municipality, organisation=school, roles=[Role.REVIEWER, Role.COORDINATOR]
    )
    assert roles_of(user, municipality) == {Role.REVIEWER, Role.COORDINATOR}
    assert {m.organisation for m in user.memberships.all()} == {school}


def test_the_last_administrator_can_neither_be_let_go_nor_lose_the_role():
    municipality = make_municipality()
    administrator = make_user(Role.ADMINISTRATOR, municipality)
    with pytest.raises(people.LastAdministrator):
        people.let_go(administrator, municipality=municipality)
    with pytest.raises(people.LastAdministrator):
        people.change_roles(
            administrator,
            municipality=municipality,
            organisation=make_organisation(municipality),
            roles=[Role.REPORTER],
        )
    assert roles_of(administrator, municipality) == {Role.ADMINISTRATOR}


def test_one_of_two_administrators_can_go():
    municipality = make_municipality()
    first, _second = (make_user(Role.ADMINISTRATOR, municipality) for _ in range(2))
    people.let_go(first, municipality=municipality)
    assert roles_of(first, municipality) == set()


def test_people_are_found_by_a_part_of_name_or_address():
    municipality = make_municipality()
    reporter, police = make_user(Role.REPORTER, municipality), make_user(Role.POLICE, municipality)
    make_user(Role.REPORTER, make_municipality("Arboga"))

    def found(words):
        return [person.user for person in people.people_of(municipality, words=words)]

    assert found("rapportör") == [reporter]
    assert found(police.email.upper()) == [police]
    assert found("") == [police, reporter]
