"""Appendices: what one explores, put into a draft and frozen with it."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.messages import get_messages
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from incidents.export import BYTE_ORDER_MARK
from lagesbild import document, sections
from lagesbild.models import Appendix, Level
from lagesbild.models.appendix import MOST
from tests import factories
from tests.lagesbild.figures.scene import DRAFTED, PERIOD, Scene

pytestmark = pytest.mark.django_db

ASKED = {
    "fran": PERIOD.start.isoformat(),
    "till": PERIOD.last_day.isoformat(),
    "kategori": "SKA",
    "fran_kl": "20",
    "till_kl": "2",
}


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def client(scene) -> Client:
    return signed_in(scene.coordinator)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def put_in(client, edition, **asked):
    return client.post(reverse("appendix_add", args=[edition.pk]), ASKED | asked)


def said(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def adopted(scene, edition):
    return document.adopt(edition, by=scene.coordinator, at=DRAFTED + timedelta(hours=1))


def test_an_appendix_says_what_the_page_says(scene, client):
    station = scene.place("Stationen")
    scene.events(3, hour=21, place=station)
    scene.events(2, PERIOD.previous().start, hour=23, place=station)
    scene.events(4, hour=12, place=station)
    scene.events(1, hour=21, category=scene.needle)
    draft = scene.draft()
    put_in(client, draft)
    (appendix,) = document.content_of(draft, level=Level.FULL, at=DRAFTED)["appendices"]
    shown = client.get(reverse("explore"), ASKED).context["found"]
    assert (appendix["title"], appendix["dates"]) == (
        "Skadegörelse · kl. 20–02",
        "23 februari – 8 mars 2026",
    )
    assert (appendix["total"], appendix["before"]) == (shown.total, shown.before) == (3, 2)
    assert [(spot["name"], spot["count"]) for spot in appendix["ranked"]] == [("Stationen", 3)]
    assert appendix["when"] == shown.when
    assert [each["count"] for each in appendix["trend"]] == [events for _period, events in shown.trend]


def test_the_same_numbers_come_as_a_table(scene, client):
    station = scene.place("Stationen")
    scene.events(3, hour=21, place=station)
    scene.events(2, PERIOD.previous().start, hour=23, place=station)
    response = client.get(reverse("explore_table"), ASKED)
    assert response["Content-Disposition"] == 'attachment; filename="samlad-2026-02-23-2026-03-08.csv"'
    text = response.content.decode()
    assert text.startswith(BYTE_ORDER_MARK)
    rows = list(csv.reader(StringIO(text.removeprefix(BYTE_ORDER_MARK)), delimiter=";"))
    assert rows[:6] == [
        ["Avsnitt", "Av vad", "Händelser", "Lika lång tid dessförinnan"],
        ["Alla", "23 februari – 8 mars 2026", "3", "2"],
        ["Plats", "Stationen", "3", "2"],
        ["Plats", "På andra ställen", "0", ""],
        ["Täthetens topp, händelser per km²", "Stationen", "72", ""],
        ["Område", "Centrum", "3", ""],
    ]
    hours = [row for row in rows if row[0] == "Veckodag och timme"]
    assert len(hours) == 168
    assert ["Veckodag och timme", "måndag kl. 21–22", "3,00", ""] in hours
    assert len([row for row in rows if row[0] == "Fjorton dagar"]) == 26


def test_a_place_called_like_a_formula_is_disarmed(scene, client):
    scene.events(2, hour=21, place=scene.place("=1+1"))
    assert "Plats;'=1+1;2;0" in client.get(reverse("explore_table"), ASKED).content.decode()


def test_an_adopted_edition_keeps_its_appendices_as_they_were(scene, client):
    scene.events(3, hour=21)
    draft = scene.draft()
    put_in(client, draft)
    edition = adopted(scene, draft)
    scene.events(5, hour=21)
    (appendix,) = document.content_of(edition, level=Level.FULL, at=DRAFTED)["appendices"]
    assert appendix["total"] == 3
    assert document.content_of(edition, level=Level.GENERALISED, at=DRAFTED)["appendices"] == []


def test_it_is_printed_last_with_map_and_chart(scene, client):
    scene.events(3, hour=21, place=scene.place("Stationen"))
    draft = scene.draft()
    put_in(client, draft)
    content = document.content_of(draft, level=Level.FULL, at=DRAFTED)
    *_others, last = sections.chapters(content, scene.municipality)
    assert last.template == "lagesbild/sections/appendices.html"
    html = document.as_html(draft, Level.FULL, at=DRAFTED)
    assert "Bilaga 1: Skadegörelse · kl. 20–02" in html
    assert html.count("<svg") >= 3


def test_the_same_question_is_answered_once_and_so_many_at_most(scene, client):
    draft = scene.draft()
    put_in(client, draft)
    assert said(put_in(client, draft))[-1] == "Bilagan finns redan i utkastet."
    for hour in range(3, 3 + MOST):
        response = put_in(client, draft, till_kl=hour)
    assert said(response)[-1] == f"Lägesbilden har redan {MOST} bilagor. Ta bort någon först."
    assert draft.appendices.count() == MOST


def test_it_can_be_taken_out_until_the_edition_is_adopted(scene, client):
    draft = scene.draft()
    put_in(client, draft)
    put_in(client, draft, kategori="")
    first, second = draft.appendices.order_by("pk")
    assert client.post(reverse("appendix_remove", args=[first.pk])).status_code == 302
    adopted(scene, draft)
    assert client.post(reverse("appendix_remove", args=[second.pk])).status_code == 409
    assert put_in(client, draft, kategori="NAR").status_code == 409
    assert list(Appendix.objects.all()) == [second]


def test_the_database_locks_them_with_the_edition(scene, client):
    draft = scene.draft()
    put_in(client, draft)
    adopted(scene, draft)
    for write in (
        lambda: Appendix.objects.update(category="NAR"),
        lambda: Appendix.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_a_correction_has_those_of_what_it_corrects(scene, client):
    draft = scene.draft()
    put_in(client, draft)
    edition = adopted(scene, draft)
    correction = document.draft_correction(edition, note="Fel.", at=datetime(2026, 3, 10, tzinfo=UTC))
    (copied,) = correction.appendices.all()
    assert (copied.category, copied.from_hour, copied.to_hour) == ("SKA", 20, 2)
    assert edition.appendices.count() == 1


def test_only_a_coordinator_of_the_municipality_puts_them_in(scene, client):
    draft = scene.draft()
    reviewer = signed_in(factories.make_user(Role.REVIEWER, scene.municipality))
    assert put_in(reviewer, draft).status_code == 403
    assert reviewer.get(reverse("explore"), ASKED).context["drafts"] == []
    assert put_in(signed_in(Scene("Kungsör").coordinator), draft).status_code == 404
    assert [each["pk"] for each in client.get(reverse("explore"), ASKED).context["drafts"]] == [draft.pk]


def test_a_question_that_makes_no_sense_is_not_put_in(scene, client):
    draft = scene.draft()
    assert put_in(client, draft, till="2026-01-01").status_code == 400
    assert not draft.appendices.exists()
