"""Figures → the chart of the fortnights as SVG, and how an hour of the week's table is shaded.

The chart says in its title what it shows; the same numbers stand in a table beside it. Maps lie in `maps/`.
"""

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.maps.labels import text_width
from lagesbild.maps.style import HEAT
from lagesbild.svg import picture, tag

SHADES = len(HEAT)
BAR, CHOSEN_BAR = "#9aa5b1", "#0062ba"

# View units, as wide as a map so that the texts are of one size; a number needs so much room above its bar, and a name
# below.
TREND_WIDTH, TREND_HEIGHT, TREND_TOP = 1200.0, 220.0, 32.0
ROOM_FOR_A_NUMBER, ROOM_FOR_A_NAME = 34.0, 220.0


def shade(value: float, busiest: float) -> int:
    """0 where less than half an event is, else the fifth of the busiest hour that `value` falls in: 1 to 5."""
    if value < 0.5 or busiest <= 0:
        return 0
    return min(SHADES, 1 + int(SHADES * value / busiest))


def trend_title(counts: Sequence[float]) -> str:
    """The chart's text alternative."""
    return _("Händelser per fjorton dagar: lägst %(lowest)s, högst %(highest)s, senast %(last)s.") % {
        "lowest": wording.number(min(counts, default=0)),
        "highest": wording.number(max(counts, default=0)),
        "last": wording.number(counts[-1] if counts else 0),
    }


def months_title(counts: Sequence[float]) -> str:
    """The text alternative of a chart of months."""
    return _("Händelser per månad: lägst %(lowest)s, högst %(highest)s, senast %(last)s.") % {
        "lowest": wording.number(min(counts, default=0)),
        "highest": wording.number(max(counts, default=0)),
        "last": wording.number(counts[-1] if counts else 0),
    }


def crimes_title(counts: Sequence[float]) -> str:
    """The text alternative of a chart of months of crimes that the police were told of."""
    return _("Anmälda brott per månad: lägst %(lowest)s, högst %(highest)s, senast %(last)s.") % {
        "lowest": wording.number(min(counts, default=0)),
        "highest": wording.number(max(counts, default=0)),
        "last": wording.number(counts[-1] if counts else 0),
    }


def trend_chart(
    counts: Sequence[int], *, labels: Sequence[str], chosen: Sequence[bool], title: str = ""
) -> SafeString:
    """A bar per fortnight with its number on top, oldest first; those `chosen` in colour, some named below.

    `title` is the text alternative where the bars are not fortnights.
    """
    step = TREND_WIDTH / max(len(counts), 1)
    ground = TREND_TOP + TREND_HEIGHT
    parts: list[str] = []
    for number, (count, label, is_chosen) in enumerate(zip(counts, labels, chosen, strict=True)):
        length = TREND_HEIGHT * count / max(counts) if count else 0
        parts.append(_bar(number * step + 2, ground, step - 4, length, is_chosen=is_chosen))
        middle = {"x": (number + 0.5) * step, "text_anchor": "middle"}
        if step >= ROOM_FOR_A_NUMBER:
            parts.append(tag("text", wording.number(count), y=ground - length - 8, font_size=20, **middle))
        right = (number + 1) * step
        is_named = (len(counts) - 1 - number) % max(round(ROOM_FOR_A_NAME / step), 1) == 0
        if is_named and right >= text_width(label, 22):
            parts.append(tag("text", label, x=right, y=ground + 32, font_size=22, text_anchor="end"))
    parts.append(tag("rect", y=ground, width=TREND_WIDTH, height=2, class_="chart-ground", fill=BAR))
    return picture(
        title or trend_title(counts), *parts, width=TREND_WIDTH, height=ground + 44, class_="chart"
    )


def caught_chart(results: Sequence[tuple[int, int]], *, labels: Sequence[str], title: str) -> SafeString:
    """A bar per period, oldest first: its events, and in colour those that a map caught; both numbers stand on top."""
    step = TREND_WIDTH / max(len(results), 1)
    ground = 2 * TREND_TOP + TREND_HEIGHT
    most = max((events for _caught, events in results), default=0) or 1
    parts: list[str] = []
    for number, ((caught, events), label) in enumerate(zip(results, labels, strict=True)):
        lengths = [TREND_HEIGHT * count / most for count in (events, caught)]
        for length, is_chosen in zip(lengths, (False, True), strict=True):
            parts.append(_bar(number * step + 2, ground, step - 4, length, is_chosen=is_chosen))
        middle = {"x": (number + 0.5) * step, "text_anchor": "middle", "font_size": 18}
        if step >= ROOM_FOR_A_NUMBER:
            above = ground - lengths[0]
            parts.append(tag("text", wording.number(caught), y=above - 28, **middle))
            parts.append(tag("text", wording.number(events), y=above - 8, **middle))
        right = (number + 1) * step
        is_named = (len(results) - 1 - number) % max(round(ROOM_FOR_A_NAME / step), 1) == 0
        if is_named and right >= text_width(label, 22):
            parts.append(tag("text", label, x=right, y=ground + 32, font_size=22, text_anchor="end"))
    parts.append(tag("rect", y=ground, width=TREND_WIDTH, height=2, class_="chart-ground", fill=BAR))
    return picture(title, *parts, width=TREND_WIDTH, height=ground + 44, class_="chart")


def _bar(left: float, ground: float, width: float, length: float, *, is_chosen: bool) -> SafeString:
    """A bar that stands on `ground`."""
    name, colour = ("chart-bar-chosen", CHOSEN_BAR) if is_chosen else ("chart-bar", BAR)
    return tag("rect", x=left, y=ground - length, width=width, height=length, class_=name, fill=colour)
