"""Events at a place are counted by its key, its cells and its area, period by period, and nothing but numbers leave."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.grid import CELL, cell_of, to_metres
from accounts.models import Area
from incidents.models import LocationPrecision
from lagesbild.figures.spot import RADIUS, Site, counts_at, latest_fortnights, pattern_at
from lagesbild.models import HotSpot
from tests import factories
from tests.lagesbild.figures.scene import PERIOD, Scene

PERIODS = [PERIOD.last_year(), PERIOD.previous(), PERIOD]
#: Degrees of latitude that are so many metres.
METRE = 1 / 111_400


def at_centre(scene: Scene, **fields: object) -> HotSpot:
    x, y = to_metres(*factories.CENTRE, scene.municipality.metric_srid)
    return HotSpot(municipality=scene.municipality, x=round(x), y=round(y), **fields)


def counted(scene: Scene, hot_spot: HotSpot) -> list[int]:
    site = Site.of_hot_spot(hot_spot)
    return counts_at({1: site}, PERIODS, municipality=scene.municipality)[1]


def test_what_happens_within_the_radius_counts_in_the_period_it_began(scene):
    latitude = factories.CENTRE[1]
    scene.events(2)
    scene.events(1, latitude=latitude + 100 * METRE)
    scene.events(4, latitude=latitude + 200 * METRE)
    scene.events(3, date(2026, 2, 20))
    scene.events(1, date(2025, 3, 1))
    scene.events(1, date(2026, 3, 9))
    assert counted(scene, at_centre(scene)) == [1, 3, 3]
    assert counted(scene, at_centre(scene, radius=250)) == [1, 3, 7]


def test_what_is_reported_at_the_named_place_counts_however_far_off_it_is_put(scene):
    place = scene.place("Parken", north=400 * METRE)
    scene.events(2, place=place, latitude=place.point.y)
    assert counted(scene, at_centre(scene)) == [0, 0, 0]
    assert counted(scene, at_centre(scene, place=place)) == [0, 0, 2]


def test_what_is_known_by_its_area_only_is_not_put_in_the_middle_of_it(scene):
    scene.events(1, location_precision=LocationPrecision.AREA)
    scene.events(1, location_precision=LocationPrecision.BLOCK)
    assert counted(scene, at_centre(scene)) == [0, 0, 1]


def test_an_area_counts_all_that_is_counted_to_it(scene):
    scene.events(3, location_precision=LocationPrecision.AREA)
    scene.events(2, longitude=15.8, latitude=59.45)
    area = Area.objects.get(municipality=scene.municipality)
    assert counted(scene, HotSpot(municipality=scene.municipality, area=area)) == [0, 0, 3]


def test_what_is_not_approved_or_never_counts_is_left_out(scene):
    scene.filed()
    scene.events(1, category=scene.planned)
    assert counted(scene, at_centre(scene)) == [0, 0, 0]


def test_a_place_in_the_next_municipality_is_not_counted(scene):
    other = Scene("Arboga")
    other.events(3)
    assert counted(scene, at_centre(scene)) == [0, 0, 0]


def test_ten_places_cost_no_more_statements_than_one(scene, django_assert_num_queries):
    scene.events(1)
    site = Site.of_hot_spot(at_centre(scene))
    for number in (1, 10):
        with django_assert_num_queries(2):
            counts = counts_at(dict.fromkeys(range(number), site), PERIODS, municipality=scene.municipality)
        assert counts == {key: [0, 0, 1] for key in range(number)}


def test_without_places_or_periods_nothing_is_asked(scene, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert counts_at({}, PERIODS, municipality=scene.municipality) == {}
        assert counts_at({1: Site(area=1)}, [], municipality=scene.municipality) == {1: []}


def test_the_latest_fortnights_end_before_today_and_follow_each_other(scene):
    periods = latest_fortnights(scene.municipality, today=date(2026, 3, 10), count=3)
    assert periods == [PERIOD.previous().previous(), PERIOD.previous(), PERIOD]


def test_a_places_own_site_is_its_key_and_its_surroundings(scene):
    place = scene.place("Parken")
    site = Site.of_place(place, scene.municipality)
    assert site == replace(Site.of_hot_spot(at_centre(scene)), place=place.pk, cells=site.cells)
    assert cell_of(*factories.CENTRE, scene.municipality.metric_srid) in site.cells


@given(east=st.floats(0, 1e6), north=st.floats(6e6, 7e6))
def test_the_cells_of_a_ring_cover_its_surface(east: float, north: float):
    cells = Site.of_hot_spot(HotSpot(x=round(east), y=round(north), radius=RADIUS)).cells
    assert len(cells) * CELL**2 == pytest.approx(3.1416 * RADIUS**2, rel=0.1)


def test_the_pattern_tells_when_and_what_happens_there_alone(scene, django_assert_num_queries):
    scene.events(3, hour=21)
    scene.events(1, PERIOD.last_day, 2, hours=4, category=scene.needle)
    scene.events(5, latitude=factories.CENTRE[1] + 400 * METRE)
    site = Site.of_hot_spot(at_centre(scene))
    with django_assert_num_queries(2):
        found = pattern_at(site, PERIOD, municipality=scene.municipality)
    assert found.categories == [("Skadegörelse", 3), ("Narkotika och alkohol", 1)]
    assert (found.when["counted"], found.when["matrix"][0][21]) == (4, 3)
    assert found.when["matrix"][6][2:6] == [0.25] * 4
