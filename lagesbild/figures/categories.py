"""Händelser i siffror: events per main category now, last period, the same weeks of two earlier years, and the year's mean."""

from collections import Counter
from dataclasses import dataclass
from typing import Self

from django.utils.translation import gettext as _

from accounts.models import Municipality
from incidents.models.incident import IncidentQuerySet
from lagesbild import wording
from lagesbild.content import Compared, FigureRow, Figures
from lagesbild.figures.events import Groups, tally
from lagesbild.period import FORTNIGHTS_PER_YEAR, Period


@dataclass(frozen=True)
class CategoryCounts:
    """Events per main category (code) in each of the compared periods; `year` is all of the 364 days before."""

    this_period: Counter[str]
    last_period: Counter[str]
    last_year: Counter[str]
    two_years_ago: Counter[str]
    year: Counter[str]

    @classmethod
    def of(
        cls, events: IncidentQuerySet, groups: Groups, period: Period, municipality: Municipality
    ) -> Self:
        """Two statements: the year before with the period itself, and the same weeks two years ago."""
        long_ago = tally(events, "category", periods=[period.years_ago(2)], municipality=municipality)
        year = tally(events, "category", periods=[*period.history(), period], municipality=municipality)
        two_years_ago, *history, this_period = [_by_group(counts, groups) for counts in long_ago + year]
        return cls(this_period, history[-1], history[0], two_years_ago, sum(history, Counter()))


def figures_chapter(counts: CategoryCounts, groups: Groups, period: Period) -> Figures:
    """The chapter at the full level: a row for each main category, in the order of the tree."""
    return {
        "compared": compared(period),
        "rows": [row(name, counts, [code]) for code, name in groups.names.items()],
        "total": row(_("Alla händelser"), counts, list(groups.names)),
    }


def row(name: str, counts: CategoryCounts, codes: list[str]) -> FigureRow:
    """One line: the sum over some main categories."""
    return {
        "category": name,
        "this_period": _sum(counts.this_period, codes),
        "last_period": _sum(counts.last_period, codes),
        "last_year": _sum(counts.last_year, codes),
        "two_years_ago": _sum(counts.two_years_ago, codes),
        "mean": round(_sum(counts.year, codes) / FORTNIGHTS_PER_YEAR, 1),
        # What would be ordinary is not judged yet: without many earlier periods the words would promise too much.
        "expected": None,
        "verdict": None,
    }


def compared(period: Period) -> Compared:
    """Which weeks stand in which column."""
    return {
        "this_period": wording.weeks(period),
        "last_period": wording.weeks(period.previous()),
        "last_year": wording.weeks_with_year(period.last_year()),
        "two_years_ago": wording.weeks_with_year(period.years_ago(2)),
    }


def _by_group(counts: Counter[int], groups: Groups) -> Counter[str]:
    grouped: Counter[str] = Counter()
    for category, events in counts.items():
        grouped[groups.code_of[category]] += events
    return grouped


def _sum(counts: Counter[str], codes: list[str]) -> int:
    return sum(counts[code] for code in codes)
