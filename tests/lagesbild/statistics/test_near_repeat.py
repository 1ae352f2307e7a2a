"""The Knox test against the Near Repeat Calculator's own rule, a pair-by-pair oracle, and what a shuffle must keep."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import pdist
from scipy.stats import hypergeom

from lagesbild.statistics import near_repeat
from lagesbild.statistics.near_repeat import knox

INFINITE = float("inf")
places = st.tuples(st.integers(-300, 300), st.integers(-300, 300))
moments = st.integers(0, 40) | st.floats(0, 40).map(lambda day: round(day, 1))
events = st.lists(st.tuples(places, moments), min_size=1, max_size=25)
rising = st.lists(st.integers(0, 50), min_size=2, max_size=5, unique=True).map(sorted)


def pairs_in(xy, days, distances, spans, metric="euclidean") -> list[list[int]]:
    """Every pair, one by one: slow and plainly right."""
    apart = pdist(np.asarray(xy, dtype=float), "euclidean" if metric == "euclidean" else "cityblock")
    between = pdist(np.asarray(days, dtype=float)[:, None])
    return [
        [
            int(((apart >= near) & (apart < far) & (between >= soon) & (between < late)).sum())
            for soon, late in pairwise(spans)
        ]
        for near, far in pairwise(distances)
    ]


def scattered(count: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    return rng.uniform(0, 1000, (count, 2)), rng.integers(0, 60, count)


def test_a_pair_a_hundred_metres_and_three_days_apart_is_in_the_bands_that_begin_there():
    """The pathological example of the NearRepeat package: bands are half-open, closed at the lower edge."""
    made = knox([(0, 0), (0, 100)], [0, 3], distances=(0, 100, 200), spans=(0, 3, 6), simulations=9)
    assert made.observed.tolist() == [[0, 0], [0, 1]]


def test_the_first_edge_of_nought_takes_in_the_same_point_and_the_same_day():
    xy, days = [(5, 5), (5, 5), (5, 5), (65, 85)], [1, 1, 2, 2]
    made = knox(xy, days, distances=(0, 0.01, 100, 101), spans=(0, 1, 2), simulations=9)
    assert made.observed.tolist() == [[1, 2], [0, 0], [1, 2]]


def test_distances_along_the_streets_are_longer():
    xy = [(0, 0), (60, 80)]
    tables = [
        knox(
            xy, [0, 0], distances=(0, 101, 141), spans=(0, 1), simulations=9, metric=metric
        ).observed.tolist()
        for metric in ("euclidean", "manhattan")
    ]
    assert tables == [[[1], [0]], [[0], [1]]]


@given(events, rising, rising, st.booleans(), st.sampled_from(["euclidean", "manhattan"]))
@settings(deadline=None)
def test_observed_pairs_are_those_counted_one_by_one(drawn, distances, spans, endless, metric):
    xy, days = zip(*drawn, strict=True)
    distances = [10 * edge for edge in distances] + [INFINITE] * endless
    spans = spans + [INFINITE] * endless
    made = knox(xy, days, distances=distances, spans=spans, simulations=3, seed=1, metric=metric)
    assert made.observed.tolist() == pairs_in(xy, days, distances, spans, metric)


@given(events, st.integers(0, 5))
@settings(deadline=None)
def test_shuffling_keeps_every_distance_and_every_span(drawn, seed):
    """With bands that leave nothing out, the sums of rows and columns are the same in every shuffle."""
    xy, days = zip(*drawn, strict=True)
    made = knox(
        xy, days, distances=(0, 50, 200, INFINITE), spans=(0, 1, 8.5, INFINITE), simulations=7, seed=seed
    )
    assert made.observed.sum() == len(xy) * (len(xy) - 1) // 2
    for axis in (0, 1):
        assert made.expected.sum(axis=axis) == pytest.approx(made.observed.sum(axis=axis))
    assert all(np.isfinite(table).all() for table in (made.expected, made.ratio, made.p))
    assert ((made.p >= 1 / 8) & (made.p <= 1)).all()


@given(events, st.integers(-10_000, 10_000))
@settings(deadline=None)
def test_moving_everything_in_space_and_time_changes_nothing(drawn, far):
    xy, days = (np.array(column) for column in zip(*drawn, strict=True))
    days = np.rint(days)
    bands = {"distances": (0, 60, 250), "spans": (0, 7, 14), "simulations": 9, "seed": 4}
    here, there = knox(xy, days, **bands), knox(xy + np.array([far, 6_600_000]), days + far, **bands)
    assert [here.observed.tolist(), here.p.tolist()] == [there.observed.tolist(), there.p.tolist()]


def test_what_chance_would_give_is_the_hypergeometric_mean():
    """Of all pairs, those near in space are as likely as any to be near in time."""
    xy, days = scattered(200)
    made = knox(xy, days, distances=(0, 100), spans=(0, 7), simulations=999, seed=3)
    near, soon = pdist(xy) < 100, pdist(days[:, None].astype(float)) < 7
    mean = hypergeom(near.size, near.sum(), soon.sum()).mean()
    assert made.expected == pytest.approx(mean, rel=0.01)
    assert made.ratio == pytest.approx(made.observed / made.expected)


def test_repeats_within_a_week_at_the_same_place_are_found_and_only_there():
    xy, days = scattered(150)
    xy, days = np.concatenate([xy, xy[:40]]), np.concatenate([days, days[:40] + 3])
    made = knox(xy, days, distances=(0, 1, 100, 300), spans=(0, 7, 14), simulations=199, seed=5)
    assert made.p[0, 0] == 1 / 200
    assert made.ratio[0, 0] > 3
    assert (made.p[1:] > 0.01).all()


def test_p_counts_the_observed_order_among_the_shuffles():
    """Three events, two of them at one point: the two are on the same day in a third of the orders."""
    made = knox([(0, 0), (0, 0), (9, 9)], [1, 1, 5], distances=(0, 1), spans=(0, 1), simulations=2999, seed=8)
    assert (made.observed.tolist(), made.p) == ([[1]], pytest.approx(1 / 3, abs=0.03))
    assert (made.p * 3000).item() == pytest.approx(1 + 2999 * made.expected.item())


def test_the_same_seed_gives_the_same_answer_however_it_is_portioned(monkeypatch):
    xy, days = scattered(120)
    bands = {"distances": (0, 80, 200), "spans": (0, 7, 14), "simulations": 50}
    whole, again, other = (knox(xy, days, seed=seed, **bands) for seed in (1, 1, 2))
    monkeypatch.setattr(near_repeat, "MOMENTS_AT_A_TIME", 1000)
    monkeypatch.setattr(near_repeat, "PAIRS_AT_A_TIME", 300)
    portioned = knox(xy, days, seed=1, **bands)
    assert whole.expected.tolist() == again.expected.tolist() == portioned.expected.tolist()
    assert whole.observed.tolist() == portioned.observed.tolist()
    assert whole.expected.tolist() != other.expected.tolist()


def test_dates_are_read_as_calendar_days():
    xy = [(0, 0), (0, 0)]
    late, early = np.datetime64("2026-03-02T23:59"), np.datetime64("2026-03-03T00:01")
    made = knox(xy, [late, early], distances=(0, 1), spans=(0, 1, 2), simulations=9)
    assert made.observed.tolist() == [[0, 1]]


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_events_make_no_pairs(count):
    made = knox([(1, 1)] * count, [3] * count, distances=(0, 10, 20), spans=(0, 7), simulations=9)
    tables = [made.observed, made.expected, made.ratio, made.p]
    assert [table.tolist() for table in tables] == [[[0], [0]], [[0], [0]], [[1], [1]], [[1], [1]]]


def test_all_events_at_one_point_on_one_day_are_as_near_as_chance_has_them():
    made = knox([(7, 7)] * 2000, [3] * 2000, distances=(0, 10, 20), spans=(0, 7), simulations=99)
    assert made.observed.tolist() == made.expected.tolist() == [[1_999_000], [0]]
    assert made.ratio.tolist() == made.p.tolist() == [[1], [1]]


def test_what_no_shuffle_had_gets_the_largest_ratio_that_many_shuffles_can_tell():
    xy = [(0, 0), (0, 1), *((500 * step, 0) for step in range(1, 40))]
    days = [0, 0, *range(10, 400, 10)]
    made = knox(xy, days, distances=(0, 10), spans=(0, 1), simulations=3, seed=1)
    assert (made.observed.tolist(), made.expected.tolist()) == ([[1]], [[0]])
    assert (made.ratio.tolist(), made.p.tolist()) == ([[4]], [[0.25]])


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"xy": [(0, float("nan")), (1, 1)]}, "two finite coordinates"),
        ({"xy": [(0, float("inf")), (1, 1)]}, "two finite coordinates"),
        ({"xy": [(0, 0, 0), (1, 1, 1)]}, "two finite coordinates"),
        ({"days": [1]}, "2 events need as many days, not 1"),
        ({"days": [1, float("nan")]}, "needs a day"),
        ({"days": np.array(["2026-03-02", "NaT"], dtype="datetime64[D]")}, "needs a day"),
        ({"distances": (100,)}, "Distances must be two edges or more"),
        ({"distances": (0, 100, 100)}, "Distances must be two edges or more that rise"),
        ({"spans": (-1, 7)}, "Spans must be two edges or more that rise from 0"),
        ({"spans": (0, float("nan"))}, "Spans must be"),
        ({"simulations": 0}, "At least one simulation"),
        ({"metric": "chebyshev"}, "must be one of euclidean, manhattan"),
    ],
)
def test_bad_input_is_named(wrong, message):
    arguments = {"xy": [(0, 0), (1, 1)], "days": [1, 2], "distances": (0, 100), "spans": (0, 7)} | wrong
    with pytest.raises(ValueError, match=message):
        knox(arguments.pop("xy"), arguments.pop("days"), **arguments)
