"""Three ways of pointing out a place: what each list names, and when it says nothing."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point

from accounts.grid import to_degrees
from accounts.models import Area
from incidents.models import LocationPrecision
from lagesbild.figures.blocks import block_at
from lagesbild.figures.events import Groups
from lagesbild.figures.explore import Question
from lagesbild.figures.hot_lists import hot_lists
from lagesbild.ground import ground_of
from lagesbild.statistics.raster import cells_inside
from tests import factories
from tests.lagesbild.figures.scene import PERIOD
from tests.lagesbild.figures.test_where import NORTH, at


def lists(scene, **asked):
    question = Question(scene.municipality, Groups.of(scene.municipality), PERIOD, 200, **asked)
    return hot_lists(question)


@pytest.fixture
def busy(scene):
    """A station with thirty events, a square with three, and ten lone ones across the town."""
    scene.place("Stationen")
    scene.place("Torget", north=30 * NORTH)
    scene.events(30, **at(0, 0))
    scene.events(3, **at(0, 30))
    for number in range(1, 11):
        scene.events(1, **at(5 * number, 5))
    return scene


def test_the_places_are_those_of_the_explored_map(busy):
    busy.events(4, PERIOD.previous().start, **at(0, 0))
    found = lists(busy).by_count
    assert [(spot.rank, spot.name, spot.count, spot.before) for spot in found] == [
        (1, "Stationen", 30, 4),
        (2, "Torget", 3, 0),
    ]


def test_a_block_with_more_than_its_surroundings_stands_out(busy):
    found = lists(busy).by_cell
    assert [(block.name, block.count) for block in found.found] == [("Stationen", 30)]
    assert (found.events, found.tried > 9, found.found[0].z > 2) == (43, True, True)


def test_with_few_events_no_block_is_said_to_stand_out(scene):
    scene.events(29)
    found = lists(scene).by_cell
    assert (found.events, found.tried, found.found) == (29, 0, None)


def test_of_an_area_only_its_own_ground_counts(busy):
    area = Area.objects.get(municipality=busy.municipality, name="Centrum")
    inside = cells_inside([ground_of(busy.municipality).areas["Centrum"]], cell=200)
    assert len(inside) > 9
    assert lists(busy, area=area.pk).by_cell.tried == len(inside)


def test_the_density_names_the_place_at_its_peak(busy):
    found = lists(busy).by_density
    assert [place.name for place in found] == ["Stationen", "Torget"]
    assert found[0].density > found[1].density > 0


def test_a_lone_event_is_no_peak(scene):
    scene.events(1)
    assert lists(scene).by_density == []


def test_what_all_three_name_is_told(busy):
    assert lists(busy).agreed == ["Stationen"]


def test_events_known_by_their_area_alone_are_in_the_first_list_only(scene):
    scene.events(40, location_precision=LocationPrecision.AREA, place=scene.place("Stationen"))
    found = lists(scene)
    assert (len(found.by_count), found.by_cell.events, found.by_density) == (1, 0, [])


def test_nothing_reported_is_three_empty_lists(scene):
    found = lists(scene)
    assert (found.by_count, found.by_cell.found, found.by_density, found.agreed) == ([], None, [], [])


def test_as_many_statements_for_a_year_of_many_as_for_one(scene, django_assert_num_queries):
    lists(scene)
    for number in (1, 35):
        scene.events(number, PERIOD.start + timedelta(days=number % 14))
        with django_assert_num_queries(6):
            lists(scene)


def test_a_block_and_a_peak_are_named_after_the_listed_place_rather_than_one_nearer(busy):
    """The kiosk lies nearer to the middle of the station's block, but less is told of it."""
    (before,) = lists(busy).by_cell.found
    column, row = block_at(before.position)
    longitude, latitude = to_degrees((column + 0.5) * 200, (row + 0.5) * 200, busy.municipality.metric_srid)
    factories.make_place(busy.municipality, "Kiosken", point=Point(longitude, latitude, srid=4326))
    busy.events(31, place=busy.municipality.places.get(name="Stationen"))
    found = lists(busy)
    assert ([each.name for each in found.by_cell.found], found.by_density[0].name) == (
        ["Stationen"],
        "Stationen",
    )
