"""Two ways to colour a map: by how thickly events lie, and, where no place may be shown, by area."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from numpy.typing import ArrayLike

from lagesbild import wording
from lagesbild.maps import style
from lagesbild.maps.frame import Scene
from lagesbild.maps.labels import Label, spots_inside
from lagesbild.maps.outline import area, path
from lagesbild.maps.sheet import Colouring, Key, sheet
from lagesbild.maps.window import Window
from lagesbild.statistics.density import Band
from lagesbild.svg import tag

# Square units: what is thinned from an outline is half a unit wide.
HEAT_TOLERANCE = 2.0
AREA_TOLERANCE = 6.0
AREA_LIMITS = (5, 10, 20, 40, 80)


@dataclass(frozen=True)
class AreaCount:
    """An area and its events; a text such as "<5" where the count may not be told."""

    name: str
    rings: Sequence[ArrayLike]
    count: int | str


def heat_map(scene: Scene, bands: Sequence[Band], *, title: str, name: str = "karta") -> SafeString:
    """Where events lie thickly, as an SVG: `bands` are the five classes that `density.contours` gives."""

    def colour(window: Window) -> Colouring:
        return Colouring(list(_heat(window, bands)))

    key = Key(_("Rapporterade händelser per km²"), [band.low for band in bands])
    return sheet(scene, colour, key, title=title, name=name)


def area_map(scene: Scene, areas: Sequence[AreaCount], *, title: str, name: str = "karta") -> SafeString:
    """How many events each area had, as an SVG with the count beside the area's name."""

    def colour(window: Window) -> Colouring:
        return Colouring(
            list(_areas(window, areas)), [spots for each in areas if (spots := _spots(window, each))]
        )

    key = Key(_("Rapporterade händelser per område"), AREA_LIMITS)
    return sheet(scene, colour, key, title=title, name=name)


def map_title(period: str, *, total: int, top: tuple[str, int] | None = None) -> str:
    """The text alternative of either map: `period` is "vecka 9–10", `top` the first place or area and its events."""
    words = {"period": period, "total": wording.number(total)}
    if not total:
        return _("Karta över rapporterade händelser %(period)s: inga händelser.") % words
    if top is None:
        return _("Karta över rapporterade händelser %(period)s: %(total)s händelser.") % words
    words |= {"name": top[0], "count": wording.number(top[1])}
    return (
        _("Karta över rapporterade händelser %(period)s: flest i %(name)s, %(count)s av %(total)s.") % words
    )


def _heat(window: Window, bands: Sequence[Band]) -> Iterator[str]:
    for step, (band, colour) in enumerate(zip(bands, style.HEAT, strict=True), start=1):
        outline = window.outline(
            [ring for polygon in band.polygons for ring in polygon], tolerance=HEAT_TOLERANCE
        )
        if steps := path(outline.rings, closed=True):
            yield _filled(steps, step, colour)


def _areas(window: Window, areas: Sequence[AreaCount]) -> Iterator[str]:
    for each in areas:
        step = bisect_right(AREA_LIMITS, each.count) if isinstance(each.count, int) else 0
        outline = window.outline(each.rings, tolerance=AREA_TOLERANCE)
        if steps := path(outline.rings, closed=True):
            if step:
                yield _filled(steps, step, style.HEAT[step - 1])
            yield tag("path", class_="map-boundary-line", fill="none", d=steps, **style.LINES["boundary"])


def _filled(steps: str, step: int, colour: str) -> SafeString:
    return tag(
        "path",
        class_=f"map-heat-{step}",
        fill=colour,
        fill_opacity=style.HEAT_OPACITY,
        fill_rule="evenodd",
        d=steps,
    )


def _spots(window: Window, each: AreaCount) -> list[Label]:
    """Where an area's name and count may stand."""
    rings = window.outline(each.rings, tolerance=AREA_TOLERANCE).rings
    if not rings:
        return []
    count = wording.number(each.count) if isinstance(each.count, int) else each.count
    largest = max(rings, key=lambda ring: abs(area(ring)))
    return [
        Label(each.name, "name", style.TEXT, x, y, f"{each.name} {count}") for x, y in spots_inside(largest)
    ]
