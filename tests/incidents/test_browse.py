"""Who reads which reports, and what of them: the list, one report, its photos, the table to take away."""

import csv
import io
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from PIL import Image

from accounts.models import Municipality, PoliceDistrict, User
from accounts.roles import Role
from incidents.models import Incident
from incidents.notices import tell_counted
from incidents.photos import make_safe
from incidents.states import Move, Reason, State
from incidents.workflow import Choice, decide
from tests.factories import (
    NOW,
    approve,
    category,
    file_report,
    make_approved,
    make_municipality,
    make_place,
    make_user,
    reject,
)

pytestmark = pytest.mark.django_db

STOCKHOLM = ZoneInfo("Europe/Stockholm")


@pytest.fixture(autouse=True)
def tuesday_noon():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def koping() -> Municipality:
    return make_municipality(district=PoliceDistrict.objects.create(name="Västra Mälardalen"))


@pytest.fixture
def reporter(koping) -> User:
    return make_user(Role.REPORTER, koping)


@pytest.fixture
def coordinator(koping) -> User:
    return make_user(Role.COORDINATOR, koping, organisation="Kommunledningen")


@pytest.fixture
def police(koping) -> User:
    return make_user(Role.POLICE, koping, organisation="Polisen")


def listed(client: Client, user: User, query: str = "") -> list[Incident]:
    client.force_login(user)
    answer = client.get(f"/handelser{query}")
    assert answer.status_code == 200
    return list(answer.context["page"])


def text(client: Client, user: User, incident: Incident) -> str:
    client.force_login(user)
    return client.get(f"/handelser/{incident.pk}").content.decode()


def ask(incident: Incident, by: User, question: str = "Vilken sida av huset?") -> Incident:
    choice = Choice(Move.REQUEST_COMPLETION, incident.version, Reason.WHERE_UNCLEAR, question)
    return decide(incident.pk, choice, by=by, at=NOW)


# The list


def test_reporters_list_their_own_police_the_approved_and_reviewers_all(
    client, koping, reporter, coordinator, police
):
    waiting = file_report(reporter)
    approved = make_approved(reporter, coordinator)
    others = file_report(make_user(Role.REPORTER, koping, organisation="Skolan"))
    assert listed(client, reporter) == [approved, waiting]
    assert listed(client, police) == [approved]
    assert listed(client, coordinator) == [others, approved, waiting]


def test_another_municipality_lists_nothing_of_it(client, reporter):
    file_report(reporter)
    assert listed(client, make_user(Role.COORDINATOR, make_municipality("Arboga"))) == []


def test_police_do_not_see_who_reported(client, reporter, coordinator, police):
    approved = make_approved(reporter, coordinator)
    client.force_login(police)
    for path in ("/handelser", f"/handelser/{approved.pk}", "/handelser.csv"):
        page = client.get(path)
        body = b"".join(page) if page.streaming else page.content
        assert "KBAB" not in body.decode() and reporter.name not in body.decode()
        assert "Kommunalt bolag" in body.decode()


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("?kategori=SKA", ["SKA-10", "SKA-20"]),
        ("?kategori=SKA-10", ["SKA-10"]),
        ("?lage=approved", ["SKA-20"]),
        ("?fran=2026-03-03", ["SKA-10"]),
        ("?till=2026-03-02", ["SKA-20"]),
        ("?fran=2026-03-02&till=2026-03-02", ["SKA-20"]),
        ("?kategori=SKA-10&lage=approved", []),
        # What cannot be understood is said at its field and filters nothing.
        ("?kategori=finns-inte", ["SKA-10", "SKA-20"]),
        ("?fran=i+gar", ["SKA-10", "SKA-20"]),
        ("?sida=99", ["SKA-10", "SKA-20"]),
    ],
)
def test_the_filter_lives_in_the_address(client, koping, reporter, coordinator, query, codes):
    monday_evening = datetime(2026, 3, 2, 23, 30, tzinfo=STOCKHOLM)
    make_approved(reporter, coordinator, started_at=monday_evening, ended_at=monday_evening)
    file_report(reporter, category=category(koping, "SKA-10"))
    assert [row.category.code for row in listed(client, coordinator, query)] == codes


def test_the_filter_by_area(client, koping, reporter, coordinator):
    inside = file_report(reporter)
    file_report(reporter, longitude=15.849, latitude=59.596)
    assert listed(client, coordinator, f"?omrade={koping.areas.get().pk}") == [inside]


def test_fifty_on_a_page_with_the_filter_kept(client, reporter, coordinator):
    for _number in range(51):
        file_report(reporter)
    assert len(listed(client, coordinator, "?kategori=SKA")) == 50
    assert len(listed(client, coordinator, "?kategori=SKA&sida=2")) == 1
    page = client.get("/handelser?kategori=SKA").content.decode()
    assert "?kategori=SKA&amp;sida=2" in page


def test_the_list_costs_the_same_with_one_row_and_with_three(
    client, koping, reporter, coordinator, django_assert_num_queries
):
    def look() -> None:
        # Session, user, roles, reach, categories, areas, count, rows, the log; and the transaction.
        with django_assert_num_queries(11):
            client.get("/handelser")

    client.force_login(coordinator)
    file_report(reporter, place=make_place(koping))
    look()
    file_report(make_user(Role.REPORTER, koping, organisation="Skolan"), category=category(koping, "SKA-10"))
    make_approved(reporter, coordinator)
    look()


def test_who_reads_no_incidents_has_no_list(client, koping, reporter):
    incident = file_report(reporter)
    for role in (Role.BRA_MEMBER, Role.ADMINISTRATOR, Role.EXTERNAL_RECIPIENT):
        client.force_login(make_user(role, koping))
        for path in ("/handelser", "/handelser.csv", f"/handelser/{incident.pk}"):
            assert client.get(path).status_code == 404


# One report


def test_a_report_that_one_may_not_see_does_not_exist(client, koping, reporter, coordinator, police):
    waiting = file_report(reporter)
    strangers = [
        police,
        make_user(Role.REPORTER, koping),
        make_user(Role.COORDINATOR, make_municipality("Arboga")),
    ]
    for user in strangers:
        client.force_login(user)
        assert client.get(f"/handelser/{waiting.pk}").status_code == 404
        assert client.post(f"/handelser/{waiting.pk}/svar", {}).status_code == 404


def test_the_reporter_reads_what_became_of_the_report(client, koping, reporter, coordinator):
    rejected = reject(file_report(reporter), coordinator, reason=Reason.OUTSIDE)
    page = text(client, reporter, rejected)
    assert "Avslagen" in page and "utanför kommunen" in page
    assert coordinator.name not in page


def test_the_reporter_reads_in_which_edition_it_counted(client, koping, reporter, coordinator):
    approved = make_approved(reporter, coordinator)
    tell_counted(koping, NOW - timedelta(days=7), NOW, edition="2026:05", at=NOW)
    assert "Lägesbild 2026:05" in text(client, reporter, approved)


def test_a_correction_keeps_the_original(client, koping, reporter, coordinator):
    incident = file_report(reporter)
    corrections = {"category": category(koping, "SKA-10")}
    incident = decide(
        incident.pk, Choice(Move.CORRECT, incident.version, corrections=corrections), by=coordinator, at=NOW
    )
    page = text(client, reporter, incident)
    assert "<s>Glaskross</s> → Klotter" in page


def test_police_read_no_motivations(client, koping, reporter, coordinator, police):
    approved = make_approved(reporter, coordinator)
    again = decide(
        approved.pk,
        Choice(Move.RECONSIDER, approved.version, Reason.NEW_INFORMATION, "Vittnet ringde samordnaren."),
        by=coordinator,
        at=NOW,
    )
    approved = approve(again, coordinator, at=NOW + timedelta(minutes=1))
    assert "Vittnet ringde" not in text(client, police, approved)
    assert "Vittnet ringde" in text(client, coordinator, approved)


def test_a_blocked_text_is_read_by_reviewers_alone(client, koping, reporter, coordinator):
    incident = file_report(reporter, description="Grannen i lägenhet elva.")
    blocked = decide(
        incident.pk, Choice(Move.BLOCK, incident.version, Reason.PERSONAL_DATA), by=coordinator, at=NOW
    )
    unit_coordinator = make_user(Role.UNIT_COORDINATOR, koping)
    for user in (reporter, unit_coordinator):
        assert "lägenhet elva" not in text(client, user, blocked)
    assert "lägenhet elva" in text(client, coordinator, blocked)


def test_a_report_costs_the_same_however_long_its_history(
    client, koping, reporter, coordinator, django_assert_num_queries
):
    incident = file_report(reporter)

    def look() -> None:
        # Session, user, roles, reach, report, texts, decisions, photos, editions, the log; and the transaction.
        with django_assert_num_queries(12):
            client.get(f"/handelser/{incident.pk}")

    client.force_login(reporter)
    look()
    incident = approve(incident, coordinator)
    choice = Choice(Move.RECONSIDER, incident.version, Reason.NEW_INFORMATION, "Nytt besked.")
    approve(decide(incident.pk, choice, by=coordinator, at=NOW), coordinator, at=NOW + timedelta(minutes=1))
    look()


# The answer to a question


def test_an_answer_sends_the_report_back_to_the_queue(client, reporter, coordinator):
    incident = ask(file_report(reporter), coordinator)
    assert "Vilken sida av huset?" in text(client, reporter, incident)
    answer = client.post(
        f"/handelser/{incident.pk}/svar", {"version": incident.version, "text": "Mot gården."}
    )
    assert answer.status_code == 302
    incident.refresh_from_db()
    assert incident.state == State.SUBMITTED
    assert "Mot gården." in text(client, reporter, incident)


@pytest.mark.parametrize("words", ["", "   ", "Det var 811218-9876."])
def test_an_answer_has_words_and_no_identity_numbers(client, reporter, coordinator, words):
    incident = ask(file_report(reporter), coordinator)
    client.force_login(reporter)
    answer = client.post(f"/handelser/{incident.pk}/svar", {"version": incident.version, "text": words})
    assert answer.status_code == 422
    incident.refresh_from_db()
    assert incident.state == State.COMPLETION_REQUESTED


def test_an_answer_to_what_has_moved_on_is_told_so_and_kept_in_the_form(client, reporter, coordinator):
    incident = ask(file_report(reporter), coordinator)
    decide(incident.pk, Choice(Move.RESUME, incident.version), by=coordinator, at=NOW)
    client.force_login(reporter)
    answer = client.post(
        f"/handelser/{incident.pk}/svar", {"version": incident.version, "text": "Mot gården."}
    )
    assert answer.status_code == 409
    assert answer.context["form"]["text"].value() == "Mot gården."


def test_only_the_reporter_answers(client, koping, reporter, coordinator):
    incident = ask(file_report(reporter), coordinator)
    client.force_login(coordinator)
    answer = client.post(
        f"/handelser/{incident.pk}/svar", {"version": incident.version, "text": "Mot gården."}
    )
    assert answer.status_code == 403
    incident.refresh_from_db()
    assert incident.state == State.COMPLETION_REQUESTED


# Photos


@pytest.fixture
def photographed(reporter) -> Incident:
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20)).save(buffer, "PNG")
    buffer.seek(0)
    return file_report(reporter, photos=[make_safe(buffer)])


def test_a_photo_is_handed_out_as_a_file_that_can_be_nothing_else(client, reporter, photographed):
    client.force_login(reporter)
    picture = photographed.photos.get()
    answer = client.get(f"/handelser/{photographed.pk}/foton/{picture.pk}")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert (
        answer["Content-Disposition"]
        == f'attachment; filename="rapport-{photographed.pk}-foto-{picture.pk}.jpg"'
    )
    directives = sorted(answer["Cache-Control"].split(", "))
    assert directives == ["no-cache", "private"]
    assert b"".join(answer)[:2] == b"\xff\xd8"


def test_a_photo_that_has_not_changed_is_not_sent_again(client, reporter, photographed):
    client.force_login(reporter)
    path = f"/handelser/{photographed.pk}/foton/{photographed.photos.get().pk}"
    first = client.get(path)
    b"".join(first)
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    photographed.photos.update(sha256="0" * 64)
    changed = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (changed.status_code, b"".join(changed)[:2]) == (200, b"\xff\xd8")


def test_the_photos_of_a_blocked_report_are_seen_by_reviewers_alone(
    client, reporter, coordinator, photographed
):
    decide(photographed.pk, Choice(Move.BLOCK, 1, Reason.PERSONAL_DATA), by=coordinator, at=NOW)
    picture = photographed.photos.get()
    seen = {}
    for user in (reporter, coordinator):
        client.force_login(user)
        answer = client.get(f"/handelser/{photographed.pk}/foton/{picture.pk}")
        b"".join(answer)
        seen[user] = (
            answer.status_code,
            len(client.get(f"/handelser/{photographed.pk}").context["reading"].photos),
        )
    assert seen == {reporter: (404, 0), coordinator: (200, 1)}


def test_a_photo_is_seen_by_those_who_see_its_report(
    client, koping, reporter, coordinator, police, photographed
):
    path = f"/handelser/{photographed.pk}/foton/{photographed.photos.get().pk}"
    client.force_login(police)
    assert client.get(path).status_code == 404
    client.logout()
    assert client.get(path).status_code == 302
    approve(photographed, coordinator)
    client.force_login(police)
    assert b"".join(client.get(path))[:2] == b"\xff\xd8"


def test_a_photo_is_found_only_under_its_own_report(client, reporter, photographed):
    other = file_report(reporter)
    client.force_login(reporter)
    assert client.get(f"/handelser/{other.pk}/foton/{photographed.photos.get().pk}").status_code == 404


# The table to take away


def table(client: Client, user: User, query: str = "") -> list[dict[str, str]]:
    client.force_login(user)
    body = b"".join(client.get(f"/handelser.csv{query}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body), delimiter=";"))


def test_the_table_holds_what_the_filter_shows_and_no_free_text(client, koping, reporter, coordinator):
    make_approved(reporter, coordinator, description="Hemligt.", damage_cost=4500, place=make_place(koping))
    file_report(reporter)
    [row] = table(client, coordinator, "?lage=approved")
    assert (row["Från"], row["Kategorikod"], row["Område"], row["Plats"], row["Skadekostnad i kronor"]) == (
        "2026-03-03 11:00",
        "SKA-20",
        "Centrum",
        "Järnvägsstationen",
        "4500",
    )
    assert "Hemligt." not in row.values() and reporter.name not in row.values()


def test_the_table_costs_the_same_with_one_row_and_with_three(client, koping, reporter, coordinator):
    make_approved(reporter, coordinator)
    assert len(table(client, coordinator)) == 1
    for _number in range(2):
        file_report(make_user(Role.REPORTER, koping, organisation="Skolan"), place=None)
    rows = table(client, coordinator)
    assert all(int(first["Nr"]) < int(second["Nr"]) for first, second in pairwise(rows))


@pytest.mark.parametrize("query", ["till=9999-12-31", "fran=0001-01-01", "plats=" + "9" * 5000])
def test_the_ends_of_the_calendar_and_endless_numbers_filter_like_others(client, query):
    client.force_login(make_user(Role.REVIEWER, make_municipality()))
    assert client.get(f"/handelser?{query}").status_code == 200
