"""What every page has in common: language, municipality, error pages, what is said to anybody, and no inline code."""

import re

import pytest
from django.conf import settings as current
from django.test import Client, RequestFactory
from django.urls import reverse
from django.views.defaults import server_error

from accounts.models import Municipality, PoliceDistrict, User
from accounts.roles import Role
from config.views import bad_request
from tests.factories import make_municipality, make_user


@pytest.mark.django_db
def test_the_language_is_chosen_by_a_press_and_remembered_for_letters(client):
    user = make_user(Role.REPORTER, make_municipality())
    client.force_login(user)
    response = client.post(reverse("choose_language"), {"language": "en", "next": "/sok"})
    assert response.headers["Location"] == "/sok"
    assert '<html lang="en"' in client.get("/").content.decode()
    assert User.objects.get(pk=user.pk).language == "en"


@pytest.mark.django_db
def test_a_language_that_is_not_offered_changes_nothing(client):
    user = make_user(Role.REPORTER, make_municipality())
    client.force_login(user)
    for language in ("fi", "../en", ""):
        client.post(reverse("choose_language"), {"language": language})
    assert User.objects.get(pk=user.pk).language == "sv"


@pytest.mark.django_db
def test_pages_are_swedish_whatever_the_browser_prefers():
    client = Client(headers={"accept-language": "en-GB"})
    assert '<html lang="sv"' in client.get("/konto/logga-in").content.decode()


@pytest.mark.django_db
def test_signing_in_on_a_new_machine_goes_on_in_the_persons_own_language(client):
    user = make_user(Role.REPORTER, make_municipality(), password="ett-ganska-langt-losenord")
    User.objects.filter(pk=user.pk).update(language="en")
    client.post("/konto/logga-in", {"login": user.email, "password": "ett-ganska-langt-losenord"})
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.django_db
def test_police_choose_among_the_municipalities_of_the_district_and_no_others(client):
    district = PoliceDistrict.objects.create(name="Väster")
    koping, arboga = (make_municipality(name, district=district) for name in ("Köping", "Arboga"))
    stranger = make_municipality("Sala")
    client.force_login(make_user(Role.POLICE, koping))
    for choice, expected in [(arboga, arboga), (stranger, arboga), (koping, koping)]:
        client.post(reverse("choose_municipality"), {"municipality": choice.pk})
        assert client.get("/").context["acting"].municipality == expected


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/om/tillganglighet", "/om/personuppgifter", "/konto/logga-in"])
def test_anybody_may_read_about_the_house(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.django_db
def test_who_is_signed_in_is_pointed_to_the_municipality_and_others_to_the_installation(client, settings):
    settings.DEFAULT_FROM_EMAIL, settings.CONTACT_EMAIL = "Samlad <samlad@example.com>", ""
    municipality = make_municipality()

    def pointed_to() -> list[str]:
        pages = [client.get(path).content.decode() for path in ("/om/tillganglighet", "/om/personuppgifter")]
        return sorted({address for page in pages for address in re.findall('mailto:([^"]+)', page)})

    assert pointed_to() == []
    settings.CONTACT_EMAIL = "drift@example.com"
    assert pointed_to() == ["drift@example.com"]
    client.force_login(make_user(Role.REPORTER, municipality))
    assert pointed_to() == ["drift@example.com"]
    settings.CONTACT_EMAIL = ""
    assert pointed_to() == ["samlad@example.com"]
    Municipality.objects.update(contact_email="trygghet@koping.example")
    assert pointed_to() == ["trygghet@koping.example"]


@pytest.mark.django_db
def test_a_page_that_does_not_exist_says_so_in_swedish_with_a_way_back(client):
    response = client.get("/finns-inte")
    assert response.status_code == 404
    assert "Sidan finns inte" in response.content.decode()


@pytest.mark.django_db
def test_a_form_that_cannot_be_read_sent_to_no_page_is_answered_the_same(client):
    assert client.post("/finns//inte", b"--x", content_type="multipart/form-data").status_code == 404


@pytest.mark.django_db
def test_a_form_that_is_too_old_says_that_nothing_was_saved():
    response = Client(enforce_csrf_checks=True).post("/konto/logga-in", {})
    assert response.status_code == 403
    assert "Inget är sparat." in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "sort"),
    [
        ("&".join(f"{number}=" for number in range(1100)), "application/x-www-form-urlencoded"),
        ("login=x", "application/x-www-form-urlencoded; charset=utf-16"),
        ("login=x", "multipart/form-data"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_swedish(body, sort):
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.cookies[current.CSRF_COOKIE_NAME] = "q" * 32
    response = browser.post("/konto/logga-in", body, content_type=sort)
    assert response.status_code == 400
    assert "Inget är sparat." in response.content.decode()


def test_the_pages_for_faults_are_made_without_a_database():
    request = RequestFactory().get("/")
    answers = [server_error(request), bad_request(request, ValueError())]
    headings = [re.findall("<h1[^>]*>(.*)</h1>", answer.content.decode()) for answer in answers]
    assert [answer.status_code for answer in answers] == [500, 400]
    assert headings == [["Något gick fel hos oss"], ["Något gick fel"]]


@pytest.mark.django_db
def test_no_page_of_mine_carries_inline_code_or_style(client):
    client.force_login(make_user(Role.ADMINISTRATOR, make_municipality()))
    for path in ("/", "/installningar", "/installningar/personer/ny", "/sok", "/om/tillganglighet"):
        page = client.get(path).content.decode()
        assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=", page) == [], path


@pytest.mark.django_db
def test_an_administrators_subjects_all_open_and_a_coordinators_are_five(client):
    municipality = make_municipality()
    for role, count in [(Role.ADMINISTRATOR, 12), (Role.COORDINATOR, 5)]:
        client.force_login(make_user(role, municipality))
        subjects = client.get(reverse("settings")).context["subjects"]
        assert [client.get(reverse(subject.name)).status_code for subject in subjects] == [200] * count


@pytest.mark.django_db
@pytest.mark.parametrize("chosen", ["²", "9" * 5000, "Köping"])
def test_a_municipality_that_is_no_number_is_not_chosen(client, chosen):
    client.force_login(make_user(Role.REPORTER, make_municipality()))
    assert client.post("/kommun", {"municipality": chosen}).status_code == 302
