"""Counting in one statement: by any key, in any periods, and never through the points' geometry."""

from collections import Counter
from dataclasses import replace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.grid import cell_of
from incidents.models import LocationPrecision
from lagesbild.figures.events import Basis
from lagesbild.figures.spots import ADDRESS
from lagesbild.figures.tally import BLOCK, HALVINGS, tally
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
