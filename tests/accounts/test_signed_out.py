"""What was typed outlives the session in which it was typed."""

import pytest
from django.test import Client

from accounts.roles import Role
from incidents.models import Incident
from tests.factories import file_report, make_municipality, make_user

pytestmark = pytest.mark.django_db
DOOR = "/konto/logga-in?next="
DESK = "http://testserver/granskning?kategori=skadegorelse"


@pytest.fixture
def address() -> str:
    """Where a decision on a waiting report is sent."""
    report = file_report(make_user(Role.REPORTER, make_municipality()))
    return f"/granskning/{report.pk}/beslut"


def test_after_a_form_without_words_one_comes_back_to_the_page_it_stood_on(client, address):
    answer = client.post(address, {"move": "approve", "version": "1"}, headers={"Referer": DESK})
    assert answer.headers["Location"] == f"{DOOR}/granskning%3Fkategori%3Dskadegorelse"


@pytest.mark.parametrize(
    "page", ["https://elsewhere.example/granskning", "http://testserver.example/", "nonsense", ""]
)
def test_one_is_never_led_to_somebody_elses_page(client, address, page):
    answer = client.post(address, headers={"Referer": page})
    assert answer.headers["Location"] == f"{DOOR}/"


def test_what_was_written_is_shown_and_nothing_is_done(client, address):
    written = {"move": "reject", "version": "1", "motivation": "Ser ut som <en> övning."}
    answer = client.post(address, written, headers={"Referer": DESK})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Ser ut som &lt;en&gt; övning." in page
    assert f"{DOOR}/granskning%3Fkategori%3Dskadegorelse" in page
    assert Incident.objects.get().state == "submitted"


def test_a_part_of_a_page_takes_no_sign_in_in_its_place(client, address):
    asked = {"HX-Request": "true"}
    assert client.get("/granskning", headers=asked).headers["HX-Refresh"] == "true"
    assert client.post(address, {"move": "approve"}, headers=asked).status_code == 403


def test_a_form_sent_from_elsewhere_is_not_shown(address):
    client = Client(enforce_csrf_checks=True)
    page = client.post(address, {"motivation": "Skrivet av någon annan."}).content.decode()
    assert "Skrivet av någon annan." not in page
