"""The weekday × hour matrix: Ratcliffe's vector, the rules for odd windows and a minute-by-minute oracle."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.statistics.aoristic import is_too_wide, week_matrix

MONDAY = np.datetime64("2026-03-02T00:00")
minutes = st.integers(-60_000, 60_000)
windows = st.lists(st.tuples(minutes, st.integers(-500, 12_000) | st.none()), max_size=12)


def matrix_of(start: str, end: str) -> np.ndarray:
    return week_matrix([start], [end])


def filled(*hours: int, share: float) -> np.ndarray:
    """A week that is empty but for these hours since Monday 00."""
    expected = np.zeros(168)
    expected[list(hours)] = share
    return expected.reshape(7, 24)


def test_eight_to_four_gives_an_eighth_to_each_hour():
    """Ratcliffe's example: 08–16 is 0.125 in each of eight hours."""
    made = matrix_of("2026-03-02T08:00", "2026-03-02T16:00")
    assert made == pytest.approx(filled(*range(8, 16), share=0.125))


def test_half_hours_give_half_shares():
    made = matrix_of("2026-03-03T22:30", "2026-03-04T00:30")
    assert made == pytest.approx(filled(46, 47, 48, share=0.25) + filled(47, share=0.25))


def test_sunday_night_runs_into_monday():
    assert matrix_of("2026-03-08T23:00", "2026-03-09T01:00") == pytest.approx(filled(0, 167, share=0.5))


@pytest.mark.parametrize("end", ["NaT", "2026-03-04T13:40", "2026-03-04T09:00"])
def test_a_missing_end_or_one_not_after_the_start_counts_in_the_hour_of_the_start(end):
    assert matrix_of("2026-03-04T13:40", end) == pytest.approx(filled(2 * 24 + 13, share=1))


@pytest.mark.parametrize("end", ["2026-03-11T13:40", "2026-05-01T00:00", "9999-12-31T23:59"])
def test_a_window_of_a_week_or_more_spreads_evenly(end):
    assert matrix_of("2026-03-04T13:40", end) == pytest.approx(filled(*range(168), share=1 / 168))


def test_the_clock_on_the_wall_is_what_counts():
    """The night the clocks go back, 01–05 is read as four hours although five went by."""
    assert matrix_of("2026-10-25T01:00", "2026-10-25T05:00") == pytest.approx(
        filled(145, 146, 147, 148, share=0.25)
    )


def test_an_end_that_the_clocks_put_before_the_start_counts_in_the_hour_of_the_start():
    """From 02.50 to 02.10 when the clocks go back between: twenty minutes that the wall reads as minus forty."""
    assert matrix_of("2026-10-25T02:50", "2026-10-25T02:10") == pytest.approx(filled(146, share=1))


def test_no_events_make_an_empty_week():
    assert week_matrix([], []).tolist() == np.zeros((7, 24)).tolist()


def oracle(start: int, length: int | None) -> np.ndarray:
    """Minute by minute: slow and plainly right."""
    hours = np.zeros(168)
    if length is None or length <= 0:
        hours[start // 60 % 168] = 1
    elif length >= 7 * 24 * 60:
        hours += 1 / 168
    else:
        np.add.at(hours, np.arange(start, start + length) // 60 % 168, 1 / length)
    return hours.reshape(7, 24)


@given(windows)
def test_windows_are_shared_minute_by_minute_and_sum_to_the_events(pairs):
    starts = np.array([MONDAY + start for start, _ in pairs], dtype="datetime64[m]")
    ends = np.array(
        [np.datetime64("NaT") if length is None else MONDAY + start + length for start, length in pairs],
        dtype="datetime64[m]",
    )
    made = week_matrix(starts, ends)
    assert made == pytest.approx(sum((oracle(*pair) for pair in pairs), np.zeros((7, 24))), abs=1e-9)
    assert made.sum() == pytest.approx(len(pairs))
    assert (made >= 0).all()


def test_windows_over_24_hours_are_told_apart():
    starts = np.repeat(MONDAY, 4)
    ends = MONDAY + np.array([24 * 60, 24 * 60 + 1, -5, "NaT"], dtype="timedelta64[m]")
    assert is_too_wide(starts, ends).tolist() == [False, True, False, False]


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="2 starts need as many ends, not 1"):
        week_matrix([MONDAY, MONDAY], [MONDAY])
    with pytest.raises(ValueError, match="Every event needs a start"):
        week_matrix(["NaT"], [MONDAY])
