"""Signing in, choosing a password by link, and what the letters say. Over real SMTP where a letter is read."""

import re

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from accounts import outbox, people
from accounts.models import EventLog, Municipality, OutgoingMail, User
from accounts.roles import Role
from tests.factories import NOW, make_municipality, make_organisation, make_user
from tests.mailbox import Mailbox

pytestmark = pytest.mark.django_db
PASSWORD = "ett-ganska-langt-losenord"
LINK = re.compile(r"http://localhost:\d+(/konto/losenord/ny/\S+)")


@pytest.fixture(autouse=True)
def _start_afresh(settings):
    """Attempts are counted per address, which all tests share; passwords are hashed quickly."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    cache.clear()


@pytest.fixture
def municipality() -> Municipality:
    return make_municipality()


def sign_in(client: Client, user: User, password: str = PASSWORD):
    return client.post("/konto/logga-in", {"login": user.email, "password": password})


def delivered(mailbox: Mailbox, user: User) -> str:
    """Let the outbox send everything, and read what the person got last."""
    for mail in OutgoingMail.objects.all():
        outbox.send(mail.pk, at=mail.due_at)
    body = mailbox.to(user.email)[-1].get_body(("plain",))
    assert body
    return str(body.get_content())


def link_in(letter: str) -> str:
    """The path of the link at which a password is chosen."""
    found = LINK.search(letter)
    assert found
    return found[1]


def choose_password(client: Client, path: str, password: str = PASSWORD):
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True)


def test_a_person_signs_in_with_address_and_password_whatever_the_case(client, municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    response = client.post("/konto/logga-in", {"login": user.email.upper(), "password": PASSWORD})
    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_a_wrong_password_says_so_and_not_which_part_was_wrong(client, municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    wrong = sign_in(client, user, "fel").context["form"].non_field_errors()
    unknown = client.post("/konto/logga-in", {"login": "ingen@example.com", "password": "fel"})
    assert wrong == ["E-postadressen eller lösenordet stämmer inte."]
    assert unknown.context["form"].non_field_errors() == wrong


def test_the_sixth_attempt_must_wait_even_with_the_right_password(client, municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    for _attempt in range(5):
        sign_in(client, user, "fel")
    assert sign_in(client, user).context["form"].non_field_errors() == [
        "För många försök. Vänta fem minuter och försök igen."
    ]


def test_nobody_signs_up_by_themselves(client):
    assert client.get("/konto/signup/").status_code == 404


def test_an_invited_person_chooses_a_password_by_link_and_is_in(client, municipality, mailbox):
    administrator = make_user(Role.ADMINISTRATOR, municipality)
    with time_machine.travel(NOW, tick=False):
        user, _mail = people.invite(
            municipality=municipality,
            organisation=make_organisation(municipality),
            email="ny@example.com",
            name="Väktare 7",
            roles=[Role.REPORTER],
            by=administrator,
            at=NOW,
        )
        path = link_in(delivered(mailbox, user))
        response = choose_password(client, path)
        assert response.redirect_chain[-1] == ("/", 302)
        assert response.context["acting"].user == user
        assert "gäller inte längre" in Client().get(path).content.decode()


def test_a_forgotten_password_is_replaced_and_its_owner_told(client, municipality, mailbox):
    user = make_user(Role.REPORTER, municipality, password="det-gamla-losenordet")
    client.post("/konto/losenord/glomt", {"email": user.email})
    path = link_in(delivered(mailbox, user))
    choose_password(client, path)
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert delivered(mailbox, user).startswith("Var det inte du som ändrade lösenordet?")
    assert [message["Subject"].strip() for message in mailbox.to(user.email)] == [
        "Köping: välj nytt lösenord till Samlad",
        "Köping: ditt lösenord till Samlad är ändrat",
    ]


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client, municipality):
    response = client.post("/konto/losenord/glomt", {"email": "ingen@example.com"})
    assert (response.status_code, response.headers["Location"]) == (302, "/konto/losenord/skickat")
    assert not OutgoingMail.objects.exists()


def test_letters_are_written_in_the_persons_own_language(client, municipality):
    user = make_user(Role.REPORTER, municipality)
    User.objects.filter(pk=user.pk).update(language="en")
    client.post("/konto/losenord/glomt", {"email": user.email})
    letter = OutgoingMail.objects.get(to=user.email)
    assert '<html lang="en">' in letter.body_html


def test_a_short_password_is_refused_with_the_advice_at_the_field(client, municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    client.force_login(user)
    response = client.post(
        "/konto/losenord", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    )
    assert list(response.context["form"].errors) == ["password1"]


def test_signing_out_needs_a_press_on_the_button(client, municipality):
    client.force_login(make_user(Role.REPORTER, municipality))
    assert client.get("/konto/logga-ut").status_code == 200
    client.post("/konto/logga-ut")
    assert client.get("/").headers["Location"] == "/konto/logga-in?next=/"


def test_an_address_to_go_on_to_that_cannot_be_read_is_passed_over(client):
    assert client.get("/konto/logga-in", {"next": "http://["}).status_code == 200


def deeds() -> list[tuple[str, str, int | None]]:
    """What the event log has been told: the deed, about whom, by whom."""
    rows = EventLog.objects.filter(table="accounts_user").exclude(action__in=["insert", "update"])
    return list(rows.order_by("pk").values_list("action", "row_id", "actor_id"))


def test_coming_in_and_going_out_are_logged(client, municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    sign_in(client, user)
    client.post("/konto/logga-ut")
    assert deeds() == [("sign_in", str(user.pk), user.pk), ("sign_out", str(user.pk), user.pk)]
    assert set(EventLog.objects.filter(action="sign_in").values_list("municipality_id", flat=True)) == {
        municipality.pk
    }


def test_a_failed_attempt_is_logged_on_the_account_it_was_tried_on_and_nothing_that_was_typed(
    client, municipality
):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    sign_in(client, user, "hemligheten-som-var-fel")
    client.post("/konto/logga-in", {"login": "nagon.annan@example.com", "password": "fel"})
    assert deeds() == [("sign_in_failed", str(user.pk), None), ("sign_in_failed", "", None)]
    written = EventLog.objects.filter(action="sign_in_failed").values_list("changes", flat=True)
    assert list(written) == [{}, {}]


def test_the_moment_of_signing_in_is_no_change_of_the_person(client, municipality):
    user = make_user(Role.REPORTER, municipality, password=PASSWORD)
    sign_in(client, user)
    assert not EventLog.objects.filter(table="accounts_user", action="update").exists()
