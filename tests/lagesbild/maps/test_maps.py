"""The maps as a reader meets them: what they say, show and weigh."""

import json
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from django.utils.translation import override
from pyproj import Transformer

from lagesbild.maps import AreaCount, Frame, Layer, Marker, Scene, area_map, heat_geojson, heat_map, map_title
from lagesbild.maps.window import Window
from lagesbild.statistics.density import LEVELS, Band, contours, levels_for, surface_from_cells

SVG = "{http://www.w3.org/2000/svg}"
EAST, NORTH = 556_000, 6_597_000
FRAME = Frame(EAST, NORTH, EAST + 6000, NORTH + 4000)


@pytest.fixture(autouse=True)
def in_swedish():
    with override("sv"):
        yield


def square(x: float, y: float, side: float) -> list[tuple[float, float]]:
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]
    return [(EAST + across, NORTH + along) for across, along in corners]


LAYERS = [
    Layer("boundary", "", [square(-9000, -9000, 30_000)]),
    Layer("area", "Centrum", [square(1500, 500, 2000)]),
    Layer("water", "Sjön & ån", [square(4500, 0, 1200)]),
    Layer("road", "E18", [[(EAST - 500, NORTH + 3000), (EAST + 7000, NORTH + 3400)]]),
    Layer("name", "Köping", [[(EAST + 2500, NORTH + 1500)]]),
]


def heat(x: float, y: float, events: int) -> list[Band]:
    cells = [((EAST + x) // 25, (NORTH + y) // 25)]
    return contours(surface_from_cells(cells, [events], cell=25, bandwidth=200), LEVELS)


def drawn(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def texts(svg: str) -> list[str]:
    """What is written, each name once although it has a rim."""
    return [
        "".join(text.itertext()) for text in drawn(svg).iter(f"{SVG}text") if text.get("class") != "map-rim"
    ]


def heat_paths(svg: str) -> dict[str, str]:
    return {
        path.get("class", ""): path.get("d", "")
        for path in drawn(svg).iter(f"{SVG}path")
        if (path.get("class") or "").startswith("map-heat")
    }


def test_the_title_says_what_the_map_shows():
    assert (
        map_title("vecka 9–10", total=145, top=("Centrum", 60))
        == "Karta över rapporterade händelser vecka 9–10: flest i Centrum, 60 av 145."
    )
    assert map_title("vecka 9–10", total=0) == "Karta över rapporterade händelser vecka 9–10: inga händelser."
    assert map_title("vecka 9–10", total=3) == "Karta över rapporterade händelser vecka 9–10: 3 händelser."


def test_the_text_alternative_is_the_first_child_of_an_image():
    svg = drawn(heat_map(Scene(FRAME, LAYERS), heat(2500, 1500, 40), title="Karta: flest i Centrum"))
    assert (svg.get("role"), svg[0].tag, svg[0].text) == ("img", f"{SVG}title", "Karta: flest i Centrum")


def test_nothing_in_the_map_breaks_the_content_security_policy():
    svg = heat_map(Scene(FRAME, LAYERS, [Marker(1, EAST + 1, NORTH + 1)]), heat(2500, 1500, 40), title="<b>")
    assert re.findall(r"\sstyle=|<script|<style|href=|\son\w+=", svg) == []
    assert "<title>&lt;b&gt;</title>" in svg


def test_forty_events_in_one_place_fill_all_classes_around_it():
    svg = heat_map(Scene(FRAME, LAYERS), heat(2500, 1500, 40), title="x")
    paths = heat_paths(svg)
    assert sorted(paths) == [f"map-heat-{step}" for step in range(1, 6)]
    # 1200 units are 6000 m, y downwards: the place is at (500, 500).
    ((x, y),) = ((int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", paths["map-heat-5"]))
    assert abs(x - 500) < 40 and abs(y - 500) < 40


def test_no_events_leave_an_uncoloured_map_with_its_legend():
    svg = heat_map(Scene(FRAME, LAYERS), heat(2500, 1500, 0), title="x")
    assert heat_paths(svg) == {}
    assert texts(svg)[-7:] == [
        "Rapporterade händelser per km² · utan färg: färre än 25",
        "25",
        "50",
        "100",
        "200",
        "400+",
        "1 km",
    ]


def test_marks_carry_the_numbers_of_the_list_and_never_cover_each_other():
    close = [Marker(number, EAST + 2500 + 20 * number, NORTH + 1500) for number in range(1, 11)]
    svg = heat_map(Scene(FRAME, LAYERS, close), heat(2500, 1500, 40), title="x")
    marks = [group for group in drawn(svg).iter(f"{SVG}g") if group.get("class") == "map-mark"]
    assert sorted(int(group[1].text or 0) for group in marks) == list(range(1, 11))
    centres = np.array([[float(group[0].attrib["cx"]), float(group[0].attrib["cy"])] for group in marks])
    apart = np.hypot(*(centres[:, None] - centres).T)[~np.eye(10, dtype=bool)]
    assert apart.min() >= 2 * 23


def test_names_are_said_once_in_each_window():
    inset = Frame(EAST + 1000, NORTH, EAST + 3000, NORTH + 1000, "Kolsva")
    twice = [*LAYERS, Layer("area", "Köping", [square(3000, 2000, 900)])]
    svg = heat_map(Scene(FRAME, twice), heat(2500, 1500, 0), title="x")
    assert sorted(texts(svg)[:4]) == ["Centrum", "E18", "Köping", "Sjön & ån"]
    assert texts(heat_map(Scene(FRAME, LAYERS, (), [inset]), heat(0, 0, 0), title="x")).count("Kolsva") == 1


def test_an_outlying_place_has_a_window_of_its_own_and_the_rest_is_told():
    markers = [
        Marker(1, EAST + 100, NORTH + 100),
        Marker(2, EAST + 20_000, NORTH),
        Marker(3, EAST, NORTH + 30_000),
    ]
    inset = Frame.around([(EAST + 20_000, NORTH)], margin=900, name="Munktorp")
    svg = heat_map(Scene(FRAME, LAYERS, markers, [inset]), heat(2500, 1500, 40), title="x", name="karta")
    assert texts(svg)[-1] == "Utanför kartan: nummer 3."
    assert {clip.get("id") for clip in drawn(svg).iter(f"{SVG}clipPath")} == {"karta-0", "karta-1"}


def test_only_insets_are_headed_by_their_names():
    named = Frame(EAST, NORTH, EAST + 6000, NORTH + 4000, "Köping")
    svg = heat_map(Scene(named, LAYERS), heat(2500, 1500, 40), title="x")
    assert svg == heat_map(Scene(FRAME, LAYERS), heat(2500, 1500, 40), title="x")


def test_the_scale_bar_is_as_long_as_it_says():
    svg = heat_map(Scene(FRAME), heat(2500, 1500, 0), title="x")
    (bar,) = (path for path in drawn(svg).iter(f"{SVG}path") if path.get("class") == "map-scale")
    assert re.findall(r"h(\d+)", bar.attrib["d"]) == ["200"]
    assert texts(svg)[-1] == "1 km"


def test_a_window_turns_metres_to_units_with_the_north_on_top():
    window = Window(FRAME, 1200)
    assert (window.height, window.metres_per_unit) == (800, 5)
    assert window.projected([(EAST, NORTH), (EAST + 6000, NORTH + 4000)]).tolist() == [[0, 800], [1200, 0]]


def test_a_frame_is_shaped_about_its_middle():
    assert Frame(0, 0, 100, 100).shaped(2) == Frame(-50, 0, 150, 100)
    assert Frame(0, 0, 400, 100).shaped(2) == Frame(0, -50, 400, 150)
    assert Frame.around([(5, 5), (7, 9)], margin=10, name="Ort") == Frame(-5, -5, 17, 19, "Ort")
    with pytest.raises(ValueError, match="wider and higher"):
        Frame(0, 0, 0, 5)


def test_areas_are_coloured_by_their_counts_and_hidden_counts_by_nothing():
    areas = [
        AreaCount("Centrum", [square(0, 0, 1900)], 60),
        AreaCount("Nygård", [square(2000, 0, 1900)], 5),
        AreaCount("Kolsva", [square(4000, 0, 1900)], "<5"),
    ]
    svg = area_map(Scene(FRAME, LAYERS[:1]), areas, title="x")
    assert sorted(heat_paths(svg)) == ["map-heat-1", "map-heat-4"]
    assert texts(svg)[:3] == ["Centrum 60", "Nygård 5", "Kolsva <5"]


def city(events: int) -> tuple[np.ndarray, np.ndarray]:
    """Cells and counts of many events around sixty centres, and some everywhere."""
    rng = np.random.default_rng(1)
    centres = rng.uniform((EAST, NORTH), (EAST + 6000, NORTH + 4000), (60, 2))
    near = centres[rng.integers(0, 60, events)] + rng.normal(0, 120, (events, 2))
    return np.unique(near // 25, axis=0, return_counts=True)


def test_a_map_of_a_hundred_thousand_events_weighs_less_than_a_hundred_kilobytes():
    cells, counts = city(100_000)
    bands = contours(surface_from_cells(cells, counts, cell=25, bandwidth=100), levels_for(14 * 100))
    assert len(heat_map(Scene(FRAME, LAYERS), bands, title="x").encode()) <= 100_000
    assert len(heat_geojson(bands, srid=3006)) <= 100_000


def test_geojson_holds_the_classes_in_degrees_with_holes_and_no_points():
    made = json.loads(heat_geojson(heat(2500, 1500, 40), srid=3006))
    assert [feature["properties"] for feature in made["features"]] == [
        {"heat": 1, "low": 25, "high": 50},
        {"heat": 2, "low": 50, "high": 100},
        {"heat": 3, "low": 100, "high": 200},
        {"heat": 4, "low": 200, "high": 400},
        {"heat": 5, "low": 400, "high": None},
    ]
    assert {feature["geometry"]["type"] for feature in made["features"]} == {"MultiPolygon"}
    ((outer, hole),) = made["features"][0]["geometry"]["coordinates"]
    assert outer[0] == outer[-1] and hole[0] == hole[-1]
    longitude, latitude = Transformer.from_crs(3006, 4326, always_xy=True).transform(
        EAST + 2500, NORTH + 1500
    )
    assert np.mean(outer, axis=0) == pytest.approx([longitude, latitude], abs=0.001)
    assert all(round(degree, 5) == degree for point in outer for degree in point)


def test_geojson_of_nothing_is_five_empty_classes():
    made = json.loads(heat_geojson(heat(2500, 1500, 0), srid=3006))
    assert [feature["geometry"]["coordinates"] for feature in made["features"]] == [[]] * 5
