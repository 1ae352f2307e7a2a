"""An edition's events in all the periods that it compares and watches: one pass, from which every table is summed."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from typing import Self

from lagesbild.figures.spots import ADDRESS
from lagesbild.figures.tally import Key, Selection, tally
from lagesbild.period import Period

#: Told apart by whether they were decided in time, last of all.
BY_SORT = ("category", "area", "in_time")
BY_ADDRESS = (*ADDRESS, "in_time")


@dataclass(frozen=True)
class Counted:
    """For each period its events per `BY_SORT` and, where places are asked for, per `BY_ADDRESS`."""

    sorts: dict[Period, Counter[Key]]
    addresses: dict[Period, Counter[Key]]

    @classmethod
    def of(cls, selection: Selection, periods: Collection[Period], *, with_places: bool) -> Self:
        """One statement."""
        groupings = [BY_SORT, BY_ADDRESS] if with_places else [BY_SORT]
        in_order = sorted(set(periods))
        sorts, *places = tally(selection, in_order, *groupings)
        addresses = places[0] if places else [Counter() for _period in in_order]
        return cls(
            dict(zip(in_order, sorts, strict=True)),
            dict(zip(in_order, addresses, strict=True)),
        )
