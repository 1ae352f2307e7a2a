"""Ranks, Getis and Ord's statistic against published values, and false discoveries held down."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import sparse
from scipy.stats import norm

from lagesbild.statistics.hotspots import Row, false_discovery, getis_ord, rank

# The six points of PySAL's documentation of G_Local, neighbours within 15, and the z printed there.
POINTS = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)])
VALUES = [2.0, 3.0, 3.2, 5.0, 8.0, 7.0]
Z_STAR = [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]
Z_OTHERS = [-1.0136729, -0.04361589, 1.31558703, -0.31412676, 1.15373986, 1.77833941]

AMOUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 5))
PS = arrays.arrays(float, st.integers(0, 30), elements=st.floats(0, 1))


def within(points: np.ndarray, reach: float) -> np.ndarray:
    """1 for the cells within reach of each other, 0 for the cell itself."""
    distance = np.hypot(*(points[:, None] - points).transpose(2, 0, 1))
    return ((distance <= reach) & (distance > 0)).astype(float)


def grid(side: int) -> np.ndarray:
    return np.stack(np.meshgrid(np.arange(side), np.arange(side)), axis=-1).reshape(-1, 2)


SIX = within(POINTS, 15)
# A queen's neighbours lie within √2.
FIVE_BY_FIVE = within(grid(5), 1.5)
cells = arrays.arrays(float, 25, elements=st.integers(0, 20).map(float))


@pytest.mark.parametrize("shape", [np.asarray, sparse.csr_array, sparse.coo_array, sparse.csr_matrix])
@pytest.mark.parametrize(("star", "z"), [(True, Z_STAR), (False, Z_OTHERS)])
def test_the_statistic_is_that_of_pysal_for_six_points(shape, star, z):
    assert getis_ord(VALUES, shape(SIX), star=star) == pytest.approx(np.array(z), abs=1e-8)


def test_a_cell_that_neighbours_all_cells_has_no_z():
    z = getis_ord([1, 2, 9, 8, 1, 0, 1, 0, 2], within(grid(3), 1.5))
    assert z[[2, 6]] == pytest.approx([0.26375, -0.13188], abs=5e-6)
    assert np.isnan(z).tolist() == [False] * 4 + [True] + [False] * 4


def test_the_statistic_is_its_formula_for_weights_of_any_size():
    dice = np.random.default_rng(3)
    x, weights = dice.poisson(4, 12), dice.random((12, 12))
    mean, spread, total = x.mean(), x.std(), weights.sum(axis=1)
    z = (weights @ x - mean * total) / (spread * np.sqrt((12 * (weights**2).sum(axis=1) - total**2) / 11))
    assert getis_ord(x, weights) == pytest.approx(z)


def test_without_the_cell_itself_mean_and_spread_are_those_of_the_others():
    dice = np.random.default_rng(5)
    x, weights = dice.poisson(4, 9), dice.random((9, 9))
    for cell, z in enumerate(getis_ord(x, weights, star=False)):
        others, w = np.delete(x, cell), np.delete(weights[cell], cell)
        expected = (w @ others - others.mean() * w.sum()) / (
            others.std() * np.sqrt((8 * (w**2).sum() - w.sum() ** 2) / 7)
        )
        assert z == pytest.approx(expected)


def test_the_cell_itself_counts_as_a_neighbour_unless_it_has_a_weight():
    own = SIX + np.eye(6)
    assert getis_ord(VALUES, SIX).tolist() == getis_ord(VALUES, own).tolist()
    assert getis_ord(VALUES, own, star=False).tolist() == getis_ord(VALUES, SIX, star=False).tolist()
    heavier = SIX + 2 * np.eye(6)
    assert (getis_ord(VALUES, heavier) != getis_ord(VALUES, own)).all()


@given(cells, st.floats(0.1, 100), st.floats(-100, 100), st.booleans())
def test_neither_unit_nor_origin_of_the_values_decides(x, unit, origin, star):
    z = getis_ord(x, FIVE_BY_FIVE, star=star)
    assert getis_ord(x * unit + origin, FIVE_BY_FIVE, star=star) == pytest.approx(z, abs=1e-6, nan_ok=True)
    assert getis_ord(-x, FIVE_BY_FIVE, star=star) == pytest.approx(-z, nan_ok=True)
    row_standardised = FIVE_BY_FIVE + star * np.eye(25)
    row_standardised /= row_standardised.sum(axis=1, keepdims=True)
    assert getis_ord(x, row_standardised, star=star) == pytest.approx(z, abs=1e-6, nan_ok=True)


@given(cells, st.permutations(range(25)), st.booleans())
def test_the_order_of_the_cells_decides_nothing(x, order, star):
    z = getis_ord(x, FIVE_BY_FIVE, star=star)
    turned = getis_ord(x[order], FIVE_BY_FIVE[np.ix_(order, order)], star=star)
    assert turned == pytest.approx(z[order], abs=1e-9, nan_ok=True)


@given(cells, st.booleans())
def test_a_z_is_finite_or_missing(x, star):
    z = getis_ord(x, FIVE_BY_FIVE, star=star)
    assert not np.isinf(z).any()
    if len(set(x)) > 2:
        assert np.isfinite(z).all()


@pytest.mark.parametrize("value", [0, 0.1, 5, 1e9 / 3])
def test_equal_values_have_no_z(value):
    assert np.isnan(getis_ord([value] * 25, FIVE_BY_FIVE)).all()
    assert np.isnan(getis_ord([value] * 25, FIVE_BY_FIVE, star=False)).all()
    # All others being equal, nothing can be said of the one that differs; of the others it can.
    one_differs = [value + 1] + [value] * 24
    assert np.isnan(getis_ord(one_differs, FIVE_BY_FIVE, star=False)).tolist() == [True] + [False] * 24


def test_all_events_in_one_cell_are_a_hot_spot_there_alone():
    x = np.zeros(25)
    x[12] = 40
    z = getis_ord(x, FIVE_BY_FIVE)
    assert (z > 0).reshape(5, 5).tolist() == np.pad(np.ones((3, 3), bool), 1).tolist()


def test_a_cell_without_neighbours_has_only_itself():
    z = getis_ord([1, 5, 3], np.zeros((3, 3)))
    assert z == pytest.approx((np.array([1, 5, 3]) - 3) / np.std([1, 5, 3]))
    assert np.isnan(getis_ord([1, 5, 3], np.zeros((3, 3)), star=False)).all()


@pytest.mark.parametrize(("star", "too_few"), [(True, 1), (False, 2)])
def test_too_few_cells_have_no_z(star, too_few):
    assert getis_ord([], np.zeros((0, 0)), star=star).tolist() == []
    assert np.isnan(getis_ord(np.arange(too_few), np.ones((too_few, too_few)), star=star)).all()


@pytest.mark.parametrize(
    ("values", "weights"),
    [
        ([1, np.nan], np.zeros((2, 2))),
        ([1, np.inf], np.zeros((2, 2))),
        ([[1, 2]], np.zeros((2, 2))),
        ([1, 2], np.zeros((3, 3))),
        ([1, 2], [1, 2]),
        ([1, 2], [[0, np.nan], [1, 0]]),
        ([1, 2], sparse.csr_array([[0, np.inf], [1, 0]])),
        ([1, 2], [[0, -1], [1, 0]]),
    ],
)
def test_what_has_no_statistic_is_refused(values, weights):
    with pytest.raises(ValueError, match=r"cell|[Ww]eights"):
        getis_ord(values, weights)


def test_the_weights_handed_in_are_left_as_they_were():
    weights = sparse.csr_array(SIX)
    getis_ord(VALUES, weights)
    assert weights.toarray().tolist() == SIX.tolist()


def test_equals_share_a_rank_and_stand_in_the_order_of_their_keys():
    assert rank({"torget": 4, "stationen": 7, "badet": 4, "skolan": 0, "parken": 1}) == [
        Row(1, "stationen", 7),
        Row(2, "badet", 4),
        Row(2, "torget", 4),
        Row(4, "parken", 1),
    ]


def test_a_list_can_be_short_and_leave_out_what_is_little():
    amounts = {"a": 3.5, "b": 0.5, "c": 2.5, "d": 2.5}
    assert [row.key for row in rank(amounts, fewest=2)] == ["a", "c", "d"]
    assert [row.key for row in rank(amounts, fewest=0, longest=2)] == ["a", "c"]
    assert rank({}) == []


@given(AMOUNTS)
def test_a_rank_is_one_more_than_those_with_more(amounts):
    rows = rank(amounts, fewest=0)
    assert {row.key: row.amount for row in rows} == amounts
    for row in rows:
        assert row.rank == 1 + sum(each > row.amount for each in amounts.values())
    assert rows == rank(dict(reversed(amounts.items())), fewest=0)


@pytest.mark.parametrize("wrong", [-1, float("nan"), float("inf")])
def test_what_cannot_be_ranked_is_refused(wrong):
    with pytest.raises(ValueError, match="An amount must"):
        rank({"a": 1, "b": wrong})


def test_benjamini_and_hochbergs_own_example():
    # Benjamini and Hochberg (1995), section 4.2: fifteen comparisons of two treatments; at 5 % four are discoveries.
    ps = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    ps += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    assert false_discovery(ps, rate=0.05).tolist() == [True] * 4 + [False] * 11


@given(PS, st.floats(0.01, 0.5))
def test_discoveries_are_the_smallest_ps_up_to_the_last_below_its_line(ps, rate):
    ordered = np.sort(ps)
    line = rate * np.arange(1, len(ps) + 1) / max(len(ps), 1)
    # Which side of the line a p upon it falls is for the last bit to say.
    assume(not np.isclose(ordered, line, rtol=1e-12, atol=0).any())
    mask = false_discovery(ps, rate=rate)
    below = np.flatnonzero(ordered <= line)
    assert mask.sum() == (np.count_nonzero(ps <= ordered[below[-1]]) if len(below) else 0)
    assert mask.tolist() == [p <= max(ps[mask], default=-1) for p in ps]


def test_noise_is_held_for_a_discovery_as_seldom_as_promised():
    z = np.random.default_rng(6).normal(size=(2000, 40))
    found = [false_discovery(2 * norm.sf(abs(each)), rate=0.1).any() for each in z]
    assert 0.08 < np.mean(found) < 0.12


def test_a_mask_has_the_shape_of_its_tests():
    assert false_discovery([], rate=0.05).tolist() == []
    assert false_discovery([[0.001, 0.8], [0.002, 1]], rate=0.05).tolist() == [[True, False], [True, False]]


@pytest.mark.parametrize(
    ("ps", "rate"), [([np.nan], 0.1), ([-0.1], 0.1), ([1.1], 0.1), ([0.1], 0), ([0.1], 1)]
)
def test_what_is_no_probability_is_refused(ps, rate):
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        false_discovery(ps, rate=rate)
