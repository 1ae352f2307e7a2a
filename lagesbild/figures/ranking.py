"""Var: the ten spots or areas with most events, what has become of them since last period, and the heat's cells."""

from collections import Counter
from typing import Any

from lagesbild.content import Trend
from lagesbild.figures.lineage import Line
from lagesbild.statistics import hotspots

LONGEST_LIST = 10
# One event is not a pattern.
FEWEST_ON_LIST = 2


def ranked(counts: Counter[Any], *, fewest: int = FEWEST_ON_LIST) -> list[Any]:
    """The keys on the list, most events first; equals in the order of their keys, so that a list is always the same."""
    return [row.key for row in hotspots.rank(counts, fewest=fewest, longest=LONGEST_LIST)]


def trend(events: int, last_period: int, line: Line[Any]) -> Trend:
    """New on the list, back on it, remaining, or receding: at most half as many as last period."""
    if line.in_a_row == 1:
        return "back" if line.is_back else "new"
    return "receding" if 2 * events <= last_period else "remaining"
