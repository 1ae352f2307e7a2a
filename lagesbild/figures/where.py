"""Var: the ranked list of spots with what has become of them, and the cells that the heat map is drawn from."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from accounts.grid import CELL
from incidents.models import LocationPrecision
from lagesbild import wording
from lagesbild.content import Heat, Kernel, Ranked, Vanished, Where
from lagesbild.figures.events import Basis, Groups
from lagesbild.figures.lineage import LATELY, followed, listed_of
from lagesbild.figures.ranking import ranked, trend
from lagesbild.figures.reporting import fed_by_one_unit
from lagesbild.figures.spots import ADDRESS, Register, Spot
from lagesbild.figures.tally import Key, Selection, cell_counts
from lagesbild.period import Period
from lagesbild.statistics.density import Surface, surface_from_cells

KERNEL: Kernel = "quartic"
# An event known only by its area would colour the area's middle.
ON_THE_MAP = (LocationPrecision.EXACT, LocationPrecision.BLOCK)
# What the ranked places are told by.
BY_DETAIL = ("category", "area", *ADDRESS)


@dataclass(frozen=True)
class Detail:
    """What happened most at each spot this period, and the area its events lie in."""

    categories: dict[Spot, Counter[str]]
    areas: dict[Spot, int]

    @classmethod
    def of(cls, tallied: Counter[Key], groups: Groups, register: Register) -> Self:
        """From the period's events per `BY_DETAIL`."""
        detail = cls({}, {})
        for (category, area, *address), events in sorted(tallied.items(), key=str):
            spot = register.spot(tuple(address))
            detail.categories.setdefault(spot, Counter())[groups.code_of[category]] += events
            if area is not None:
                detail.areas.setdefault(spot, area)
        return detail

    def main_category(self, spot: Spot, groups: Groups) -> str | None:
        """The commonest one; of equals the first in the tree."""
        counts = self.categories.get(spot, Counter())
        code = max(groups.names, key=lambda each: counts[each], default=None)
        return groups.names[code] if code and counts[code] else None


def where_chapter(
    basis: Basis, addresses: Sequence[Counter[Key]], detail: Detail, register: Register
) -> Where:
    """The chapter at the full level: two statements.

    From the events per `BY_ADDRESS` in each period, the last being the edition's.
    """
    counts = [register.by_spot(each) for each in addresses]
    last, now = counts[-2:]
    lists = [ranked(each) for each in counts]
    lines = followed(lists)
    single = fed_by_one_unit(basis.selection, basis.period, _addresses(register, addresses[-1], lists[-1]))
    rows: list[Ranked] = [
        {
            "rank": rank,
            "name": register.name(spot, detail.areas.get(spot)),
            "count": now[spot],
            "last_period": last[line.before],
            "periods_in_a_row": line.in_a_row,
            "listed_lately": listed_of(line.names, lists[-LATELY:]),
            "main_category": detail.main_category(spot, basis.groups),
            "trend": trend(now[spot], last[line.before], line),
            "position": [round(metres, 1) for metres in register.position(spot)],
            "single_unit": spot in single,
        }
        for rank, (spot, line) in enumerate(lines.items(), start=1)
    ]
    before = {line.before for line in lines.values()}
    gone: list[Vanished] = [
        {"name": register.name(spot, detail.areas.get(spot)), "last_period": last[spot], "count": now[spot]}
        for spot in lists[-2]
        if spot not in before
    ]
    return {
        "unit": "place",
        "period": wording.weeks_with_year(basis.period),
        "total": now.total(),
        "ranked": rows,
        "elsewhere": now.total() - sum(now[spot] for spot in lists[-1]),
        "vanished": gone,
        "heat": heat_of(basis.selection, basis.period, bandwidth=basis.municipality.bandwidth),
    }


def _addresses(register: Register, counts: Counter[Key], spots: Collection[Spot]) -> dict[Spot, list[Key]]:
    """The addresses that count to each of the spots."""
    found: dict[Spot, list[Key]] = {spot: [] for spot in spots}
    for address in {key[: len(ADDRESS)]: None for key in counts}:
        found.get(register.spot(address), []).append(address)
    return found


def heat_of(selection: Selection, period: Period, *, kernel: Kernel = KERNEL, bandwidth: int) -> Heat:
    """The events per cell, in the order of the cells, and how they are to be smoothed. One statement."""
    on_the_map = replace(selection, precisions=ON_THE_MAP)
    cells = cell_counts(on_the_map, period)
    return {
        "bandwidth": bandwidth,
        "cell": CELL,
        "kernel": kernel,
        "events": sum(events for _x, _y, events in cells),
        "cells": cells,
    }


def surface_of(heat: Heat) -> Surface:
    """The density that the cells give."""
    cells = np.array(heat["cells"], dtype=np.int64).reshape(-1, 3)
    return surface_from_cells(
        cells[:, :2], cells[:, 2], cell=heat["cell"], bandwidth=heat["bandwidth"], kernel=heat["kernel"]
    )
