"""Figures → small charts as SVG, for screen and paper alike: the week's hours and the year's fortnights.

Each says in its title what it shows; the same numbers stand in a table beside it. Maps lie in `maps/`.
"""

from collections.abc import Iterator, Sequence

from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.maps.labels import text_width
from lagesbild.maps.style import HEAT
from lagesbild.svg import picture, tag

SHADES = len(HEAT)
EMPTY = "#f0f2f4"
BAR, LAST_BAR = "#9aa5b1", "#0062ba"

# The week: view units, as wide as a map so that the texts are of one size.
WEEK_WIDTH = 1200.0
CELL_WIDTH, CELL_HEIGHT, CELL_GAP = 40.0, 44.0, 3.0
LEFT, TOP = 76.0, 44.0
LONGEST_BAR = 70.0
TEXT = 28.0
HOURS_NAMED = range(0, 24, 3)

# The trend: as wide; a number needs so much room above its bar, and a name below.
TREND_WIDTH, TREND_HEIGHT, TREND_TOP = 1200.0, 220.0, 32.0
ROOM_FOR_A_NUMBER, ROOM_FOR_A_NAME = 34.0, 220.0


def shade(value: float, busiest: float) -> int:
    """0 where less than half an event is, else the fifth of the busiest hour that `value` falls in: 1 to 5."""
    if value < 0.5 or busiest <= 0:
        return 0
    return min(SHADES, 1 + int(SHADES * value / busiest))


def week_chart(matrix: Sequence[Sequence[float]], *, title: str) -> SafeString:
    """Seven rows of 24 shaded hours, Monday first, with bars for the sums of each weekday and each hour."""
    height = TOP + 7 * CELL_HEIGHT + LONGEST_BAR + 16
    parts = [*_hours_along_the_top(), *_cells(matrix), *_weekday_sums(matrix), *_hour_sums(matrix)]
    return picture(title, *parts, width=WEEK_WIDTH, height=height, class_="chart")


def week_title(matrix: Sequence[Sequence[float]]) -> str:
    """The week's text alternative: its busiest weekday and its busiest hour."""
    days, hours = _sums(matrix)
    if not any(days):
        return _("Händelser per veckodag och timme: inga händelser.")
    hour = hours.index(max(hours))
    words = {
        "weekday": WEEKDAYS[days.index(max(days))],
        "on_weekday": wording.number(max(days)),
        "hours": f"{hour}–{hour + 1}",
        "in_hour": wording.number(max(hours)),
        "total": wording.number(sum(days)),
    }
    return (
        _(
            "Händelser per veckodag och timme: flest på %(weekday)sar, %(on_weekday)s av %(total)s, "
            "och kl. %(hours)s, %(in_hour)s."
        )
        % words
    )


def spark_bars(counts: Sequence[float], *, title: str) -> SafeString:
    """One bar per period, oldest first and the last in colour, from nought up: for a table's row or a key figure."""
    width, height, step = 8.0 * len(counts), 48.0, 8.0
    highest = max(counts, default=0)
    bars = (
        _bar(number * step, height, step - 2, height * count / highest, is_last=number == len(counts) - 1)
        for number, count in enumerate(counts)
        if highest > 0 and count > 0
    )
    ground = tag("rect", y=height, width=width, height=2, class_="chart-ground", fill=BAR)
    return picture(title, *bars, ground, width=width, height=height + 2, class_="chart spark")


def spark_title(counts: Sequence[float]) -> str:
    """The bars' text alternative, for periods of fourteen days."""
    return _("Händelser per fjorton dagar: lägst %(lowest)s, högst %(highest)s, senast %(last)s.") % {
        "lowest": wording.number(min(counts, default=0)),
        "highest": wording.number(max(counts, default=0)),
        "last": wording.number(counts[-1] if counts else 0),
    }


def trend_chart(counts: Sequence[int], *, labels: Sequence[str], chosen: Sequence[bool]) -> SafeString:
    """A bar per fortnight with its number on top, oldest first; those `chosen` in colour, some named below."""
    step = TREND_WIDTH / max(len(counts), 1)
    ground = TREND_TOP + TREND_HEIGHT
    parts: list[str] = []
    for number, (count, label, is_chosen) in enumerate(zip(counts, labels, chosen, strict=True)):
        length = TREND_HEIGHT * count / max(counts) if count else 0
        parts.append(_bar(number * step + 2, ground, step - 4, length, is_last=is_chosen))
        middle = {"x": (number + 0.5) * step, "text_anchor": "middle"}
        if step >= ROOM_FOR_A_NUMBER:
            parts.append(tag("text", wording.number(count), y=ground - length - 8, font_size=20, **middle))
        right = (number + 1) * step
        is_named = (len(counts) - 1 - number) % max(round(ROOM_FOR_A_NAME / step), 1) == 0
        if is_named and right >= text_width(label, 22):
            parts.append(tag("text", label, x=right, y=ground + 32, font_size=22, text_anchor="end"))
    parts.append(tag("rect", y=ground, width=TREND_WIDTH, height=2, class_="chart-ground", fill=BAR))
    return picture(spark_title(counts), *parts, width=TREND_WIDTH, height=ground + 44, class_="chart")


def _sums(matrix: Sequence[Sequence[float]]) -> tuple[list[float], list[float]]:
    """Of each weekday and of each hour."""
    return [sum(row) for row in matrix], [sum(column) for column in zip(*matrix, strict=True)]


def _hours_along_the_top() -> Iterator[str]:
    for hour in HOURS_NAMED:
        yield tag("text", f"{hour:02}", x=LEFT + hour * CELL_WIDTH, y=TOP - 12, font_size=TEXT)


def _cells(matrix: Sequence[Sequence[float]]) -> Iterator[str]:
    busiest = max((value for row in matrix for value in row), default=0)
    for weekday, row in enumerate(matrix):
        top = TOP + weekday * CELL_HEIGHT
        yield tag("text", str(WEEKDAYS_ABBR[weekday]).capitalize(), y=top + 32, font_size=TEXT)
        for hour, value in enumerate(row):
            step = shade(value, busiest)
            yield tag(
                "rect",
                x=LEFT + hour * CELL_WIDTH,
                y=top,
                width=CELL_WIDTH - CELL_GAP,
                height=CELL_HEIGHT - CELL_GAP,
                class_=f"chart-shade-{step}",
                fill=HEAT[step - 1] if step else EMPTY,
            )


def _weekday_sums(matrix: Sequence[Sequence[float]]) -> Iterator[str]:
    days, _hours = _sums(matrix)
    left = LEFT + 24 * CELL_WIDTH + 8
    for weekday, total in enumerate(days):
        top = TOP + weekday * CELL_HEIGHT
        length = LONGEST_BAR * total / max(days) if total else 0
        yield tag(
            "rect", x=left, y=top, width=length, height=CELL_HEIGHT - CELL_GAP, class_="chart-bar", fill=BAR
        )
        yield tag("text", wording.number(total), x=left + length + 8, y=top + 32, font_size=TEXT)


def _hour_sums(matrix: Sequence[Sequence[float]]) -> Iterator[str]:
    _days, hours = _sums(matrix)
    ground = TOP + 7 * CELL_HEIGHT + LONGEST_BAR + 8
    for hour, total in enumerate(hours):
        length = LONGEST_BAR * total / max(hours) if total else 0
        yield _bar(LEFT + hour * CELL_WIDTH, ground, CELL_WIDTH - CELL_GAP, length)


def _bar(left: float, ground: float, width: float, length: float, *, is_last: bool = False) -> SafeString:
    """A bar that stands on `ground`."""
    name, colour = ("chart-bar-last", LAST_BAR) if is_last else ("chart-bar", BAR)
    return tag("rect", x=left, y=ground - length, width=width, height=length, class_=name, fill=colour)
