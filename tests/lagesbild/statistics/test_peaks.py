"""Peaks of a density surface: where, how high, and that a flat top is one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lagesbild.statistics.density import Surface, surface_from_cells
from lagesbild.statistics.peaks import Peak, peaks


def of(values, cell=10.0):
    return Surface(np.array(values, dtype=float), (0.0, 0.0), cell)


def test_a_lone_event_has_its_peak_in_its_cell():
    drawn = surface_from_cells([(4, 7)], [1], cell=25, bandwidth=200)
    (peak,) = peaks(drawn, above=0)
    assert (peak.x, peak.y) == (4.5 * 25, 7.5 * 25)
    assert peak.density == pytest.approx(drawn.values.max())


def test_two_heaps_far_apart_are_two_peaks_the_higher_first():
    drawn = surface_from_cells([(0, 0), (40, 0)], [1, 3], cell=25, bandwidth=200)
    assert [round(peak.x) for peak in peaks(drawn, above=0)] == [1012, 12]


def test_a_wider_bandwidth_makes_one_of_two():
    cells, counts = [(0, 0), (8, 0)], [1, 1]
    found = [len(peaks(surface_from_cells(cells, counts, cell=25, bandwidth=h), above=0)) for h in (100, 400)]
    assert found == [2, 1]


def test_a_flat_top_is_one_peak_in_its_middle():
    assert peaks(of([[0, 0, 0, 0], [0, 5, 5, 0], [0, 0, 0, 0]]), above=0) == [Peak(20.0, 15.0, 5.0)]


def test_equals_come_from_the_south_west():
    assert [(peak.x, peak.y) for peak in peaks(of([[3, 0, 3], [0, 0, 0], [3, 0, 0]]), above=0)] == [
        (5, 5),
        (25, 5),
        (5, 25),
    ]


def test_what_is_not_above_the_limit_is_no_peak():
    assert peaks(of([[0, 5, 0, 7]]), above=5) == [Peak(35.0, 5.0, 7.0)]


def test_ground_without_events_has_no_peak():
    assert peaks(of(np.zeros((4, 4))), above=0) == []
    assert peaks(of(np.zeros((0, 0))), above=0) == []


@pytest.mark.parametrize("above", [-1, float("nan"), float("inf")])
def test_a_limit_that_is_none_is_refused(above):
    with pytest.raises(ValueError, match="limit"):
        peaks(of([[1]]), above=above)


@given(arrays(float, (6, 7), elements=st.integers(0, 5).map(float)))
def test_the_highest_cell_is_a_peak_and_no_peak_is_higher(values):
    found = peaks(of(values), above=0)
    assert max((peak.density for peak in found), default=0) == values.max()
    assert found == sorted(found, key=lambda peak: -peak.density)
