"""Cumulative sums: the run lengths they state against simulation, and what they find."""

from math import exp, log
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.statistics import change
from lagesbild.statistics.cusum import LONGEST_RUN, Chart, chart_for, creeping, highest_usual, may_alarm

YEAR = [4, 2, 5, 3, 4, 1, 6, 3, 4, 4, 2, 5, 3, 3, 6, 4, 2, 3, 5, 4, 3, 4, 2, 5, 4, 3]
HISTORIES = st.lists(st.integers(0, 30), max_size=20)


def drawn(dice: np.random.Generator, mean: float, uneven: float, shape) -> np.ndarray:
    if uneven == 1:
        return dice.poisson(mean, shape)
    return dice.negative_binomial(mean / (uneven - 1), 1 / uneven, shape)


def run_lengths(chart: Chart, mean: float, uneven: float, *, runs: int, seed: int) -> np.ndarray:
    """How many periods until the sum reached its limit, in each of the runs."""
    dice = np.random.default_rng(seed)
    parts, limit = round(chart.reference * chart.parts), chart.limit * chart.parts
    held, lengths, going = np.zeros(runs), np.zeros(runs), np.ones(runs, dtype=bool)
    while going.any():
        held = np.maximum(0, held + drawn(dice, mean, uneven, runs) * chart.parts - parts)
        lengths += going
        going &= held < limit
    return lengths


@pytest.mark.parametrize(
    ("level", "uneven"), [(0.05, 1), (0.3, 1), (2, 1), (10, 1), (100, 1), (2, 3), (300, 10)]
)
def test_a_false_alarm_comes_as_seldom_as_stated_and_a_rise_is_found_much_sooner(level, uneven):
    chart = chart_for(level, uneven, 1.5, 100)
    assert 100 <= chart.run_length < 200
    lengths = run_lengths(chart, level, uneven, runs=3000, seed=1)
    assert lengths.mean() == pytest.approx(chart.run_length, rel=0.07)
    assert run_lengths(chart, 1.5 * level, uneven, runs=1000, seed=2).mean() < chart.run_length / 1.8


def test_large_uneven_counts_are_followed_in_wider_cells_nearly_as_well():
    chart = chart_for(3000, 400, 1.2, 100)
    lengths = run_lengths(chart, 3000, 400, runs=3000, seed=3)
    assert lengths.mean() == pytest.approx(chart.run_length, rel=0.07)


def test_where_the_first_event_alarms_the_run_length_is_that_of_waiting_for_one():
    chart = chart_for(0.02, 1, 1.5, 40)
    assert chart.limit <= 1 - chart.reference
    assert chart.run_length == pytest.approx(1 / (1 - exp(-0.02)))


def test_the_reference_is_the_one_that_finds_the_rise_soonest():
    assert chart_for(8, 1, 1.5, 260).reference == pytest.approx(4 / log(1.5), rel=0.05)
    # Hardly uneven is hardly other than Poisson.
    assert chart_for(8, 1.0001, 1.5, 260).reference == chart_for(8, 1, 1.5, 260).reference


@settings(deadline=None)  # some charts are long to solve, and more so on a busy machine
@given(st.floats(0.02, 200), st.sampled_from([1, 1.6, 4]), st.sampled_from([1.2, 1.5, 2]))
def test_a_longer_run_length_takes_a_higher_limit(level, uneven, rise):
    shorter, longer = (chart_for(level, uneven, rise, length) for length in (50, 200))
    assert shorter.run_length >= 50
    assert longer.run_length >= 200
    assert 0 < shorter.limit <= longer.limit
    assert level < shorter.reference < rise * level * 1.05


def test_a_series_creeping_upward_is_told_before_any_period_stands_out():
    found = creeping([4, 5, 3, 7, 8, 7, 8], usual=YEAR)
    assert found.alarms == (6,)
    assert found.rising_since == 3
    assert all(change.tail(events, found.level) > 0.02 for events in (7, 8, 7, 8))
    assert found.run_length >= 260


def test_the_sum_is_what_is_left_of_each_count_and_never_below_nought():
    found = creeping([0, 9, 3, 12, 20, 0], usual=YEAR)
    held, sums = 0.0, []
    for index, events in enumerate([0, 9, 3, 12, 20, 0]):
        held = max(0.0, held + events - found.reference)
        sums.append(held)
        assert (index in found.alarms) == (held >= found.limit)
        held *= held < found.limit
    assert found.sums == pytest.approx(sums)
    assert found.alarms == (3, 4)
    assert found.rising_since is None


def test_a_rise_begins_anew_after_its_alarm():
    found = creeping([30, 7, 12], usual=YEAR)
    assert found.alarms[0] == 0
    assert found.alarms[-1] == 2
    assert found.rising_since == 1


def test_usual_periods_do_not_alarm():
    assert creeping(YEAR, usual=YEAR).alarms == ()
    assert creeping([], usual=YEAR).rising_since is None


@pytest.mark.parametrize(("mean", "uneven", "periods"), [(0.3, 1, 26), (4, 1, 8), (10, 1, 26), (50, 3, 26)])
def test_about_nine_of_ten_histories_keep_the_true_level_and_unevenness_below_what_is_reckoned_with(
    mean, uneven, periods
):
    dice = np.random.default_rng(5)
    highest = [highest_usual(each) for each in drawn(dice, mean, uneven, (500, periods)).tolist()]
    assert np.mean([level >= mean for level, _uneven in highest]) > 0.87
    assert np.mean([measured >= uneven for _level, measured in highest]) > 0.85


@settings(deadline=None)
@given(HISTORIES, st.lists(st.integers(0, 30), min_size=1, max_size=26))
def test_whatever_the_counts_every_number_is_finite(history, usual):
    found = creeping(history, usual=usual)
    assert len(found.sums) == len(history)
    assert np.isfinite([*found.sums, found.level, found.reference, found.limit, found.run_length]).all()
    assert found == creeping(history, usual=usual[::-1])


@given(HISTORIES.filter(len), st.data())
def test_more_events_never_lower_a_sum_before_the_alarm(history, data):
    place = data.draw(st.integers(0, len(history) - 1))
    more = [events + (index == place) for index, events in enumerate(history)]
    before, after = creeping(history, usual=YEAR), creeping(more, usual=YEAR)
    first = min([*before.alarms, *after.alarms, len(history)])
    assert all(low <= high for low, high in zip(before.sums[:first], after.sums[:first], strict=True))
    if before.alarms:
        assert after.alarms[0] <= before.alarms[0]


def test_counts_so_large_that_any_rise_shows_alarm_as_good_as_never_by_chance():
    start = perf_counter()
    assert chart_for(100_000, 1, 1.5, 260).run_length == LONGEST_RUN
    assert perf_counter() - start < 1


def test_years_without_an_event_are_a_usual_level_too():
    found = creeping([0, 1, 0, 1, 1], usual=[0] * 26)
    assert 0 < found.level < 0.06
    assert found.alarms == (4,)


@pytest.mark.parametrize("wrong", [-1, 0.5, float("nan"), float("inf")])
def test_what_is_no_count_is_refused(wrong):
    with pytest.raises(ValueError, match="A count must"):
        creeping([1, wrong], usual=YEAR)
    with pytest.raises(ValueError, match="A count must"):
        creeping([1], usual=[1, wrong])


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"usual": []}, "at least one period"),
        ({"rise": 1}, "rise"),
        ({"rise": float("nan")}, "rise"),
        ({"run_length": 1}, "run length"),
        ({"run_length": float("inf")}, "run length"),
    ],
)
def test_what_else_cannot_be_asked_is_refused(asked, message):
    with pytest.raises(ValueError, match=message):
        creeping([1], **{"usual": YEAR} | asked)


@pytest.mark.parametrize("mean", [0.2, 1, 4])
def test_what_cannot_alarm_never_does(mean):
    dice = np.random.default_rng(17)
    found = 0
    for _series in range(25):
        usual, history = dice.poisson(mean, 13).tolist(), dice.poisson(2 * mean, 13).tolist()
        alarms = creeping(history, usual=usual, run_length=100).rising_since is not None
        found += alarms
        assert may_alarm(history, usual=usual, run_length=100) or not alarms
    assert found


def test_a_series_without_a_period_cannot_alarm():
    assert not may_alarm([], usual=[1, 2])
