"""Density surfaces against their formulas, scipy's estimator and what must hold for any events."""

from math import pi

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import gaussian_kde

from lagesbild.statistics import kernels
from lagesbild.statistics.density import (
    LEVELS,
    Surface,
    contours,
    levels_for,
    raised,
    surface,
    surface_from_cells,
)

BOUNDS = (0.0, 0.0, 2000.0, 1000.0)
events = st.lists(st.tuples(st.floats(0, 2000), st.floats(0, 1000)), min_size=1, max_size=30)


def town(count: int) -> np.ndarray:
    """Events around two centres, all of them well inside BOUNDS."""
    rng = np.random.default_rng(7)
    return np.concatenate(
        [rng.normal((700, 500), 60, (count // 2, 2)), rng.normal((1300, 500), 60, (count // 2, 2))]
    )


def at(made: Surface, x: float, y: float) -> float:
    """The value of the cell that holds a point."""
    return made.values[int((y - made.origin[1]) // made.cell), int((x - made.origin[0]) // made.cell)]


def quartic(xy: np.ndarray, made: Surface, bandwidth: float) -> np.ndarray:
    """The formula, read at every centre."""
    x, y = np.meshgrid(made.x, made.y)
    squared = ((x[..., None] - xy[:, 0]) ** 2 + (y[..., None] - xy[:, 1]) ** 2) / bandwidth**2
    return (3 / (pi * (bandwidth / 1000) ** 2) * np.clip(1 - squared, 0, None) ** 2).sum(axis=-1)


def test_a_lone_event_peaks_at_three_over_pi_h_squared():
    made = surface([(1010, 510)], bandwidth=200, cell=20, bounds=BOUNDS)
    assert at(made, 1010, 510) == pytest.approx(3 / (pi * 0.2**2), rel=1e-4)
    assert at(made, 1110, 510) == pytest.approx(3 / (pi * 0.2**2) * (1 - 0.25) ** 2, rel=1e-4)
    assert at(made, 1210, 510) == 0


def test_the_quartic_surface_follows_its_formula():
    made = surface(town(200), bandwidth=200, cell=20, bounds=BOUNDS)
    expected = quartic(town(200), made, 200)
    assert made.values == pytest.approx(expected, abs=expected.max() * 1e-3)


def test_the_gaussian_surface_is_that_of_scipy():
    # scipy's kernel has the shape of the data's covariance: events whose covariance is 100² m² make it round.
    drawn = np.random.default_rng(3).normal(size=(200, 2))
    round_events = (drawn - drawn.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn.T))).T
    xy = round_events * 100 + (1000, 500)
    made = surface(xy, bandwidth=80, cell=20, bounds=(0, -500, 2000, 1500), kernel="gaussian")
    x, y = np.meshgrid(made.x, made.y)
    expected = gaussian_kde(xy.T, bw_method=0.8)([x.ravel(), y.ravel()]).reshape(x.shape) * 200 * 1e6
    assert made.values == pytest.approx(expected, abs=expected.max() * 1e-4)


@given(events, st.floats(10, 600), st.sampled_from(["quartic", "gaussian"]))
@settings(deadline=None)
def test_a_surface_sums_to_its_events_wherever_they_lie_in_it(xy, bandwidth, kernel):
    made = surface(xy, bandwidth=bandwidth, cell=50, bounds=BOUNDS, kernel=kernel)
    assert made.total == pytest.approx(len(xy), rel=1e-9)
    assert (made.values >= 0).all() and np.isfinite(made.values).all()


@given(events)
@settings(deadline=None)
def test_a_surface_mirrors_and_moves_with_its_events(xy):
    here = surface(xy, bandwidth=150, cell=50, bounds=BOUNDS).values
    moved = [(x + 512_000, y + 6_598_000) for x, y in xy]
    there = surface(moved, bandwidth=150, cell=50, bounds=(512_000, 6_598_000, 514_000, 6_599_000)).values
    mirrored = surface([(2000 - x, y) for x, y in xy], bandwidth=150, cell=50, bounds=BOUNDS).values
    assert there == pytest.approx(here, abs=here.max() * 1e-4)
    assert mirrored == pytest.approx(here[:, ::-1], abs=here.max() * 1e-6)


@given(events, events)
@settings(deadline=None)
def test_surfaces_add_up(some, others):
    made = [surface(xy, bandwidth=150, cell=50, bounds=BOUNDS).values for xy in (some, others, some + others)]
    assert made[0] + made[1] == pytest.approx(made[2], rel=1e-6, abs=1e-6)


def test_many_events_are_blurred_as_if_each_were_placed(monkeypatch):
    placed = surface(town(2000), bandwidth=200, cell=25, bounds=BOUNDS)
    monkeypatch.setattr(kernels, "EXACT_READINGS", 0)
    shared = surface(town(2000), bandwidth=200, cell=25, bounds=BOUNDS)
    assert shared.values == pytest.approx(placed.values, abs=placed.values.max() * 0.01)
    assert shared.total == pytest.approx(2000)


def test_events_outside_the_bounds_are_left_out_and_those_on_the_edge_kept():
    xy = [(0, 0), (2000, 1000), (2001, 500), (1000, -1)]
    assert surface(xy, bandwidth=200, cell=50, bounds=BOUNDS).total == pytest.approx(2)


def test_weights_count_as_so_many_events():
    twice = surface([(500, 500)] * 2 + [(1500, 500)], bandwidth=200, cell=50, bounds=BOUNDS)
    weighted = surface([(500, 500), (1500, 500)], weights=[2, 1], bandwidth=200, cell=50, bounds=BOUNDS)
    assert weighted.values == pytest.approx(twice.values)


def test_no_events_make_an_empty_surface_without_contours():
    made = surface([], bandwidth=200, cell=50, bounds=BOUNDS)
    assert (made.values.shape, made.total) == ((20, 40), 0)
    assert [band.polygons for band in contours(made, LEVELS)] == [()] * 5
    assert surface_from_cells([], [], cell=25, bandwidth=200).total == 0


def test_a_kernel_narrower_than_a_cell_leaves_the_event_in_its_cell():
    made = surface([(1001, 501)], bandwidth=5, cell=100, bounds=BOUNDS)
    assert (at(made, 1001, 501), made.total) == (100, 1)


@pytest.mark.parametrize("kernel", ["quartic", "gaussian"])
@pytest.mark.parametrize("count", [3, 3000])
def test_a_kernel_wider_than_the_grid_spreads_evenly_over_it(count, kernel):
    xy = np.random.default_rng(5).uniform((0, 0), (2000, 1000), (count, 2))
    made = surface(xy, bandwidth=1e7, cell=20, bounds=BOUNDS, kernel=kernel)
    assert made.values == pytest.approx(np.full((50, 100), count / 2), rel=1e-4)


def test_all_events_at_one_point_are_a_lone_event_so_many_times():
    one, many = (
        surface([(1010, 510)] * count, bandwidth=200, cell=20, bounds=BOUNDS).values for count in (1, 20_000)
    )
    assert many == pytest.approx(one * 20_000, abs=many.max() * 1e-9)


def test_bounds_narrower_than_a_cell_are_one_cell():
    made = surface([(1, 1)], bandwidth=200, cell=50, bounds=(1, 1, 1 + 1e-9, 1 + 1e-9))
    assert (made.values.shape, made.total) == ((1, 1), pytest.approx(1))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"xy": [(float("nan"), 0)]}, "finite coordinates"),
        ({"xy": [(1, 2, 3)]}, "two finite coordinates"),
        ({"weights": [-1]}, "not negative"),
        ({"weights": [1, 1]}, "as many weights"),
        ({"bandwidth": 0}, "bandwidth must be above 0"),
        ({"cell": float("inf")}, "cell must be above 0"),
        ({"kernel": "box"}, "must be one of quartic, gaussian"),
        ({"bounds": (0, 0, 0, 10)}, "must be finite and rise"),
        ({"cell": 0.1}, "too large"),
        ({"cell": 1e-320}, "too large"),
    ],
)
def test_bad_input_is_named(wrong, message):
    arguments = {"xy": [(5, 5)], "bandwidth": 100, "cell": 50, "bounds": BOUNDS} | wrong
    with pytest.raises(ValueError, match=message):
        surface(arguments.pop("xy"), **arguments)


def test_counted_cells_give_the_surface_of_events_at_their_centres():
    cells, counts = [(20_480, 263_920), (20_484, 263_921)], [3, 1]
    xy = [(512_012.5, 6_598_012.5)] * 3 + [(512_112.5, 6_598_037.5)]
    made = surface_from_cells(cells, counts, cell=25, bandwidth=200)
    assert made.values == pytest.approx(surface(xy, bandwidth=200, cell=25, bounds=made.bounds).values)
    assert (made.total, made.cell) == (pytest.approx(4), 25)
    # The rim is empty, so every contour closes inside the grid.
    rim = np.concatenate([made.values[[0, -1]].ravel(), made.values[:, [0, -1]].ravel()])
    assert not rim.any()


def test_a_surface_too_wide_is_made_coarser_and_keeps_its_events():
    made = surface_from_cells([(0, 0), (2400, 0), (0, 2400)], [1, 2, 3], cell=25, bandwidth=400)
    assert (made.cell, made.total) == (100, pytest.approx(6))


def test_a_part_of_a_surface_keeps_its_place():
    whole = surface(town(200), bandwidth=200, cell=50, bounds=BOUNDS)
    part = whole.within((500, 200, 1000, 800))
    assert (part.origin, part.values.shape) == ((450, 150), (14, 12))
    assert (at(part, 725, 525), at(part, 460, 160)) == (at(whole, 725, 525), at(whole, 460, 160))


def signed_area(ring: np.ndarray) -> float:
    return float((ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1]).sum()) / 2


def test_contours_of_a_lone_event_are_its_circles():
    """Inverting the kernel: density c lies at d = h √(1 − √(c / peak)) from the event."""
    made = surface([(1000, 500)], bandwidth=400, cell=10, bounds=BOUNDS)
    peak = 3 / (pi * 0.4**2)
    bands = contours(made, [peak / 9, peak / 4])
    radii = [400 * (1 - low**0.5) ** 0.5 for low in (1 / 9, 1 / 4)]
    (outer, hole), (inner,) = bands[0].polygons[0], bands[1].polygons[0]
    areas = [signed_area(ring) for ring in (outer, hole, inner)]
    assert areas == pytest.approx([pi * radii[0] ** 2, -pi * radii[1] ** 2, pi * radii[1] ** 2], rel=2e-3)
    assert [(band.low, band.high) for band in bands] == [(peak / 9, peak / 4), (peak / 4, np.inf)]


def test_a_quiet_courtyard_is_a_hole_in_every_band_around_it():
    angles = np.linspace(0, 2 * pi, 120, endpoint=False)
    ring_of_events = np.column_stack([1000 + 350 * np.cos(angles), 500 + 350 * np.sin(angles)])
    made = surface(ring_of_events, bandwidth=140, cell=20, bounds=BOUNDS)
    (polygon,) = contours(made, [50])[0].polygons
    assert [signed_area(ring) > 0 for ring in polygon] == [True, False]
    assert all(tuple(ring[0]) == tuple(ring[-1]) for ring in polygon)


@pytest.mark.parametrize("levels", [(), (0, 1), (2, 1), (1, 1), (1, float("inf"))])
def test_levels_must_rise_from_above_nought(levels):
    with pytest.raises(ValueError, match="must rise"):
        contours(surface([], bandwidth=200, cell=50, bounds=BOUNDS), levels)


def test_a_lone_report_colours_no_map_of_a_fortnight():
    made = surface([(1000, 500)], bandwidth=200, cell=10, bounds=BOUNDS)
    assert [len(band.polygons) for band in contours(made, LEVELS)] == [0, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("days", "levels"),
    [
        (14, LEVELS),
        (28, (50, 100, 200, 400, 800)),
        (364, (600, 1200, 2400, 4800, 9600)),
        (365, (600, 1200, 2400, 4800, 9600)),
        (1, (2, 4, 8, 16, 32)),
    ],
)
def test_class_limits_follow_the_length_of_the_period_in_round_numbers(days, levels):
    assert levels_for(days) == levels


@pytest.mark.parametrize(
    ("bandwidth", "lowest"), [(100, 100), (150, 50), (200, 25), (300, 25), (400, 25), (50, 400)]
)
def test_however_narrow_the_bandwidth_a_lone_event_colours_no_map(bandwidth, lowest):
    levels = raised(LEVELS, bandwidth)
    assert levels == tuple(lowest * level / LEVELS[0] for level in LEVELS)
    alone = surface([(1000, 500)], bandwidth=bandwidth, cell=5, bounds=BOUNDS)
    assert [band.polygons for band in contours(alone, levels)] == [()] * 5
