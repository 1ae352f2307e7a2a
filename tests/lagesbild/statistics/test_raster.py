"""Which cells lie inside outlines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.statistics.raster import cells_inside


def box(west, south, east, north):
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def test_a_square_holds_its_cells():
    assert cells_inside([[box(0, 0, 100, 100)]], cell=50).tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_a_cell_is_inside_when_its_centre_is():
    assert cells_inside([[box(20, 0, 80, 50)]], cell=50).tolist() == [[0, 0], [1, 0]]
    assert cells_inside([[box(30, 0, 70, 50)]], cell=50).tolist() == []


def test_a_hole_holds_no_cell():
    found = cells_inside([[box(0, 0, 150, 150), box(50, 50, 100, 100)]], cell=50)
    assert len(found) == 8
    assert [1, 1] not in found.tolist()


def test_the_parts_of_one_surface_and_several_surfaces_are_taken_together():
    apart = cells_inside([[box(0, 0, 50, 50), box(100, 0, 150, 50)], [box(-50, -50, 0, 0)]], cell=50)
    assert apart.tolist() == [[-1, -1], [0, 0], [2, 0]]


def test_a_cell_that_two_surfaces_share_is_there_once():
    assert cells_inside([[box(0, 0, 50, 50)], [box(0, 0, 50, 50)]], cell=50).tolist() == [[0, 0]]


def test_an_outline_that_is_no_box():
    triangle = [(0, 0), (400, 0), (0, 400)]
    assert len(cells_inside([[triangle]], cell=1)) == pytest.approx(80_000, rel=0.005)


@pytest.mark.parametrize("surfaces", [[], [[]], [[[]]], [[[(5, 5)]]], [[[(0, 0), (90, 90)]]]])
def test_what_has_no_area_holds_no_cell(surfaces):
    assert cells_inside(surfaces, cell=50).shape == (0, 2)


@given(st.integers(-40, 40), st.integers(-40, 40), st.integers(1, 30), st.integers(1, 30))
def test_moved_by_whole_cells_it_holds_as_many(column, row, width, height):
    moved = cells_inside([[box(column * 50, row * 50, (column + width) * 50, (row + height) * 50)]], cell=50)
    assert len(moved) == width * height
    assert (moved.min(axis=0) == (column, row)).all()


@pytest.mark.parametrize("cell", [0, -1, np.nan, np.inf])
def test_a_cell_has_a_size(cell):
    with pytest.raises(ValueError, match="The cell must be above 0 metres"):
        cells_inside([[box(0, 0, 100, 100)]], cell=cell)


def test_a_corner_is_somewhere():
    with pytest.raises(ValueError, match="Every corner needs two finite coordinates"):
        cells_inside([[[(0, 0), (np.nan, 1), (1, 1)]]], cell=50)
