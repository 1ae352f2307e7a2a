"""The chapters of an edition: the settings' list, each with its template and its part of the content."""

from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from lagesbild import sections
from lagesbild.models import Level
from tests import factories
from tests.lagesbild.edition_example import FULL, GENERALISED
from tests.lagesbild.figures.scene import Scene
from tests.lagesbild.series_example import CALENDAR, POLICE

pytestmark = pytest.mark.django_db

COMING = {"dates": "9–29 mars 2026", "number": 0, "events": [], "days": []}
FOLLOW_UP: dict[str, object] = {
    "last": None,
    "period": "vecka 9–10",
    "places": [],
    "stand": [],
    "together": None,
}

WARNINGS: dict[str, object] = {"rows": [], "further": 0, "watched": 0, "false_alarms": None}
REPORTING: dict[str, object] = {"units": [], "total": {}, "answers": {}}


@pytest.fixture
def municipality():
    return factories.make_municipality()


def test_the_chapters_are_those_of_the_settings_in_their_order(municipality):
    further = {
        "coming": COMING,
        "follow_up": FOLLOW_UP,
        "calendar": CALENDAR,
        "police_reported": POLICE,
        "warnings": WARNINGS,
        "reporting": REPORTING,
    }
    content = {**FULL, **further}
    templates = [section.template.rpartition("/")[2] for section in sections.chapters(content, municipality)]
    # Nothing is appended to it.
    listed = [name for name in settings.LAGESBILD_SECTIONS if name != "lagesbild.sections.appendices"]
    assert templates == [f"{name.rpartition('.')[2]}.html" for name in listed]


def test_an_edition_from_before_there_was_a_chapter_is_shown_without_it(municipality):
    templates = [section.template for section in sections.chapters(FULL, municipality)]
    later = ["warnings", *settings.LAGESBILD_CHAPTERS]
    assert len(templates) == len(settings.LAGESBILD_SECTIONS) - len(later)


def test_a_chapter_gets_its_part_of_the_content_unchanged(municipality):
    costs = sections.costs(FULL, municipality)
    assert costs.context == FULL["costs"]


def test_the_figures_show_only_the_columns_and_notes_that_have_something_in_them(municipality):
    plain: Any = {**FULL["figures"]["total"], "expected": None, "verdict": None, "last_period_then": None}
    nothing: Any = {"compared": FULL["figures"]["compared"], "rows": [], "total": plain}
    flags = ["is_judged", "has_expected", "has_marks", "has_changed", "is_weighted"]
    shown = [sections.figures({**FULL, "figures": each}, municipality) for each in (nothing, FULL["figures"])]
    assert [[each.context[flag] for flag in flags] for each in shown] == [[False] * 5, [True] * 4 + [False]]


def test_the_summary_also_gets_the_worst_hours(municipality):
    assert sections.summary(FULL, municipality).context["peaks"] == FULL["when"]["peaks"]


def test_the_full_level_has_a_heat_map_whose_words_name_the_worst_place(municipality):
    drawn = sections.where(FULL, municipality).context["map_svg"]
    assert (
        "<title>Karta över rapporterade händelser vecka 9–10 2026: flest i Stora torget, 27 av 145.</title>"
        in drawn
    )
    assert "map-heat-1" in drawn


def test_the_generalised_level_has_a_map_of_areas_with_known_shapes(municipality):
    drawn = sections.where(GENERALISED, municipality).context["map_svg"]
    assert "Centrum 60" in drawn
    assert "Nygård 31" not in drawn  # no such area in this municipality


def test_with_nothing_ranked_there_is_no_map(municipality):
    content = Scene("Tomköping").content()
    assert sections.where(content, municipality).context["map_svg"] is None


def test_the_same_content_gives_the_same_pictures(municipality):
    once, again = (sections.where(FULL, municipality).context["map_svg"] for _time in range(2))
    assert once == again


@pytest.mark.parametrize("level", Level)
def test_every_chapter_can_be_shown_for_an_empty_fortnight(level):
    scene = Scene()
    with translation.override("sv"):
        for section in sections.chapters(scene.content(level), scene.municipality):
            assert render_to_string(section.template, {"chapter": section.context})
