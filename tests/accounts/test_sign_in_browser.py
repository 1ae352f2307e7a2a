"""Signing in as it is done in a browser: an app, a passkey on a virtual device, an employer's provider."""

import re

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import SingleSignOn, User
from accounts.roles import Role
from tests.accounts.provider import CLIENT, SECRET, Provider
from tests.factories import make_municipality, make_user
from tests.processes import Live
from tests.signing_in import PASSWORD, code_now


@pytest.fixture
def user(live: Live) -> User:
    """A coordinator who has a password and no more."""
    user = make_user(Role.COORDINATOR, make_municipality(code="1983"), password=PASSWORD)
    User.objects.filter(pk=user.pk).update(email="samordnare@koping.example")
    return User.objects.get(pk=user.pk)


def type_password(page: Page, user: User, path: str = "/granskning") -> None:
    """Go somewhere, and sign in on the way."""
    page.goto(path)
    page.get_by_label("E-postadress").fill(user.email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()


def plug_in_a_device(page: Page, **can: bool) -> None:
    """A telephone that asks for a finger, and always gets it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
        **can,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


@pytest.mark.parametrize("javascript", [True, False])
def test_an_app_is_set_up_on_the_way_to_where_one_was_going(live, user, new_page, javascript):
    live.start("web")
    page = new_page(javascript=javascript)
    type_password(page, user)
    expect(page).to_have_url(re.compile("/konto/andra-steget$"))
    page.get_by_role("link", name="Autentiseringsapp").click()
    expect(page.get_by_alt_text("QR-kod med nyckeln som står nedanför")).to_be_visible()
    if javascript:
        assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    key = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("Engångskod").fill(code_now(key))
    page.get_by_role("button", name="Lägg till appen").click()
    expect(page.get_by_role("heading", name="Dina reservkoder")).to_be_visible()
    page.get_by_role("link", name="Jag har sparat dem, fortsätt").click()
    expect(page).to_have_url(re.compile("/granskning$"))


def test_a_passkey_is_set_up_and_signs_in_alone_or_after_the_password(live, user, page):
    live.start("web")
    plug_in_a_device(page)
    type_password(page, user)
    page.get_by_role("link", name="En passkey").click()
    page.get_by_label("Namn på passkeyn").fill("Jobbtelefonen")
    page.get_by_role("button", name="Lägg till passkeyn").click()
    expect(page.get_by_role("heading", name="Dina reservkoder")).to_be_visible()
    passkey = Authenticator.objects.get(user=user, type=Authenticator.Type.WEBAUTHN).wrap()
    assert (passkey.name, passkey.is_passwordless) == ("Jobbtelefonen", True)

    page.context.clear_cookies()
    page.goto("/konto/logga-in?next=/granskning")
    page.get_by_role("button", name="Logga in med en passkey").click()
    expect(page).to_have_url(re.compile("/granskning$"))
    page.wait_for_load_state("networkidle")

    page.context.clear_cookies()
    type_password(page, user)
    expect(page).to_have_url(re.compile("/konto/logga-in/kod$"))
    assert [fault["id"] for fault in Axe().run(page).response["violations"]] == []
    page.get_by_role("button", name="Använd en passkey").click()
    expect(page).to_have_url(re.compile("/granskning$"))


def test_a_device_that_cannot_is_told_of(live, user, page):
    live.start("web")
    plug_in_a_device(page, hasUserVerification=False, isUserVerified=False)
    type_password(page, user)
    page.get_by_role("link", name="En passkey").click()
    page.get_by_role("button", name="Lägg till passkeyn").click()
    expect(page.get_by_role("alert").get_by_text("Det gick inte att använda passkeyn.")).to_be_visible()


def test_an_employer_signs_in_who_is_invited(live, user, page, provider: Provider, complaints):
    SingleSignOn.objects.create(
        municipality=user.memberships.get().municipality,
        domain="koping.example",
        server_url=provider.url,
        client_id=CLIENT,
    )
    provider.claims = {"sub": "7f2c", "email": user.email, "email_verified": True}
    live.start("web", OIDC_SECRET_1983=SECRET)
    page.goto("/granskning")
    page.get_by_role("link", name="koping.example").click()
    expect(page).to_have_url(re.compile("/granskning$"))
    assert [provider.url in each for each in complaints] == [True]
    complaints.clear()
