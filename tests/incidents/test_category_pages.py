"""Inställningar, Kategorier: a change is a new version, made once it has been read."""

import re

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.roles import Role
from incidents import categories
from incidents.models import Category
from tests.factories import category, file_report, make_municipality, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return make_municipality()


@pytest.fixture
def administrator(client, municipality):
    """Signed in with the client."""
    user = make_user(Role.ADMINISTRATOR, municipality)
    client.force_login(user)
    return user


def fields(row, **changes):
    known = {
        "name": row.name,
        "name_en": row.name_en,
        "kind": row.kind,
        "default_severity": row.default_severity,
        "weight": row.weight,
        "counts": "on",
    }
    return known | changes


def save(client, path, sent):
    form = client.post(path, sent).context["form"]
    assert form.errors == {}
    sentences = form.sentences
    assert client.post(path, sent | {"seen": form.digest}).status_code == 302
    return sentences


def test_a_changed_category_is_a_new_version_and_reports_keep_theirs(client, municipality, administrator):
    incident = file_report(make_user(Role.REPORTER, municipality))
    row = category(municipality)
    sentences = save(client, reverse("category", args=[row.pk]), fields(row, name="Krossat glas", counts=""))
    assert sentences == [
        "Namn: ”Glaskross” → ”Krossat glas”",
        "Räknas i statistiken: ja → nej",
        "Händelser i kategorin räknas inte längre i kartor och lägesbilder.",
        "Det blir version 2. Rapporter och lägesbilder som finns behåller den de har.",
    ]
    newer = category(municipality)
    assert (newer.version, newer.name, newer.counts) == (2, "Krossat glas", False)
    incident.refresh_from_db()
    assert incident.category == row


def test_a_new_weight_is_said_to_hold_for_what_is_reported_already(client, municipality, administrator):
    row = category(municipality)
    assert save(client, reverse("category", args=[row.pk]), fields(row, weight=3))[1:] == [
        "Händelser i kategorin väger 3 i nästa lägesbild, även de som redan är rapporterade.",
        "Det blir version 2. Rapporter och lägesbilder som finns behåller den de har.",
    ]
    assert category(municipality).weight == 3


def test_a_new_category_gets_a_code_that_was_never_used(client, municipality, administrator):
    group = category(municipality, "SKA")
    categories.retire(category(municipality, "SKA-10"))
    new = fields(group, parent=group.pk, name="Ristning")
    path = reverse("category_create")
    assert client.post(path, new | {"code": "SKA-10"}).context["form"].errors == {
        "code": ["Koden är redan använd."]
    }
    assert save(client, path, new | {"code": "SKA-70"}) == ["Läggs till: Ristning."]
    made = category(municipality, "SKA-70")
    assert (made.parent, made.version) == (group, 1)


def test_a_category_goes_out_of_use_and_comes_back(client, municipality, administrator):
    row = category(municipality)
    page = client.get(reverse("category_retire", args=[row.pk]))
    assert page.context["sentences"] == [
        "Glaskross går inte längre att välja i nya rapporter.",
        "Rapporter som redan har den räknas som förut.",
    ]
    client.post(reverse("category_retire", args=[row.pk]))
    assert client.get(reverse("categories")).context["retired"] == [row]
    client.post(reverse("category_restore", args=[row.pk]))
    assert category(municipality) == row


def test_a_category_is_named_in_the_readers_language(client, municipality, administrator):
    row = category(municipality)
    Category.objects.filter(pk=row.pk).update(name_en="Broken glass")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    headings = [
        re.search("<h1[^>]*>(.*?) *<", client.get(reverse(name, args=[row.pk])).content.decode())[1]
        for name in ("category", "category_retire")
    ]
    assert headings == ["Broken glass", "Take Broken glass out of use?"]


def test_whoever_is_second_is_told_and_changes_nothing(client, municipality, administrator):
    row = category(municipality)
    path, sent = reverse("category", args=[row.pk]), fields(row, name="Krossat glas")
    digest = client.post(path, sent).context["form"].digest
    categories.replace(category(municipality), name="Sönderslaget glas")
    page = client.post(path, sent | {"seen": digest}, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Någon annan ändrade kategorin nyss. Inget är sparat; se hur den ser ut nu."
    ]
    assert category(municipality).name == "Sönderslaget glas"


def test_the_categories_of_the_next_municipality_do_not_exist(client, municipality, administrator):
    row = category(make_municipality("Arboga"))
    for name in ("category", "category_retire"):
        path = reverse(name, args=[row.pk])
        assert (client.get(path).status_code, client.post(path, fields(row)).status_code) == (404, 404)
    assert client.post(reverse("category_restore", args=[row.pk])).status_code == 404


@pytest.mark.parametrize("role", Role)
def test_only_an_administrator_keeps_categories(client, municipality, role):
    client.force_login(make_user(role, municipality))
    expected = 200 if role == Role.ADMINISTRATOR else 404
    for name in ("categories", "category_create"):
        assert client.get(reverse(name)).status_code == expected


def test_the_list_asks_the_database_no_more_for_three_rows_than_for_one(
    client, municipality, administrator, django_assert_num_queries
):
    group = category(municipality, "SKA")
    for number in range(3):
        Category.objects.create(
            municipality=municipality, parent=group, code=f"SKA-9{number}", name="Annat", kind=group.kind
        )
        with django_assert_num_queries(8):
            client.get(reverse("categories"))
