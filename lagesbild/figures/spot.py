"""How many approved events there were at a place: per fortnight, or before and after. Numbers leave, never rows.

An event is there when it is reported at the named place, or, if it is known by more than its area, when its cell's
middle lies within the radius; in an area, when it is counted to it. Nothing is frozen here.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from math import hypot
from typing import Self, TypeVar

from accounts.grid import CELL, to_metres
from accounts.models import Area, Municipality, Place
from incidents.models import LocationPrecision
from lagesbild.content import When
from lagesbild.figures.events import Basis, Groups
from lagesbild.figures.tally import Key, Nearby, Selection, tally
from lagesbild.figures.when import BY_TIME, when_chapter
from lagesbild.models import HotSpot
from lagesbild.period import FORTNIGHTS_PER_YEAR, Period, fortnight

Name = TypeVar("Name", bound=Hashable)

#: Metres: what counts as at a place where nothing else is said.
RADIUS = 150
ADDRESS = ("place", "area", "cell_x", "cell_y", "location_precision")


@dataclass(frozen=True)
class Site:
    """Where to count: a named place, cells around a position, or a whole area."""

    place: int | None = None
    area: int | None = None
    cells: frozenset[tuple[int, int]] = frozenset()

    @classmethod
    def of_hot_spot(cls, hot_spot: HotSpot, *, wider: int = 0) -> Self:
        """Its place and what lies within its radius, or so many metres farther; or its area."""
        if hot_spot.x is None or hot_spot.y is None:
            return cls(area=hot_spot.area_id)
        return cls(place=hot_spot.place_id, cells=_within(hot_spot.x, hot_spot.y, hot_spot.radius + wider))

    @classmethod
    def of_place(cls, place: Place, municipality: Municipality, *, wider: int = 0) -> Self:
        """A named place and its surroundings, or so many metres farther."""
        x, y = to_metres(place.point.x, place.point.y, municipality.metric_srid)
        return cls(place=place.pk, cells=_within(x, y, RADIUS + wider))

    @classmethod
    def of_area(cls, area: Area) -> Self:
        """A whole area."""
        return cls(area=area.pk)

    def holds(self, address: Key) -> bool:
        """Whether an event with that `ADDRESS` happened there."""
        place, area, column, row, precision = address
        if self.area is not None:
            return bool(area == self.area)
        is_near = (column, row) in self.cells and precision != LocationPrecision.AREA
        return is_near or (place is not None and place == self.place)


def counts_at(
    sites: Mapping[Name, Site], periods: Sequence[Period], *, municipality: Municipality
) -> dict[Name, list[int]]:
    """Events at each site in each of the periods, however they overlap. Two statements, however many."""
    if not sites or not periods:
        return {name: [0 for _period in periods] for name in sites}
    selection = Selection(municipality, Groups.of(municipality).uncounted, nearby=_around(sites.values()))
    (counted,) = tally(selection, periods, ADDRESS)
    return {
        name: [sum(events for address, events in each.items() if site.holds(address)) for each in counted]
        for name, site in sites.items()
    }


@dataclass(frozen=True)
class Pattern:
    """When events happen at a site, and in which main categories: (name, events), most first."""

    when: When
    categories: list[tuple[str, int]]


def pattern_at(site: Site, period: Period, *, municipality: Municipality) -> Pattern:
    """Of the approved events at a site in a period. Two statements."""
    groups = Groups.of(municipality)
    selection = Selection(municipality, groups.uncounted, nearby=_around([site]))
    (timed,), (sorted_,) = tally(selection, [period], (*ADDRESS, *BY_TIME), (*ADDRESS, "category"))
    times: Counter[Key] = Counter()
    codes: Counter[str] = Counter()
    for key, events in timed.items():
        if site.holds(key[: len(ADDRESS)]):
            times[key[len(ADDRESS) :]] += events
    for (*address, category), events in sorted_.items():
        if site.holds(tuple(address)):
            codes[groups.code_of[category]] += events
    # Of equals the first in the tree comes first.
    ranked = sorted((code for code in groups.names if codes[code]), key=lambda code: -codes[code])
    return Pattern(when_chapter(times), [(groups.names[code], codes[code]) for code in ranked])


def recorded_since(municipality: Municipality) -> date | None:
    """The day of the first event of all; before it a count would be nought only because nobody counted."""
    groups = Groups.of(municipality)
    return Basis(
        municipality, fortnight(municipality.anchor_on, anchor=municipality.anchor_on), groups
    ).first_day()


def latest_fortnights(
    municipality: Municipality, *, today: date, count: int = FORTNIGHTS_PER_YEAR
) -> list[Period]:
    """The last whole fortnights before today, the oldest first."""
    return list(fortnight(today, anchor=municipality.anchor_on).history(count))


def _within(x: float, y: float, radius: float) -> frozenset[tuple[int, int]]:
    """The cells whose middle lies within so many metres."""
    reach = int(radius // CELL) + 1
    columns, rows = (range(int(at // CELL) - reach, int(at // CELL) + reach + 1) for at in (x, y))
    return frozenset(
        (column, row)
        for column, row in product(columns, rows)
        if hypot((column + 0.5) * CELL - x, (row + 0.5) * CELL - y) <= radius
    )


def _around(sites: Collection[Site]) -> Nearby:
    """All sites together, so that the database hands over no more than it must."""
    return Nearby(
        places=frozenset(site.place for site in sites if site.place is not None),
        areas=frozenset(site.area for site in sites if site.area is not None),
        cells=frozenset().union(*(site.cells for site in sites)),
    )
