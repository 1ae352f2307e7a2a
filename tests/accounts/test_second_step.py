"""The second step: who must take it, that no page can be had without it, how it is set up, used, and taken away."""

import base64
import re
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import outbox, people, second_step
from accounts.models import Membership, Municipality, OutgoingMail, PoliceDistrict, User
from accounts.roles import Role
from tests.factories import make_municipality, make_organisation, make_user
from tests.signing_in import PASSWORD, SECRET, code_now, give_app, give_passkey, sign_in
from tests.test_access import ROWS

SET_UP = "/konto/andra-steget"
MUST = {Role.REVIEWER, Role.COORDINATOR, Role.ADMINISTRATOR}


@pytest.fixture(autouse=True)
def _start_afresh(settings):
    """Attempts are counted per address, which all tests share; passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def municipality(db) -> Municipality:
    cache.clear()
    return make_municipality()


def with_password_alone(user: User) -> Client:
    """A browser in which the person has typed the right password, and nothing more."""
    client = Client()
    client.force_login(user)
    session = client.session
    for record in session["account_authentication_methods"]:
        record["method"] = "password"
    session.save()
    return client


def test_whoever_approves_adopts_or_administers_is_led_to_set_up_a_second_step(municipality):
    led = set()
    for role in Role:
        client = Client()
        sign_in(client, make_user(role, municipality, password=PASSWORD))
        if client.get("/").headers.get("Location") == SET_UP:
            led.add(role)
    assert led == MUST


#: What is opened by a password alone: what anybody may open, and setting up the second step itself.
SET_UP_ITSELF = {"second_step", "mfa_activate_totp", "mfa_add_webauthn", "account_reauthenticate"}


@pytest.mark.parametrize("role", sorted(MUST))
def test_no_page_is_opened_by_a_password_alone(world, role):
    user, reached = world.cast[role], set()
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        client = with_password_alone(user)
        for row in ROWS:
            for method in row.methods:
                answer = client.generic(method, world.path(row.key))
                b"".join(answer)  # a file is closed when it has been read
                if answer.headers.get("Location") != SET_UP:
                    reached.add(row.name)
                    client = with_password_alone(user)
        transaction.set_rollback(True)
    assert reached == SET_UP_ITSELF | {row.name for row in ROWS if None in row.openers}


def test_whoever_has_a_second_step_and_came_by_without_it_is_shown_to_the_door(world):
    for path in [world.path("incidents"), reverse("mfa_add_webauthn"), reverse("second_step")]:
        client = with_password_alone(world.cast[Role.COORDINATOR])
        assert client.get(path).headers["Location"] == f"/konto/logga-in?next={path}"
        assert "_auth_user_id" not in client.session


def test_a_municipality_asks_more_roles_and_never_fewer(municipality):
    reporter, coordinator = (
        make_user(role, municipality, password=PASSWORD) for role in (Role.REPORTER, Role.COORDINATOR)
    )
    municipality.second_step_roles = [Role.REPORTER]
    municipality.save()
    for user in (reporter, coordinator):
        client = Client()
        sign_in(client, user)
        assert client.get("/handelser").headers["Location"] == SET_UP


def test_a_role_in_any_municipality_counts_in_all_of_them(municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    arboga = make_municipality("Arboga")
    membership = {"municipality": arboga, "organisation": make_organisation(arboga)}
    Membership.objects.create(user=user, role=Role.REVIEWER, **membership)
    assert second_step.is_required(User.objects.get(pk=user.pk))


def test_police_follow_the_strictest_municipality_of_their_district(db):
    district = PoliceDistrict.objects.create(name="Västra Mälardalen")
    koping = make_municipality(district=district)
    police = make_user(Role.POLICE, koping)
    assert not second_step.is_required(User.objects.get(pk=police.pk))
    make_municipality("Arboga", district=district, second_step_roles=[Role.POLICE])
    assert second_step.is_required(User.objects.get(pk=police.pk))


def test_setting_up_an_app_leads_on_to_where_one_was_going(client, municipality):
    user = make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    sign_in(client, user)
    assert client.get("/granskning?alder=sena").headers["Location"] == SET_UP
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    done = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)
    assert done.redirect_chain == [("/konto/andra-steget/reservkoder", 302)]
    assert (len(done.context["unused_codes"]), done.context["going_to"]) == (10, "/granskning?alder=sena")
    assert client.get("/granskning?alder=sena").status_code == 200


def test_a_wrong_code_sets_nothing_up(client, municipality):
    user = make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    sign_in(client, user)
    answer = client.post(reverse("mfa_activate_totp"), {"code": "000000"})
    assert answer.context["form"].errors == {"code": ["Koden stämmer inte. Vänta på nästa och försök igen."]}
    assert not second_step.is_set_up(user)


def test_the_picture_holds_the_key_and_whose_it_is(client, municipality):
    user = make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    sign_in(client, user)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert (
        page.context["totp_url"]
        == f"otpauth://totp/{user.email.replace('@', '%40')}?secret={secret}&issuer=Samlad"
    )
    picture = re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page.content.decode())
    assert base64.b64decode(picture[1]).startswith(b"<?xml")


def test_a_code_is_asked_for_after_the_password_and_taken_once(client, municipality):
    user = make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    give_app(user)
    assert sign_in(client, user).headers["Location"] == "/konto/logga-in/kod"
    assert client.get("/").headers["Location"] == "/konto/logga-in?next=/"
    code = code_now()
    assert client.post("/konto/logga-in/kod", {"code": code}).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    other = Client()
    sign_in(other, user)
    assert other.post("/konto/logga-in/kod", {"code": code}).context["form"].errors["code"] == [
        "Koden stämmer inte. Vänta på nästa och försök igen."
    ]


def test_a_recovery_code_lets_one_in_once(client, municipality):
    user = make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    give_app(user)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    for expected in (302, 200):
        browser = Client()
        sign_in(browser, user)
        assert browser.post("/konto/logga-in/kod", {"code": code}).status_code == expected


def test_guessing_codes_ends_after_five(client, municipality):
    user = make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    give_app(user)
    sign_in(client, user)
    for _attempt in range(5):
        client.post("/konto/logga-in/kod", {"code": "000000"})
    assert client.post("/konto/logga-in/kod", {"code": code_now()}).context["form"].errors["code"] == [
        "För många försök. Vänta fem minuter och försök igen."
    ]


def test_a_second_step_set_up_here_ends_what_is_open_elsewhere(client, municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert (client.get("/").status_code, elsewhere.get("/").status_code) == (200, 302)


def test_the_key_of_an_app_is_encrypted_in_the_database(municipality, settings):
    user = make_user(Role.COORDINATOR, municipality)
    app = give_app(user)
    assert SECRET not in app.data["secret"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "b" * 50, [settings.SECRET_KEY]
    assert app.wrap().validate_code(code_now())


def test_whoever_must_have_a_second_step_keeps_the_last_one(client, municipality):
    user = make_user(Role.COORDINATOR, municipality)
    app, passkey = give_app(user), give_passkey(user)
    client.force_login(user)
    client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]))
    refused = client.post(reverse("mfa_deactivate_totp"))
    assert "Din roll kräver två steg" in refused.content.decode()
    assert Authenticator.objects.filter(pk=app.pk).exists()
    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


def test_the_last_passkey_stays_too(client, municipality):
    user = make_user(Role.COORDINATOR, municipality)
    passkey = give_passkey(user)
    client.force_login(user)
    answer = client.post(reverse("mfa_remove_webauthn", args=[passkey.pk]), follow=True)
    assert "Din roll kräver två steg" in answer.content.decode()
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_others_may_go_back_to_a_password(client, municipality):
    user = make_user(Role.REPORTER, municipality)
    give_app(user)
    client.force_login(user)
    client.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=user).exists()


def test_an_administrator_helps_whoever_has_lost_phone_and_codes(client, municipality):
    administrator = make_user(Role.ADMINISTRATOR, municipality)
    user = make_user(Role.COORDINATOR, municipality, password=PASSWORD)
    give_app(user)
    theirs = Client()
    sign_in(theirs, user)
    theirs.post("/konto/logga-in/kod", {"code": code_now()})
    client.force_login(administrator)
    assert "Ta bort andra steget" in client.get(reverse("person", args=[user.pk])).content.decode()
    client.post(reverse("person_second_step", args=[user.pk]))
    assert theirs.get("/").headers["Location"] == "/konto/logga-in?next=/"
    sign_in(theirs, user)
    assert theirs.get("/").headers["Location"] == SET_UP
    letter = OutgoingMail.objects.get(to=user.email)
    assert letter.body.startswith("Logga in med ditt lösenord och välj ett nytt andra steg:\n")


def test_the_operator_helps_the_administrator(municipality):
    user = make_user(Role.ADMINISTRATOR, municipality)
    give_app(user)
    call_command("take_away_second_step", user.email.upper())
    assert not Authenticator.objects.filter(user=user).exists()


def test_every_change_is_told_by_mail(client, municipality, mailbox, django_capture_on_commit_callbacks):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    sign_in(client, user)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    for path, fields in [
        ("mfa_activate_totp", {"code": code_now(secret)}),
        ("mfa_generate_recovery_codes", {}),
        ("mfa_deactivate_totp", {}),
    ]:
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse(path), fields)
    for mail in OutgoingMail.objects.order_by("pk"):
        outbox.send(mail.pk, at=mail.due_at)
    told = [message.get_body(("plain",)).get_content() for message in mailbox.to(user.email)]
    assert [line.split(".")[0] for text in told for line in text.splitlines()[2:3]] == [
        "En autentiseringsapp är tillagd på ditt konto",
        "Nya reservkoder är skapade till ditt konto, och de gamla gäller inte längre",
        "Autentiseringsappen är borttagen från ditt konto",
    ]


def test_sensitive_deeds_ask_again_who_it_is_and_are_then_done(client, municipality, later):
    administrator = make_user(Role.ADMINISTRATOR, municipality, password=PASSWORD)
    user = make_user(Role.REPORTER, municipality)
    with later(minutes=0):
        client.force_login(administrator)
    path = reverse("person_let_go", args=[user.pk])
    with later(minutes=16):
        asked = client.post(path)
        assert asked.headers["Location"] == f"/konto/bekrafta?next={quote(path, safe='')}"
        client.post(asked.headers["Location"], {"password": "fel"})
        assert user.memberships.exists()
        client.post(asked.headers["Location"], {"password": PASSWORD})
    assert not user.memberships.exists()


def test_production_is_warned_of_passwords_alone(settings):
    def said() -> set[str]:
        return {check.id for check in run_checks(include_deployment_checks=True)}

    assert "accounts.W001" not in said()
    settings.MFA_REQUIRED = False
    assert "accounts.W001" in said()


def test_the_demo_gets_by_with_passwords(client, municipality, settings):
    settings.MFA_REQUIRED = False
    sign_in(client, make_user(Role.COORDINATOR, municipality, password=PASSWORD))
    assert client.get("/granskning").status_code == 200


def test_a_new_administrator_of_a_closed_colleague_is_still_needed(municipality):
    first, second = (make_user(Role.ADMINISTRATOR, municipality) for _ in range(2))
    people.close(first)
    with pytest.raises(people.LastAdministrator):
        people.let_go(second, municipality=municipality)


def test_it_costs_no_statement_of_its_own(client, municipality, django_assert_num_queries):
    client.force_login(make_user(Role.COORDINATOR, municipality))
    path = reverse("second_step")
    with django_assert_num_queries(5):  # the test's two savepoints; then session, user, memberships
        client.get(path)
    assert django_settings.MFA_REQUIRED


def test_an_administrator_says_which_more_roles_take_two_steps_and_when_accounts_close(client, municipality):
    client.force_login(make_user(Role.ADMINISTRATOR, municipality))
    fields = {"second_step_roles": [Role.POLICE], "unused_days": 90}
    form = client.post(reverse("signing_in"), fields).context["form"]
    assert form.sentences == [
        "Den som är kommunpolis måste lägga till ett andra steg vid nästa klick.",
        "Konton stängs 90 dagar efter den senaste inloggningen.",
    ]
    client.post(reverse("signing_in"), fields | {"seen": form.digest})
    municipality.refresh_from_db()
    assert (municipality.second_step_roles, municipality.unused_days) == ([Role.POLICE], 90)


def test_no_municipality_can_do_without_it(client, municipality):
    client.force_login(make_user(Role.ADMINISTRATOR, municipality))
    page = client.get(reverse("signing_in"))
    offered = {value for value, _label in page.context["form"].fields["second_step_roles"].choices}
    assert offered == set(Role) - MUST
