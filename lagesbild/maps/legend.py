"""What the colours and lengths of a map stand for."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.maps import style
from lagesbild.maps.window import Window
from lagesbild.svg import tag

SWATCH_WIDTH, SWATCH_HEIGHT = 118.0, 30.0
HEIGHT = 118
ROUND_LENGTHS = tuple(digit * ten for ten in (10, 100, 1000, 10_000, 100_000) for digit in (1, 2, 5))


def classes(caption: str, limits: Sequence[float]) -> Iterator[str]:
    """The five colours in a row, the lower limit of each under its left edge; the last has no upper one."""
    below = " · " + _("utan färg: färre än %(limit)s") % {"limit": wording.number(limits[0])}
    yield tag("text", tag("tspan", caption, font_weight=600), below, y=30, font_size=style.TEXT)
    for step, (limit, colour) in enumerate(zip(limits, style.HEAT, strict=True)):
        left = step * SWATCH_WIDTH
        size = {"x": left, "y": 44, "width": SWATCH_WIDTH, "height": SWATCH_HEIGHT}
        # Over the map's own ground, so that the shade is the one on the map.
        yield tag("rect", class_="map-land", fill=style.LAND, **size)
        yield tag("rect", class_=f"map-heat-{step + 1}", fill=colour, fill_opacity=style.HEAT_OPACITY, **size)
        more = "+" if limit == limits[-1] else ""
        yield tag("text", wording.number(limit) + more, x=left, y=104, font_size=style.SMALL_TEXT)


def scale_bar(window: Window, *, longest: float) -> tuple[float, list[str]]:
    """A round length of at most `longest` units: its width, and its elements with the text above the line."""
    metres = _round_length(longest * window.metres_per_unit)
    length = metres / window.metres_per_unit
    text = f"{wording.number(metres / 1000)} km" if metres >= 1000 else f"{wording.number(metres)} m"
    return length, [
        tag(
            "path",
            d=f"M0 8v12h{length:.0f}v-12",
            class_="map-scale",
            fill="none",
            stroke=style.INK,
            stroke_width=4,
        ),
        tag("text", text, x=length / 2, y=0, font_size=style.SMALL_TEXT, text_anchor="middle"),
    ]


def _round_length(metres: float) -> int:
    """The longest of 10, 20, 50, 100, … metres that is not longer."""
    return max((length for length in ROUND_LENGTHS if length <= metres), default=ROUND_LENGTHS[0])
