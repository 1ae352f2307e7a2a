"""Places as the ranked list names them: by the place register, or by the block a nameless event lies in.

A block is 200 m square. An event without a named place counts to the place within 200 m of its block's middle, if
there is one; otherwise the block stands for itself, as "Nygård, 300 m norr om Nygårdsskolan".
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import atan2, degrees, hypot
from typing import Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.grid import to_metres
from accounts.models import Area, Municipality, Place
from lagesbild.figures.tally import BLOCK, Key

NEAR = 200
# Farther than this a named place says nothing about where something is.
IN_SIGHT = 2000
# A distance in a name is rounded to this many metres.
STEP = 50
DIRECTIONS = [
    gettext_lazy("norr om"),
    gettext_lazy("nordost om"),
    gettext_lazy("öster om"),
    gettext_lazy("sydost om"),
    gettext_lazy("söder om"),
    gettext_lazy("sydväst om"),
    gettext_lazy("väster om"),
    gettext_lazy("nordväst om"),
]

XY = tuple[float, float]
# ("place", key, 0) or ("block", column, row).
Spot = tuple[str, int, int]

# What to count by: the place, or where there is none the column and row of a block.
ADDRESS = ("place", "block_x", "block_y")


@dataclass(frozen=True)
class Register:
    """The named places with their positions in metres, and the areas' names, by key."""

    places: dict[int, tuple[str, XY]]
    areas: dict[int, str]
    # Found once per address: a year has a few hundred, thousands of times.
    _spots: dict[Key, Spot] = field(default_factory=dict)

    @classmethod
    def of(cls, municipality: Municipality) -> Self:
        """Two statements. What is no longer in use keeps its name, for what was reported there."""
        places = Place.objects.filter(municipality=municipality).order_by("pk")
        areas = Area.objects.filter(municipality=municipality).order_by("pk")
        return cls(
            {
                pk: (name, to_metres(point.x, point.y, municipality.metric_srid))
                for pk, name, point in places.values_list("pk", "name", "point")
            },
            dict(areas.values_list("pk", "name")),
        )

    def by_spot(self, counts: Mapping[Key, int]) -> Counter[Spot]:
        """Counts per address, and maybe more, as counts per spot."""
        merged: Counter[Spot] = Counter()
        for key, events in counts.items():
            merged[self.spot(key[: len(ADDRESS)])] += events
        return merged

    def spot(self, address: Key) -> Spot:
        """What an `ADDRESS` counts to: the named place, the one near the block, or else the block itself."""
        if address not in self._spots:
            self._spots[address] = self._found(*address)
        return self._spots[address]

    def _found(self, place: int | None, column: int, row: int) -> Spot:
        if place is not None:
            return "place", place, 0
        closest, distance = self._closest(_middle(column, row))
        return ("place", closest, 0) if closest and distance <= NEAR else ("block", column, row)

    def position(self, spot: Spot) -> XY:
        """Metres east and north of its mark on a map."""
        kind, first, second = spot
        return self.places[first][1] if kind == "place" else _middle(first, second)

    def name(self, spot: Spot, area: int | None) -> str:
        """What it is called; `area` is the one that the events of a block lie in."""
        kind, first, _second = spot
        if kind == "place":
            return self.places[first][0]
        parts = [self.areas.get(area or 0, ""), self._whereabouts(self.position(spot))]
        return ", ".join(filter(None, parts)) or _("Plats utan namn")

    def _whereabouts(self, position: XY) -> str:
        """ "300 m norr om Nygårdsskolan"; empty where no named place is in sight."""
        closest, distance = self._closest(position)
        if closest is None or distance > IN_SIGHT:
            return ""
        name, (x, y) = self.places[closest]
        bearing = degrees(atan2(position[0] - x, position[1] - y)) % 360
        direction = DIRECTIONS[round(bearing / 45) % len(DIRECTIONS)]
        metres = max(round(distance / STEP), 1) * STEP
        return _("%(metres)d m %(direction)s %(place)s") % {
            "metres": metres,
            "direction": direction,
            "place": name,
        }

    def _closest(self, position: XY) -> tuple[int | None, float]:
        x, y = position
        distances = {key: hypot(at[0] - x, at[1] - y) for key, (_name, at) in self.places.items()}
        closest = min(distances, key=distances.__getitem__, default=None)
        return closest, distances[closest] if closest is not None else float("inf")


def _middle(column: int, row: int) -> XY:
    return (column + 0.5) * BLOCK, (row + 0.5) * BLOCK
