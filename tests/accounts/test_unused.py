"""Accounts that nobody uses are closed, after a warning."""

from datetime import datetime, timedelta

import pytest

from accounts import people, unused
from accounts.models import Membership, Municipality, OutgoingMail, User
from accounts.roles import Role
from accounts.tasks import sweep_accounts
from tests.factories import NOW, make_municipality, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


def unused_since(at: datetime, municipality: Municipality, role: Role = Role.REPORTER) -> User:
    """Somebody who signed in at that time and never again."""
    user = make_user(role, municipality)
    User.objects.filter(pk=user.pk).update(opened_at=at - timedelta(days=400), last_login=at)
    return user


def sweep(*, days: float) -> None:
    """What beat does every minute, so many days after NOW."""
    at = NOW + timedelta(days=days)
    unused.warn(at=at)
    unused.close(at=at)


def is_open(user: User) -> bool:
    return User.objects.get(pk=user.pk).is_active


def test_an_account_is_closed_after_180_days_with_a_warning_two_weeks_before(municipality):
    user = unused_since(NOW, municipality)
    sweep(days=165.9)
    assert not OutgoingMail.objects.exists()
    for days in (166, 167, 179.9):
        sweep(days=days)
    letter = OutgoingMail.objects.get(to=user.email)
    assert letter.subject == "Köping: ditt konto i Samlad stängs snart"
    assert "Kontot stängs den 30 augusti 2026." in letter.body
    assert is_open(user)
    sweep(days=180)
    assert not is_open(user)


def test_whoever_signs_in_is_warned_anew_the_next_time(municipality):
    user = unused_since(NOW, municipality)
    sweep(days=170)
    User.objects.filter(pk=user.pk).update(last_login=NOW + timedelta(days=171))
    sweep(days=200)
    assert is_open(user)
    sweep(days=171 + 166)
    assert OutgoingMail.objects.filter(to=user.email).count() == 2


def test_nobody_is_closed_without_two_weeks_notice(municipality):
    user = unused_since(NOW - timedelta(days=300), municipality)
    sweep(days=0)
    assert is_open(user)
    sweep(days=14)
    assert not is_open(user)


def test_an_invitation_that_nobody_answers_runs_out_too(municipality):
    user = make_user(Role.REPORTER, municipality)
    User.objects.filter(pk=user.pk).update(opened_at=NOW)
    sweep(days=166)
    sweep(days=180)
    assert not is_open(user)


def test_whoever_is_invited_again_starts_afresh(municipality):
    administrator = make_user(Role.ADMINISTRATOR, municipality)
    user = unused_since(NOW - timedelta(days=300), municipality)
    sweep(days=0)
    sweep(days=14)
    people.invite(
        municipality=municipality,
        organisation=make_organisation(municipality),
        email=user.email,
        name="",
        roles=[Role.REPORTER],
        by=administrator,
        at=NOW + timedelta(days=20),
    )
    sweep(days=21)
    sweep(days=36)
    assert is_open(user)


def test_the_longest_of_a_persons_municipalities_counts(municipality):
    user = unused_since(NOW, municipality)
    arboga = make_municipality("Arboga", unused_days=365)
    membership = {"municipality": arboga, "organisation": make_organisation(arboga)}
    Membership.objects.create(user=user, role=Role.REPORTER, **membership)
    for days in (166, 180, 351, 364):
        sweep(days=days)
    assert is_open(user)
    sweep(days=365)
    assert not is_open(user)


def test_the_last_administrator_stays(municipality):
    first, second = (unused_since(NOW, municipality, Role.ADMINISTRATOR) for _ in range(2))
    for days in (166, 180, 200, 300):
        sweep(days=days)
    assert sorted([is_open(first), is_open(second)]) == [False, True]


def test_somebody_without_a_role_is_closed_without_a_letter(municipality):
    user = User.objects.create_user("ingen@example.com", name="Ingen roll", opened_at=NOW)
    sweep(days=166)
    sweep(days=180)
    assert (is_open(user), OutgoingMail.objects.count()) == (False, 0)


def test_beat_does_it(municipality):
    user = unused_since(NOW - timedelta(days=3650), municipality)
    User.objects.filter(pk=user.pk).update(warned_at=NOW - timedelta(days=100))
    sweep_accounts()
    assert not is_open(user)
