"""The year as a wheel: a spoke per week that had events, a mark per mean, and in words what it shows."""

import re
from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from lagesbild.wheel import HUB, MIDDLE, RIM, Spoke, wheel, wheel_title

COUNTS = st.one_of(st.none(), st.integers(0, 5000))
MEANS = st.one_of(st.none(), st.floats(0, 5000))
SPOKES = st.lists(st.tuples(st.integers(1, 53), COUNTS, MEANS), max_size=53, unique_by=lambda each: each[0])


def lengths(svg: str) -> list[float]:
    """How far from the middle each spoke reaches."""
    paths = [re.findall(r"[-\d.]+", path) for path in re.findall(r'<path d="([^"]*)"', svg)]
    return [hypot(float(path[2]) - MIDDLE, float(path[3]) - MIDDLE) for path in paths]


def test_a_spoke_is_as_long_as_its_week_had_events_and_none_where_there_were_none():
    drawn = wheel([Spoke(1, 10, 5.0), Spoke(2, 5, None), Spoke(3, 0, None), Spoke(4, None, None)])
    assert [round(length) for length in lengths(drawn)] == [round(RIM), round((HUB + RIM) / 2)]
    assert drawn.count('class="wheel-mean"') == 1


def test_the_words_name_the_weeks_with_most_and_fewest():
    spokes = [Spoke(9, 12, None), Spoke(10, 40, None), Spoke(11, None, 3.0)]
    assert wheel_title(spokes) == "Händelser per vecka: flest vecka 10 (40), färst vecka 9 (12)."
    assert wheel_title([]) == "Händelser per vecka: ingen vecka går att visa."


@given(SPOKES)
def test_nothing_leaves_the_wheel_whatever_the_weeks_had(weeks):
    drawn = wheel([Spoke(*week) for week in weeks])
    assert "nan" not in drawn and "inf" not in drawn
    assert all(HUB - 1 <= length <= RIM + 1 for length in lengths(drawn))


@given(SPOKES, st.integers(2, 9))
def test_a_wheel_of_many_times_the_events_has_the_same_spokes(weeks, times):
    whole = [Spoke(week, count, None) for week, count, _mean in weeks]
    more = [Spoke(each.week, None if each.count is None else each.count * times, None) for each in whole]
    assert [round(length) for length in lengths(wheel(whole))] == [
        round(each) for each in lengths(wheel(more))
    ]
