"""Which spot on one list is which on the list before, also across the border of a block."""

from hypothesis import given
from hypothesis import strategies as st

from lagesbild.figures.lineage import carried, followed, listed_of, touches

HERE, BESIDE, FARTHER = ("block", 5, 5), ("block", 6, 4), ("block", 8, 5)
SQUARE, PARK = ("place", 1, 0), ("place", 2, 0)

spots = st.one_of(
    st.tuples(st.just("block"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("place"), st.integers(1, 4), st.just(0)),
)
histories = st.lists(st.lists(spots, max_size=10, unique=True), min_size=1, max_size=8)


def line(lists, spot):
    return followed(lists)[spot]


def test_a_spot_never_seen_stands_alone():
    assert (line([[], [SQUARE]], SQUARE).in_a_row, line([[], [SQUARE]], SQUARE).is_back) == (1, False)


def test_a_spot_is_followed_for_as_long_as_it_stands_without_a_break():
    assert line([[SQUARE], [], [SQUARE], [PARK, SQUARE]], SQUARE).in_a_row == 2


def test_a_spot_that_was_away_is_back():
    assert line([[SQUARE], [PARK], [SQUARE]], SQUARE).is_back is True


def test_a_hot_spot_that_crosses_the_border_of_a_block_is_the_same_one():
    found = line([[HERE], [BESIDE], [HERE]], HERE)
    assert (found.names, found.before, found.is_back) == ((HERE, BESIDE, HERE), BESIDE, False)


def test_a_block_two_steps_away_is_another():
    assert line([[HERE], [FARTHER]], FARTHER).in_a_row == 1


def test_a_place_is_never_what_lies_beside_it():
    assert touches(SQUARE, PARK) is False


def test_a_block_that_stays_is_not_given_to_its_neighbour():
    assert carried([BESIDE, HERE], [HERE]) == {HERE: HERE}


def test_of_two_beside_the_one_with_most_events_is_the_same():
    other = ("block", 4, 4)
    assert carried([HERE], [BESIDE, other]) == {HERE: BESIDE}
    assert carried([BESIDE, other], [HERE]) == {BESIDE: HERE}


def test_areas_are_followed_by_their_key():
    lists: list[list[int | None]] = [[1], [1, None]]
    assert {area: each.in_a_row for area, each in followed(lists).items()} == {1: 2, None: 1}


def test_how_often_a_spot_has_been_listed_counts_each_list_once():
    assert listed_of([HERE, BESIDE], [[HERE, BESIDE], [FARTHER], [BESIDE]]) == 2


@given(st.lists(spots, max_size=10, unique=True), st.lists(spots, max_size=10, unique=True))
def test_no_spot_is_two(later, earlier):
    links = carried(later, earlier)
    assert len(set(links.values())) == len(links)
    assert set(links) <= set(later)
    assert set(links.values()) <= set(earlier)


@given(histories)
def test_each_spot_of_the_last_list_has_a_line_within_the_lists(lists):
    lines = followed(lists)
    assert list(lines) == lists[-1]
    for spot, each in lines.items():
        assert each.names[0] == spot
        assert 1 <= each.in_a_row <= len(lists)
        stood = lists[::-1][: each.in_a_row]
        assert all(name in listed for name, listed in zip(each.names, stood, strict=True))


@given(histories)
def test_a_spot_that_is_listed_under_its_own_name_is_never_lost(lists):
    for spot, each in followed(lists).items():
        own = next((back for back, listed in enumerate(lists[::-1]) if spot not in listed), len(lists))
        assert each.in_a_row >= own
