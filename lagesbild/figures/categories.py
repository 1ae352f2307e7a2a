"""Händelser i siffror: events per main category now, last period, the same period of two years, and the mean."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.content import Compared, Count, FigureRow, Figures
from lagesbild.figures.events import Basis, Groups
from lagesbild.figures.tally import Key
from lagesbild.period import Months, Period

Column = Literal["this_period", "last_period", "last_year", "two_years_ago"]


@dataclass(frozen=True)
class CategoryCounts:
    """Events per main category (code) in each of the compared periods; None where nothing was recorded yet.

    `year` is the sum of the `periods` of the year before in which events were recorded; for a year, of three years.
    """

    columns: dict[Column, Counter[str] | None]
    year: Counter[str]
    periods: int

    @classmethod
    def of(cls, basis: Basis, tallied: Sequence[Counter[Key]]) -> Self:
        """From the events per category in each of `compared_periods`. One statement, for the first event of all.

        Before it a count would be nought only because nobody counted.
        """
        period = basis.period
        grouped = [_by_group(counts, basis.groups) for counts in tallied]
        since = basis.first_day()
        recorded = {
            each: counts
            for each, counts in zip(compared_periods(period), grouped, strict=True)
            if since is not None and each.is_recorded(since)
        }
        columns: dict[Column, Counter[str] | None] = {
            "this_period": grouped[-1],
            "last_period": recorded.get(period.previous()),
            "last_year": recorded.get(period.last_year()),
            "two_years_ago": recorded.get(period.years_ago(2)),
        }
        before = [recorded[each] for each in period.history() if each in recorded]
        return cls(columns, sum(before, Counter()), len(before))

    def count(self, column: Column, codes: Collection[str]) -> int | None:
        """Events of some main categories together."""
        counts = self.columns[column]
        return None if counts is None else sum(counts[code] for code in codes)

    def mean(self, codes: Collection[str]) -> float | None:
        """Their events per period of the year before."""
        return round(sum(self.year[code] for code in codes) / self.periods, 1) if self.periods else None


def compared_periods(period: Period) -> list[Period]:
    """The same weeks or months two years ago, the periods of the year before or three years', and itself, the last."""
    return sorted({period.years_ago(2), *period.history(), period})


def figures_chapter(counts: CategoryCounts, basis: Basis) -> Figures:
    """The chapter at the full level: a row for each main category, in the order of the tree."""
    names = basis.groups.names
    return {
        "compared": compared(basis.period),
        "rows": [_row(name, counts, [code]) for code, name in names.items()],
        "total": _row(_("Alla händelser"), counts, list(names)),
    }


def _row(name: str, counts: CategoryCounts, codes: list[str]) -> FigureRow:
    columns: dict[Column, Count] = {column: counts.count(column, codes) for column in counts.columns}
    return figure_row(name, columns, counts.mean(codes))


def figure_row(category: str, columns: dict[Column, Count], mean: float | None) -> FigureRow:
    """One line of the table, without judging what is ordinary: that takes more than one earlier period."""
    return {
        "category": category,
        "this_period": columns["this_period"],
        "last_period": columns["last_period"],
        "last_year": columns["last_year"],
        "two_years_ago": columns["two_years_ago"],
        "mean": mean,
        "expected": None,
        "verdict": None,
    }


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


def _by_group(counts: Counter[Key], groups: Groups) -> Counter[str]:
    grouped: Counter[str] = Counter()
    for (category,), events in counts.items():
        grouped[groups.code_of[category]] += events
    return grouped
