"""Whether one method did better than another over the same periods: counted period by period, never by their means.

The sign test (Arbuthnott 1710; Conover 1999, ch. 3.4): of the periods in which they differ, how many the first won,
against a fair coin, two-sided. It asks nothing of how the differences are spread, and so sees little in few periods:
below six that differ it can never say anything at the usual level.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scipy.stats import binomtest


@dataclass(frozen=True)
class Signs:
    """In how many periods the first did better, worse and equally well; `p` is 1 where they never differ."""

    better: int
    worse: int
    equal: int
    p: float


def sign_test(first: Sequence[float], second: Sequence[float]) -> Signs:
    """Compare results paired by period. ValueError for unequal numbers of them, or one that is not a number."""
    if len(first) != len(second):
        raise ValueError(f"{len(first)} results cannot be paired with {len(second)}.")
    pairs = list(zip(first, second, strict=True))
    if any(one != one or other != other for one, other in pairs):
        raise ValueError("A result is not a number.")
    better = sum(one > other for one, other in pairs)
    worse = sum(one < other for one, other in pairs)
    p = float(binomtest(better, better + worse).pvalue) if better + worse else 1.0
    return Signs(better, worse, len(pairs) - better - worse, p)
