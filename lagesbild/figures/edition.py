"""An edition's content at one level, chapter by chapter. `document.py` adopts, numbers and freezes it."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, cast

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string

from accounts.grid import CELL
from accounts.models import Municipality
from lagesbild.content import Content
from lagesbild.figures import generalised
from lagesbild.figures.about import about_chapter
from lagesbild.figures.categories import CategoryCounts, compared_periods, figures_chapter
from lagesbild.figures.costs import costs_chapter, damages
from lagesbild.figures.events import Basis
from lagesbild.figures.header import directions, header
from lagesbild.figures.longer import completed
from lagesbild.figures.spots import ADDRESS
from lagesbild.figures.summary import proposed, summary_chapter, written
from lagesbild.figures.tally import tally
from lagesbild.figures.when import BY_TIME, when_chapter
from lagesbild.figures.where import BY_DETAIL, KERNEL, where_chapter
from lagesbild.models import Edition, EditionKind, Level


def compose(edition: Edition, *, level: Level, at: datetime) -> Content:
    """Everything an edition says at a level, as it stands at `at`, in Swedish whoever asks.

    The number of statements does not depend on how much there is. A draft has no number and nobody who adopted it.
    """
    with translation.override("sv"):
        basis = Basis.of(edition.municipality, edition.period)
        content = _full(edition, basis, at) if level == Level.FULL else _generalised(edition, basis, at)
        listed = _further(EditionKind(edition.kind))
        further = {name: chapter(edition, level=level, at=at) for name, chapter in listed.items()}
        return completed(cast(Content, {**content, **further}), edition, basis, level)


@cache
def _further(kind: EditionKind) -> dict[str, Callable[..., Any]]:
    """The chapters of the settings' list by name, so that an app above this one can freeze figures of its own."""
    is_fortnight = kind == EditionKind.FORTNIGHT
    paths = settings.LAGESBILD_CHAPTERS if is_fortnight else settings.LAGESBILD_STRATEGIC_CHAPTERS
    return {name: import_string(path) for name, path in paths.items()}


def _full(edition: Edition, basis: Basis, at: datetime) -> Content:
    categories, spots = tally(basis.selection, compared_periods(basis.period), ("category",), ADDRESS)
    (detail,), (times,) = tally(basis.selection, [basis.period], BY_DETAIL, BY_TIME)
    figures = figures_chapter(CategoryCounts.of(basis, categories), basis)
    where = where_chapter(basis, spots[1:], detail)
    when, costs = when_chapter(times), costs_chapter(damages(basis))
    sentences = written(edition.summary) or proposed(
        figures["total"], figures["rows"], where, when, costs, kind=edition.kind
    )
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
    categories, areas = tally(basis.selection, compared_periods(basis.period), ("category",), ("area",))
    (detail,), (times,) = tally(basis.selection, [basis.period], ("area", "category"), BY_TIME)
    figures = generalised.figures_chapter(CategoryCounts.of(basis, categories), basis)
    where = generalised.where_chapter(basis, areas[1:], detail)
    when, costs = generalised.when_chapter(times, basis.k), generalised.costs_chapter(damages(basis), basis.k)
    told = [row for row in figures["rows"] if row["category"] in basis.groups.names.values()]
    return {
        "header": header(edition, Level.GENERALISED),
        "summary": summary_chapter(
            edition.outlook,
            figures["total"],
            costs,
            proposed(figures["total"], told, where, when, costs, kind=edition.kind),
        ),
        "where": where,
        "figures": figures,
        "when": when,
        "costs": costs,
        "direction": directions(edition, Level.GENERALISED),
        "about": generalised.about_chapter(about_chapter(basis, at=at), basis.k),
    }


def parameters(municipality: Municipality) -> dict[str, Any]:
    """What the municipality's figures are computed with, to be frozen beside them."""
    return {"bandwidth": municipality.bandwidth, "kernel": KERNEL, "cell": CELL}
