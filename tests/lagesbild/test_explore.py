"""The explored map: what is asked in the address, who may ask, and what the answer never tells."""

import json
import re
from datetime import date, timedelta
from html import unescape

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Area, PoliceDistrict
from accounts.roles import Role
from incidents.models import TimePrecision
from lagesbild import drawings
from lagesbild.figures import explore as figures
from lagesbild.filters import ExploreForm, presets
from lagesbild.maps import heat_geojson
from lagesbild.period import Period
from lagesbild.statistics.density import levels_for
from tests import factories
from tests.lagesbild.figures.scene import PERIOD, Scene

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 9)
ASKED = {"fran": PERIOD.start.isoformat(), "till": PERIOD.last_day.isoformat()}


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


def page(client, **asked):
    return client.get(reverse("explore"), ASKED | asked)


def answer(scene, **asked) -> figures.Answer:
    form = ExploreForm(ASKED | asked, municipality=scene.municipality, today=TODAY)
    assert form.errors == {}
    return figures.answer(form.question)


class TestWho:
    @pytest.mark.parametrize("role", [Role.REVIEWER, Role.COORDINATOR, Role.POLICE, Role.POLICE_CHIEF])
    def test_reviewers_and_police_explore(self, scene, role):
        assert page(signed_in(factories.make_user(role, scene.municipality))).status_code == 200

    @pytest.mark.parametrize("name", ["explore", "explore_heat", "explore_picture"])
    @pytest.mark.parametrize(
        "role", [Role.REPORTER, Role.BRA_MEMBER, Role.STEERING_GROUP, Role.ADMINISTRATOR]
    )
    def test_for_others_there_is_no_map(self, scene, role, name):
        client = signed_in(factories.make_user(role, scene.municipality))
        assert client.get(reverse(name), ASKED).status_code == 404

    def test_the_next_municipality_is_never_counted(self, scene, client):
        Scene("Kungsör").events(3)
        scene.events(1)
        assert page(client).context["found"].total == 1

    def test_police_explore_one_of_their_districts_municipalities_at_a_time(self):
        district = PoliceDistrict.objects.create(name="Västra Mälardalen")
        here, there = Scene("Köping"), Scene("Kungsör")
        for each in (here, there):
            each.municipality.district = district
            each.municipality.save()
        here.events(1)
        there.events(2)
        client = signed_in(factories.make_user(Role.POLICE, here.municipality))
        assert page(client).context["found"].total == 1
        client.post(reverse("choose_municipality"), {"municipality": there.municipality.pk})
        assert page(client).context["found"].total == 2


class TestWhat:
    def test_a_category_is_a_group_or_one_of_its_own(self, scene):
        scene.events(2)
        scene.events(1, category=factories.category(scene.municipality, "SKA-10"))
        scene.events(4, category=scene.needle)
        assert [answer(scene, kategori=code).total for code in ("", "SKA", "SKA-20", "NAR")] == [7, 3, 2, 4]

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({}, 3),
            ({"fran_kl": "20", "till_kl": "2"}, 2),
            ({"fran_kl": "20"}, 1),
            ({"till_kl": "2"}, 1),
            ({"fran_kl": "0", "till_kl": "24"}, 3),
        ],
    )
    def test_hours_of_the_day_may_pass_midnight(self, scene, asked, expected):
        for hour in (1, 12, 21):
            scene.events(1, hour=hour)
        found = answer(scene, **asked)
        assert found.total == expected
        assert found.trend[-1] == (PERIOD, expected)

    def test_an_area_is_asked_for_by_its_key(self, scene):
        scene.events(2)
        scene.events(1, latitude=59.57)
        area = Area.objects.get(municipality=scene.municipality)
        assert answer(scene, omrade=area.pk).total == 2
        assert answer(scene).areas == [("Centrum", 2), ("Utanför områdena", 1)]

    def test_the_equally_long_period_before_stands_beside(self, scene):
        station = scene.place("Stationen")
        scene.events(2, place=station)
        scene.events(3, PERIOD.previous().start, place=station)
        found = answer(scene)
        assert (found.total, found.before) == (2, 3)
        assert [(spot.name, spot.count, spot.before) for spot in found.ranked] == [("Stationen", 2, 3)]

    def test_hours_are_those_of_an_edition(self, scene):
        scene.events(2, PERIOD.start + timedelta(days=4), 21.5)
        scene.events(1, PERIOD.start, 22, hours=4)
        scene.events(1, PERIOD.start, 1, hours=25)
        scene.events(1, time_precision=TimePrecision.UNKNOWN)
        assert answer(scene).when == scene.content()["when"]

    def test_the_trend_is_a_year_of_fortnights_however_short_the_period(self, scene):
        scene.events(2)
        scene.events(1, PERIOD.last_year().start)
        scene.events(1, PERIOD.last_year().next().start)
        trend = answer(scene, fran=PERIOD.last_day.isoformat()).trend
        assert len(trend) == 26
        assert trend[-1] == (PERIOD, 2)
        assert trend[0] == (PERIOD.last_year().next(), 1)

    def test_an_interval_as_long_as_the_period_is_in_it(self, scene):
        scene.events(1, hours=20 * 24)
        assert answer(scene).total == 0
        assert answer(scene, till="2026-04-30").total == 1

    def test_as_many_statements_for_three_events_as_for_one(self, scene, client, django_assert_num_queries):
        for number in (1, 2):
            scene.events(number, place=scene.place(f"Plats {number}"))
            with django_assert_num_queries(15):
                page(client)
            with django_assert_num_queries(8):
                client.get(reverse("explore_heat"), ASKED)


class TestChance:
    @pytest.mark.parametrize(
        ("before", "now", "words"),
        [
            (3, 4, "Skillnaden ryms inom vad slumpen brukar ge."),
            (1, 12, "Skillnaden är större än slumpen brukar ge."),
            (12, 1, "Skillnaden är större än slumpen brukar ge."),
        ],
    )
    def test_two_counts_are_compared_before_anything_is_said(self, scene, client, before, now, words):
        scene.events(now)
        scene.events(before, PERIOD.previous().start)
        assert words in page(client).content.decode()

    def test_nothing_is_said_of_nothing(self, client):
        assert "Skillnaden" not in page(client).content.decode()


class TestYear:
    def test_sorts_of_day_and_weeks_are_of_the_same_selection(self, scene, client):
        scene.events(3, PERIOD.start + timedelta(days=5))
        scene.events(2, PERIOD.start)
        scene.events(4, PERIOD.start, category=scene.needle)
        context = client.get(reverse("explore_year"), ASKED | {"kategori": "SKA"}).context
        assert {row["kind"]: row["events"] for row in context["day_types"] if row["events"]} == {
            "break": 2,
            "weekend": 3,
        }
        weeks = [week for column in context["columns"] for week in column]
        assert [(week["week"], week["count"]) for week in weeks if week["count"]] == [(9, 5)]


class TestHow:
    def test_without_a_question_it_is_the_last_thirty_days(self, scene, client):
        question = client.get(reverse("explore")).context["question"]
        today = timezone.localdate(timezone=scene.municipality.zone)
        assert question.period == Period(today - timedelta(days=29), today + timedelta(days=1))
        assert (question.kernel, question.bandwidth) == ("quartic", 200)

    def test_the_usual_periods_and_those_before_and_after_are_links_that_keep_the_rest(self, client):
        content = unescape(page(client, kategori="SKA").content.decode())
        links = [
            link
            for link in re.findall(r' href="([^"]*)"', content)
            if "fran=" in link and "geojson" not in link
        ]
        assert len([link for link in links if "kategori=SKA" in link and "/karta?" in link]) == 5 + 2

    def test_the_slider_moves_over_the_editions_of_the_municipality(self, scene, client):
        for period in (PERIOD, PERIOD.previous()):
            scene.draft(period)
        Scene("Kungsör").draft(PERIOD.next())
        context = page(client).context
        assert [stop["label"] for stop in context["stops"]] == ["vecka 7–8 2026", "vecka 9–10 2026"]
        assert context["stop"] == 1
        assert page(client, fran="2026-02-09", till="2026-02-22").context["stop"] == 0

    def test_a_year_ago_is_the_same_weeks(self, scene):
        periods = dict(presets(scene.municipality, today=PERIOD.start))
        assert periods["Denna period"] == PERIOD
        assert periods["Samma veckor i fjol"] == PERIOD.last_year()
        assert (periods["12 månader"].days, periods["30 dagar"].days) == (364, 30)

    @pytest.mark.parametrize(
        ("asked", "message"),
        [
            ({"till": "2026-01-01"}, "Slutdagen ligger före startdagen."),
            ({"fran": "2010-01-01"}, "Välj högst tio år."),
            ({"bandbredd": "3"}, "Välj ett giltigt alternativ. 3 finns inte bland tillgängliga alternativ."),
        ],
    )
    def test_a_question_that_makes_no_sense_is_answered_at_the_field(self, client, asked, message):
        response = page(client, **asked)
        assert response.status_code == 200
        assert message in response.content.decode()
        assert "found" not in response.context
        assert client.get(reverse("explore_heat"), ASKED | asked).status_code == 400
        assert client.get(reverse("explore_picture"), ASKED | asked).status_code == 400

    def test_htmx_gets_what_changes_and_nothing_round_it(self, client):
        part = client.get(reverse("explore"), ASKED, headers={"HX-Request": "true"})
        assert "<html" not in part.content.decode()
        assert 'id="karta"' in part.content.decode()
        assert part["Vary"].startswith("HX-Request")

    def test_the_page_says_how_many_and_where_to_one_who_sees_no_map(self, scene, client):
        scene.events(3, place=scene.place("Stationen"))
        content = page(client).content.decode()
        assert "3 rapporterade händelser 23 februari – 8 mars 2026." in content
        assert (
            "Karta över rapporterade händelser 23 februari – 8 mars 2026: flest i Stationen, 3 av 3."
            in content
        )

    def test_nothing_at_all_is_said_in_words(self, client):
        assert "Ingen plats har två händelser eller fler" in page(client).content.decode()


class TestMap:
    def test_the_browser_gets_five_classes_and_never_a_point(self, scene, client):
        scene.events(12)
        response = client.get(reverse("explore_heat"), ASKED)
        heat = json.loads(response.content)
        assert response["Content-Type"] == "application/geo+json"
        assert [(each["properties"]["heat"], each["geometry"]["type"]) for each in heat["features"]] == [
            (step, "MultiPolygon") for step in range(1, 6)
        ]
        assert heat["features"][0]["geometry"]["coordinates"] != []

    def test_the_classes_follow_the_length_of_the_period_alone(self, scene, client):
        levels = page(client).context["levels"]
        assert levels == list(levels_for(14)) == [25, 50, 100, 200, 400]

    def test_kernel_and_bandwidth_shape_the_map(self, scene, client):
        scene.events(12)
        drawn = {
            client.get(reverse("explore_heat"), ASKED | {"karna": kernel, "bandbredd": metres}).content
            for kernel in ("kvartisk", "gaussisk")
            for metres in (100, 400)
        }
        assert len(drawn) == 4

    def test_without_javascript_the_same_map_is_a_picture(self, scene, client):
        scene.events(12, place=scene.place("Stationen"))
        response = client.get(reverse("explore_picture"), ASKED)
        assert response["Content-Type"] == "image/svg+xml"
        assert "map-heat-5" in response.content.decode()

    def test_however_much_there_is_the_browser_gets_at_most_100_kb(self):
        dice = np.random.default_rng(1)
        cells = dice.normal((22240, 263920), (90, 60), size=(60_000, 2)).astype(int)
        addresses, counts = np.unique(cells, axis=0, return_counts=True)
        heat = {
            "bandwidth": 100,
            "cell": 25,
            "kernel": "quartic",
            "events": len(cells),
            "cells": np.column_stack([addresses, counts]).tolist(),
        }
        text = heat_geojson(drawings.bands_of(heat, levels_for(364)), srid=3006)
        assert 10_000 < len(text.encode()) <= 100_000


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_year_that_nobody_means_is_said_at_its_field(client, day):
    answer = client.get("/karta", {"fran": day, "till": day})
    assert dict(answer.context["form"].errors) == {
        "fran": ["Kontrollera årtalet."],
        "till": ["Kontrollera årtalet."],
    }


class TestThreeWays:
    def test_the_lists_stand_side_by_side_on_a_page_of_their_own(self, scene, client):
        scene.events(31, place=scene.place("Stationen"))
        found = client.get(reverse("explore_three_ways"), ASKED)
        assert [spot.name for spot in found.context["lists"].by_count] == ["Stationen"]
        assert "31, dessförinnan 0" in found.content.decode()

    def test_the_page_says_when_there_are_too_few_events(self, scene, client):
        scene.events(3)
        words = client.get(reverse("explore_three_ways"), ASKED).content.decode()
        assert "Det är för få händelser för att säga: 3 med känd plats, och det behövs minst 30." in words

    def test_a_question_that_is_none_is_refused(self, client):
        assert client.get(reverse("explore_three_ways"), {"fran": "igår"}).status_code == 400

    def test_the_table_has_the_same_lists(self, scene, client):
        scene.place("Stationen")
        scene.events(30)
        for number in range(1, 11):
            scene.events(1, latitude=59.52 + number / 100)
        lists = client.get(reverse("explore_three_ways"), ASKED).context["lists"]
        rows = [
            line.split(";")
            for line in client.get(reverse("explore_table"), ASKED).content.decode().splitlines()
        ]
        assert [row[1:3] for row in rows if row[0] == "Ruta som sticker ut"] == [
            [block.name, str(block.count)] for block in lists.by_cell.found
        ]
        assert [row[1:3] for row in rows if row[0].startswith("Täthetens topp")] == [
            [place.name, str(place.density)] for place in lists.by_density
        ]


@pytest.mark.parametrize("asked", [{"till": PERIOD.start.isoformat()}, {"bandbredd": "100"}])
def test_no_lone_report_colours_the_map(scene, client, asked):
    scene.events(1)
    heat = json.loads(client.get(reverse("explore_heat"), ASKED | asked).content)
    assert [each["geometry"]["coordinates"] for each in heat["features"]] == [[]] * 5
