"""Approving a whole import at once."""

import re

import pytest
from django.conf import settings

from accounts.models import User
from accounts.roles import Role
from incidents.models import Category, ImportBatch, Incident
from incidents.states import State
from incidents.views import imports
from tests.factories import (
    NOW,
    category,
    file_report,
    make_municipality,
    make_organisation,
    make_user,
)
from tests.incidents.review.moves import state

pytestmark = pytest.mark.django_db


def make_batch(guard: User, number: int) -> ImportBatch:
    """A file of so many rows, read and waiting."""
    town = guard.memberships.get().municipality
    batch = ImportBatch.objects.create(
        municipality=town,
        organisation=make_organisation(town, "Väktarbolaget"),
        file_name="ronder.csv",
        file_sha256="0" * 64,
        started_at=NOW,
        accepted=number,
    )
    rows = [file_report(guard).pk for _ in range(number)]
    Incident.objects.filter(pk__in=rows).update(batch=batch, reporter=None, submission=None)
    return batch


@pytest.fixture
def batch(guard: User) -> ImportBatch:
    return make_batch(guard, 3)


def test_they_are_not_in_the_line_but_beside_it(client, guard, reviewer, batch):
    report = file_report(guard)
    desk = client.get("/granskning")
    assert [row.incident for row in desk.context["rows"]] == [report]
    assert (desk.context["line"].waiting, desk.context["line"].imported) == (1, 3)


def test_an_import_is_looked_at_and_approved_whole_and_nobody_is_told(client, guard, reviewer, batch):
    page = client.get(f"/granskning/importer/{batch.pk}")
    assert [(row.code, number) for row, number in page.context["categories"]] == [("SKA-20", 3)]
    answer = client.post(f"/granskning/importer/{batch.pk}", follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["3 händelser är godkända."]
    assert set(batch.incidents.values_list("state", flat=True)) == {"approved"}
    assert guard.notices.count() == 0


def test_the_categories_of_an_import_are_named_in_the_readers_language(client, town, reviewer, batch):
    glass, graffiti = category(town), category(town, "SKA-10")
    Category.objects.filter(pk=glass.pk).update(name_en="Broken glass")
    batch.incidents.filter(pk=batch.incidents.earliest("pk").pk).update(category=graffiti)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = client.get(f"/granskning/importer/{batch.pk}").content.decode()
    named = re.findall(r'<th scope="row">(.*?)</th><td class="num">(.*?)</td>', page)
    assert named == [("Broken glass", "2"), ("Klotter", "1")]


def test_a_large_import_is_approved_in_steps(client, reviewer, batch, monkeypatch):
    monkeypatch.setattr(imports, "MOST_AT_ONCE", 2)
    path = f"/granskning/importer/{batch.pk}"
    assert [client.post(path)["Location"] for _ in range(2)] == [path, "/granskning"]
    assert set(batch.incidents.values_list("state", flat=True)) == {"approved"}


def test_what_else_waits_is_left(client, guard, reviewer, batch):
    report = file_report(guard)
    client.post(f"/granskning/importer/{batch.pk}")
    assert state(report) == State.SUBMITTED


def test_the_list_says_how_many_wait(client, reviewer, batch):
    rows = client.get("/granskning/importer").context["batches"]
    assert [(row.file_name, row.waiting) for row in rows] == [("ronder.csv", 3)]


def test_the_imports_of_the_next_municipality_do_not_exist(client, batch):
    client.force_login(make_user(Role.COORDINATOR, make_municipality("Kungsör")))
    assert list(client.get("/granskning/importer").context["batches"]) == []
    assert client.get(f"/granskning/importer/{batch.pk}").status_code == 404
    assert client.post(f"/granskning/importer/{batch.pk}").status_code == 404
    assert set(batch.incidents.values_list("state", flat=True)) == {"submitted"}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_as_much_of_three_rows_as_of_one(
    client, guard, reviewer, django_assert_num_queries, rows
):
    batch = make_batch(guard, rows)
    # Session, user, roles and the imports; of one also how many of which category, their names, and the times. And
    # the request's savepoint.
    with django_assert_num_queries(5 + 2):
        client.get("/granskning/importer")
    with django_assert_num_queries(8 + 2):
        client.get(f"/granskning/importer/{batch.pk}")
