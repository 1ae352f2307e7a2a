"""What may be told where few people could be meant: counts under k are hidden, and no subtraction brings them back.

Pure; `k`, the least count that is told, is handed in and at least 3. A count of a period is hidden or told by that
period's own counts alone, so that two editions that both tell of it with one k agree, and what one hides cannot be read
out of the other. That a count is small is told; a nought is as small as k − 1. Known limit: one who knows this code can
at times narrow a hidden count further than the bounds promised here.
"""

from collections.abc import Collection, Hashable, Mapping
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Key = TypeVar("Key", bound=Hashable)

#: How many values a hidden count must at least be able to have, judged by the sum it is hidden in.
DOUBT = 3
# Days taken together, from Monday: each alone; Friday, Saturday and Sunday apart from the rest; two halves.
WHOLE_WEEK = (0, 7)
DIVISIONS = ((0, 1, 2, 3, 4, 5, 6, 7), (0, 4, 5, 6, 7), (0, 4, 7))
#: Into at least so many stretches of hours a part of the week should be divisible.
STRETCHES = 6


def told(count: int, k: int) -> int | str:
    """A count that stands alone: itself, or with k = 5 "<5" from one to four."""
    return count if count == 0 or count >= k else f"<{k}"


def told_part(part: int, whole: int, k: int) -> int | str:
    """A count whose complement must not be told if small: itself, "<5", or "≥" all but k − 1 of the whole."""
    if whole >= k and 0 < whole - part < k:
        return f"≥{whole - k + 1}"
    return told(part, k)


def masked(count: int, k: int) -> int | str:
    """A hidden count: only on which side of the limit it is."""
    return f"<{k}" if count < k else f"≥{k}"


def hidden(counts: Mapping[Key, int], k: int, always: Collection[Key] = ()) -> set[Key]:
    """The keys to hide: those with small counts, and as many of the next smallest as it takes to keep the sum's secret.

    `always` are keys that are never told.
    """
    chosen = {key for key, count in counts.items() if count < k or key in always}
    # The order among equals is that of the keys given, so that the same counts hide the same keys.
    for key in sorted((key for key in counts if key not in chosen), key=lambda key: counts[key]):
        if is_safe([counts[each] for each in chosen], k):
            break
        chosen.add(key)
    return chosen


def is_safe(counts: Collection[int], k: int) -> bool:
    """Whether the sum of hidden counts may be known: it is not small, and every small count in it stays in doubt."""
    total = sum(counts)
    small = [count for count in counts if count < k]
    if not any(small):
        return total == 0 or total >= k
    # A masked small count is known to be under k, any other to be k or more: what the sum then leaves for one of the
    # small.
    larger = len(counts) - len(small)
    most = min(k - 1, total - larger * k)
    least = 0 if larger else max(0, total - (len(small) - 1) * (k - 1))
    return total >= k and most - least + 1 >= DOUBT


def smoothed(matrix: Floats, k: int) -> Floats:
    """A week matrix (7, 24) in which no stretch of hours tells of fewer than k events.

    Days are taken together until there is enough to tell hours apart, then hours until they hold k; what is taken
    together shares alike. A week with fewer than k is empty. The sum is kept but for rounding: to one decimal, so
    that it does not tell how many events lack an hour.
    """
    if matrix.sum() < k:
        return np.zeros_like(matrix)
    shared = np.empty_like(matrix)
    for first, last in pairwise(_days_together(matrix.sum(axis=1), k)):
        profile = matrix[first:last].sum(axis=0)
        for start, end in pairwise(_cuts(profile, k)):
            shared[first:last, start:end] = profile[start:end].sum() / ((end - start) * (last - first))
    rounded: Floats = shared.round(1)
    return rounded


def _days_together(events: Floats, k: int) -> tuple[int, ...]:
    """The finest division of the week whose every part can be cut into some stretches of hours."""
    enough = STRETCHES * k
    for cuts in DIVISIONS:
        if all(events[first:last].sum() >= enough for first, last in pairwise(cuts)):
            return cuts
    return WHOLE_WEEK


def _cuts(amounts: Floats, k: int) -> list[int]:
    """Where to cut a row so that each part holds k, the last taking what is left over."""
    cuts, held = [0], 0.0
    for index, amount in enumerate(amounts, start=1):
        held += float(amount)
        # Shares of hours add up to whole events but for their last decimals.
        if held >= k - 1e-9:
            cuts.append(index)
            held = 0.0
    return [*(cuts[:-1] or cuts), len(amounts)]
