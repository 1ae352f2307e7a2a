"""What each way of making a map foresees, on the same cells."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.statistics.accuracy import score
from lagesbild.statistics.raster import cells_inside
from lagesbild.statistics.rivals import by_count, by_density, events_per_cell

TOWN = cells_inside([[[(0, 0), (2000, 0), (2000, 1000), (0, 1000)]]], cell=50)
spread = st.lists(
    st.tuples(st.integers(-500, 2500), st.integers(-500, 1500), st.integers(0, 9)), min_size=1, max_size=30
)


def at(cells, values, column, row):
    return values[(cells == (column, row)).all(axis=1)].item()


def test_events_are_counted_in_their_cell_and_those_outside_are_left_out():
    found = events_per_cell(TOWN, 50, [(10, 10, 2), (49, 49, 1), (51, 10, 4), (-10, 10, 8), (10, 1000, 8)])
    assert (at(TOWN, found, 0, 0), at(TOWN, found, 1, 0), found.sum()) == (3, 4, 7)


@given(spread)
def test_cells_in_any_order_hold_the_same(events):
    shuffled = np.random.default_rng(1).permutation(len(TOWN))
    assert (events_per_cell(TOWN[shuffled], 50, events) == events_per_cell(TOWN, 50, events)[shuffled]).all()


def test_density_foresees_as_many_as_there_were_and_most_where_they_were():
    foreseen = by_density(TOWN, 50, [(1025, 525, 3)], bandwidth=200)
    assert foreseen.sum() == pytest.approx(3)
    assert foreseen.max() == at(TOWN, foreseen, 20, 10)
    # Silverman's quartic at its top, 3 / (π h²) per event, on a cell of 50 m.
    assert foreseen.max() == pytest.approx(3 * 3 / (np.pi * 200**2) * 50**2, rel=0.02)


def test_events_beside_the_ground_are_felt_on_it_as_far_as_the_kernel_reaches():
    assert by_density(TOWN, 50, [(-100, 500, 1)], bandwidth=200).sum() > 0
    assert by_density(TOWN, 50, [(-300, 500, 1)], bandwidth=200).sum() == 0
    assert by_density(TOWN, 50, [(-90_000, 500, 1)], bandwidth=200).sum() == 0


def test_a_plain_count_foresees_its_own_number_evenly_over_the_block():
    foreseen = by_count(TOWN, 50, [(10, 10, 2), (190, 190, 6), (500, 500, 1)], block=200)
    assert foreseen.sum() == pytest.approx(9, rel=1e-5)
    assert at(TOWN, foreseen, 0, 0) == pytest.approx(at(TOWN, foreseen, 3, 3), rel=1e-5) == pytest.approx(0.5)


def test_among_equal_blocks_the_order_is_drawn_by_lot_and_always_the_same():
    middles = [(x * 200 + 100, y * 200 + 100, 1) for x in range(10) for y in range(5)]
    foreseen = by_count(TOWN, 50, middles, block=200)
    assert len(np.unique(foreseen)) == len(TOWN)
    assert (foreseen == by_count(TOWN, 50, middles, block=200)).all()


def test_ties_neither_help_nor_hurt_a_plain_count():
    """Fifty equal blocks, an event in each: five per cent of the area should find about five per cent of them."""
    rng = np.random.default_rng(3)
    hits = []
    for _ in range(60):
        ways = rng.permutation(50)
        middles = [(way // 5 * 200 + 100, way % 5 * 200 + 100, 1) for way in ways]
        came = events_per_cell(TOWN, 50, np.c_[rng.uniform((0, 0), (2000, 1000), (200, 2)), np.ones(200)])
        foreseen = by_count(TOWN, 50, middles, block=200)
        hits.append(score(foreseen, came, np.full(len(TOWN), 1.0), share=0.05).hit_rate)
    assert np.mean(hits) == pytest.approx(0.05, abs=0.01)


@settings(max_examples=30)
@given(spread)
def test_nothing_is_foreseen_below_nought_or_beyond_what_there_was(events):
    most = sum(count for _x, _y, count in events)
    for foreseen in (
        by_density(TOWN, 50, events, bandwidth=150),
        by_count(TOWN, 50, events, block=200),
    ):
        assert np.isfinite(foreseen).all()
        assert (foreseen >= 0).all()
        assert foreseen.sum() <= most * 1.001 + 1e-9


def test_without_events_or_ground_there_is_nothing_to_foresee():
    nowhere = np.empty((0, 2), dtype=np.int64)
    for foreseen in (
        by_density(TOWN, 50, [], bandwidth=200),
        by_count(TOWN, 50, [], block=200),
        events_per_cell(TOWN, 50, []),
        by_density(nowhere, 50, [(1, 1, 1)], bandwidth=200),
        by_count(nowhere, 50, [(1, 1, 1)], block=200),
        events_per_cell(nowhere, 50, [(1, 1, 1)]),
    ):
        assert foreseen.sum() == 0


@pytest.mark.parametrize("row", [(np.nan, 0, 1), (0, np.inf, 1), (0, 0, -1)])
def test_an_event_is_somewhere_and_no_less_than_none(row):
    with pytest.raises(ValueError, match="Every event needs two finite coordinates"):
        by_density(TOWN, 50, [row], bandwidth=200)


def test_a_block_is_whole_cells():
    with pytest.raises(ValueError, match="A block of 120 metres is not whole cells of 50"):
        by_count(TOWN, 50, [(1, 1, 1)], block=120)
