"""Who gets the lägesbild: every choice of level is a decision that stays, and the page says what it means first."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from lagesbild import recipients
from lagesbild.models import Level, Recipient, RecipientDecision, RecipientKind
from tests.factories import NOW, make_municipality, make_recipient, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return make_municipality()


@pytest.fixture
def coordinator(client, municipality):
    """Signed in with the client."""
    user = make_user(Role.COORDINATOR, municipality)
    client.force_login(user)
    return user


def decisions(recipient):
    return list(recipient.decisions.order_by("pk").values_list("level", "is_active", "by"))


def test_a_new_recipient_and_each_change_of_what_it_gets_is_a_decision(municipality, coordinator):
    recipient = recipients.save(
        Recipient(
            municipality=municipality,
            kind=RecipientKind.SECURITY_COMPANY,
            name="Jourväktare",
            email="vakt@example.com",
            level=Level.GENERALISED,
        ),
        by=coordinator,
        at=NOW,
    )
    recipient.level = Level.FULL
    recipients.save(recipient, by=coordinator, at=NOW)
    recipient.is_active = False
    recipients.save(recipient, by=coordinator, at=NOW)
    assert decisions(recipient) == [
        ("generalised", True, coordinator.pk),
        ("full", True, coordinator.pk),
        ("full", False, coordinator.pk),
    ]


def test_a_new_name_or_address_is_no_decision_about_the_level(municipality, coordinator):
    recipient = make_recipient(municipality)
    recipient.name, recipient.email = "Kommunpolisen", "kommunpolis@example.com"
    recipients.save(recipient, by=coordinator, at=NOW)
    assert Recipient.objects.get(pk=recipient.pk).name == "Kommunpolisen"
    assert decisions(recipient) == []


def fields(recipient, **changes):
    known = {
        "name": recipient.name,
        "kind": recipient.kind,
        "email": recipient.email,
        "level": recipient.level,
        "mode": recipient.mode,
    }
    return known | {"is_active": "on"} | changes


def test_the_page_says_what_the_recipient_will_get_and_decides_when_that_has_been_read(
    client, municipality, coordinator
):
    recipient = make_recipient(municipality)
    path, sent = reverse("recipient", args=[recipient.pk]), fields(recipient, level="generalised")
    form = client.post(path, sent).context["form"]
    assert form.sentences == [
        "Mottagaren får från nästa utgåva den generaliserade nivån: "
        "områden i stället för platser, ingen fritext, små antal sammanslagna.",
        "Beslutet antecknas med ditt namn och kan inte ändras i efterhand.",
    ]
    assert decisions(recipient) == []
    client.post(path, sent | {"seen": form.digest})
    assert decisions(recipient) == [("generalised", True, coordinator.pk)]


def test_a_recipient_that_gets_no_more_is_told_of_plainly(client, municipality, coordinator):
    recipient = make_recipient(municipality)
    form = client.post(reverse("recipient", args=[recipient.pk]), fields(recipient, is_active="")).context[
        "form"
    ]
    assert form.sentences[0] == "Mottagaren får inga fler lägesbilder."


def test_an_address_is_used_once(client, municipality, coordinator):
    make_recipient(municipality)
    new = {
        "name": "Polisen",
        "kind": "police",
        "email": "POLIS@example.com",
        "level": "full",
        "mode": "usual",
    }
    form = client.post(reverse("recipient_create"), new).context["form"]
    assert form.errors == {"email": ["Adressen finns redan bland mottagarna."]}


def test_the_recipients_of_the_next_municipality_do_not_exist(client, municipality, coordinator):
    recipient = make_recipient(make_municipality("Arboga"))
    path = reverse("recipient", args=[recipient.pk])
    assert (client.get(path).status_code, client.post(path, fields(recipient)).status_code) == (404, 404)
    assert list(client.get(reverse("recipients")).context["recipients"]) == []


@pytest.mark.parametrize("role", Role)
def test_administrators_and_coordinators_keep_recipients_and_nobody_else(client, municipality, role):
    client.force_login(make_user(role, municipality))
    allowed = role in {Role.ADMINISTRATOR, Role.COORDINATOR}
    assert client.get(reverse("recipients")).status_code == (200 if allowed else 404)


def test_the_list_asks_the_database_no_more_for_three_rows_than_for_one(
    client, municipality, coordinator, django_assert_num_queries
):
    for number in range(3):
        recipient = make_recipient(municipality, f"mottagare{number}@example.com")
        RecipientDecision.objects.create(
            municipality=municipality,
            recipient=recipient,
            level=recipient.level,
            mode=recipient.mode,
            is_active=True,
            by=coordinator,
            at=NOW,
        )
        with django_assert_num_queries(7):
            client.get(reverse("recipients"))
