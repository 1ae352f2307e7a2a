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
from lagesbild.figures import generalised, generalised_tables
from lagesbild.figures.about import about_chapter
from lagesbild.figures.categories import figures_chapter
from lagesbild.figures.compared import BY_AREA, BY_CATEGORY, Comparison, compared_periods
from lagesbild.figures.costs import costs_chapter, damages
from lagesbild.figures.events import Basis
from lagesbild.figures.frozen import figures_then
from lagesbild.figures.header import directions, header
from lagesbild.figures.longer import completed
from lagesbild.figures.spots import ADDRESS
from lagesbild.figures.summary import proposed, summary_chapter, written
from lagesbild.figures.tally import tally
from lagesbild.figures.verdicts import LEVEL, RATE
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
    periods = compared_periods(basis.period)
    categories, areas, spots = tally(basis.known_at(at), periods, BY_CATEGORY, BY_AREA, ADDRESS)
    (detail,), (times,) = tally(basis.selection, [basis.period], BY_DETAIL, BY_TIME)
    comparison = Comparison.of(basis, categories, areas)
    figures = figures_chapter(comparison, figures_then(edition, Level.FULL))
    where = where_chapter(basis, spots[1:], detail)
    when, costs = when_chapter(times), costs_chapter(damages(basis))
    sentences = written(edition.summary) or proposed(figures, where, when, costs, kind=edition.kind)
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
    categories, areas = tally(basis.known_at(at), compared_periods(basis.period), BY_CATEGORY, BY_AREA)
    (detail,), (times,) = tally(basis.selection, [basis.period], ("area", "category"), BY_TIME)
    comparison = Comparison.of(basis, categories, areas)
    figures = generalised_tables.figures_chapter(comparison, figures_then(edition, Level.GENERALISED))
    where = generalised.where_chapter(basis, comparison.area_names, comparison.areas.every[1:], detail)
    when, costs = generalised.when_chapter(times, basis.k), generalised.costs_chapter(damages(basis), basis.k)
    told = [row for row in figures["rows"] if row["category"] in basis.groups.names.values()]
    sentences = proposed({**figures, "rows": told}, where, when, costs, kind=edition.kind)
    return {
        "header": header(edition, Level.GENERALISED),
        "summary": summary_chapter(edition.outlook, figures["total"], costs, sentences),
        "where": where,
        "figures": figures,
        "when": when,
        "costs": costs,
        "direction": directions(edition, Level.GENERALISED),
        "about": generalised.about_chapter(about_chapter(basis, at=at), basis.k),
    }


def parameters(municipality: Municipality) -> dict[str, Any]:
    """What the municipality's figures are computed with, to be frozen beside them."""
    return {
        "bandwidth": municipality.bandwidth,
        "kernel": KERNEL,
        "cell": CELL,
        "minimum_count": municipality.minimum_count,
        "expected_level": LEVEL,
        "false_discovery_rate": RATE,
    }
