"""What may be told where few people could be meant: counts below five are hidden, and no subtraction brings them back.

Pure. A count of a period is hidden or told by that period's own counts alone, so that two editions that both tell of
it agree, and what one hides cannot be read out of the other. That a count is small is told; a nought is as small as
a four. Known limit: one who knows this code can at times narrow a hidden count further than the bounds promised here.
"""

from collections.abc import Collection, Hashable, Mapping
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)

#: Fewer events than this are never told apart.
MINIMUM = 5
#: How many values a hidden count must at least be able to have, judged by the sum it is hidden in.
DOUBT = 3
# Days taken together, from Monday: each alone; Friday, Saturday and Sunday apart from the rest; two halves.
WHOLE_WEEK = (0, 7)
DIVISIONS = ((0, 1, 2, 3, 4, 5, 6, 7), (0, 4, 5, 6, 7), (0, 4, 7))
#: Into at least so many stretches of hours a part of the week should be divisible.
STRETCHES = 6


def told(count: int) -> int | str:
    """A count that stands alone: itself, or "<5" from one to four."""
    return count if count == 0 or count >= MINIMUM else f"<{MINIMUM}"


def told_part(part: int, whole: int) -> int | str:
    """A count whose complement must not be told if small: itself, "<5", or "≥" all but four of the whole."""
    if whole >= MINIMUM and 0 < whole - part < MINIMUM:
        return f"≥{whole - MINIMUM + 1}"
    return told(part)


def masked(count: int) -> int | str:
    """A hidden count: only on which side of the limit it is."""
    return f"<{MINIMUM}" if count < MINIMUM else f"≥{MINIMUM}"


def hidden(counts: Mapping[Key, int], always: Collection[Key] = ()) -> set[Key]:
    """The keys to hide: those with small counts, and as many of the next smallest as it takes to keep the sum's secret.

    `always` are keys that are never told.
    """
    chosen = {key for key, count in counts.items() if count < MINIMUM or key in always}
    # The order among equals is that of the keys given, so that the same counts hide the same keys.
    for key in sorted((key for key in counts if key not in chosen), key=lambda key: counts[key]):
        if is_safe([counts[each] for each in chosen]):
            break
        chosen.add(key)
    return chosen


def is_safe(counts: Collection[int]) -> bool:
    """Whether the sum of hidden counts may be known: it is not small, and every small count in it stays in doubt."""
    total = sum(counts)
    small = [count for count in counts if count < MINIMUM]
    if not any(small):
        return total == 0 or total >= MINIMUM
    # A masked small count is known to be 0–4, any other to be 5 or more: what the sum then leaves for one of the small.
    larger = len(counts) - len(small)
    most = min(MINIMUM - 1, total - larger * MINIMUM)
    least = 0 if larger else max(0, total - (len(small) - 1) * (MINIMUM - 1))
    return total >= MINIMUM and most - least + 1 >= DOUBT


def smoothed(matrix: Floats) -> Floats:
    """A week matrix (7, 24) in which no stretch of hours tells of fewer than five events.

    Days are taken together until there is enough to tell hours apart, then hours until they hold five; what is taken
    together shares alike. A week with fewer than five is empty. The sum is kept but for rounding: to one decimal, so
    that it does not tell how many events lack an hour.
    """
    if matrix.sum() < MINIMUM:
        return np.zeros_like(matrix)
    shared = np.empty_like(matrix)
    for first, last in pairwise(_days_together(matrix.sum(axis=1))):
        profile = matrix[first:last].sum(axis=0)
        for start, end in pairwise(_cuts(profile)):
            shared[first:last, start:end] = profile[start:end].sum() / ((end - start) * (last - first))
    rounded: Floats = shared.round(1)
    return rounded


def _days_together(events: Floats) -> tuple[int, ...]:
    """The finest division of the week whose every part can be cut into some stretches of hours."""
    enough = STRETCHES * MINIMUM
    for cuts in DIVISIONS:
        if all(events[first:last].sum() >= enough for first, last in pairwise(cuts)):
            return cuts
    return WHOLE_WEEK


def _cuts(amounts: Floats) -> list[int]:
    """Where to cut a row so that each part holds the minimum, the last taking what is left over."""
    cuts, held = [0], 0.0
    for index, amount in enumerate(amounts, start=1):
        held += float(amount)
        # Shares of hours add up to whole events but for their last decimals.
        if held >= MINIMUM - 1e-9:
            cuts.append(index)
            held = 0.0
    return [*(cuts[:-1] or cuts), len(amounts)]
