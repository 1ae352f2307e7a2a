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
from lagesbild import charts
from lagesbild.content import Appendix, Content, Header
from lagesbild.drawings import map_of, picture_of
from lagesbild.maps import Marker, map_title
from lagesbild.models import Edition, Level
from lagesbild.statistics.density import LEVELS, levels_for, raised

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
    levels = _levels(content["header"])
    if heat := content["where"]["heat"]:
        levels = raised(levels, heat["bandwidth"])
    drawn = map_of(content["where"], municipality, is_flat=bool(length(content)), levels=levels)
    context = {**content["where"], "map_svg": drawn}
    return Section("lagesbild/sections/where.html", context)


def _levels(header: Header) -> tuple[float, ...]:
    """The same classes in all maps of a kind, though one tertial is some days longer than another."""
    return levels_for(DAYS[header["kind"]]) if "kind" in header else LEVELS


def figures(content: Content, municipality: Municipality) -> Section:
    """The tables of main categories and areas, with what each could be judged by."""
    chapter = content["figures"]
    rows = [*chapter["rows"], chapter["total"], *chapter.get("areas", [])]
    context = {
        **chapter,
        "is_judged": any(row["verdict"] for row in rows),
        "has_expected": any(row["expected"] for row in rows),
        "has_marks": any(row.get("is_marked") for row in rows),
        "has_changed": any(row.get("last_period_then") is not None for row in rows),
        "is_weighted": "weighted" in chapter["total"],
    }
    return Section("lagesbild/sections/figures.html", context)


def warnings(content: Content, municipality: Municipality) -> Section | None:
    """What stands out, and how often that is chance."""
    chapter = content.get("warnings")
    return Section("lagesbild/sections/warnings.html", {**chapter}) if chapter else None


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


def appendices(content: Content, municipality: Municipality) -> Section | None:
    """The explored map's answers, each with its map and its chart."""
    asked = content.get("appendices")
    if not asked:
        return None
    return Section(
        "lagesbild/sections/appendices.html", {"all": [_appendix(each, municipality) for each in asked]}
    )


def _appendix(asked: Appendix, municipality: Municipality) -> dict[str, Any]:
    first = next(iter(asked["ranked"]), None)
    title = map_title(
        asked["dates"], total=asked["total"], top=(first["name"], first["count"]) if first else None
    )
    markers = [Marker(each["rank"], *each["position"]) for each in asked["ranked"]]
    levels = raised(levels_for(asked["days"]), asked["heat"]["bandwidth"])
    trend = asked["trend"]
    return {
        **asked,
        "map_svg": picture_of(asked["heat"], markers, municipality, levels=levels, title=title),
        "trend_svg": charts.trend_chart(
            [each["count"] for each in trend],
            labels=[each["weeks"] for each in trend],
            chosen=[each["is_chosen"] for each in trend],
        ),
    }


def reporting(content: Content, municipality: Municipality) -> Section | None:
    """Who has reported."""
    chapter = content.get("reporting")
    if not chapter:
        return None
    context = {**chapter, "level": content["header"]["level"], "kind": content["header"].get("kind", "")}
    return Section("lagesbild/sections/reporting.html", context)


def about(content: Content, municipality: Municipality) -> Section:
    """What the figures rest on."""
    judged = content["figures"]["total"]["expected"] is not None
    context = {
        **content["about"],
        "judged": judged,
        "kind": content["header"].get("kind", ""),
        "tells_units": "reporting" not in content,
    }
    return Section("lagesbild/sections/about.html", context)
