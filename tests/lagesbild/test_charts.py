"""Charts of the week and of the year: what they say and how they are shaded."""

from xml.etree import ElementTree as ET

import pytest
from django.utils.translation import override

from lagesbild.charts import shade, spark_bars, spark_title, week_chart, week_title

SVG = "{http://www.w3.org/2000/svg}"
EMPTY_WEEK = [[0.0] * 24 for _ in range(7)]


@pytest.fixture(autouse=True)
def in_swedish():
    with override("sv"):
        yield


def week(**hours: float) -> list[list[float]]:
    """An empty week but for some hours, named by weekday and hour: `d4h22=10`."""
    matrix = [[0.0] * 24 for _ in range(7)]
    for name, value in hours.items():
        weekday, hour = name.removeprefix("d").split("h")
        matrix[int(weekday)][int(hour)] = value
    return matrix


def classes(svg: str) -> list[str]:
    return [rect.get("class", "") for rect in ET.fromstring(svg).iter(f"{SVG}rect")]


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


def test_the_week_has_an_hour_in_each_cell_and_says_its_peak():
    matrix = week(d4h22=10, d4h21=6, d5h22=4, d0h8=1)
    svg = week_chart(matrix, title=week_title(matrix))
    shades = [name for name in classes(svg) if name.startswith("chart-shade")]
    assert len(shades) == 168
    assert {name: shades.count(name) for name in set(shades)} == {
        "chart-shade-0": 164,
        "chart-shade-1": 1,
        "chart-shade-3": 1,
        "chart-shade-4": 1,
        "chart-shade-5": 1,
    }
    assert (
        ET.fromstring(svg)[0].text
        == "Händelser per veckodag och timme: flest på fredagar, 16 av 21, och kl. 22–23, 14."
    )


def test_the_week_names_every_third_hour_and_the_sums_of_the_weekdays():
    svg = week_chart(week(d4h22=10, d5h22=1500), title="x")
    texts = [text.text for text in ET.fromstring(svg).iter(f"{SVG}text")]
    assert texts[:8] == ["00", "03", "06", "09", "12", "15", "18", "21"]
    assert texts[8:15] == ["Mån", "Tis", "Ons", "Tors", "Fre", "Lör", "Sön"]
    assert texts[15:] == ["0", "0", "0", "0", "10", "1\N{NARROW NO-BREAK SPACE}500", "0"]


def test_a_week_without_events_says_so():
    assert week_title(EMPTY_WEEK) == "Händelser per veckodag och timme: inga händelser."
    assert set(classes(week_chart(EMPTY_WEEK, title="x"))) == {"chart-shade-0", "chart-bar"}


def test_spark_bars_rise_from_nought_and_end_in_colour():
    svg = spark_bars([10, 0, 20, 40], title="x")
    assert heights(svg, "chart-bar") == [12, 24]
    assert heights(svg, "chart-bar-last") == [48]


def test_spark_bars_of_nothing_are_only_ground():
    assert classes(spark_bars([0, 0], title="x")) == ["chart-ground"]


def test_spark_bars_say_their_range():
    assert spark_title([80, 150, 145]) == "Händelser per fjorton dagar: lägst 80, högst 150, senast 145."
    assert spark_title([]) == "Händelser per fjorton dagar: lägst 0, högst 0, senast 0."


def test_charts_have_no_style_of_their_own():
    assert " style=" not in week_chart(EMPTY_WEEK, title="x") + spark_bars([1], title="x")
