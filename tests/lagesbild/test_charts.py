"""The chart of the fortnights: what it says and names; and how the week's hours are shaded."""

from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override

from lagesbild.charts import shade, trend_chart, trend_title

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(autouse=True)
def in_swedish():
    with override("sv"):
        yield


def heights(svg: str, name: str) -> list[float]:
    return [
        float(rect.attrib["height"])
        for rect in ET.fromstring(svg).iter(f"{SVG}rect")
        if rect.get("class") == name
    ]


@pytest.mark.parametrize(("value", "step"), [(0, 0), (0.49, 0), (0.5, 1), (1.99, 1), (2, 2), (8, 5), (10, 5)])
def test_shades_are_fifths_of_the_busiest_hour(value, step):
    assert shade(value, 10) == step


def test_an_empty_week_has_no_shade():
    assert shade(0, 0) == 0


def test_bars_rise_from_nought_and_the_chosen_are_in_colour():
    svg = trend_chart([10, 0, 20, 40], labels=["v. 1", "v. 3", "v. 5", "v. 7"], chosen=[False] * 3 + [True])
    assert heights(svg, "chart-bar") == [55, 0, 110]
    assert heights(svg, "chart-bar-chosen") == [220]


def test_few_bars_have_their_number_on_top_and_their_name_below():
    svg = trend_chart([1500, 0], labels=["v. 1–2", "v. 3–4"], chosen=[True, True])
    texts = [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]
    assert texts == ["1\N{NARROW NO-BREAK SPACE}500", "v. 1–2", "0", "v. 3–4"]


def test_the_chart_says_its_range():
    assert trend_title([80, 150, 145]) == "Händelser per fjorton dagar: lägst 80, högst 150, senast 145."
    assert trend_title([]) == "Händelser per fjorton dagar: lägst 0, högst 0, senast 0."


def test_a_chart_of_nothing_is_only_ground():
    svg = trend_chart([], labels=[], chosen=[])
    assert [rect.get("class") for rect in ET.fromstring(svg).iter(f"{SVG}rect")] == ["chart-ground"]


def test_a_chart_has_no_style_of_its_own():
    assert " style=" not in trend_chart([1], labels=["v. 1–2"], chosen=[True])
