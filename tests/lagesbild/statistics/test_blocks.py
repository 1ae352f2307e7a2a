"""Blocks that stand out: the worked example, what is too little to say, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.statistics.blocks import merged, queen, standing_out
from lagesbild.statistics.hotspots import getis_ord

SQUARE = np.array([(column, row) for row in range(12) for column in range(12)])
counts_of_blocks = st.dictionaries(
    st.tuples(st.integers(0, 9), st.integers(0, 9)), st.integers(1, 40), min_size=1, max_size=30
)


def found(counts, ground=SQUARE, **asked):
    addresses = np.array(list(counts), dtype=np.int64)
    return standing_out(addresses, list(counts.values()), ground, rate=0.05, **asked)


def test_queen_neighbours_and_itself_give_the_published_z_of_three_by_three():
    grid = np.array([(column, row) for row in (2, 1, 0) for column in range(3)])
    z = getis_ord([1, 2, 9, 8, 1, 0, 1, 0, 2], queen(grid))
    assert z[[2, 6]] == pytest.approx([0.26375, -0.13188], abs=5e-5)
    assert np.isnan(z[4])


def test_a_heap_in_a_quiet_town_stands_out_but_not_what_lies_around_it():
    scattered = {(column, row): 1 for column in range(0, 12, 3) for row in range(0, 12, 3)}
    heap = found(scattered | {(6, 6): 30, (6, 7): 12})
    assert heap.tried == 144
    assert (heap.addresses.tolist(), heap.counts.tolist()) == ([[6, 6]], [30])


def test_one_event_everywhere_makes_nothing_stand_out():
    assert found({tuple(address): 1 for address in SQUARE.tolist()}).addresses.tolist() == []


def test_of_fewer_than_thirty_events_nothing_is_said():
    assert found({(1, 1): 29}) is None


def test_blocks_without_enough_events_are_not_pointed_out():
    assert found({(6, 6): 60}, fewest=61).addresses.tolist() == []


def test_cells_are_summed_per_block_also_west_of_the_origin():
    addresses, counts = merged([(-1, 0), (-8, 7), (0, 0), (7, 7)], [1, 2, 3, 4], halvings=3)
    assert (addresses.tolist(), counts.tolist()) == ([[-1, 0], [0, 0]], [3, 7])


def test_no_cells_are_no_blocks():
    addresses, counts = merged([], [], halvings=3)
    assert (len(addresses), len(counts)) == (0, 0)
    assert standing_out(addresses, counts, SQUARE, rate=0.05) is None


def test_where_all_blocks_are_neighbours_nothing_stands_out():
    lone = found({(0, 0): 50, (1, 0): 3}, ground=np.empty((0, 2), dtype=np.int64))
    assert (lone.tried, lone.addresses.tolist()) == (0, [])


def test_a_block_named_twice_is_refused():
    with pytest.raises(ValueError, match="once"):
        queen(np.array([(0, 0), (0, 0)]))


@given(counts_of_blocks)
def test_what_stands_out_has_events_and_more_than_the_average_around_it(counts):
    some = found(counts)
    if some is None:
        assert sum(counts.values()) < 30
        return
    assert all(
        counts[tuple(address)] == number
        for address, number in zip(some.addresses.tolist(), some.counts, strict=True)
    )
    assert (some.z > 0).all()
    assert (np.diff(some.z) <= 0).all()


@given(counts_of_blocks, st.integers(-50, 50), st.integers(-50, 50))
def test_a_town_that_is_moved_has_the_same_blocks_standing_out(counts, east, north):
    here = found(counts)
    moved = found(
        {(x + east, y + north): n for (x, y), n in counts.items()}, ground=SQUARE + np.array([east, north])
    )
    if here is None:
        assert moved is None
        return
    assert sorted((here.addresses + np.array([east, north])).tolist()) == sorted(moved.addresses.tolist())
