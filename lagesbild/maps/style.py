"""Colours, line widths and sizes of the maps. `static/css/map.css` colours the classes anew in the dark.

View units: a picture is WIDTH wide, so one is about a tenth of a millimetre on paper and a third of a pixel on a phone.
"""

from lagesbild.maps.frame import LayerKind
from lagesbild.svg import INK

WIDTH = 1200
TEXT = 29.0
SMALL_TEXT = 26.0
MARKER_RADIUS = 23.0

# ColorBrewer's YlOrRd, five classes: rises in grey too and is told apart with any colour vision.
HEAT = ("#ffeda0", "#feb24c", "#fd8d3c", "#e31a1c", "#800026")
HEAT_OPACITY = 0.6

LAND = "#fbfaf7"
OUTSIDE = "#eceff2"

SURFACES: dict[LayerKind, dict[str, object]] = {
    "built_up": {"fill": "#f0ede4"},
    "park": {"fill": "#e6efdc"},
    "water": {"fill": "#cfdfe9"},
}
LINES: dict[LayerKind, dict[str, object]] = {
    "area": {"stroke": "#ccd2d8", "stroke_width": 2},
    "water": {"stroke": "#cfdfe9", "stroke_width": 7},
    "road": {"stroke": "#b9c0c7", "stroke_width": 4},
    "railway": {"stroke": "#7d8791", "stroke_width": 4, "stroke_dasharray": "16 8"},
    "boundary": {"stroke": "#8d969f", "stroke_width": 3},
}
LABELS: dict[LayerKind, dict[str, object]] = {
    "name": {"fill": INK, "font_weight": 600},
    "area": {"fill": "#4d5965", "font_weight": 400},
    "water": {"fill": "#3f6d8c", "font_style": "italic"},
    "park": {"fill": "#4c6b35", "font_style": "italic"},
    "road": {"fill": "#4d5965"},
    "railway": {"fill": "#4d5965"},
}
LABEL_SIZES: dict[LayerKind, float] = {
    "name": 32,
    "area": TEXT,
    "water": 25,
    "park": 24,
    "road": 23,
    "railway": 23,
}
