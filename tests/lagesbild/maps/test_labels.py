"""Names give way to each other, to the marks and to the edge."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.maps.labels import Box, Label, placed, spots_along, spots_around, spots_inside

VIEW = Box(0, 0, 400, 300)
names = st.lists(
    st.tuples(st.text("aÅmil ", min_size=1, max_size=12), st.integers(0, 400), st.integers(0, 300)),
    max_size=12,
)


def wish(name: str, x: float, y: float) -> list[Label]:
    spots = spots_around(x, y, width=Label(name, "name", 30, 0, 0).box.right * 2, size=30)
    return [Label(name, "name", 30, *spot) for spot in spots]


def test_a_name_alone_stands_on_its_place():
    (label,) = placed([wish("Kolsva", 200, 150)], [], VIEW)
    assert (label.text, label.x, label.y) == ("Kolsva", 200, 150)


def test_a_name_moves_off_a_mark():
    mark = Box.around(200, 150, 50, 50)
    (label,) = placed([wish("Kolsva", 200, 150)], [mark], VIEW)
    assert not label.box.overlaps(mark)


def test_a_name_without_room_is_left_out():
    assert placed([wish("Kolsva", 200, 150)], [VIEW], VIEW) == []


@given(names)
def test_no_two_names_overlap_or_cross_the_edge(wanted):
    labels = placed([wish(*each) for each in wanted], [], VIEW)
    assert all(VIEW.holds(label.box) for label in labels)
    assert not any(
        one.box.overlaps(other.box) for number, one in enumerate(labels) for other in labels[number + 1 :]
    )


def test_the_name_of_a_horseshoe_stands_in_it_and_not_in_its_gap():
    horseshoe = np.array(
        [(0, 0), (90, 0), (90, 90), (60, 90), (60, 30), (30, 30), (30, 90), (0, 90)], dtype=float
    )
    spots = list(spots_inside(horseshoe))
    assert spots and not any(30 < x < 60 and y > 30 for x, y in spots)


def test_the_name_of_a_square_stands_in_its_middle():
    square = np.array(
        [(512_000, 6_598_000), (512_100, 6_598_000), (512_100, 6_598_100), (512_000, 6_598_100)], float
    )
    assert [*next(spots_inside(square))] == [512_050, 6_598_050]


def test_the_name_of_a_line_stands_on_its_middle():
    assert next(spots_along(np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 30.0)]))) == (10, 10)
