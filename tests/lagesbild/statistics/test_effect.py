"""The weighted displacement difference against its paper, its author's notes, and what must hold for any counts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.statistics.effect import Effect, displacement_difference

# Wheeler and Ratcliffe (2018), table 2.
PAPER = {
    "treated": (207, 110),
    "control": (308, 318),
    "displaced": (178, 157),
    "displaced_control": (150, 140),
}
PAIRS = st.tuples(st.integers(0, 500), st.integers(0, 500))
WEIGHTS = st.sampled_from([0.5, 1, 1.5, 4])


def test_the_paper_is_followed():
    effect = displacement_difference(**PAPER)
    assert effect.estimate == -118
    assert effect.se == pytest.approx(1568**0.5)
    assert effect.z == pytest.approx(-2.98, abs=5e-3)
    assert (effect.low, effect.high) == pytest.approx((-195.61, -40.39), abs=5e-3)


def test_without_displacement_two_areas_are_enough():
    effect = displacement_difference(treated=(100, 80), control=(100, 90))
    assert (effect.estimate, effect.se) == pytest.approx((-10, 19.24), abs=5e-3)
    assert effect.low < 0 < effect.high


def test_periods_of_unequal_length_are_divided_by_their_lengths():
    effect = displacement_difference(treated=(80, 20), control=(100, 50), time_weights=(2, 1))
    assert (effect.estimate, effect.se) == pytest.approx((-20, 115**0.5))


def test_areas_of_unequal_size_are_weighted_with_the_control_first():
    effect = displacement_difference(**PAPER, area_weights=(0.9, 1.2, 1.6, 1.5))
    assert (effect.estimate, effect.se, effect.z) == pytest.approx(
        (-99.69444444, 35.4280755, -2.813995483), abs=1e-7
    )
    assert (effect.low, effect.high) == pytest.approx((-169.1321965, -30.25669241), abs=1e-6)


def test_two_area_weights_are_enough_for_two_areas():
    pair = {"treated": (80, 20), "control": (100, 50)}
    two = displacement_difference(**pair, area_weights=(0.9, 1.2))
    assert two == displacement_difference(**pair, area_weights=(0.9, 1.2, 7, 8))
    assert two.estimate == pytest.approx(-60 / 1.2 + 50 / 0.9)


def test_where_nothing_ever_happened_there_is_no_effect():
    nothing = Effect(estimate=0, se=0, z=0, low=0, high=0)
    assert displacement_difference(treated=(0, 0), control=(0, 0)) == nothing


@given(PAIRS, PAIRS, PAIRS, PAIRS, st.tuples(WEIGHTS, WEIGHTS))
def test_treated_and_control_trade_places_with_the_sign(
    treated, control, displaced, displaced_control, lengths
):
    effect = displacement_difference(
        treated=treated,
        control=control,
        displaced=displaced,
        displaced_control=displaced_control,
        time_weights=lengths,
    )
    turned = displacement_difference(
        treated=control,
        control=treated,
        displaced=displaced_control,
        displaced_control=displaced,
        time_weights=lengths,
    )
    assert (turned.estimate, turned.se, turned.z) == pytest.approx((-effect.estimate, effect.se, -effect.z))
    assert effect.low <= effect.estimate <= effect.high
    assert np.isfinite([effect.estimate, effect.se, effect.z, effect.low, effect.high]).all()


@given(PAIRS, PAIRS, PAIRS, PAIRS)
def test_the_parts_add_up(treated, control, displaced, displaced_control):
    near = displacement_difference(treated=treated, control=control)
    around = displacement_difference(treated=displaced, control=displaced_control)
    whole = displacement_difference(
        treated=treated, control=control, displaced=displaced, displaced_control=displaced_control
    )
    assert whole.estimate == near.estimate + around.estimate
    assert whole.se**2 == pytest.approx(near.se**2 + around.se**2)


@given(PAIRS, PAIRS, WEIGHTS)
def test_a_unit_of_time_or_area_changes_the_effect_but_not_its_certainty(treated, control, unit):
    effect = displacement_difference(treated=treated, control=control)
    for weights in ({"time_weights": (unit, unit)}, {"area_weights": (unit, unit)}):
        weighted = displacement_difference(treated=treated, control=control, **weights)
        assert (weighted.estimate * unit, weighted.z) == pytest.approx((effect.estimate, effect.z))


def test_the_interval_holds_the_truth_as_often_as_it_says():
    dice = np.random.default_rng(8)
    counts = dice.poisson([40, 30, 60, 60], (4000, 4)).tolist()
    effects = [displacement_difference(treated=each[:2], control=each[2:]) for each in counts]
    assert 0.94 < np.mean([each.low <= -10 <= each.high for each in effects]) < 0.96


@pytest.mark.parametrize("pair", [(1,), (1, 2, 3), (-1, 1), (1, 0.5), (float("nan"), 1), (1, float("inf"))])
@pytest.mark.parametrize("area", ["treated", "control", "displaced", "displaced_control"])
def test_what_is_no_pair_of_counts_is_refused(area, pair):
    with pytest.raises(ValueError, match="two whole numbers"):
        displacement_difference(**PAPER | {area: pair})


@pytest.mark.parametrize(
    "weights",
    [
        {"time_weights": (0, 1)},
        {"time_weights": (1, float("nan"))},
        {"time_weights": (1,)},
        {"area_weights": (1, 1, 1)},
        {"area_weights": ()},
        {"area_weights": (1, 1)},  # there are four areas
        {"area_weights": (1, 1, 1, -1)},
    ],
)
def test_what_is_no_weight_is_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        displacement_difference(**PAPER, **weights)
