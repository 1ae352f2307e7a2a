"""How long one stays signed in, where one is, and being signed out everywhere."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from accounts import people, sessions
from accounts.models import Municipality, User
from accounts.roles import Role
from tests.factories import make_municipality, make_user
from tests.signing_in import MORNING, PASSWORD, sign_in

pytestmark = pytest.mark.django_db
DOOR = "/konto/logga-in?next=/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _start_afresh(settings):
    """Attempts are counted per address, which all tests share; passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


@pytest.fixture
def user(municipality) -> User:
    return make_user(Role.REPORTER, municipality, password=PASSWORD)


def is_in(client: Client) -> bool:
    """Whether the start page opens."""
    return client.get("/").status_code == 200


def test_whoever_does_nothing_for_half_an_hour_is_signed_out(client, user, later):
    with later(minutes=0):
        sign_in(client, user)
    with later(minutes=29):
        assert is_in(client)
    with later(minutes=58):
        assert is_in(client)
    with later(minutes=89):
        assert client.get("/").headers["Location"] == DOOR


def test_after_twelve_hours_one_signs_in_again_however_busy(client, user, later):
    for minutes in range(0, 12 * 60, 20):
        with later(minutes=minutes):
            if minutes == 0:
                sign_in(client, user)
            assert is_in(client), minutes
    with later(hours=12):
        assert client.get("/").headers["Location"] == DOOR


def test_both_limits_can_be_set(client, user, later, settings):
    settings.SESSION_ABSOLUTE_AGE = 600
    with later(minutes=0):
        sign_in(client, user)
    with later(minutes=9):
        assert is_in(client)
    with later(minutes=10):
        assert not is_in(client)


def test_the_session_is_written_once_a_minute_at_most(client, user, later, django_assert_num_queries):
    with later(minutes=0):
        sign_in(client, user)
        with django_assert_num_queries(5):  # the test's two savepoints; then session, user, memberships
            client.get("/konto/andra-steget")
    with later(minutes=1), django_assert_num_queries(8):  # and the session, within a savepoint of its own
        client.get("/konto/andra-steget")
    with later(minutes=1), django_assert_num_queries(5):
        client.get("/konto/andra-steget")


def test_a_session_that_nobody_knows_the_beginning_of_has_ended(client, user):
    client.force_login(user)
    session = client.session
    del session["account_authentication_methods"]
    session.save()
    assert not is_in(client)


def test_signing_out_everywhere_ends_every_session(client, user):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, user)
    client.post("/konto/logga-ut/overallt")
    assert (is_in(client), is_in(elsewhere)) == (False, False)


def test_a_new_password_ends_all_other_sessions(client, user):
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, user)
    new = {
        "oldpassword": PASSWORD,
        "password1": "ett-nytt-langt-losenord",
        "password2": "ett-nytt-langt-losenord",
    }
    client.post("/konto/losenord", new)
    assert (is_in(client), is_in(elsewhere)) == (True, False)


def test_whoever_is_let_go_is_signed_out_and_not_in_again_when_let_in_again(client, municipality, user):
    sign_in(client, user)
    people.let_go(user, municipality=municipality)
    assert not is_in(client)
    User.objects.filter(pk=user.pk).update(is_active=True)
    assert not is_in(client)
    assert not Session.objects.exists()


def test_the_account_page_says_where_one_is_signed_in(client, user, later):
    with later(minutes=0):
        sign_in(Client(headers={"user-agent": FIREFOX}, REMOTE_ADDR="192.0.2.7"), user)
        sign_in(client, user)
        page = client.get("/konto/")
    shown = [(each.browser, each.system, each.ip, each.is_this) for each in page.context["devices"]]
    assert sorted(shown) == [("", "", "127.0.0.1", True), ("Firefox", "Windows", "192.0.2.7", False)]
    assert "Firefox i Windows" in page.content.decode()


def test_what_has_ended_is_forgotten(client, user, later):
    with later(minutes=0):
        sign_in(client, user)
    sessions.forget_expired(at=MORNING)
    assert (Session.objects.count(), UserSession.objects.count()) == (1, 1)
    with later(hours=1):
        sessions.forget_expired(at=MORNING.replace(hour=8))
    assert (Session.objects.count(), UserSession.objects.count()) == (0, 0)
