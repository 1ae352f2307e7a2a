"""Whoever guesses passwords is stopped after five, and nobody else is."""

import random

import pytest
from django.core.cache import cache
from django.test import Client

from accounts import people
from accounts.models import User
from accounts.roles import Role
from tests.factories import make_municipality, make_user
from tests.signing_in import PASSWORD, sign_in

pytestmark = pytest.mark.django_db
MUST_WAIT = ["För många försök. Vänta fem minuter och försök igen."]
HERE, THERE = "192.0.2.1", "198.51.100.2"


@pytest.fixture(autouse=True)
def _start_afresh(settings):
    """Attempts are counted per address, which all tests share; passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def user() -> User:
    return make_user(Role.REPORTER, make_municipality(), password=PASSWORD)


def guess(user: User, password: str = "fel", *, address: str = HERE, forwarded: str = "") -> list[str]:
    """Try from that address, and say why it failed; nothing if one is in."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    answer = sign_in(Client(REMOTE_ADDR=address, headers=headers), user, password)
    if answer.status_code == 429:  # whatever the account, more than thirty attempts a minute from one address
        return MUST_WAIT
    return answer.context["form"].non_field_errors() if answer.status_code == 200 else []


def test_the_sixth_guess_in_five_minutes_must_wait_and_not_afterwards(user, later):
    with later(minutes=0):
        assert [guess(user) == MUST_WAIT for _ in range(6)] == [False] * 5 + [True]
    with later(minutes=4):
        assert guess(user, PASSWORD) == MUST_WAIT
    with later(minutes=6):
        assert guess(user, PASSWORD) == []


def test_nobody_is_locked_out_by_somebody_elsewhere(user):
    for _ in range(8):
        guess(user, address=THERE)
    assert guess(user, PASSWORD, address=HERE) == []


@pytest.mark.long
def test_addresses_made_up_in_a_header_do_not_help(user):
    drawn = random.Random(5)
    for _ in range(1000):
        guess(user, forwarded=".".join(str(drawn.randrange(256)) for _ in range(4)))
    assert guess(user, PASSWORD, forwarded="203.0.113.9") == MUST_WAIT


def test_behind_a_proxy_its_word_counts_and_the_clients_does_not(user, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    drawn = random.Random(5)
    for _ in range(6):
        made_up = ".".join(str(drawn.randrange(256)) for _ in range(4))
        guess(user, address="10.0.0.1", forwarded=f"{made_up}, {THERE}")
    assert guess(user, PASSWORD, address="10.0.0.1", forwarded=f"203.0.113.9, {THERE}") == MUST_WAIT
    assert guess(user, PASSWORD, address="10.0.0.1", forwarded=HERE) == []


def test_one_address_guesses_at_ten_accounts_a_minute_at_most(user, later):
    others = [make_user(Role.REPORTER, make_municipality(), password=PASSWORD) for _ in range(10)]
    with later(minutes=0):
        for other in others:
            guess(other)
        assert guess(user) == MUST_WAIT


def test_what_was_typed_is_not_logged(user, caplog):
    guess(user, "ett-hemligt-losenord")
    assert [word for word in (user.email, "ett-hemligt-losenord") if word in caplog.text] == []


def test_an_invitation_holds_for_three_days(user, later):
    with later(days=0):
        invited = User.objects.create_user("ny@example.com", name="Ny")
        path = people._first_password_url(invited).partition("/konto")[2]
    for days, holds in ((2.9, True), (3.1, False)):
        with later(days=days):
            answer = Client().get(f"/konto{path}", follow=True)
            assert ("gäller inte längre" not in answer.content.decode()) == holds
