"""Händelser i siffror at the generalised level: small categories as one row, areas with small counts in none.

Verdicts are those of the full level, reached with all that is compared; they are told where the counts are.
"""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from lagesbild.content import AreaRow, Count, FigureRow, Figures
from lagesbild.figures.categories import changed, compared, figure_row, verdict
from lagesbild.figures.compared import TOTAL, Column, Comparison, Counts, Line
from lagesbild.figures.frozen import Then
from lagesbild.figures.verdicts import Judged
from lagesbild.statistics.small_counts import hidden, masked, told

Concealed = dict[Column, set[Line]]


def figures_chapter(comparison: Comparison, then: Then) -> Figures:
    """The main categories with few events this period are one row, the last, which is not judged: it was chosen."""
    names, k = comparison.basis.groups.names, comparison.basis.k
    counts = comparison.categories
    concealed: Concealed = {
        column: hidden({code: each[code] for code in names}, k)
        for column, each in counts.columns.items()
        if each is not None
    }
    merged = [code for code in names if code in concealed["this_period"]]
    rows = [
        _row(name, [code], comparison, concealed, ("category", code), then.rows.get(name))
        for code, name in names.items()
        if code not in merged
    ]
    if merged:
        rows.append(_row(_merged_name(counts, merged, k), merged, comparison, concealed, None, None))
    total = _row(_("Alla händelser"), list(names), comparison, concealed, (TOTAL, None), then.total)
    return _with_areas(
        {"compared": compared(comparison.basis.period), "rows": rows, "total": total}, comparison, then
    )


def _with_areas(figures: Figures, comparison: Comparison, then: Then) -> Figures:
    """With the areas, and with how many of the verdicts that are told say that something stands out."""
    areas = _area_rows(comparison, then)
    told_verdicts = [row["verdict"] for row in (*figures["rows"], *areas, figures["total"])]
    made = comparison.comparisons
    flagged = sum(each in ("above", "below") for each in told_verdicts)
    return {**figures, "areas": areas, "comparisons": made and {**made, "flagged": flagged}}


def _row(
    name: str,
    codes: Collection[Line],
    comparison: Comparison,
    concealed: Concealed,
    judged: tuple[str, Line] | None,
    then: Count,
) -> FigureRow:
    counts, k = comparison.categories, comparison.basis.k
    cells: dict[Column, Count] = {
        column: None if each is None else _cell(each, codes, concealed[column], k)
        for column, each in counts.columns.items()
    }
    is_told = isinstance(cells["this_period"], int) and judged is not None
    found = comparison.verdicts.get(judged) if is_told and judged else None
    mean = counts.mean(codes) if _is_tellable(counts.year(codes), k) else None
    row = figure_row(name, cells, mean, _told_verdict(found, counts, codes, k))
    return {**row, **changed(row["last_period"], then, least=k)}


def _area_rows(comparison: Comparison, then: Then) -> list[AreaRow]:
    counts, names, k = comparison.areas, comparison.area_names, comparison.basis.k
    now, last = counts.columns["this_period"] or Counter(), counts.columns["last_period"]
    secret, secret_last = concealed_areas(now, names, k), concealed_areas(last or Counter(), names, k)
    year = Counter({area: counts.year([area]) for area in names})
    secret_year = concealed_areas(year, names, k)
    rows: list[AreaRow] = []
    for area in (each for each in names if each not in secret):
        before = None if last is None else masked(last[area], k) if area in secret_last else last[area]
        is_known = area not in secret_year
        found = comparison.verdicts.get(("area", area)) if is_known else None
        rows.append(
            {
                "area": names[area],
                "this_period": now[area],
                "last_period": before,
                "mean": counts.mean([area]) if is_known else None,
                **verdict(_told_verdict(found, counts, [area], k)),
                **changed(before, then.areas.get(names[area]), least=k),
            }
        )
    return rows


def concealed_areas(counts: Counter[Any], names: Collection[Line], k: int) -> set[Line]:
    """The areas whose counts are not told, and what lies in none: it has no line of its own."""
    return hidden({area: counts[area] for area in [*names, None]}, k, always=[None])


def _told_verdict(found: Judged | None, counts: Counts, lines: Collection[Line], k: int) -> Judged | None:
    """None where the interval would tell of few events."""
    return found if _is_tellable(sum(counts.series(lines).history), k) else None


def _is_tellable(events: int, k: int) -> bool:
    return events == told(events, k)


def _cell(counts: Counter[Line], codes: Collection[Line], concealed: set[Line], k: int) -> Count:
    """The sum over some categories, unless it parts the hidden ones: that all of them add up to is all that is safe."""
    total = sum(counts[code] for code in codes)
    inside = concealed.intersection(codes)
    return masked(total, k) if inside and inside != concealed else told(total, k)


def _merged_name(counts: Counts, merged: Collection[Line], k: int) -> str:
    if all(counts.now([code]) < k for code in merged):
        return _("Övriga (färre än %(count)d)") % {"count": k}
    return _("Övriga")
