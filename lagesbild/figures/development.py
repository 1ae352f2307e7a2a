"""Utveckling över tid, of tertials and years: three years month by month, and the hot spots that persist.

Counted as the rest of the edition, so that the period's months add up to its total. A place persists when it stands on
the ranked list, which each month has of its own, in at least three of four months.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from accounts.models import Area
from lagesbild.content import Count, Development, MonthCount, Persistent
from lagesbild.figures.events import Basis
from lagesbild.figures.generalised_tables import concealed_areas
from lagesbild.figures.ranking import ranked
from lagesbild.figures.spots import ADDRESS, Register, Spot
from lagesbild.figures.tally import Key, tally
from lagesbild.period import MONTHS_PER_TERTIAL, MONTHS_PER_YEAR, Months
from lagesbild.statistics.small_counts import hidden, masked

MONTHS = 3 * MONTHS_PER_YEAR
#: On the list in at least so many months of each four.
OFTEN = 3
TOTAL = ("area",)


def development_chapter(basis: Basis, period: Months) -> Development:
    """The chapter at the full level. Five statements."""
    register = Register.of(basis.municipality)
    months = period.single_months()
    (counted,) = tally(basis.selection, months, ("area", *ADDRESS))
    by_month = [register.by_spot(_addresses(each)) for each in counted]
    of_period = sum(by_month, Counter[Spot]())
    areas = _areas(counted, register)
    persistent: list[Persistent] = [
        {"name": register.name(spot, areas.get(spot)), "listed": listed, "count": of_period[spot]}
        for spot, listed in persisting([ranked(each) for each in by_month])
    ]
    return _chapter(_by_month(basis, period), period, persistent)


def generalised_chapter(basis: Basis, period: Months) -> Development:
    """Areas, which persist on lists without small counts; and months that cannot be reckoned out of their tertial."""
    names = dict(Area.objects.filter(municipality=basis.municipality).values_list("pk", "name"))
    (counted,) = tally(basis.selection, period.single_months(), TOTAL)
    by_month = [Counter({area: events for (area,), events in each.items()}) for each in counted]
    lists = [ranked(_tellable(each, names, basis.k)) for each in by_month]
    persistent: list[Persistent] = [
        {"name": names[area], "listed": listed, "count": None} for area, listed in persisting(lists)
    ]
    return _chapter(_masked(_by_month(basis, period), basis.k), period, persistent)


def persisting(lists: Sequence[Sequence[Any]]) -> list[tuple[Any, int]]:
    """What stands on at least three of four of the months' lists, with on how many; the most first, then by key."""
    listed = Counter(name for each in lists for name in each)
    chosen = [(name, months) for name, months in listed.items() if months >= at_least(len(lists))]
    return sorted(chosen, key=lambda item: (-item[1], item[0]))


def at_least(months: int) -> int:
    """How many of so many months are three of each four."""
    return -(-OFTEN * months // MONTHS_PER_TERTIAL)


def _chapter(counts: list[MonthCount], period: Months, persistent: list[Persistent]) -> Development:
    return {
        "months": counts,
        "persistent": persistent,
        "of_months": period.count,
        "at_least": at_least(period.count),
    }


def _by_month(basis: Basis, period: Months) -> list[MonthCount]:
    """The events of each of 36 months; None before anything was recorded. Two statements."""
    months = period.single_months(MONTHS)
    (counted,) = tally(basis.selection, months, TOTAL)
    since = basis.first_day()
    return [
        {
            "start": month.start.isoformat(),
            "count": each.total() if since is not None and month.is_recorded(since) else None,
            "in_period": month.start in period,
        }
        for month, each in zip(months, counted, strict=True)
    ]


def _masked(counts: list[MonthCount], k: int) -> list[MonthCount]:
    """Hidden by the counts of the own tertial alone, whose sum may be known: so every edition hides the same months."""
    tertials: dict[tuple[int, int], dict[str, int]] = {}
    for each in counts:
        start = date.fromisoformat(each["start"])
        if isinstance(each["count"], int):
            tertial = tertials.setdefault((start.year, (start.month - 1) // MONTHS_PER_TERTIAL), {})
            tertial[each["start"]] = each["count"]
    secret = {start for tertial in tertials.values() for start in hidden(tertial, k)}
    return [
        {**each, "count": _hidden(each["count"], k) if each["start"] in secret else each["count"]}
        for each in counts
    ]


def _hidden(count: Count, k: int) -> Count:
    return masked(count, k) if isinstance(count, int) else count


def _tellable(counts: Counter[int | None], names: Collection[int], k: int) -> Counter[int | None]:
    """The areas whose counts may be told of that month."""
    secret = concealed_areas(counts, names, k)
    return Counter({area: events for area, events in counts.items() if area not in secret})


def _addresses(counted: Counter[Key]) -> Counter[Key]:
    merged: Counter[Key] = Counter()
    for (_area, *address), events in counted.items():
        merged[tuple(address)] += events
    return merged


def _areas(counted: Sequence[Counter[Key]], register: Register) -> dict[Spot, int]:
    """The area that a spot's events lie in, the first in the order of keys."""
    areas: dict[Spot, int] = {}
    for area, *address in sorted({key for each in counted for key in each}, key=str):
        if area is not None:
            areas.setdefault(register.spot(tuple(address)), area)
    return areas
