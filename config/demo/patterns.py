"""How much of what is to be expected on which day: the tables of `patterns.toml` as numbers. Pure."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PATTERNS = Path(__file__).with_name("patterns.toml")
THURSDAY = 3
#: The winter and the autumn break, as ISO weeks, and the long holidays as (month, day) from and to, half-open.
BREAKS = frozenset({9, 44})
HOLIDAYS = (((6, 14), (8, 18)), ((12, 20), (12, 32)), ((1, 1), (1, 8)))
#: How much happens in term and out of it, of what belongs to school.
IN_TERM, OUT_OF_TERM = 1.15, 0.35


@dataclass(frozen=True)
class Pattern:
    """How one category behaves; see the head of `patterns.toml`."""

    code: str
    share: float
    hours: Sequence[float]
    season: Sequence[float]
    weekend: float
    place_types: Sequence[str]
    street: float
    later: float
    of_school: bool
    cost: int = 0
    young: float = 0.1

    @property
    def group(self) -> str:
        """The main category's code."""
        return self.code.partition("-")[0]


@dataclass(frozen=True)
class HotSpot:
    """Places that draw some groups of incidents, from and until so many days before the demo is loaded."""

    places: Sequence[str]
    groups: Sequence[str]
    begins: int
    ends: int
    strength: float

    def pull(self, group: str, days_ago: int) -> float:
        """The share of the group's incidents that end up here that day: it grows, stays, and fades."""
        if group not in self.groups or not self.ends <= days_ago <= self.begins:
            return 0.0
        quarter = (self.begins - self.ends) / 4
        rising = (self.begins - days_ago) / quarter
        fading = (days_ago - self.ends) / quarter if self.ends else 1.0
        return self.strength * min(1.0, rising, fading)


@dataclass(frozen=True)
class Patterns:
    """All of it."""

    categories: list[Pattern] = field(default_factory=list)
    hot_spots: list[HotSpot] = field(default_factory=list)
    days: dict[tuple[int, int], dict[str, float]] = field(default_factory=dict)

    def expected(self, days: Sequence[date], total: float) -> NDArray[np.float64]:
        """How many of each category (columns) to expect on each day (rows), `total` in all."""
        weights = np.array([[self._weight(pattern, day) for pattern in self.categories] for day in days])
        return weights * (total / weights.sum())

    def _weight(self, pattern: Pattern, day: date) -> float:
        weight = pattern.share * pattern.season[day.month - 1]
        if day.weekday() > THURSDAY:
            weight *= pattern.weekend
        if pattern.of_school:
            weight *= IN_TERM if is_term(day) else OUT_OF_TERM
        return weight * self.days.get((day.month, day.day), {}).get(pattern.code, 1.0)


def is_term(day: date) -> bool:
    """Whether the schools have term, in a made-up municipality's made-up year."""
    in_holidays = any(start <= (day.month, day.day) < end for start, end in HOLIDAYS)
    return not in_holidays and day.isocalendar().week not in BREAKS


@cache
def patterns() -> Patterns:
    """The tables of `patterns.toml`."""
    tables = tomllib.loads(PATTERNS.read_text())
    return Patterns(
        categories=[_pattern(code, row, tables) for code, row in tables["categories"].items()],
        hot_spots=[
            HotSpot(row["places"], row["groups"], row["from"], row["to"], row["strength"])
            for row in tables["hot_spots"]
        ],
        days={
            (int(key[:2]), int(key[3:])): {code: float(times) for code, times in row.items()}
            for key, row in tables["days"].items()
        },
    )


def _pattern(code: str, row: dict[str, Any], tables: dict[str, Any]) -> Pattern:
    return Pattern(
        code=code,
        share=row["share"],
        hours=tables["hours"][row["hours"]],
        season=tables["seasons"][row["season"]],
        weekend=row["weekend"],
        place_types=[kind for name in row["at"] for kind in tables["where"][name]],
        street=row["street"],
        later=row["later"],
        of_school=row["season"] == "term",
        cost=row.get("cost", 0),
        young=row.get("young", 0.1),
    )
