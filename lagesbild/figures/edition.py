"""An edition's content at one level, chapter by chapter. Who adopts, numbers and freezes it is `document.py`'s business."""

from datetime import datetime
from typing import Any

from django.utils import translation

from accounts.grid import CELL
from lagesbild.content import Content
from lagesbild.figures.about import about_chapter
from lagesbild.figures.categories import CategoryCounts, figures_chapter
from lagesbild.figures.costs import costs_chapter, damages
from lagesbild.figures.events import Groups, counted, placed_in_time
from lagesbild.figures.header import directions, header
from lagesbild.figures.spots import Register
from lagesbild.figures.summary import summary_chapter
from lagesbild.figures.when import when_chapter
from lagesbild.figures.where import BANDWIDTH, KERNEL, where_chapter
from lagesbild.models import Edition, Level


def compose(edition: Edition, *, level: Level, at: datetime) -> Content:
    """Everything an edition says at a level, as it stands at `at`, in Swedish whoever asks.

    The number of statements does not depend on how much there is. A draft has no number and nobody who adopted it.
    """
    municipality, period = edition.municipality, edition.period
    with translation.override("sv"):
        groups = Groups.of(municipality)
        events = placed_in_time(counted(municipality, groups), municipality.time_zone)
        figures = figures_chapter(CategoryCounts.of(events, groups, period, municipality), groups, period)
        where = where_chapter(events, groups, Register.of(municipality), period, municipality)
        when = when_chapter(events.within(*period.bounds(municipality.zone)), municipality)
        costs = costs_chapter(damages(events, period, municipality))
        summary = summary_chapter(
            situation=edition.outlook, figures=figures, where=where, when=when, costs=costs
        )
        return {
            "header": header(edition, level),
            "summary": summary,
            "where": where,
            "figures": figures,
            "when": when,
            "costs": costs,
            "direction": directions(edition, level),
            "about": about_chapter(events, groups, period, municipality, at=at),
        }


def parameters() -> dict[str, Any]:
    """What figures are computed with, to be frozen beside them."""
    return {"bandwidth": BANDWIDTH, "kernel": KERNEL, "cell": CELL}
