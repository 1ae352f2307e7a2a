"""Watching many series: as few false alarms as stated, what is new told as new, and what creeps found."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lagesbild.statistics import change, watch
from lagesbild.statistics.watch import Series

QUIET = (0,) * 26
YEAR = (2, 1, 3, 2, 2, 1, 2, 4, 2, 1, 3, 2, 2, 2, 1, 2, 3, 2, 1, 2, 2, 3, 1, 2, 2, 2)
SERIES = st.builds(
    Series,
    st.integers(0, 30),
    st.lists(st.integers(0, 10), min_size=26, max_size=26).map(tuple),
    st.lists(st.integers(0, 10), min_size=26, max_size=26).map(tuple),
)


def test_a_count_past_its_limit_alarms_and_says_what_was_expected():
    found = watch.find({"station": Series(12, YEAR), "square": Series(2, YEAR)})
    assert list(found.alarms) == ["station"]
    alarm = found.alarms["station"]
    assert (alarm.kind, alarm.count, alarm.expected) == ("above", 12, 2.0)
    assert alarm.p == change.coming_tail(12, YEAR)


def test_what_has_never_happened_is_new_and_not_watched():
    found = watch.find({"new": Series(1, QUIET), "usual": Series(2, YEAR), "never": Series(0, QUIET)})
    assert [(name, alarm.kind) for name, alarm in found.alarms.items()] == [("new", "first")]
    assert found.watched == 1


def test_the_most_surprising_comes_first_and_equals_by_name():
    lines = {name: Series(count, YEAR) for name, count in (("c", 11), ("a", 11), ("b", 14))}
    assert list(watch.find(lines).alarms) == ["b", "a", "c"]


def test_a_rise_in_which_no_period_stands_out_is_found_to_creep():
    risen = [Series(5, YEAR, (2,) * (26 - length) + (5,) * length) for length in range(13)]
    found = [alarm for series in risen for alarm in watch.find({"s": series}).alarms.values()]
    assert {alarm.kind for alarm in found} == {"creeping"}
    assert (found[0].count, found[0].expected) == (5 * found[0].periods, 2.0 * found[0].periods)


def test_without_a_whole_year_nothing_creeps():
    assert watch.find({"s": Series(4, YEAR, (0,) * 12 + (4,) * 12)}).alarms == {}


def test_no_more_false_alarms_come_than_are_stated():
    dice = np.random.default_rng(8)
    means = np.tile([0.1, 0.4, 1, 3], 40)
    alarms, stated = 0, 0.0
    for _edition in range(40):
        drawn = dice.poisson(means[:, None], (len(means), 27)).tolist()
        found = watch.find(
            {i: Series(row[-1], tuple(row[:-1]), tuple(row[:-1])) for i, row in enumerate(drawn)}
        )
        alarms += sum(alarm.kind != "first" for alarm in found.alarms.values())
        stated += found.false_alarms
    assert stated / 40 < watch.FALSE_ALARMS + watch.FALSE_CREEPS
    assert alarms <= stated


# To solve for the limit of a very uneven series takes most of a second.
@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 9), SERIES, max_size=6))
def test_whatever_the_counts_the_alarms_are_of_the_series_and_their_number_is_finite(lines):
    found = watch.find(lines)
    assert set(found.alarms) <= set(lines)
    assert 0 <= found.false_alarms <= watch.FALSE_ALARMS + watch.FALSE_CREEPS + len(lines) * 1e-9
    assert all(0 <= alarm.p <= 1 and alarm.count >= 1 for alarm in found.alarms.values())


@settings(deadline=None)
@given(SERIES)
def test_more_events_never_silence_an_alarm(series):
    if not series.is_known:
        return
    one = watch.find({"s": series}).alarms.get("s")
    if one and one.kind == "above":
        more = Series(series.count + 1, series.history, series.before)
        assert watch.find({"s": more}).alarms["s"].p <= one.p


@pytest.mark.parametrize(("history", "limit"), [(8, 3), (26, 2)])
def test_where_little_is_known_more_is_needed_to_surprise(history, limit):
    assert watch.limit_of_the_unknown(history) == limit
