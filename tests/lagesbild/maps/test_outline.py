"""Rings and lines: cutting, thinning and writing."""

from math import pi

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.maps.outline import area, clipped, open_ring, path, thinned

BOX = (0.0, 0.0, 10.0, 10.0)
coordinates = st.floats(-30, 30)
triangles = st.lists(st.tuples(coordinates, coordinates), min_size=3, max_size=3).map(np.array)


def circle(radius: float, points: int = 400, start: int = 0, direction: int = 1) -> np.ndarray:
    angles = 2 * pi * (start + direction * np.arange(points)) / points
    return np.column_stack([radius * np.cos(angles), radius * np.sin(angles)])


def test_a_ring_ends_where_it_begins_and_a_line_does_not():
    ring, is_ring = open_ring([(0, 0), (4, 0), (4, 4), (0, 0)])
    line, is_line = open_ring([(0, 0), (4, 0), (4, 4)])
    assert (len(ring), is_ring) == (3, True)
    assert (len(line), is_line) == (3, False)


def test_a_square_is_cut_to_the_box():
    square = np.array([(-5, -5), (5, -5), (5, 5), (-5, 5)])
    assert area(clipped(square, BOX, closed=True)) == pytest.approx(25)


def test_a_line_is_cut_where_it_leaves_the_box():
    line = clipped(np.array([(5.0, 5.0), (25.0, 15.0)]), BOX, closed=False)
    assert line.tolist() == [[5, 5], [10, 7.5]]


def test_what_lies_outside_is_gone():
    assert len(clipped(np.array([(20.0, 20.0), (30.0, 20.0), (30.0, 30.0)]), BOX, closed=True)) == 0


@given(triangles)
def test_what_is_left_lies_inside_the_box_and_is_no_larger(triangle):
    left = clipped(triangle, BOX, closed=True)
    assert (left >= -1e-9).all() and (left <= 10 + 1e-9).all()
    assert abs(area(left)) <= min(abs(area(triangle)), 100) + 1e-6 if len(left) else True


def test_thinning_keeps_the_shape_with_a_fraction_of_the_points():
    (thin,) = thinned([circle(100)], 20.0, closed=True)
    assert len(thin) < 60
    assert area(thin) == pytest.approx(pi * 100**2, rel=0.02)


def test_two_bands_that_share_an_outline_keep_sharing_it():
    """The same ring, begun elsewhere and run the other way round."""
    (one,), (other,) = (
        thinned([circle(100, start=start, direction=direction) + 7.7], 20.0, closed=True)
        for start, direction in ((0, 1), (137, -1))
    )
    assert {tuple(point) for point in one.round(6)} == {tuple(point) for point in other.round(6)}


def test_thinning_keeps_the_ends_of_a_line():
    (thin,) = thinned([np.column_stack([np.arange(50.0), np.zeros(50)])], 1.0, closed=False)
    assert (thin[0].tolist(), thin[-1].tolist()) == ([0, 0], [49, 0])
    assert len(thin) < 10


def test_each_ring_is_thinned_by_itself():
    thin = thinned([circle(50), circle(20) + 200], 10.0, closed=True)
    middles = [(ring.min(axis=0) + ring.max(axis=0)) / 2 for ring in thin]
    assert middles == [pytest.approx([0, 0], abs=1), pytest.approx([200, 200], abs=1)]


def test_paths_are_whole_relative_steps():
    rings = [np.array([(10.2, 20.1), (30.4, 19.8), (30.4, 40.0), (10.1, 40.3)])]
    assert path(rings, closed=True) == "M10 20l20 0 0 20-20 0z"
    assert path(rings, closed=False) == "M10 20l20 0 0 20-20 0"


def test_what_shrinks_to_nothing_is_not_written():
    assert path([np.array([(1.0, 1.0), (1.2, 1.1), (0.9, 0.8)])], closed=True) == ""
    assert path([np.zeros((0, 2))], closed=False) == ""
