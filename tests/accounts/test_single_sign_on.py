"""Signing in with one's employer, over HTTP with a provider on this machine."""

from typing import Any

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from accounts import people
from accounts.models import EventLog, Municipality, SingleSignOn, User
from accounts.roles import Role
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.factories import NOW, make_municipality, make_organisation, make_user
from tests.signing_in import PASSWORD, give_app, sign_in

pytestmark = pytest.mark.django_db
DOMAIN = "koping.example"
WAY = f"/konto/logga-in/{DOMAIN}"


@pytest.fixture(autouse=True)
def _secret(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.OIDC_SECRETS = {"1983": SECRET}
    cache.clear()


@pytest.fixture
def koping(provider: Provider) -> Municipality:
    municipality = make_municipality("Köping", code="1983")
    SingleSignOn.objects.create(
        municipality=municipality, domain=DOMAIN, server_url=provider.url, client_id=CLIENT
    )
    return municipality


@pytest.fixture
def user(koping: Municipality) -> User:
    """A coordinator with an address in the domain, who has never signed in."""
    user = make_user(Role.COORDINATOR, koping, password=PASSWORD)
    User.objects.filter(pk=user.pk).update(email=f"samordnare@{DOMAIN}")
    return User.objects.get(pk=user.pk)


def vouch(provider: Provider, email: str, /, **claims: Any) -> None:
    provider.claims = {"sub": "7f2c", "email": email, "email_verified": True} | claims


def go(client: Client, query: str = "") -> Any:
    """Follow the way to the provider and back, as a browser does. The last answer."""
    sent = client.get(WAY + query)
    assert sent.status_code == 302
    back = requests.get(sent.headers["Location"], allow_redirects=False, timeout=5).headers["Location"]
    return client.get(back.partition("http://testserver")[2])


def told(client: Client) -> list[str]:
    """What the front door says."""
    return [str(message) for message in client.get("/konto/logga-in").context["messages"]]


def test_an_invited_person_is_let_in_by_their_employer_to_where_they_were_going(client, provider, user):
    vouch(provider, user.email)
    answer = go(client, "?next=/granskning")
    assert answer.headers["Location"] == "/granskning"
    page = client.get("/granskning")
    assert (page.status_code, page.context["acting"].user) == (200, user)


def test_the_front_door_shows_the_way(client, user):
    page = client.get("/konto/logga-in?next=/granskning").content.decode()
    assert f'href="{WAY}?next=/granskning"' in page


def test_the_second_step_is_the_employers(client, provider, user):
    vouch(provider, user.email)
    go(client)
    assert not Authenticator.objects.filter(user=user).exists()
    assert client.get("/granskning").status_code == 200


def test_whoever_is_not_invited_gets_no_account(client, provider, koping):
    vouch(provider, f"nagon@{DOMAIN}")
    assert go(client).headers["Location"] == "/konto/logga-in"
    assert told(client) == ["Din arbetsgivare känner dig, men du är inte inbjuden till Samlad."]
    assert not User.objects.exists() and not SocialAccount.objects.exists()


@pytest.mark.parametrize("verified", [False, "false", None, 0])
def test_an_address_that_nobody_vouches_for_opens_nothing(client, provider, user, verified):
    vouch(provider, user.email, email_verified=verified)
    go(client)
    assert client.get("/").headers["Location"] == "/konto/logga-in?next=/"


def test_a_provider_says_that_a_domain_is_its_own_in_another_way(client, provider, user):
    vouch(provider, user.email, email_verified=None, xms_edov=True)
    go(client)
    assert client.get("/").status_code == 200


def test_a_provider_opens_no_account_outside_its_domain(client, provider, koping):
    others = make_user(Role.ADMINISTRATOR, make_municipality("Arboga"))
    vouch(provider, others.email)
    go(client)
    assert client.get("/").status_code == 302


def test_what_the_provider_calls_the_person_opens_nothing(client, provider, user):
    vouch(provider, "", preferred_username=user.email, upn=user.email, name=user.email)
    go(client)
    assert client.get("/").status_code == 302


def test_an_address_that_has_passed_to_somebody_else_opens_nothing(client, provider, user):
    vouch(provider, user.email)
    go(client)
    stranger = Client()
    vouch(provider, user.email, sub="another")
    go(stranger)
    assert told(stranger) == [
        "Kontot hör till någon annan hos din arbetsgivare. Fråga kommunens administratör."
    ]


def test_a_known_person_whose_address_has_changed_is_not_let_in(client, provider, user):
    vouch(provider, user.email)
    go(client)
    again = Client()
    vouch(provider, f"annan@{DOMAIN}")
    go(again)
    assert again.get("/").status_code == 302


def test_nothing_is_kept_of_what_was_told_but_the_key(client, provider, user):
    vouch(provider, user.email, name="Hemligt Namn", phone_number="070")
    go(client)
    go(Client())
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == (DOMAIN, "7f2c", {})


def test_a_signed_in_person_cannot_take_over_somebody_elses_key(client, provider, user):
    other = make_user(Role.REPORTER, make_municipality("Arboga"))
    client.force_login(other)
    vouch(provider, f"nagon@{DOMAIN}")
    go(client, "?process=connect")
    assert not SocialAccount.objects.exists()


def test_a_password_no_longer_opens_what_the_employer_opens(client, user):
    answer = sign_in(client, user)
    assert answer.headers["Location"] == "/konto/logga-in"
    assert told(client) == ["Du loggar in med din arbetsgivares inloggning. Den finns längre ned."]
    assert client.get("/").status_code == 302


def test_nor_does_a_passkey_or_a_link_for_a_forgotten_password(client, user):
    path = people.letters.password_url(people._first_password_url(user)).partition("/konto")[2]
    assert path == "/losenord/ny/"


def test_the_password_is_gone_once_the_employer_has_let_one_in(client, provider, user):
    vouch(provider, user.email)
    go(client)
    assert not User.objects.get(pk=user.pk).has_usable_password()


def test_somebody_let_go_is_let_in_by_nobody(client, provider, koping, user):
    vouch(provider, user.email)
    go(client)
    people.let_go(user, municipality=koping)
    assert client.get("/").status_code == 302
    assert go(client).headers["Location"] == "/konto/avstangt"


def test_an_invitation_shows_the_employers_door(koping):
    _user, mail = people.invite(
        municipality=koping,
        organisation=make_organisation(koping),
        email=f"ny@{DOMAIN}",
        name="Ny",
        roles=[Role.REPORTER],
        by=make_user(Role.ADMINISTRATOR, koping),
        at=NOW,
    )
    assert mail.body.startswith("Logga in med din arbetsgivares inloggning:\n")


def test_an_employer_that_refuses_or_is_down_leads_back_to_the_front_door(client, provider, user):
    provider.refuses = True
    assert go(client).headers["Location"] == "/konto/logga-in"
    SingleSignOn.objects.update(server_url="http://127.0.0.1:1")
    assert client.get(WAY).headers["Location"] == "/konto/logga-in"
    failed = "Inloggningen hos din arbetsgivare blev inte klar. Försök igen om en stund."
    assert told(client) == [failed, failed]


@pytest.mark.parametrize(
    "claims", [{"iss": "http://other.example"}, {"aud": "other"}, {"exp": 1}, {"sub": None}, {"email": 7}]
)
def test_a_token_that_is_not_for_us_opens_nothing(client, provider, user, claims):
    vouch(provider, user.email, **claims)
    assert go(client).headers["Location"] == "/konto/logga-in"
    assert client.get("/").status_code == 302


def test_an_answer_to_no_question_of_ours_opens_nothing(client, provider, user):
    vouch(provider, user.email)
    assert client.get(f"{WAY}/klar?code=x&state=y").headers["Location"] == "/konto/logga-in"


def test_a_person_with_an_app_of_their_own_is_still_asked_for_it(client, provider, user):
    give_app(user)
    vouch(provider, user.email)
    assert go(client).headers["Location"] == "/konto/logga-in/kod"


def test_the_operator_sets_it_up_and_takes_it_away(capsys, provider):
    make_municipality("Köping", code="1983")
    options = {"municipality": "1983", "server_url": provider.url, "client_id": CLIENT}
    call_command("single_sign_on", "KOPING.example", **options)
    assert f"/konto/logga-in/{DOMAIN}/klar" in capsys.readouterr().out
    assert SingleSignOn.objects.get().domain == DOMAIN
    assert EventLog.objects.filter(table="accounts_singlesignon", action="insert").count() == 1
    call_command("single_sign_on")
    assert capsys.readouterr().out.split() == [DOMAIN, "Köping", "openid_connect", provider.url]
    call_command("single_sign_on", DOMAIN, remove=True)
    assert not SingleSignOn.objects.exists()


@pytest.mark.parametrize(
    ("domain", "changes"),
    [
        ("koping", {}),
        (DOMAIN, {"server_url": "http://login.example"}),
        (DOMAIN, {"municipality": "9999"}),
        (DOMAIN, {"client_id": ""}),
        (DOMAIN, {"saml": True}),
    ],
)
def test_what_would_not_be_safe_is_refused(domain, changes):
    make_municipality("Köping", code="1983")
    options = {"municipality": "1983", "server_url": "https://login.example", "client_id": CLIENT}
    with pytest.raises(CommandError):
        call_command("single_sign_on", domain, **options | changes)


def test_a_missing_secret_is_said(settings):
    settings.OIDC_SECRETS = {}
    make_municipality("Köping", code="1983")
    options = {"municipality": "1983", "server_url": "https://login.example", "client_id": CLIENT}
    with pytest.raises(CommandError, match="OIDC_SECRET_1983"):
        call_command("single_sign_on", DOMAIN, **options)
