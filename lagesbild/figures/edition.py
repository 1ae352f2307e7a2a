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
from lagesbild.figures.compared import Comparison, compared_periods
from lagesbild.figures.costs import costs_chapter, damages
from lagesbild.figures.counted import Counted
from lagesbild.figures.events import Basis
from lagesbild.figures.frozen import figures_then
from lagesbild.figures.header import directions, header
from lagesbild.figures.longer import completed
from lagesbild.figures.spots import Register
from lagesbild.figures.summary import proposed, summary_chapter, written
from lagesbild.figures.tally import tally
from lagesbild.figures.verdicts import LEVEL, RATE
from lagesbild.figures.warnings import generalised_chapter as generalised_warnings
from lagesbild.figures.warnings import warnings_chapter
from lagesbild.figures.watched import Watched
from lagesbild.figures.when import BY_TIME, when_chapter
from lagesbild.figures.where import BY_DETAIL, KERNEL, Detail, where_chapter
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


def _counted(
    edition: Edition, basis: Basis, at: datetime, *, with_places: bool
) -> tuple[Watched | None, Counted]:
    """What early warnings are looked for in, of a fortnight alone; and the events of all periods that are needed."""
    watched = Watched.of(basis) if edition.kind == EditionKind.FORTNIGHT else None
    periods = [*compared_periods(basis.period), *(watched.periods if watched else [])]
    return watched, Counted.of(basis.known_at(at), periods, with_places=with_places)


def _full(edition: Edition, basis: Basis, at: datetime) -> Content:
    watched, counted = _counted(edition, basis, at, with_places=True)
    (detailed,), (times,) = tally(basis.selection, [basis.period], BY_DETAIL, BY_TIME)
    register = Register.of(basis.municipality)
    detail = Detail.of(detailed, basis.groups, register)
    comparison = Comparison.of(basis, counted)
    figures = figures_chapter(comparison, figures_then(edition, Level.FULL))
    in_a_row = [counted.addresses[each] for each in (*basis.period.history(), basis.period)]
    where = where_chapter(basis, in_a_row, detail, register)
    when, costs = when_chapter(times), costs_chapter(damages(basis))
    sentences = written(edition.summary) or proposed(figures, where, when, costs, kind=edition.kind)
    content: Content = {
        "header": header(edition, Level.FULL),
        "summary": summary_chapter(edition.outlook, figures["total"], costs, sentences),
        "where": where,
        "figures": figures,
        "when": when,
        "costs": costs,
        "direction": directions(edition, Level.FULL),
        "about": about_chapter(basis, at=at),
    }
    if edition.kind == EditionKind.FORTNIGHT:
        content["warnings"] = warnings_chapter(basis, watched, counted, detail, register)
    return content


def _generalised(edition: Edition, basis: Basis, at: datetime) -> Content:
    watched, counted = _counted(edition, basis, at, with_places=False)
    (detailed,), (times,) = tally(basis.selection, [basis.period], ("area", "category"), BY_TIME)
    comparison = Comparison.of(basis, counted)
    figures = generalised_tables.figures_chapter(comparison, figures_then(edition, Level.GENERALISED))
    where = generalised.where_chapter(basis, comparison.area_names, comparison.areas.every[1:], detailed)
    when, costs = generalised.when_chapter(times, basis.k), generalised.costs_chapter(damages(basis), basis.k)
    told = [row for row in figures["rows"] if row["category"] in basis.groups.names.values()]
    sentences = proposed({**figures, "rows": told}, where, when, costs, kind=edition.kind)
    content: Content = {
        "header": header(edition, Level.GENERALISED),
        "summary": summary_chapter(edition.outlook, figures["total"], costs, sentences),
        "where": where,
        "figures": figures,
        "when": when,
        "costs": costs,
        "direction": directions(edition, Level.GENERALISED),
        "about": generalised.about_chapter(about_chapter(basis, at=at), basis.k),
    }
    if edition.kind == EditionKind.FORTNIGHT:
        content["warnings"] = generalised_warnings(basis, watched, counted, comparison.area_names)
    return content


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
