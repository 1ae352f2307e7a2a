"""The sign test against its textbook values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.statistics.pairs import Signs, sign_test

results = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=40)


def test_eight_won_of_ten():
    """Two-sided: 2 · (1 + 10 + 45) / 2¹⁰ = 0.109375."""
    told = sign_test([1] * 8 + [0] * 2, [0] * 8 + [1] * 2)
    assert told == Signs(better=8, worse=2, equal=0, p=pytest.approx(0.109375))


def test_periods_that_are_equal_say_nothing():
    told = sign_test([3, 4, 5, 6, 7, 8, 9, 9], [2, 3, 4, 5, 6, 7, 9, 9])
    assert told == Signs(better=6, worse=0, equal=2, p=pytest.approx(2 / 2**6))


@pytest.mark.parametrize("same", [[], [4], [4, 0, 7]])
def test_where_they_never_differ_nothing_can_be_said(same):
    assert sign_test(same, same) == Signs(better=0, worse=0, equal=len(same), p=1.0)


@given(results)
def test_the_other_way_round_it_says_the_same(pairs):
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    there, back = sign_test(first, second), sign_test(second, first)
    assert (there.better, there.worse, there.equal) == (back.worse, back.better, back.equal)
    assert there.p == pytest.approx(back.p)
    assert there.better + there.worse + there.equal == len(pairs)
    assert 0 < there.p <= 1


def test_pairs_go_up():
    with pytest.raises(ValueError, match="2 results cannot be paired with 1"):
        sign_test([1, 2], [1])


def test_a_result_is_a_number():
    with pytest.raises(ValueError, match="not a number"):
        sign_test([float("nan")], [1])
