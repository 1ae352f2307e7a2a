"""The coordinator takes out the figures, writes beside them, and is told when somebody else or a meeting came first."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Municipality
from accounts.roles import Role
from promises import followup
from promises.models import FollowUp
from promises.spans import span_of
from tests.factories import make_municipality, make_user
from tests.promises import meeting_factories
from tests.promises.factories import make_activity

pytestmark = pytest.mark.django_db

#: What any page takes, and then how many there are and those of the page.
COUNTED = 8


@pytest.fixture
def municipality(db: None) -> Municipality:
    return make_municipality()


@pytest.fixture
def row(municipality: Municipality) -> FollowUp:
    activity = make_activity(municipality)
    span = span_of(date(2026, 1, 1), "quarter")
    return followup.write(activity, rhythm="quarter", span=span, by=None, at=timezone.now())


def signed_in(municipality: Municipality, role: Role = Role.COORDINATOR) -> Client:
    client = Client()
    client.force_login(make_user(role, municipality))
    return client


def words(**said: object) -> dict[str, object]:
    return {"edited": 0, "summary": "Fyra kvällar.", "assessment": "Lugnare.", **said}


def test_the_coordinator_chooses_what_and_when_and_gets_the_figures_to_write_beside(municipality):
    activity = make_activity(municipality)
    span = span_of(timezone.localdate(), "year").start
    said = {"subject": f"activity:{activity.pk}", "span": f"year:{span}"}
    answer = signed_in(municipality).post("/uppfoljningar/ny", said)
    row = FollowUp.objects.get()
    assert (answer.headers["Location"], row.activity) == (f"/uppfoljningar/{row.pk}/andra", activity)
    again = signed_in(municipality).post("/uppfoljningar/ny", said)
    assert again.headers["Location"] == f"/uppfoljningar/{row.pk}"


def test_what_is_written_stands_on_the_page_and_that_no_test_has_been_made(municipality, row):
    coordinator = signed_in(municipality)
    assert coordinator.post(f"/uppfoljningar/{row.pk}/andra", words()).status_code == 302
    page = coordinator.get(f"/uppfoljningar/{row.pk}").content.decode()
    assert (page.count("Fyra kvällar."), page.count("Lugnare.")) == (1, 1)
    assert page.count("Ingen statistisk prövning är gjord.") == 1


def test_what_was_typed_stays_beside_what_somebody_else_saved(municipality, row):
    coordinator = signed_in(municipality)
    coordinator.post(f"/uppfoljningar/{row.pk}/andra", words(summary="Den andras ord."))
    answer = coordinator.post(f"/uppfoljningar/{row.pk}/andra", words(summary="Mina ord."))
    page = answer.content.decode()
    assert (answer.status_code, page.count("Mina ord."), page.count("Den andras ord.")) == (409, 1, 1)
    assert FollowUp.objects.get().summary == "Den andras ord."


def test_one_that_a_meeting_has_adopted_is_not_written_in(municipality, row):
    resolution = meeting_factories.decide(
        meeting_factories.item_of(meeting_factories.make_meeting(municipality))
    )
    FollowUp.objects.filter(pk=row.pk).update(adopted_in=resolution)
    answer = signed_in(municipality).post(f"/uppfoljningar/{row.pk}/andra", words())
    assert (answer.status_code, FollowUp.objects.get().summary) == (409, "")
    assert signed_in(municipality).get("/uppfoljningar").status_code == 200


def test_the_list_takes_as_many_statements_for_three_as_for_one(municipality, row, django_assert_num_queries):
    council = signed_in(municipality, Role.BRA_MEMBER)
    council.get("/uppfoljningar")
    with django_assert_num_queries(COUNTED):
        council.get("/uppfoljningar")
    for quarter in (4, 7):
        span = span_of(date(2025, quarter, 1), "quarter")
        followup.write(row.activity, rhythm="quarter", span=span, by=None, at=timezone.now())
    with django_assert_num_queries(COUNTED):
        council.get("/uppfoljningar")
