"""What maps are graded by, where no edition has frozen it: events per cell of whole fortnights, as they stand now."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from accounts.models import Municipality
from lagesbild.figures.events import Basis
from lagesbild.figures.tally import CELLS, cell_counts, tally
from lagesbild.figures.where import ON_THE_MAP
from lagesbild.period import YEAR, Period

# Rows of column, row and events, cells being those of `accounts/grid.py`: what a heat map is drawn from.
Cells = list[list[int]]


def cells_of(municipality: Municipality, periods: Sequence[Period]) -> dict[Period, Cells]:
    """The events that a map can show in each of the periods. Two statements."""
    basis = Basis.of(municipality, periods[0])
    (counts,) = tally(replace(basis.selection, precisions=ON_THE_MAP), periods, CELLS)
    return {
        period: [[column, row, events] for (column, row), events in sorted(counted.items())]
        for period, counted in zip(periods, counts, strict=True)
    }


def cells_of_a_year(municipality: Municipality, period: Period) -> Cells:
    """Where anything was reported in the year that ends with the period. Two statements."""
    basis = Basis.of(municipality, period)
    return cell_counts(replace(basis.selection, precisions=ON_THE_MAP), Period(period.end - YEAR, period.end))


def first_day(municipality: Municipality, period: Period) -> date | None:
    """The day of the first event of all, of the kind that `period` counts. Two statements."""
    return Basis.of(municipality, period).first_day()
