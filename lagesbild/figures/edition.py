"""An edition's content at one level, chapter by chapter. `document.py` adopts, numbers and freezes it."""

from datetime import datetime
from typing import Any

from django.utils import translation

from accounts.grid import CELL
from lagesbild.content import Content
from lagesbild.figures import generalised
from lagesbild.figures.about import about_chapter
from lagesbild.figures.categories import CategoryCounts, figures_chapter
from lagesbild.figures.costs import costs_chapter, damages
from lagesbild.figures.events import Basis
from lagesbild.figures.header import directions, header
from lagesbild.figures.summary import proposed, summary_chapter, written
from lagesbild.figures.when import when_chapter
from lagesbild.figures.where import BANDWIDTH, KERNEL, where_chapter
from lagesbild.models import Edition, Level


def compose(edition: Edition, *, level: Level, at: datetime) -> Content:
    """Everything an edition says at a level, as it stands at `at`, in Swedish whoever asks.

    The number of statements does not depend on how much there is. A draft has no number and nobody who adopted it.
    """
    with translation.override("sv"):
        basis = Basis.of(edition.municipality, edition.period)
        return _full(edition, basis, at) if level == Level.FULL else _generalised(edition, basis, at)


def _full(edition: Edition, basis: Basis, at: datetime) -> Content:
    figures = figures_chapter(CategoryCounts.of(basis), basis)
    where, when, costs = where_chapter(basis), when_chapter(basis), costs_chapter(damages(basis))
    sentences = written(edition.summary) or proposed(figures["total"], figures["rows"], where, when, costs)
    return {
        "header": header(edition, Level.FULL),
        "summary": summary_chapter(edition.outlook, figures["total"], costs, sentences),
        "where": where,
        "figures": figures,
        "when": when,
        "costs": costs,
        "direction": directions(edition, Level.FULL),
        "about": about_chapter(basis, at=at),
    }


def _generalised(edition: Edition, basis: Basis, at: datetime) -> Content:
    figures = generalised.figures_chapter(CategoryCounts.of(basis), basis)
    where, when = generalised.where_chapter(basis), generalised.when_chapter(basis)
    costs = generalised.costs_chapter(damages(basis))
    told = [row for row in figures["rows"] if row["category"] in basis.groups.names.values()]
    return {
        "header": header(edition, Level.GENERALISED),
        "summary": summary_chapter(
            edition.outlook, figures["total"], costs, proposed(figures["total"], told, where, when, costs)
        ),
        "where": where,
        "figures": figures,
        "when": when,
        "costs": costs,
        "direction": directions(edition, Level.GENERALISED),
        "about": generalised.about_chapter(about_chapter(basis, at=at)),
    }


def parameters() -> dict[str, Any]:
    """What figures are computed with, to be frozen beside them."""
    return {"bandwidth": BANDWIDTH, "kernel": KERNEL, "cell": CELL}
