"""One box for reports, editions and places, and never more than the person may see."""

import pytest
from django.urls import reverse

from accounts.roles import Role
from lagesbild import document
from tests.factories import NOW, file_report, make_approved, make_municipality, make_place, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def municipality():
    return make_municipality()


@pytest.fixture
def find(client):
    """Search as somebody: where one is led, or the labels found."""

    def search(user, words):
        client.force_login(user)
        response = client.get(reverse("search"), {"q": words})
        return response.headers.get("Location") or [hit.label for hit in response.context["hits"]]

    return search


@pytest.mark.parametrize("words", ["{pk}", "nr {pk}", " Nr{pk} "])
def test_the_number_of_a_report_opens_it(municipality, find, words):
    incident = file_report(make_user(Role.REPORTER, municipality))
    path = reverse("incident", args=[incident.pk])
    assert find(make_user(Role.COORDINATOR, municipality), words.format(pk=incident.pk)) == path


def test_a_report_is_found_only_by_those_who_may_see_it(municipality, find):
    reporter, reviewer = make_user(Role.REPORTER, municipality), make_user(Role.REVIEWER, municipality)
    waiting, approved = file_report(reporter), make_approved(reporter, reviewer)
    stranger = make_user(Role.COORDINATOR, make_municipality("Arboga"))
    police, colleague = make_user(Role.POLICE, municipality), make_user(Role.REPORTER, municipality)
    assert find(reporter, waiting.pk) == reverse("incident", args=[waiting.pk])
    assert find(police, approved.pk) == reverse("incident", args=[approved.pk])
    for user, incident in [(police, waiting), (colleague, approved), (stranger, approved)]:
        assert find(user, incident.pk) == []


@pytest.mark.parametrize("words", ["2026:01", "2026:1", "2026-1", "2026 : 01"])
def test_the_number_of_an_edition_opens_it(municipality, find, words):
    coordinator = make_user(Role.COORDINATOR, municipality)
    draft = document.draft(municipality, document.latest_period(municipality, at=NOW), at=NOW)
    edition = document.adopt(draft, by=coordinator, at=NOW)
    assert find(make_user(Role.BRA_MEMBER, municipality), words) == edition.get_absolute_url()
    assert find(make_user(Role.REPORTER, municipality), words) == []


def test_a_place_is_found_by_a_part_of_its_name_in_ones_own_municipality(municipality, find):
    make_place(municipality, "Järnvägsstationen")
    make_place(municipality, "Badhuset")
    make_place(make_municipality("Arboga"), "Busstationen")
    assert find(make_user(Role.REPORTER, municipality), "STATION") == ["Järnvägsstationen"]
    assert find(make_user(Role.ADMINISTRATOR, municipality), "bad") == ["Badhuset"]
    assert find(make_user(Role.BRA_MEMBER, municipality), "bad") == []


def test_a_number_longer_than_any_report_finds_nothing(municipality, find):
    assert find(make_user(Role.COORDINATOR, municipality), "9" * 18) == []
    assert find(make_user(Role.COORDINATOR, municipality), "9" * 80) == []


def test_a_nought_byte_among_the_words_is_passed_over(client):
    municipality = make_municipality()
    client.force_login(make_user(Role.ADMINISTRATOR, municipality))
    for path in ("/sok", "/installningar/personer", "/installningar/platser"):
        assert client.get(path, {"q": "a\x00b"}).status_code == 200
    client.force_login(make_user(Role.REPORTER, municipality))
    assert client.get("/handelser/ny/platser", {"event0-find": "a\x00b"}).status_code == 200
