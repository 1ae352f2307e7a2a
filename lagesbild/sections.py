"""An edition's chapters as they are shown: a template each, with its part of the frozen content and its pictures.

Which chapters there are, and in which order, is a list of dotted names in settings (`LAGESBILD_SECTIONS`), so that an
app above this one can add its own. A chapter is a function (content, municipality) -> Section, or None where an older
edition has nothing to show in it. Nothing is counted here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from accounts.models import Municipality
from lagesbild.content import Content
from lagesbild.drawings import map_of
from lagesbild.models import Edition, Level

#: Letters in a summary: what the map's usual shape leaves room for, and what a flat one does.
LONG, LONGER = 450, 1000


@dataclass(frozen=True)
class Section:
    """A template and the context that it is given as `chapter`."""

    template: str
    context: dict[str, Any] = field(repr=False)


Chapter = Callable[[Content, Municipality], Section | None]


def chapters(content: Content, municipality: Municipality) -> list[Section]:
    """The edition's chapters in the order of the settings, in Swedish whoever asks.

    At most four statements, for the map's ground.
    """
    with translation.override("sv"):
        found = [chapter(content, municipality) for chapter in _listed()]
        return [section for section in found if section is not None]


def beside(edition: Edition, level: Level) -> list[Section]:
    """What else the edition's page shows, in the reader's language: functions (edition, level) of the settings' list."""
    return [import_string(name)(edition, level) for name in settings.LAGESBILD_BESIDE]


@cache
def _listed() -> tuple[Chapter, ...]:
    return tuple(import_string(name) for name in settings.LAGESBILD_SECTIONS)


def header(content: Content, municipality: Municipality) -> Section:
    """Who says this, about where and when."""
    return Section("lagesbild/sections/header.html", {**content["header"]})


def summary(content: Content, municipality: Municipality) -> Section:
    """The key boxes, the worst hours among them, and the sentences."""
    context = {**content["summary"], "length": length(content), "peaks": content["when"]["peaks"]}
    return Section("lagesbild/sections/summary.html", context)


def length(content: Content) -> str:
    """`long` or `longer` where the summary takes room on page one from the map below it, else empty."""
    letters = len(" ".join(content["summary"]["sentences"]))
    if letters <= LONG:
        return ""
    return "long" if letters <= LONGER else "longer"


def where(content: Content, municipality: Municipality) -> Section:
    """The map beside the ranked list."""
    drawn = map_of(content["where"], municipality, is_flat=bool(length(content)))
    context = {**content["where"], "map_svg": drawn}
    return Section("lagesbild/sections/where.html", context)


def figures(content: Content, municipality: Municipality) -> Section:
    """The table of main categories."""
    return Section("lagesbild/sections/figures.html", {**content["figures"]})


def when(content: Content, municipality: Municipality) -> Section:
    """The week's hours."""
    return Section("lagesbild/sections/when.html", {**content["when"]})


def costs(content: Content, municipality: Municipality) -> Section:
    """What the damage cost."""
    return Section("lagesbild/sections/costs.html", {**content["costs"]})


def coming(content: Content, municipality: Municipality) -> Section | None:
    """What is planned and which days to think of."""
    chapter = content.get("coming")
    return Section("lagesbild/sections/coming.html", {**chapter}) if chapter else None


def direction(content: Content, municipality: Municipality) -> Section:
    """What each actor is asked to do."""
    return Section("lagesbild/sections/direction.html", {**content["direction"]})


def about(content: Content, municipality: Municipality) -> Section:
    """What the figures rest on."""
    judged = content["figures"]["total"]["expected"] is not None
    return Section("lagesbild/sections/about.html", {**content["about"], "judged": judged})
