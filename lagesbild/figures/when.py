"""När: weekday × hour, an event with an interval spread over its hours, and the stretches of hours with most events."""

from collections import Counter
from itertools import product

import numpy as np
from numpy.typing import NDArray

from incidents.models import TimePrecision
from lagesbild.content import Peak, When
from lagesbild.figures.tally import Key
from lagesbild.statistics.aoristic import is_too_wide, week_matrix

Floats = NDArray[np.float64]

# What the hours are told by: a clock's reading to the quarter of an hour, as people give it.
BY_TIME = ("time_precision", "quarter", "quarters")
KNOWN_TIME = (TimePrecision.EXACT, TimePrecision.INTERVAL)
A_MONDAY = np.datetime64("2001-01-01T00:00")
PEAKS = 3
PEAK_HOURS = 3
# A stretch with fewer events than this is not worth a patrol's attention.
LOWEST_PEAK = 3


def when_chapter(tallied: Counter[Key]) -> When:
    """The chapter at the full level, from a period's events per `BY_TIME`."""
    matrix, excluded = hours_of(tallied)
    return chapter_of(matrix, excluded=excluded)


def hours_of(tallied: Counter[Key]) -> tuple[Floats, int]:
    """The matrix (7, 24) on the municipality's clock, and how many events are not in it.

    Left out is what is known by its day only, or not at all, or spans more than 24 hours: it would only blur the hours.
    """
    known = [(*key[1:], events) for key, events in tallied.items() if key[0] in KNOWN_TIME]
    quarter, quarters, numbers = np.array(known, dtype=np.int64).reshape(-1, 3).T
    starts, ends = (A_MONDAY + 15 * each for each in (quarter, quarter + quarters))
    numbers = np.where(is_too_wide(starts, ends), 0, numbers)
    matrix = week_matrix(np.repeat(starts, numbers), np.repeat(ends, numbers))
    return matrix, tallied.total() - int(numbers.sum())


def chapter_of(matrix: Floats, *, excluded: int) -> When:
    """The chapter of a matrix (7, 24)."""
    return {
        "matrix": matrix.round(2).tolist(),
        "hours": matrix.sum(axis=0).round(2).tolist(),
        "counted": round(float(matrix.sum())),
        "excluded": excluded,
        "peaks": peaks(matrix),
    }


def peaks(matrix: Floats, *, lowest: int = LOWEST_PEAK) -> list[Peak]:
    """The stretches of three hours within a day with most events, at most three and none overlapping another.

    Of equals the earlier comes first.
    """
    stretches = {
        (weekday, hour): float(matrix[weekday, hour : hour + PEAK_HOURS].sum())
        for weekday, hour in product(range(7), range(24 - PEAK_HOURS + 1))
    }
    chosen: list[Peak] = []
    for (weekday, hour), events in sorted(stretches.items(), key=lambda item: (-round(item[1], 6), item[0])):
        apart = all(
            peak["weekday"] != weekday or abs(peak["from_hour"] - hour) >= PEAK_HOURS for peak in chosen
        )
        if events < lowest or len(chosen) == PEAKS:
            break
        if apart:
            chosen.append(
                {
                    "weekday": weekday,
                    "from_hour": hour,
                    "to_hour": hour + PEAK_HOURS,
                    "count": round(events, 1),
                }
            )
    return chosen
