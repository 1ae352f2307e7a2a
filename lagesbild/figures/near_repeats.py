"""Whether events that lie close together also come close in time: asked of what one explores, where there are enough.

Counted from cells of 25 m and local days, so that two events in one cell lie at one place. What is known by its area
only is left out. The test is `statistics/near_repeat.py`'s.
"""

from dataclasses import dataclass, replace

import numpy as np

from accounts.grid import CELL
from lagesbild.figures.explore import Question
from lagesbild.figures.tally import tally
from lagesbild.figures.where import ON_THE_MAP
from lagesbild.statistics.near_repeat import knox

#: Fewer say too little; more would keep one who waits waiting.
FEWEST, MOST = 100, 5000
#: Edges of the bands, metres and days: 0–100 m, 100–200 m, 200–400 m, within 7, 14 and 21 days.
DISTANCES = (0, 100, 200, 400)
SPANS = (0, 7, 14, 21)
#: Enough for the least p, 1/1000, to pass below what is shared between nine bands.
SIMULATIONS = 999
SEED = 1
#: What is too unlikely to be chance, shared between the bands.
RATE = 0.05
BY_CELL_AND_DAY = ("cell_x", "cell_y", "day")


@dataclass(frozen=True)
class Band:
    """Pairs of events so far apart in metres and days, half-open, against what shuffled days give on average."""

    metres: tuple[int, int]
    days: tuple[int, int]
    observed: int
    expected: float
    stands_out: bool


@dataclass(frozen=True)
class NearRepeats:
    """`bands` is None where there are too few or too many events to ask."""

    events: int
    bands: tuple[tuple[Band, ...], ...] | None


def near_repeats(question: Question) -> NearRepeats:
    """A row of bands per distance. One statement, and a second or two of arithmetic for the most."""
    on_the_map = replace(question.selection, precisions=ON_THE_MAP)
    ((counted,),) = tally(on_the_map, [question.period], BY_CELL_AND_DAY)
    events = counted.total()
    if not FEWEST <= events <= MOST:
        return NearRepeats(events, None)
    rows = [
        (column, row, day.toordinal())
        for (column, row, day), number in counted.items()
        for _one in range(number)
    ]
    x, y, days = np.array(sorted(rows)).T
    found = knox(
        np.column_stack([x, y]) * CELL,
        days,
        distances=DISTANCES,
        spans=SPANS,
        simulations=SIMULATIONS,
        seed=SEED,
    )
    limit = RATE / found.p.size
    bands = tuple(
        tuple(
            Band(
                (DISTANCES[row], DISTANCES[row + 1]),
                (SPANS[column], SPANS[column + 1]),
                int(found.observed[row, column]),
                round(float(found.expected[row, column]), 1),
                bool(found.p[row, column] <= limit and found.ratio[row, column] > 1),
            )
            for column in range(len(SPANS) - 1)
        )
        for row in range(len(DISTANCES) - 1)
    )
    return NearRepeats(events, bands)
