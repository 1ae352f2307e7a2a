"""When a hot spot has stood on the editions' lists: fortnight by fortnight, and how it stands now.

Told by what lies frozen in the editions in force, so that it says what they said. Reads only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal

from accounts.models import Municipality
from lagesbild.content import Ranked, Trend
from lagesbild.figures.tally import BLOCK
from lagesbild.models import Edition, EditionKind, HotSpot, Level
from lagesbild.period import Period

#: What an edition's list says of it, or: on an earlier list but not the last one, on none of them, no list at all.
Word = Trend | Literal["gone", "never", "unknown"]


@dataclass(frozen=True)
class Presence:
    """A fortnight: whether there is an edition of it, and the hot spot's line on its list, None where it has none."""

    period: Period
    has_edition: bool
    line: Ranked | None = None

    @property
    def is_listed(self) -> bool:
        """Whether it stood on the list."""
        return self.line is not None


@dataclass(frozen=True)
class Standing:
    """How a hot spot stands by the latest edition; `periods` in a row it has been on the list, or away from it."""

    word: Word
    periods: int
    #: As the edition said: what was reported there came from one unit.
    is_of_one_unit: bool = False

    @property
    def is_listed(self) -> bool:
        """Whether the latest edition lists it."""
        return self.word not in ("gone", "never", "unknown")


def presences(
    hot_spots: Iterable[HotSpot], periods: Sequence[Period], municipality: Municipality
) -> dict[int, list[Presence]]:
    """Each hot spot's presence in each of the fortnights, by its key. One statement, however many."""
    starts = [period.start for period in periods]
    rows = Edition.objects.in_municipality(municipality).adopted().filter(kind=EditionKind.FORTNIGHT)
    lists = {
        start: {Level.FULL: full or [], Level.GENERALISED: general or []}
        for start, full, general in rows.filter(start_on__in=starts).values_list(
            "start_on", "content__full__where__ranked", "content__generalised__where__ranked"
        )
    }
    return {
        hot_spot.pk: [
            Presence(period, period.start in lists, _line(hot_spot, lists.get(period.start)))
            for period in periods
        ]
        for hot_spot in hot_spots
    }


def standing(presence: Sequence[Presence]) -> Standing:
    """How it stands by the latest of the fortnights, the oldest first, that has an edition."""
    known = [each for each in presence if each.has_edition]
    if not known:
        return Standing("unknown", 0)
    if latest := known[-1].line:
        return Standing(latest["trend"], latest["periods_in_a_row"], latest.get("single_unit", False))
    away = next((back for back, each in enumerate(reversed(known)) if each.is_listed), None)
    return Standing("never", len(known)) if away is None else Standing("gone", away)


def is_place_of(hot_spot: HotSpot, *, name: str, position: Sequence[float] | None) -> bool:
    """Whether a line of a list tells of the hot spot: by its name, or of one without a named place by where it lies.

    A nameless hot spot crosses from block to block, and each block has a name of its own.
    """
    if name == hot_spot.name:
        return True
    if position is None or hot_spot.place_id is not None or hot_spot.x is None or hot_spot.y is None:
        return False
    return hypot(position[0] - hot_spot.x, position[1] - hot_spot.y) <= hot_spot.radius + BLOCK / 2


def _line(hot_spot: HotSpot, lists: dict[Level, list[Ranked]] | None) -> Ranked | None:
    """Its own line rather than a neighbour's."""
    level = Level.GENERALISED if hot_spot.area_id else Level.FULL
    of_it = [
        row
        for row in (lists or {}).get(level, [])
        if is_place_of(hot_spot, name=row["name"], position=row["position"])
    ]
    return min(of_it, key=lambda row: row["name"] != hot_spot.name, default=None)
