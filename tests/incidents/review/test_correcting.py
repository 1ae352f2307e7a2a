"""Correcting what, where and when: the form, what it refuses, and the original that is kept."""

import re
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point

from accounts.roles import Role
from incidents.models import Incident
from incidents.states import State
from tests.factories import (
    NOW,
    approve,
    category,
    file_report,
    make_place,
    make_user,
    reject,
)
from tests.incidents.review.moves import state

pytestmark = pytest.mark.django_db


WHERE_AND_WHEN = {
    "event0-find": "",
    "event0-latitude": "59.513",
    "event0-longitude": "15.993",
    "event0-place_type": "street",
    "event0-location_precision": "exact",
    "event0-start": "2026-03-03T11:00",
    "event0-end": "",
    "event0-precision": "exact",
}


def correction(report: Incident, move: str = "correct", **fields: object) -> dict[str, object]:
    """The correction form as it is when nothing has been touched, but for the fields given."""
    untouched = WHERE_AND_WHEN | {"event0-version": report.version, "event0-category": report.category_id}
    return untouched | {f"event0-{name}": value for name, value in fields.items()} | {"move": move}


def test_the_form_holds_the_report_as_it_stands(client, guard, reviewer):
    report = file_report(guard)
    form = client.get(f"/granskning/{report.pk}/ratta").context["form"]
    client.post(f"/granskning/{report.pk}/ratta", correction(report))
    held = {name: form[name].value() for name in ("category", "latitude", "longitude", "precision")}
    assert held == {
        "category": report.category_id,
        "latitude": 59.513,
        "longitude": 15.993,
        "precision": "exact",
    }
    assert f"{form['start'].value():%Y-%m-%dT%H:%M}" == "2026-03-03T11:00"


def test_what_is_saved_untouched_is_no_correction(client, guard, reviewer):
    report = file_report(guard)
    answer = client.post(f"/granskning/{report.pk}/ratta", correction(report))
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        ["Inget är ändrat."],
    )


def test_a_correction_keeps_the_original_and_shows_both(client, town, guard, reviewer):
    report = file_report(guard)
    graffiti = category(town, "SKA-10")
    answer = client.post(f"/granskning/{report.pk}/ratta", correction(report, category=graffiti.pk))
    assert (answer["Location"], state(report)) == (f"/granskning/{report.pk}", "under_review")
    desk = client.get(answer["Location"])
    changes = desk.context["exhibit"].steps[-1].changes
    assert [(change.label, change.before, change.after) for change in changes] == [
        ("kategori", "Glaskross", "Klotter")
    ]


def test_correcting_and_approving_is_one_step(client, town, guard, reviewer):
    report, following = file_report(guard), file_report(guard)
    answer = client.post(
        f"/granskning/{report.pk}/ratta",
        correction(report, "approve", category=category(town, "SKA-10").pk),
    )
    assert client.get(answer["Location"])["Location"] == f"/granskning/{following.pk}"
    report.refresh_from_db()
    assert (report.state, report.category.code) == (State.APPROVED, "SKA-10")
    assert report.decisions.latest("version").changes == {
        "category": [category(town).pk, category(town, "SKA-10").pk]
    }


def test_the_time_is_corrected_on_the_municipalitys_clock(client, guard, reviewer):
    report = file_report(guard)
    client.post(
        f"/granskning/{report.pk}/ratta",
        correction(report, start="2026-03-02T22:00", end="2026-03-03T06:00", precision="interval"),
    )
    assert report.decisions.latest("version").changes == {
        "started_at": ["2026-03-03T10:00:00+00:00", "2026-03-02T21:00:00+00:00"],
        "ended_at": ["2026-03-03T10:00:00+00:00", "2026-03-03T05:00:00+00:00"],
        "time_precision": ["exact", "interval"],
    }


def test_a_whole_day_is_saved_as_it_was_shown(client, guard, reviewer):
    day = NOW.replace(hour=23, minute=0) - timedelta(days=3)
    report = file_report(guard, started_at=day, ended_at=day + timedelta(days=1), time_precision="day")
    form = client.get(f"/granskning/{report.pk}/ratta").context["form"]
    fields = {name: f"{form[name].value():%Y-%m-%dT%H:%M}" for name in ("start", "end")}
    assert fields == {"start": "2026-03-01T00:00", "end": "2026-03-01T23:59"}
    answer = client.post(
        f"/granskning/{report.pk}/ratta",
        correction(report, **fields | {"precision": "day", "place_type": "park"}),
    )
    assert answer.status_code == 302
    assert report.decisions.latest("version").changes == {"place_type": ["street", "park"]}


def test_a_place_is_named_without_javascript_and_takes_its_own_coordinates(client, town, guard, reviewer):
    report = file_report(guard)
    place = make_place(town, "Hamnplan", point=Point(15.999, 59.511, srid=4326))
    client.post(f"/granskning/{report.pk}/ratta", correction(report, find="hamnplan"))
    report.refresh_from_db()
    assert (report.place, report.point.coords) == (place, (15.999, 59.511))


def test_searching_for_a_place_keeps_what_was_typed_and_saves_nothing(client, town, guard, reviewer):
    report = file_report(guard)
    make_place(town, "Hamnplan")
    typed = correction(report, find="hamn", place_type="park") | {"do": "find"}
    answer = client.post(f"/granskning/{report.pk}/ratta", typed)
    form = answer.context["form"]
    assert (answer.status_code, form.is_bound, form["place_type"].value()) == (200, False, "park")
    assert [candidate.label for candidate in form.candidates] == ["Hamnplan"]
    assert state(report) == State.SUBMITTED


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"latitude": "55.6", "longitude": "13.0"}, "find"),
        ({"start": "2026-03-04T11:00"}, "start"),
        ({"end": "2026-03-03T09:00", "precision": "interval"}, "end"),
        ({"category": "0"}, "category"),
        ({"place_type": "moon"}, "place_type"),
    ],
)
def test_what_the_report_form_refuses_is_refused_here(client, guard, reviewer, fields, wrong):
    report = file_report(guard)
    answer = client.post(f"/granskning/{report.pk}/ratta", correction(report, **fields))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [wrong])
    assert state(report) == State.SUBMITTED


def test_who_comes_second_is_told_and_the_form_stays_filled_in(client, town, guard, reviewer):
    report = file_report(guard)
    first = make_user(Role.REVIEWER, town)
    reject(report, first)
    answer = client.post(f"/granskning/{report.pk}/ratta", correction(report, "approve", place_type="park"))
    assert (answer.status_code, answer.context["form"]["place_type"].value()) == (409, "park")
    assert f"{first.name} hann före: avslagen" in re.sub(r"\s+", " ", answer.content.decode())
    assert state(report) == State.REJECTED


def test_what_is_settled_is_not_open_to_correction(client, guard, reviewer):
    report = approve(file_report(guard), reviewer)
    answer = client.get(f"/granskning/{report.pk}/ratta")
    assert (answer.status_code, answer["Location"]) == (302, f"/granskning/{report.pk}")
