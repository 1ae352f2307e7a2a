"""An edition's chapters as they are shown: a template each, with its part of the frozen content and its pictures.

Which chapters there are, and in which order, is a list of dotted names in settings (`LAGESBILD_SECTIONS`, for tertials
and years `LAGESBILD_STRATEGIC_SECTIONS`), so that an app above this one can add its own. A chapter is a function
(content, municipality) -> Section, or None where an edition has nothing to show in it. Nothing is counted here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from accounts.models import Municipality
from lagesbild.content import Content, Header
from lagesbild.drawings import map_of
from lagesbild.models import Edition, Level
from lagesbild.statistics.density import LEVELS, levels_for

#: Letters in a summary: what the map's usual shape leaves room for, and what a flat one does.
LONG, LONGER = 450, 1000
#: What the heat's classes of a tertial and a year are reckoned by.
DAYS = {"tertial": 120, "year": 365}


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
        listed = _listed(is_longer="kind" in content["header"])
        found = [chapter(content, municipality) for chapter in listed]
        return [section for section in found if section is not None]


def beside(edition: Edition, level: Level) -> list[Section]:
    """What else the edition's page shows, in the reader's language: by functions (edition, level) in the settings."""
    return [import_string(name)(edition, level) for name in settings.LAGESBILD_BESIDE]


@cache
def _listed(*, is_longer: bool) -> tuple[Chapter, ...]:
    names = settings.LAGESBILD_STRATEGIC_SECTIONS if is_longer else settings.LAGESBILD_SECTIONS
    return tuple(import_string(name) for name in names)


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
    drawn = map_of(
        content["where"], municipality, is_flat=bool(length(content)), levels=_levels(content["header"])
    )
    context = {**content["where"], "map_svg": drawn}
    return Section("lagesbild/sections/where.html", context)


def _levels(header: Header) -> tuple[float, ...]:
    """The same classes in all maps of a kind, though one tertial is some days longer than another."""
    return levels_for(DAYS[header["kind"]]) if "kind" in header else LEVELS


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
    """What each actor is asked to do; the general level has none of these words."""
    context = {**content["direction"], "level": content["header"]["level"]}
    return Section("lagesbild/sections/direction.html", context)


def about(content: Content, municipality: Municipality) -> Section:
    """What the figures rest on."""
    judged = content["figures"]["total"]["expected"] is not None
    context = {**content["about"], "judged": judged, "kind": content["header"].get("kind", "")}
    return Section("lagesbild/sections/about.html", context)
