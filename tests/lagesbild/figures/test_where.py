"""Var: what is ranked, under which name, since when, and what the heat map is drawn from."""

from datetime import timedelta

from accounts.grid import cell_of
from incidents.models import LocationPrecision
from tests import factories
from tests.lagesbild.figures.scene import PERIOD

#: Degrees of about 100 m to the north and to the east in Köping.
NORTH = 0.0009
EAST = 0.00177


def at(east: float, north: float) -> dict:
    """Fields of a report so many hundred metres from the centre, without a named place."""
    longitude, latitude = factories.CENTRE
    return {"longitude": longitude + east * EAST, "latitude": latitude + north * NORTH}


def lines(scene, *columns):
    return [tuple(line[column] for column in columns) for line in scene.content()["where"]["ranked"]]


def test_places_are_ranked_by_their_events_with_last_periods_beside(scene):
    station, square = scene.place("Stationen"), scene.place("Torget", north=30 * NORTH)
    scene.events(3, place=square, **at(0, 30))
    scene.events(2, place=station)
    scene.events(4, PERIOD.previous().start, place=station)
    assert lines(scene, "rank", "name", "count", "last_period") == [
        (1, "Torget", 3, 0),
        (2, "Stationen", 2, 4),
    ]


def test_one_event_is_not_a_pattern(scene):
    scene.events(1, place=scene.place("Stationen"))
    where = scene.content()["where"]
    assert (where["ranked"], where["elsewhere"], where["total"]) == ([], 1, 1)


def test_an_event_without_a_place_counts_to_the_one_close_by(scene):
    scene.events(1, place=scene.place("Stationen"))
    scene.events(1, **at(0.3, 0.3))
    assert lines(scene, "name", "count") == [("Stationen", 2)]


def test_events_far_from_any_place_are_named_after_where_they_lie(scene):
    scene.place("Stationen")
    scene.events(2, **at(0, 8))
    ((name, count),) = lines(scene, "name", "count")
    area, _comma, whereabouts = name.partition(", ")
    assert (area, count) == ("Centrum", 2)
    assert whereabouts in {f"{metres} m norr om Stationen" for metres in range(700, 950, 50)}


def test_where_nothing_has_a_name_the_area_is_all_there_is_to_say(scene):
    scene.events(2)
    assert lines(scene, "name") == [("Centrum",)]


def test_a_place_is_new_remains_or_recedes(scene):
    new, remaining, receding = (scene.place(name, north=n * NORTH) for n, name in enumerate(("A", "B", "C")))
    scene.events(2, place=new)
    scene.events(3, place=remaining)
    scene.events(3, place=receding)
    for back, numbers in enumerate(((3, 6), (2, 6), (2, 1)), start=1):
        day = PERIOD.start - timedelta(days=14 * back)
        scene.events(numbers[0], day, place=remaining)
        scene.events(numbers[1], day, place=receding)
    assert sorted(lines(scene, "name", "trend", "periods_in_a_row")) == [
        ("A", "new", 1),
        ("B", "remaining", 4),
        ("C", "receding", 3),
    ]


def test_a_place_that_has_left_the_list_is_told_of(scene):
    left = scene.place("Garaget")
    scene.events(3, PERIOD.previous().start, place=left)
    scene.events(1, place=left)
    assert scene.content()["where"]["vanished"] == [{"name": "Garaget", "last_period": 3, "count": 1}]


def test_the_commonest_main_category_is_named(scene):
    station = scene.place("Stationen")
    scene.events(1, place=station)
    scene.events(2, place=station, category=scene.needle)
    assert lines(scene, "main_category") == [("Narkotika och alkohol",)]


def test_of_more_than_ten_places_the_rest_are_elsewhere(scene):
    for number in range(11):
        scene.events(2, place=scene.place(f"Plats {number:02}", north=3 * number * NORTH))
    where = scene.content()["where"]
    assert (len(where["ranked"]), where["elsewhere"]) == (10, 2)


def test_the_heat_map_is_drawn_from_cells_of_events_whose_place_is_known(scene):
    scene.events(2)
    scene.events(1, location_precision=LocationPrecision.BLOCK, **at(10, 10))
    scene.events(4, location_precision=LocationPrecision.AREA)
    srid = scene.municipality.metric_srid
    far = at(10, 10)
    heat = scene.content()["where"]["heat"]
    assert heat["events"] == 3
    assert heat["cells"] == sorted(
        [[*cell_of(*factories.CENTRE, srid), 2], [*cell_of(far["longitude"], far["latitude"], srid), 1]]
    )


def test_a_place_that_was_away_from_the_list_is_back(scene):
    station = scene.place("Stationen")
    scene.events(2, PERIOD.start - timedelta(days=14 * 9), place=station)
    scene.events(2, place=station)
    assert lines(scene, "trend", "periods_in_a_row", "listed_lately") == [("back", 1, 1)]


def test_a_hot_spot_keeps_its_story_across_the_border_of_a_block(scene):
    scene.place("Stationen")
    scene.events(4, PERIOD.previous().start, **at(0, 8))
    scene.events(3, **at(0, 10))
    where = scene.content()["where"]
    assert lines(scene, "count", "last_period", "trend", "periods_in_a_row") == [(3, 4, "remaining", 2)]
    assert where["vanished"] == []
