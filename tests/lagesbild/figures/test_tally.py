"""Counting in one statement: by any key, in any periods, and never through the points' geometry."""

from collections import Counter
from dataclasses import replace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.grid import cell_of
from incidents.models import LocationPrecision, TimePrecision
from lagesbild.figures.events import Basis
from lagesbild.figures.spots import ADDRESS
from lagesbild.figures.tally import BLOCK, HALVINGS, Hours, tally
from tests import factories
from tests.lagesbild.figures.scene import PERIOD


def selection(scene):
    return Basis.of(scene.municipality, PERIOD).selection


def test_events_are_counted_by_several_groupings_at_once(scene):
    scene.events(2)
    scene.events(1, PERIOD.previous().start, category=scene.needle)
    area = scene.municipality.areas.get().pk
    categories, areas = tally(selection(scene), [PERIOD.previous(), PERIOD], ("category",), ("area",))
    assert categories == [Counter({(scene.needle.pk,): 1}), Counter({(scene.glass.pk,): 2})]
    assert areas == [Counter({(area,): 1}), Counter({(area,): 2})]


def test_periods_may_lie_apart_or_overlap(scene):
    scene.events(1)
    ((apart, once, again),) = tally(selection(scene), [PERIOD.years_ago(2), PERIOD, PERIOD], ("category",))
    assert (apart.total(), once, again) == (0, once, once)


def test_an_event_with_a_place_has_no_block_and_one_without_has_no_place(scene):
    station = scene.place("Stationen")
    scene.events(1, place=station)
    scene.events(1)
    ((counts,),) = tally(selection(scene), [PERIOD], ADDRESS)
    column, row = cell_of(*factories.CENTRE, scene.municipality.metric_srid)
    assert counts == {(station.pk, None, None): 1, (None, column >> HALVINGS, row >> HALVINGS): 1}
    assert BLOCK == 200


def test_a_choice_of_category_area_and_precision_narrows(scene):
    scene.events(1)
    scene.events(1, category=scene.needle, latitude=59.57, location_precision=LocationPrecision.AREA)
    everything, area = selection(scene), scene.municipality.areas.get().pk
    for narrowed in (
        replace(everything, categories=(scene.glass.pk,)),
        replace(everything, area=area),
        replace(everything, precisions=(LocationPrecision.EXACT,)),
    ):
        assert tally(narrowed, [PERIOD], ("category",)) == [[Counter({(scene.glass.pk,): 1})]]


def test_no_geometry_is_read(scene):
    scene.events(1)
    everything = selection(scene)
    with CaptureQueriesContext(connection) as captured:
        tally(everything, [PERIOD], ("cell_x", "cell_y"))
    (statement,) = captured.captured_queries
    assert "point" not in statement["sql"]


class TestHours:
    def counted(self, scene, start, end):
        within = replace(selection(scene), hours=Hours(start, end))
        ((counts,),) = tally(within, [PERIOD], ("category",))
        return counts.total()

    @pytest.mark.parametrize(
        ("hour", "start", "end", "expected"),
        [
            (22, 22, 2, 1),
            (1.75, 22, 2, 1),
            (2, 22, 2, 0),
            (21.75, 22, 2, 0),
            (0, 0, 24, 1),
            (8, 8, 9, 1),
            (9, 8, 9, 0),
        ],
    )
    def test_a_moment_lies_within_hours_or_not(self, scene, hour, start, end, expected):
        scene.events(1, hour=hour)
        assert self.counted(scene, start, end) == expected

    @pytest.mark.parametrize(
        ("hour", "hours", "start", "end", "expected"),
        [
            (20, 4, 22, 2, 1),  # half of it
            (20, 3, 22, 2, 0),  # a third
            (1, 4, 22, 2, 0),  # a quarter, after midnight
            (23, 2, 22, 2, 1),  # over midnight
            (22, 24, 6, 18, 1),  # all round the clock, the half of it by day
            (22, 24, 6, 17, 0),
            (17, 14, 18, 6, 1),
        ],
    )
    def test_an_interval_lies_there_when_half_of_it_does(self, scene, hour, hours, start, end, expected):
        scene.events(1, hour=hour, hours=hours)
        assert self.counted(scene, start, end) == expected

    def test_what_is_known_by_its_day_or_over_more_than_a_day_lies_in_no_hours(self, scene):
        scene.events(1, time_precision=TimePrecision.DAY)
        scene.events(1, hours=25)
        assert self.counted(scene, 0, 24) == 0

    @given(start=st.integers(0, 95), quarters=st.integers(0, 96), cut=st.integers(1, 23))
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    def test_a_day_cut_in_two_holds_each_event_once_or_half_in_each(self, scene, start, quarters, cut):
        with transaction.atomic():
            scene.events(1, hour=start / 4, hours=quarters / 4)
            parts = self.counted(scene, 0, cut), self.counted(scene, cut, 24)
            transaction.set_rollback(True)
        assert sum(parts) == 1 or (parts == (1, 1) and quarters)
