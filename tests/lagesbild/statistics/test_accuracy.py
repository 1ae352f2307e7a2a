"""A map's grades against the worked example, the long way round, and what must hold for any map."""

from dataclasses import astuple
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.statistics.accuracy import Accuracy, score

numbers = st.integers(0, 9)
CELLS = st.lists(st.tuples(numbers, numbers, st.sampled_from([0.5, 1, 2, 3])), min_size=1, max_size=9)
SHARES = st.sampled_from([0.05, 0.1, 0.25, 0.5, 0.9, 1])


def columns(cells) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return tuple(np.array(cells, dtype=float).T)


def test_twelve_of_forty_events_on_a_twentieth_of_the_area_are_six_times_as_many():
    # n = 12 of N = 40 on a = 0.6 of A = 12 km²; the best cell would have held 13.
    observed = [12, 13, *[1] * 15, 0, 0, 0]
    graded = score([9, *[1] * 19], observed, [0.6] * 20, share=0.05)
    assert graded.hit_rate == pytest.approx(0.30)
    assert graded.pai == pytest.approx(6.0)
    assert graded.pei == pytest.approx(12 / 13)
    assert graded.rri == pytest.approx((12 / 9) / (40 / 28))


def test_dense_cells_come_before_full_ones():
    # 3 on 1 km² is denser than 8 on 4.
    assert score([8, 3, 1], [5, 2, 3], [4, 1, 5], share=0.1).hit_rate == 0.2


def test_the_cell_that_reaches_the_share_is_taken_whole():
    predicted, observed = [4, 3, 2, 1], [1, 1, 1, 1]
    for share, taken in [(0.01, 1), (0.25, 1), (0.26, 2), (0.5, 2), (1, 4)]:
        graded = score(predicted, observed, [1] * 4, share=share)
        assert graded.hit_rate == taken / 4
        assert graded.pai == 1


@pytest.mark.parametrize("cells", [10, 30, 70, 400, 1000])
@pytest.mark.parametrize("size", [0.1, 0.0025, 1 / 3, 2500])
def test_a_tenth_of_equal_cells_is_a_tenth_whatever_rounding_says(cells, size):
    graded = score(np.arange(cells), np.ones(cells), np.full(cells, size), share=0.1)
    assert graded.hit_rate == pytest.approx(0.1)


def test_where_the_map_leaves_it_open_the_worst_is_reckoned_with():
    assert score([1, 1, 1, 0], [0, 3, 6, 1], [1] * 4, share=0.25).hit_rate == 0
    assert score([1, 1, 1, 0], [0, 3, 6, 1], [1] * 4, share=0.5).hit_rate == 0.3
    # Of equally dense cells with equally many events the larger: its indices divide by more.
    assert score([2, 4, 0], [1, 1, 8], [1, 2, 7], share=0.05).pai == pytest.approx(0.1 / 0.2)


def test_nothing_is_divided_by_nothing():
    assert score([1, 2], [0, 0], [1, 1], share=0.5) == Accuracy(None, None, None, None)
    assert score([0, 0], [0, 0], [1, 1], share=0.5) == Accuracy(None, None, None, None)
    assert score([0, 0], [1, 3], [1, 1], share=0.5) == Accuracy(0.25, 0.5, pytest.approx(1 / 3), None)
    assert score([5], [2], [1], share=0.01) == Accuracy(1, 1, 1, 1)


def test_a_hot_part_that_lost_more_than_the_rest_has_a_recapture_rate_below_one():
    assert score([60, 40], [30, 40], [1, 9], share=0.1).rri == pytest.approx((30 / 60) / (70 / 100))


@given(CELLS, SHARES)
def test_no_choice_of_whole_cells_beats_the_best(cells, share):
    predicted, observed, area = columns(cells)
    hit_rate, pai, pei, _rri = astuple(score(predicted, observed, area, share=share))
    if not observed.any():
        return
    assert 0 <= hit_rate <= 1
    assert 0 <= pei <= 1
    if hit_rate == 0:
        assert pai == pei == 0
        return
    used = hit_rate / pai * area.sum()
    best = max(
        observed[list(some)].sum()
        for size in range(len(cells) + 1)
        for some in combinations(range(len(cells)), size)
        if area[list(some)].sum() <= used + 1e-9
    )
    assert pei <= hit_rate * observed.sum() / best + 1e-9
    assert used >= share * area.sum() - 1e-9


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=12), SHARES)
def test_with_equal_cells_the_map_of_what_came_is_the_best(cells, share):
    predicted, observed = np.array(cells, dtype=float).T
    area = np.full(len(cells), 0.25)
    if not observed.any():
        return
    _hit_rate, best, pei, rri = astuple(score(observed, observed, area, share=share))
    assert (pei, rri) == pytest.approx((1, 1))
    _hit_rate, pai, pei, _rri = astuple(score(predicted, observed, area, share=share))
    assert pei == pytest.approx(pai / best)


@given(CELLS, SHARES, st.randoms(use_true_random=False))
def test_neither_order_nor_units_decide(cells, share, dice):
    predicted, observed, area = columns(cells)
    graded = astuple(score(predicted, observed, area, share=share))
    turned = dice.sample(cells, len(cells))
    assert astuple(score(*columns(turned), share=share)) == pytest.approx(graded)
    assert astuple(score(predicted * 4, observed, area, share=share)) == pytest.approx(graded)
    assert astuple(score(predicted, observed * 4, area, share=share)) == pytest.approx(graded)
    assert astuple(score(predicted, observed, area * 4, share=share)) == pytest.approx(graded)


@given(CELLS)
def test_the_whole_area_catches_all_and_is_no_better_than_itself(cells):
    predicted, observed, area = columns(cells)
    graded = score(predicted, observed, area, share=1)
    if observed.any():
        assert (graded.hit_rate, graded.pai, graded.pei) == pytest.approx((1, 1, 1))


@pytest.mark.parametrize(
    ("predicted", "observed", "area", "share"),
    [
        ([], [], [], 0.1),
        ([1], [1, 2], [1, 1], 0.1),
        ([[1]], [[1]], [[1]], 0.1),
        ([1], [float("nan")], [1], 0.1),
        ([float("inf")], [1], [1], 0.1),
        ([-1], [1], [1], 0.1),
        ([1], [-1], [1], 0.1),
        ([1, 1], [1, 1], [0, 1], 0.1),
        ([1], [1], [-1], 0.1),
        ([1], [1], [1], 0),
        ([1], [1], [1], 1.1),
        ([1], [1], [1], float("nan")),
    ],
)
def test_what_cannot_be_graded_is_refused(predicted, observed, area, share):
    with pytest.raises(ValueError, match=r"cell|finite|share"):
        score(predicted, observed, area, share=share)
