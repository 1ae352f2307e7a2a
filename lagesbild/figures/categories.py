"""Händelser i siffror: events per main category and area, in the periods compared, with what is to be expected."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.content import AreaRow, Compared, Count, FigureRow, Figures, Judgement, SaidThen
from lagesbild.figures.compared import TOTAL, Column, Comparison, Line
from lagesbild.figures.frozen import Then
from lagesbild.figures.verdicts import Judged
from lagesbild.period import Months, Period


def figures_chapter(comparison: Comparison, then: Then) -> Figures:
    """The chapter at the full level: a row for each main category, in the order of the tree, and for each area."""
    names = comparison.basis.groups.names
    return {
        "compared": compared(comparison.basis.period),
        "rows": [_row(name, [code], comparison, ("category", code), then) for code, name in names.items()],
        "total": _row(_("Alla händelser"), list(names), comparison, (TOTAL, None), then),
        "areas": [_area_row(area, name, comparison, then) for area, name in comparison.area_names.items()],
        "comparisons": comparison.comparisons,
    }


def _row(
    name: str, codes: Collection[Line], comparison: Comparison, judged: tuple[str, Line], then: Then
) -> FigureRow:
    counts = comparison.categories
    cells: dict[Column, Count] = {column: counts.count(column, codes) for column in counts.columns}
    row = figure_row(name, cells, counts.mean(codes), comparison.verdicts.get(judged))
    said = then.rows.get(name) if judged[0] != TOTAL else then.total
    weighted = comparison.weighted
    row = {**row, **changed(row["last_period"], said)}
    return row if weighted is None else {**row, "weighted": sum(weighted[code] for code in codes)}


def figure_row(
    category: str, columns: dict[Column, Count], mean: float | None, judged: Judged | None
) -> FigureRow:
    """One line of the table."""
    return {
        "category": category,
        "this_period": columns["this_period"],
        "last_period": columns["last_period"],
        "last_year": columns["last_year"],
        "two_years_ago": columns["two_years_ago"],
        "mean": mean,
        **verdict(judged),
    }


def _area_row(area: Line, name: str, comparison: Comparison, then: Then) -> AreaRow:
    counts = comparison.areas
    last_period = counts.count("last_period", [area])
    return {
        "area": name,
        "this_period": counts.now([area]),
        "last_period": last_period,
        "mean": counts.mean([area]),
        **verdict(comparison.verdicts.get(("area", area))),
        **changed(last_period, then.areas.get(name)),
    }


def verdict(judged: Judged | None) -> Judgement:
    """The keys of a row that say what was to be expected and what to think of the count."""
    if judged is None:
        return {"expected": None, "verdict": None}
    found: Judgement = {"expected": judged.expected, "verdict": judged.verdict}
    return {**found, "is_marked": True} if judged.is_marked else found


def changed(now: Count, then: Count, *, least: int = 1) -> SaidThen:
    """The key of a row that says what the last period's edition said, if that has changed by at least so much."""
    if isinstance(now, int) and isinstance(then, int) and abs(now - then) >= least:
        return {"last_period_then": then}
    return {}


def compared(period: Period) -> Compared:
    """Which weeks or months stand in which column."""
    columns: Compared = {
        "this_period": wording.weeks(period),
        "last_period": wording.weeks(period.previous()),
        "last_year": wording.weeks_with_year(period.last_year()),
        "two_years_ago": wording.weeks_with_year(period.years_ago(2)),
    }
    if isinstance(period, Months):
        columns["mean"] = _("per år") if period.is_year else _("per tertial")
    return columns
