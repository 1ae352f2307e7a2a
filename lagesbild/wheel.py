"""A year as a wheel: a spoke per ISO week, as long as its events are many, marked where the years before had theirs.

Pure drawing; the same numbers stand in a table beside it. Week 1 is at the top and the year goes with the clock.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.svg import picture, tag

#: A year of the calendar has 52 weeks or 53; the wheel always has room for all.
SPOKES = 53
NAMED_WEEKS = (1, 5, 9, 14, 18, 22, 27, 31, 35, 40, 44, 48)
# View units: the hub from which spokes rise, how far the longest reaches, and where the names stand.
SIZE, HUB, RIM, NAMES = 640.0, 70.0, 270.0, 296.0
MIDDLE = SIZE / 2
SPOKE, MARK = "#0062ba", "#1e2b3c"
FAINT = "#c9d0d8"


@dataclass(frozen=True)
class Spoke:
    """A week by its ISO number; None where nothing is known or told."""

    week: int
    count: int | None
    mean: float | None


def wheel(spokes: Sequence[Spoke]) -> SafeString:
    """The wheel, at most one spoke per week. Its text alternative names the weeks with most and fewest events."""
    reach = _reach(spokes)
    circles = [_ring(value, reach) for value in rings(spokes)]
    drawn = [part for each in spokes for part in _spoke(each, reach)]
    names = [_text(_("v. %(week)d") % {"week": week}, _angle(week), NAMES, size=18) for week in NAMED_WEEKS]
    return picture(
        wheel_title(spokes), *circles, *drawn, *names, width=SIZE, height=SIZE, class_="chart wheel"
    )


def wheel_title(spokes: Sequence[Spoke]) -> str:
    """The wheel's text alternative."""
    known = [(each.count, each.week) for each in spokes if each.count is not None]
    if not known:
        return _("Händelser per vecka: ingen vecka går att visa.")
    most, least = max(known, key=lambda pair: (pair[0], -pair[1])), min(known)
    return _(
        "Händelser per vecka: flest vecka %(most)d (%(highest)s), färst vecka %(least)d (%(lowest)s)."
    ) % {
        "most": most[1],
        "highest": wording.number(most[0]),
        "least": least[1],
        "lowest": wording.number(least[0]),
    }


def rings(spokes: Sequence[Spoke]) -> list[int]:
    """At how many events the wheel has a circle, the inner one first; for the words beside it."""
    most = int(_reach(spokes))
    return sorted({most // 2, most} - {0})


def _reach(spokes: Sequence[Spoke]) -> float:
    """The events of the longest spoke, or the farthest mark."""
    return max([value for each in spokes for value in (each.count, each.mean) if value], default=1)


def _ring(value: int, reach: float) -> SafeString:
    radius = _radius(value, reach)
    return tag(
        "circle",
        cx=MIDDLE,
        cy=MIDDLE,
        r=radius,
        fill="none",
        stroke=FAINT,
        stroke_width=1.5,
        class_="wheel-ring",
    )


def _spoke(spoke: Spoke, reach: float) -> list[SafeString]:
    angle = _angle(spoke.week)
    width = 2 * pi / SPOKES
    parts = []
    if spoke.count:
        parts.append(
            tag(
                "path",
                d=_slice(angle, width * 0.8, _radius(spoke.count, reach)),
                fill=SPOKE,
                class_="chart-bar-chosen",
            )
        )
    if spoke.mean is not None:
        radius = _radius(spoke.mean, reach)
        ends = [_point(angle + side * width * 0.48, radius) for side in (-1, 1)]
        (x1, y1), (x2, y2) = ends
        parts.append(
            tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=MARK, stroke_width=4.0, class_="wheel-mean")
        )
    return parts


def _slice(angle: float, width: float, radius: float) -> str:
    """A piece of the ring between the hub and the radius."""
    corners = [
        _point(angle + side * width / 2, distance)
        for side, distance in ((-1, HUB), (-1, radius), (1, radius), (1, HUB))
    ]
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"


def _radius(value: float, reach: float) -> float:
    return HUB + (RIM - HUB) * value / reach


def _angle(week: int) -> float:
    """Of the middle of a week, in radians with the clock from the top."""
    return 2 * pi * (week - 0.5) / SPOKES


def _point(angle: float, radius: float) -> tuple[float, float]:
    return MIDDLE + radius * sin(angle), MIDDLE - radius * cos(angle)


def _text(words: str, angle: float, radius: float, *, size: int) -> SafeString:
    x, y = _point(angle, radius)
    return tag("text", words, x=x, y=y + size / 3, font_size=size, text_anchor="middle")
