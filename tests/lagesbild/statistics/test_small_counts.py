"""Hidden counts stay hidden: tried against everybody who can add and subtract."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.statistics.small_counts import hidden, is_safe, masked, smoothed, told, told_part

K = 5
LEAST = st.integers(3, 20)
COUNTS = st.dictionaries(st.sampled_from("ABCDEF"), st.integers(0, 12), min_size=2, max_size=5)


@pytest.mark.parametrize(("count", "text"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (60, 60)])
def test_a_count_that_stands_alone_is_told_from_five(count, text):
    assert told(count, K) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(60, 100, 60), (98, 100, "≥96"), (3, 100, "<5"), (100, 100, 100), (1, 3, "<5")],
)
def test_a_part_is_not_told_by_what_it_lacks_of_the_whole(part, whole, text):
    assert told_part(part, whole, K) == text


@pytest.mark.parametrize(
    ("counts", "secret"),
    [
        ({"A": 30, "B": 12, "C": 7}, set()),
        ({"A": 30, "B": 2, "C": 4}, {"B", "C"}),
        ({"A": 30, "B": 12, "C": 1}, {"B", "C"}),  # else the one is what is missing to the total
        ({"A": 30, "B": 4, "C": 4}, {"A", "B", "C"}),  # eight in two small ones are four and four
        ({"A": 30, "B": 12, "C": 0}, {"C"}),
        ({"A": 3}, {"A"}),
    ],
)
def test_as_much_is_hidden_as_the_sums_require(counts, secret):
    assert hidden(counts, K) == secret


def test_some_keys_are_never_told():
    assert hidden({"A": 30, "B": 12, None: 9}, K, always=[None]) == {None}
    assert hidden({"A": 30, "B": 12, None: 2}, K, always=[None]) == {None, "B"}


@given(COUNTS, LEAST)
def test_no_small_count_follows_from_the_total_and_what_is_told(counts, k):
    secret = sorted(hidden(counts, k))
    values = [counts[key] for key in secret]
    if not any(0 < value < k for value in values) or secret == sorted(counts):
        return
    # All that is known of each: on which side of the limit it is; and of all: their sum.
    ranges = [range(k) if value < k else range(k, sum(values) + 1) for value in values]
    solutions = [each for each in product(*ranges) if sum(each) == sum(values)]
    for place, value in enumerate(values):
        if 0 < value < k:
            assert len({solution[place] for solution in solutions}) >= 3


@given(COUNTS, LEAST)
def test_what_is_told_is_never_small(counts, k):
    assert all(count >= k for key, count in counts.items() if key not in hidden(counts, k))


@given(COUNTS, LEAST)
def test_the_order_of_the_keys_decides_nothing_but_between_equals(counts, k):
    turned = dict(reversed(counts.items()))
    secrets = [sorted(counts[key] for key in hidden(each, k)) for each in (counts, turned)]
    assert secrets[0] == secrets[1]


@given(st.integers(0, 99), LEAST)
def test_a_mask_says_only_on_which_side_of_the_limit(count, k):
    assert masked(count, k) == (f"<{k}" if count < k else f"≥{k}")


@pytest.mark.parametrize(
    ("counts", "safe"),
    [([], True), ([0, 0], True), ([4], False), ([7], True), ([1, 5], False), ([3, 4], False), ([2, 4], True)],
)
def test_a_sum_of_hidden_counts_may_be_known_if_each_stays_in_doubt(counts, safe):
    assert is_safe(counts, K) is safe


@given(st.integers(0, 400), st.integers(0, 2**32 - 1), LEAST)
def test_no_stretch_of_a_smoothed_week_tells_of_fewer_than_k(events, seed, k):
    dice = np.random.default_rng(seed)
    # Evenings and weekends are busier.
    weights = np.outer([1, 1, 1, 1, 3, 4, 2], np.linspace(0.2, 3, 24)).ravel()
    matrix = dice.multinomial(events, weights / weights.sum()).reshape(7, 24).astype(float)
    shared = smoothed(matrix, k)
    if events < k:
        assert not shared.any()
        return
    assert shared.sum() == pytest.approx(events, abs=shared.size * 0.05)
    days = [0, *(day for day in range(1, 7) if (shared[day] != shared[day - 1]).any()), 7]
    for first, last in pairwise(days):
        hours = [0, *(hour for hour in range(1, 24) if shared[first, hour] != shared[first, hour - 1]), 24]
        for start, end in pairwise(hours):
            stretch = shared[first:last, start:end]
            assert stretch.sum() >= k - stretch.size * 0.05 - 1e-9


def test_a_smoothed_week_keeps_the_peaks_it_can():
    matrix = np.full((7, 24), 0.5)
    matrix[5, 22] = 20
    shared = smoothed(matrix, K)
    assert shared[4:, 22].min() > 4 * shared[:4].max()
