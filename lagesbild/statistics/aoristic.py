"""When events happened, hour by hour of the week, although many are known only as "some time between".

Aoristic analysis (Ratcliffe 2000, 2002): an event known to lie in [start, end) is shared over the hours it covers. An
hour gets |hour ∩ window| / |window|, so each event sums to 1, and one of 08–16 gives 0.125 to each of eight hours.
Times are local wall-clock readings (`datetime64[m]`): an hour that the clocks skip or repeat is read as the clock on
the wall showed it. Every event given is counted; leaving out wide windows (`is_too_wide`) is the edition's choice.
Limits: a share says where the event may have been, and wide windows blur every peak.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Minutes = NDArray[np.int64]

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
HOURS = 7 * 24
# 1970-01-01, from which datetime64 counts, was a Thursday.
EPOCH_FROM_MONDAY = 3 * DAY
WIDEST_IN_HOURS = np.timedelta64(24, "h")


def week_matrix(starts: ArrayLike, ends: ArrayLike) -> Floats:
    """Events per weekday and hour, (7, 24) from Monday 00–01, summing to n. Starts and ends (n,), `datetime64[m]`.

    A missing end (NaT), or one at or before its start, counts in the start's hour; a window of 7 days or more spreads
    evenly over all 168. ValueError when a start is missing or the lengths differ.
    """
    begin, length = _windows(starts, ends)
    begin = (begin + EPOCH_FROM_MONDAY) % WEEK
    instant, whole_week = length <= 0, length >= WEEK
    between = ~instant & ~whole_week
    hours: Floats = np.bincount(begin[instant] // HOUR, minlength=HOURS) + whole_week.sum() / HOURS
    return (hours + _spread(begin[between], length[between])).reshape(7, 24)


def is_too_wide(starts: ArrayLike, ends: ArrayLike) -> NDArray[np.bool_]:
    """Which windows are wider than 24 hours: they count in totals, but say too little about the hour."""
    _, length = _windows(starts, ends)
    return length > WIDEST_IN_HOURS // np.timedelta64(1, "m")


def _windows(starts: ArrayLike, ends: ArrayLike) -> tuple[Minutes, Minutes]:
    """Minutes since 1970 and lengths in minutes, 0 where the end is missing."""
    start = np.asarray(starts, dtype="datetime64[m]").reshape(-1)
    end = np.asarray(ends, dtype="datetime64[m]").reshape(-1)
    if start.shape != end.shape:
        raise ValueError(f"{len(start)} starts need as many ends, not {len(end)}.")
    if np.isnat(start).any():
        raise ValueError("Every event needs a start.")
    end = np.where(np.isnat(end), start, end)
    return start.astype(np.int64), (end - start).astype(np.int64)


def _spread(begin: Minutes, length: Minutes) -> Floats:
    """The shares of windows shorter than a week, in 168 hours from Monday.

    Within its first and last hour a window gives a part; every hour between gets the same. Those runs are added as a
    step up at the first hour and one down after the last, then summed along the week: wide windows cost no more.
    """
    end = begin + length
    first, last = begin // HOUR, (end - 1) // HOUR
    per_minute = 1 / length
    # The whole first and last hour are counted in the run; what lies outside the window is then taken away.
    run = per_minute * HOUR
    steps = np.bincount(first, run, minlength=2 * HOURS + 1) - np.bincount(
        last + 1, run, minlength=2 * HOURS + 1
    )
    hours = np.cumsum(steps)
    hours -= np.bincount(first, (begin - first * HOUR) * per_minute, minlength=2 * HOURS + 1)
    hours -= np.bincount(last, ((last + 1) * HOUR - end) * per_minute, minlength=2 * HOURS + 1)
    # The smallest true share is one minute of a week, 1e-4: anything below is what rounding left of the steps.
    hours[hours < 1e-6] = 0
    return hours[:HOURS] + hours[HOURS : 2 * HOURS]
