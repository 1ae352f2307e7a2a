"""Var: the ranked list of spots with what has become of them, and the cells that the heat map is drawn from."""

from collections import Counter
from dataclasses import dataclass
from typing import Self

from django.db.models import Count, Min

from accounts.grid import CELL
from incidents.models import LocationPrecision
from incidents.models.incident import IncidentQuerySet
from lagesbild import wording
from lagesbild.content import Heat, Kernel, Ranked, Vanished, Where
from lagesbild.figures.events import Basis, Groups
from lagesbild.figures.ranking import periods_in_a_row, ranked, trend
from lagesbild.figures.spots import ADDRESS, Register, Spot

BANDWIDTH = 200
KERNEL: Kernel = "quartic"
# An event known only by its area would colour the area's middle.
ON_THE_MAP = (LocationPrecision.EXACT, LocationPrecision.BLOCK)


@dataclass(frozen=True)
class Detail:
    """What happened most at each spot this period, and the area its events lie in."""

    categories: dict[Spot, Counter[str]]
    areas: dict[Spot, int]

    @classmethod
    def of(cls, events: IncidentQuerySet, groups: Groups, register: Register) -> Self:
        """One statement; `events` are the period's."""
        names = {f"key_{number}": key for number, key in enumerate(ADDRESS)}
        rows = (
            events.annotate(**names)
            .values_list(*names, "category")
            .annotate(events=Count("pk"), some_area=Min("area"))
            .order_by()
        )
        detail = cls({}, {})
        for place, column, row, category, number, area in rows:
            spot = register.spot((place, column, row))
            detail.categories.setdefault(spot, Counter())[groups.code_of[category]] += number
            if area is not None:
                detail.areas.setdefault(spot, area)
        return detail

    def main_category(self, spot: Spot, groups: Groups) -> str | None:
        """The commonest one; of equals the first in the tree."""
        counts = self.categories.get(spot, Counter())
        code = max(groups.names, key=lambda each: counts[each], default=None)
        return groups.names[code] if code and counts[code] else None


def where_chapter(basis: Basis) -> Where:
    """The chapter at the full level: five statements."""
    register = Register.of(basis.municipality)
    tallied = basis.tally(*ADDRESS, periods=[*basis.period.history(), basis.period])
    counts = [register.by_spot(each) for each in tallied]
    last, now = counts[-2:]
    lists = [ranked(each) for each in counts]
    detail = Detail.of(basis.here, basis.groups, register)
    rows: list[Ranked] = [
        {
            "rank": rank,
            "name": register.name(spot, detail.areas.get(spot)),
            "count": now[spot],
            "last_period": last[spot],
            "periods_in_a_row": (in_a_row := periods_in_a_row(spot, lists)),
            "main_category": detail.main_category(spot, basis.groups),
            "trend": trend(now[spot], last[spot], in_a_row=in_a_row),
            "position": [round(metres, 1) for metres in register.position(spot)],
        }
        for rank, spot in enumerate(lists[-1], start=1)
    ]
    gone: list[Vanished] = [
        {"name": register.name(spot, detail.areas.get(spot)), "last_period": last[spot], "count": now[spot]}
        for spot in lists[-2]
        if spot not in lists[-1]
    ]
    return {
        "unit": "place",
        "period": wording.weeks_with_year(basis.period),
        "total": now.total(),
        "ranked": rows,
        "elsewhere": now.total() - sum(now[spot] for spot in lists[-1]),
        "vanished": gone,
        "heat": heat(basis.here),
    }


def heat(events: IncidentQuerySet) -> Heat:
    """The events per cell, in the order of the cells. One statement."""
    cells = (
        events.filter(location_precision__in=ON_THE_MAP)
        .values_list("cell_x", "cell_y")
        .annotate(events=Count("pk"))
        .order_by("cell_x", "cell_y")
    )
    counted = [list(cell) for cell in cells]
    return {
        "bandwidth": BANDWIDTH,
        "cell": CELL,
        "kernel": KERNEL,
        "events": sum(cell[2] for cell in counted),
        "cells": counted,
    }
