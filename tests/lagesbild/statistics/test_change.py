"""Tests of counts against published values, sums done the long way, and simulated histories."""

from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, nbinom, norm, poisson, poisson_means_test

from lagesbild.statistics import change

COUNTS = st.integers(0, 60)
EXPOSURES = st.sampled_from([0.5, 1, 2, 14, 28, 56])
HISTORIES = st.lists(st.integers(0, 300), min_size=1, max_size=60)
NOT_COUNTS = (-1, 0.5, float("nan"), float("inf"))
NOT_EXPOSURES = (0, -1, float("nan"), float("inf"))


@pytest.mark.parametrize(
    ("counts", "p"),
    [
        ((6, 1, 2, 1), 0.174875),
        ((25, 14, 64, 56), 0.0990),  # fourteen days against the fifty-six before
        ((25, 1, 16, 1), 0.1648),
        # Krishnamoorthy and Thomson's example: weed seeds in two samples of clover.
        ((0, 100, 3, 100), 0.0884),
    ],
)
def test_the_e_test_gives_the_published_values(counts, p):
    assert change.e_test(*counts) == pytest.approx(p, abs=5e-5)


def test_the_c_test_gives_the_published_values():
    assert change.c_test(25, 14, 64, 56, alternative="greater") == pytest.approx(0.04194, abs=5e-6)
    assert change.c_test(25, 14, 64, 56) == pytest.approx(0.08388, abs=5e-6)


@pytest.mark.parametrize(("count", "p"), [(3, 0.04742), (4, 0.00908), (5, 0.00141), (6, 0.00018)])
def test_the_tail_gives_the_published_values(count, p):
    assert change.tail(count, 0.8) == pytest.approx(p, abs=5e-6)


@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES)
def test_the_e_test_is_that_of_scipy(k1, n1, k2, n2):
    p = 1 if k1 + k2 == 0 else min(poisson_means_test(k1, n1, k2, n2).pvalue, 1)
    assert change.e_test(k1, n1, k2, n2) == pytest.approx(p)


@pytest.mark.parametrize(
    "counts", [(230, 1, 175, 1), (60, 56, 345, 14), (401, 14, 400, 14), (17, 3, 400, 56)]
)
def test_the_e_test_of_many_is_the_double_sum_with_its_ties_decided_by_fractions(counts):
    k1, n1, k2, n2 = counts
    rate = (k1 + k2) / (n1 + n2)
    # (x n2 − y n1)² ≥ t² (x n2² + y n1²), all of it whole but for t².
    squared = Fraction((k1 * n2 - k2 * n1) ** 2, k1 * n2**2 + k2 * n1**2)
    y = np.arange(int(n2 * rate + 10 * (n2 * rate) ** 0.5 + 50))
    of_y = poisson.pmf(y, n2 * rate)
    p = 0.0
    for x in range(int(n1 * rate + 10 * (n1 * rate) ** 0.5 + 50)):
        distance = (x * n2 - y * n1) ** 2 * squared.denominator
        outside = distance >= squared.numerator * (x * n2**2 + y * n1**2)
        p += poisson.pmf(x, n1 * rate) * of_y[outside].sum()
    assert change.e_test(*counts) == pytest.approx(p, rel=1e-9)


def test_the_e_test_goes_on_smoothly_where_the_sum_becomes_long():
    # Just above the limit scipy is still quick: equal exposures, where rounding breaks no ties.
    for first, second in [(210, 195), (300, 250), (600, 500)]:
        p = poisson_means_test(first, 7, second, 7).pvalue
        assert change.e_test(first, 7, second, 7) == pytest.approx(p, abs=1e-8)


@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES)
def test_both_tests_are_probabilities_that_do_not_mind_which_period_comes_first(k1, n1, k2, n2):
    for test in (change.e_test, change.c_test):
        p = test(k1, n1, k2, n2)
        assert 0 <= p <= 1
        assert test(k2, n2, k1, n1) == pytest.approx(p, rel=1e-6)


@given(COUNTS, EXPOSURES, COUNTS, EXPOSURES)
def test_the_c_test_is_scipys_binomial_test_of_each_side(k1, n1, k2, n2):
    if k1 + k2 == 0:
        return
    sides = []
    for side in ("greater", "less"):
        sides.append(change.c_test(k1, n1, k2, n2, alternative=side))
        assert sides[-1] == pytest.approx(binomtest(k1, k1 + k2, n1 / (n1 + n2), side).pvalue)
    assert change.c_test(k1, n1, k2, n2) == min(1, 2 * min(sides))


def test_no_events_at_all_are_no_change():
    assert change.e_test(0, 14, 0, 14) == 1
    for side in ("two-sided", "greater", "less"):
        assert change.c_test(0, 14, 0, 28, alternative=side) == 1


@pytest.mark.parametrize("first", [100_000, 100_500, 101_400, 60_000])
def test_large_counts_are_tested_at_once(first):
    spent = []
    for _ in range(5):
        start = perf_counter()
        p = change.e_test(first, 1, 100_000, 1)
        change.c_test(first, 1, 100_000, 1)
        spent.append(perf_counter() - start)
    # So many are normal: T is then z.
    z = abs(first - 100_000) / (first + 100_000) ** 0.5
    assert p == pytest.approx(2 * norm.sf(z), abs=1e-3)
    assert min(spent) < 0.010


@given(COUNTS, st.floats(0, 50))
def test_a_tail_falls_with_the_count_and_rises_with_the_mean(count, mean):
    p = change.tail(count, mean)
    assert 0 <= change.tail(count + 1, mean) <= p <= change.tail(count, mean + 1) <= 1
    assert change.tail(0, mean) == 1
    assert p - change.tail(count + 1, mean) == pytest.approx(poisson.pmf(count, mean), abs=1e-12)


@given(st.floats(0, 200), st.floats(1e-6, 0.5))
def test_an_alarm_is_the_smallest_count_within_the_rate_and_says_what_it_really_costs(mean, rate):
    count, probability = change.alarm(mean, rate)
    assert probability == change.tail(count, mean) <= rate
    assert change.tail(count - 1, mean) > rate


def test_the_false_alarms_to_expect_are_fewer_than_the_rate_says():
    means = [0.2, 0.5, 0.8, 2, 7]
    drawn = np.random.default_rng(4).poisson(means, (200_000, 5))
    limits, probabilities = zip(*(change.alarm(mean, 0.01) for mean in means), strict=True)
    false_alarms = (drawn >= limits).sum() / 200_000
    assert false_alarms == pytest.approx(sum(probabilities), rel=0.05)
    assert sum(probabilities) < 0.01 * 5 * 0.7


def test_after_a_long_history_the_poisson_interval_around_its_mean_is_expected():
    history = np.random.default_rng(1).poisson(12, 4000)
    assert change.expected_interval(history) == tuple(poisson.interval(0.95, history.mean()))


def test_a_short_history_of_poisson_counts_gives_jeffreys_negative_binomial():
    assert change.expected_interval([12, 11, 13, 9, 14]) == (5, 20)
    assert tuple(nbinom.ppf([0.025, 0.975], 59.5, 5 / 6)) == (5, 20)


def test_after_years_without_an_event_one_is_more_than_expected():
    assert change.expected_interval([0] * 26) == (0, 0)
    assert change.expected_interval([0] * 3) == (0, 2)


def test_uneven_periods_widen_the_interval_to_the_negative_binomial_by_moments():
    history = [2, 30, 11, 4, 25, 16, 9, 3, 28, 12]
    mean, variance = np.mean(history), np.var(history, ddof=1) * 1.1 * 9 / 7
    low, high = nbinom.ppf([0.025, 0.975], mean**2 / (variance - mean), mean / variance)
    assert change.dispersion(history) == np.var(history, ddof=1) / mean > 1.5
    assert change.expected_interval(history) == (low, high)
    assert change.dispersion(history[:5]) == 1


@pytest.mark.parametrize(
    ("mean", "uneven", "periods", "least"),
    [
        (0.3, 1, 1, 0.95),
        (3, 1, 2, 0.95),
        (10, 1, 4, 0.95),
        (10, 1, 26, 0.95),
        (50, 1, 1, 0.94),
        (50, 1, 26, 0.94),
        (2, 2, 26, 0.94),
        (10, 3, 6, 0.93),
        (50, 3, 12, 0.93),
        (10, 3, 26, 0.94),
    ],
)
def test_the_interval_holds_as_many_of_the_coming_counts_as_it_says(mean, uneven, periods, least):
    dice = np.random.default_rng(20)
    shape = (1500, periods + 1)
    # Rates that vary from period to period as a Gamma make counts with that variance/mean.
    rates = mean if uneven == 1 else dice.gamma(mean / (uneven - 1), uneven - 1, shape)
    drawn = dice.poisson(rates, shape)
    held = 0
    for *history, coming in drawn.tolist():
        low, high = change.expected_interval(history)
        held += low <= coming <= high
    assert least <= held / len(drawn) <= 1


@given(HISTORIES, st.floats(0.01, 0.99))
def test_an_interval_is_whole_ordered_and_wider_at_a_higher_level(history, level):
    low, high = change.expected_interval(history, level=level)
    wider_low, wider_high = change.expected_interval(history, level=(1 + level) / 2)
    assert 0 <= wider_low <= low <= high <= wider_high
    assert change.expected_interval(history[::-1], level=level) == (low, high)


@given(HISTORIES, st.integers(0, 400), st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_a_count_lies_outside_the_interval_when_its_p_is_small(history, count, level):
    low, high = change.expected_interval(history, level=level)
    p = change.history_test(count, history)
    assert 0 <= p <= 1
    assert (low <= count <= high) == (p > 1 - level) or p == pytest.approx(1 - level)


@pytest.mark.parametrize(
    "history", [[100_000] * 26, [0, 0, 0, 0, 0, 100_000], list(range(0, 100_000, 2000)), [100_000], [0]]
)
def test_an_interval_is_found_at_once_however_large_or_uneven_the_counts(history):
    spent = []
    for _ in range(5):
        start = perf_counter()
        low, high = change.expected_interval(history)
        spent.append(perf_counter() - start)
    assert low <= np.mean(history) <= high
    assert min(spent) < 0.010


@pytest.mark.parametrize("wrong", NOT_COUNTS)
def test_what_is_no_count_is_refused(wrong):
    for call in (
        lambda: change.e_test(wrong, 1, 2, 1),
        lambda: change.e_test(2, 1, wrong, 1),
        lambda: change.c_test(wrong, 1, 2, 1),
        lambda: change.c_test(2, 1, wrong, 1),
        lambda: change.tail(wrong, 1),
        lambda: change.expected_interval([1, wrong]),
        lambda: change.history_test(wrong, [1]),
    ):
        with pytest.raises(ValueError, match="A count must be a whole number"):
            call()


@pytest.mark.parametrize("wrong", NOT_EXPOSURES)
def test_what_is_no_exposure_is_refused(wrong):
    for test in (change.e_test, change.c_test):
        with pytest.raises(ValueError, match="exposure"):
            test(1, wrong, 1, 1)
        with pytest.raises(ValueError, match="exposure"):
            test(0, 1, 0, wrong)


def test_what_else_cannot_be_asked_is_refused():
    with pytest.raises(ValueError, match="at least one period"):
        change.expected_interval([])
    with pytest.raises(ValueError, match="alternative"):
        change.c_test(1, 1, 1, 1, alternative="upwards")
    for mean in (-1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="A mean must"):
            change.tail(1, mean)
        with pytest.raises(ValueError, match="A mean must"):
            change.alarm(mean, 0.01)
    for share in (0, 1, float("nan")):
        with pytest.raises(ValueError, match="level"):
            change.expected_interval([1], level=share)
        with pytest.raises(ValueError, match="rate"):
            change.alarm(1, share)


def test_numpys_whole_numbers_are_counts():
    assert change.e_test(np.int64(6), 1, np.float64(2), 1) == change.e_test(6, 1, 2, 1)
    assert change.expected_interval(np.array([3, 4, 5])) == change.expected_interval([3, 4, 5])


@pytest.mark.parametrize("mean", [0.3, 2])
def test_an_alarm_after_a_short_history_costs_no_more_than_it_says(mean):
    dice = np.random.default_rng(11)
    drawn = dice.poisson(mean, (4000, 10)).tolist()
    limits, chances = zip(*(change.alarm_after(row[:-1], 0.01) for row in drawn), strict=True)
    alarms = sum(row[-1] >= limit for row, limit in zip(drawn, limits, strict=True))
    assert 0 < alarms <= sum(chances) * 1.2
    assert max(chances) <= 0.01


@given(HISTORIES, st.integers(0, 40))
def test_an_estimated_mean_alarms_no_sooner_than_one_that_is_known(history, count):
    limit, chance = change.alarm_after(history, 0.001)
    assert limit >= change.alarm(sum(history) / len(history), 0.001)[0]
    assert chance == pytest.approx(change.coming_tail(limit, history))
    assert change.coming_tail(count, history) >= change.coming_tail(count + 1, history)


def test_where_nothing_has_happened_it_takes_more_than_an_event_to_alarm():
    assert change.alarm_after([0] * 26, 0.001)[0] == 2


@pytest.mark.parametrize("rate", [0, 1, -1, float("nan")])
def test_an_alarm_needs_a_rate(rate):
    with pytest.raises(ValueError, match="rate"):
        change.alarm_after([1, 2], rate)


class TestPooledDispersion:
    def test_it_is_pearsons_statistic_over_its_degrees_of_freedom(self):
        # (1 + 1)/2 of 2, and (4 + 4)/10 of 10, over one degree each.
        assert change.pooled_dispersion([(1, 3), (8, 12)]) == 1
        assert change.pooled_dispersion([(0, 8), (8, 0)]) == 8

    @pytest.mark.parametrize("histories", [[], [(0, 0, 0)], [(5,)], [(7, 7, 7)]])
    def test_what_says_nothing_is_even(self, histories):
        assert change.pooled_dispersion(histories) == 1

    def test_it_finds_what_many_series_have_in_common(self):
        dice = np.random.default_rng(4)
        poisson = dice.poisson([[2], [10], [40]] * 40, (120, 26)).tolist()
        assert change.pooled_dispersion(poisson) == pytest.approx(1, abs=0.06)
        uneven = dice.negative_binomial(10, 1 / 2, (120, 26)).tolist()
        assert change.pooled_dispersion(uneven) == pytest.approx(2, abs=0.15)

    @given(history=st.lists(st.integers(0, 50), min_size=1, max_size=30), least=st.floats(1, 10))
    def test_a_least_widens_the_interval_and_never_makes_a_count_more_surprising(self, history, least):
        low, high = change.expected_interval(history)
        wider_low, wider_high = change.expected_interval(history, least=least)
        assert wider_low <= low
        assert change.expected_interval(history, least=1) == (low, high)
        assert wider_high >= high

    @pytest.mark.parametrize("least", [0.5, float("nan"), float("inf")])
    def test_a_least_below_even_is_refused(self, least):
        with pytest.raises(ValueError, match="least"):
            change.expected_interval([3, 4], least=least)
