"""Sammanfattning: at most five sentences, always the same for the same figures."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import translation

from lagesbild import document
from lagesbild.figures.summary import proposed
from lagesbild.models import Level, Outlook
from tests.lagesbild.figures.scene import PERIOD


def sentences(scene, level: Level = Level.FULL) -> list[str]:
    return scene.content(level)["summary"]["sentences"]


def test_a_quiet_fortnight_is_said_in_one_sentence(scene):
    assert sentences(scene) == ["Inga händelser rapporterades under perioden."]


def test_the_figures_are_put_into_sentences(scene):
    station, square = scene.place("Stationen"), scene.place("Torget", north=0.02)
    scene.events(3, hour=21, place=station)
    scene.events(2, hour=22, place=square, category=scene.needle)
    scene.events(4, PERIOD.previous().start, place=station)
    scene.events(1, PERIOD.last_year().start)
    assert sentences(scene) == [
        "Fler än väntat: alla händelser (5, väntat 0–2), skadegörelse (3, väntat 0–2),"
        " narkotika och alkohol (2, väntat 0) och 1 till.",
        "5 händelser rapporterades, mot 4 förra perioden och 1 samma veckor i fjol.",
        "Flest gällde skadegörelse (3) och narkotika och alkohol (2).",
        "Flest händelser har Stationen (3) och Torget (2).",
        "Ny på listan är Torget (2).",
    ]


def test_what_there_is_more_and_less_of_than_expected_is_said_first(scene):
    for period in PERIOD.history(8):
        scene.events(9, period.start, latitude=59.6)
    scene.events(9, latitude=59.6, category=scene.needle)
    assert sentences(scene)[:3] == [
        "Fler än väntat: narkotika och alkohol (9, väntat 0–1).",
        "Färre än väntat: skadegörelse (0, väntat 3–16).",
        "9 händelser rapporterades, mot 9 förra perioden.",
    ]


def test_where_nothing_stands_out_that_is_said(scene):
    for period in PERIOD.history(8):
        scene.events(9, period.start)
    scene.events(8)
    assert sentences(scene)[0] == "Antalen ligger inom normal variation."


def test_where_there_is_too_little_to_say_anything_that_is_said(scene):
    for period in PERIOD.history(8):
        scene.events(1, period.start)
    scene.events(1)
    assert sentences(scene)[0] == "Händelserna är för få för att säga om något har ändrats."


def test_the_first_fortnight_of_all_is_compared_with_nothing(scene):
    scene.events(1)
    assert sentences(scene)[0] == "1 händelse rapporterades."


def test_what_has_halved_and_what_it_cost_are_said_where_there_is_room(scene):
    station = scene.place("Stationen")
    scene.events(2, place=station, damage_type="glass", damage_cost=12400, cost_basis="actual")
    scene.events(4, PERIOD.previous().start, place=station)
    assert sentences(scene)[4:] == ["Stationen har gått från 4 händelser till 2."]
    content: Any = scene.content()
    total = {**content["figures"]["total"], "verdict": None}
    plain: Any = {**content["figures"], "rows": [], "areas": [], "total": total}
    with translation.override("sv"):
        said = proposed(plain, *(content[key] for key in ("where", "when", "costs")))
    assert said[2:] == [
        "Stationen har gått från 4 händelser till 2.",
        "Skadorna kostade 24\N{NARROW NO-BREAK SPACE}800 kr.",
    ]


def test_the_coordinators_own_words_take_their_place_but_not_at_the_generalised_level(scene):
    own = "Lugnt på stan. Mer glas kl. 20.30 än förr!\nSe upp vid torget."
    document.edit(scene.draft(), outlook=Outlook.CHANGED, summary=own, directions={})
    assert sentences(scene) == ["Lugnt på stan.", "Mer glas kl. 20.30 än förr!", "Se upp vid torget."]
    assert sentences(scene, Level.GENERALISED) == ["Inga händelser rapporterades under perioden."]


@pytest.mark.parametrize("outlook", Outlook)
def test_the_outlook_is_the_coordinators(scene, outlook):
    document.edit(scene.draft(), outlook=outlook, summary="", directions={})
    assert scene.content()["summary"]["situation"] == outlook.value


def test_a_place_that_is_back_on_the_list_is_said_to_be(scene):
    square, station = scene.place("Torget", north=0.03), scene.place("Stationen")
    scene.events(2, PERIOD.start - timedelta(days=14 * 5), place=square)
    scene.events(3, PERIOD.previous().start, place=station)
    scene.events(2, place=square)
    assert "Tillbaka på listan är Torget (2)." in sentences(scene)
