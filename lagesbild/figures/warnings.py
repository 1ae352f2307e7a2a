"""Tidiga varningar: places, and sub-categories in an area, that stand out this fortnight; at most a handful.

Which those are is found by `statistics/watch.py`, at equal reporting delay. What one person has reported on a day or
two may say more of that person than of the place, so a warning needs two reporters or three days. The generalised
level watches whole areas alone, and tells no count that its tables hide.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import cast

from django.utils.translation import gettext as _

from incidents.models import Category
from lagesbild.content import EarlyWarning, Warnings
from lagesbild.figures import compared
from lagesbild.figures.counted import Counted
from lagesbild.figures.events import Basis
from lagesbild.figures.generalised_tables import concealed_areas
from lagesbild.figures.spots import ADDRESS, Register, Spot
from lagesbild.figures.watched import Line, Lines, Watched, vouched_for
from lagesbild.figures.where import Detail
from lagesbild.statistics import watch
from lagesbild.statistics.watch import Alarm, Found

MOST_WARNINGS = 6
WEEKS = 2


#: Where too little was recorded to say what is usual.
NOTHING_TO_WATCH: Warnings = {"rows": [], "further": 0, "watched": 0, "false_alarms": None}


def warnings_chapter(
    basis: Basis, watched: Watched | None, counted: Counted, detail: Detail, register: Register
) -> Warnings:
    """The chapter at the full level: four statements, however much there is to warn of."""
    if watched is None:
        return NOTHING_TO_WATCH
    codes = basis.groups.own_code
    by_spot = Lines(ADDRESS, register.spot)
    by_sort = Lines(("category", "area"), lambda key: ("sort", codes[key[0]], key[1]))
    spots = watched.series(by_spot.counted(watched, counted.addresses))
    found = watch.find(spots | watched.series(by_sort.counted(watched, counted.sorts)))
    seen = _seen_before(basis, [line for line, alarm in found.alarms.items() if alarm.kind == "first"])
    alarms = {
        line: alarm
        for line, alarm in found.alarms.items()
        if alarm.kind != "first" or _is_told(line, alarm, watched, is_new=line not in seen)
    }
    told = {
        line
        for lines, counts in ((by_spot, counted.addresses), (by_sort, counted.sorts))
        for line in vouched_for(
            basis.selection, watched.period, alarms, lines.keys(counts[watched.period]), lines
        )
    }
    name = _names(basis, register, detail)
    rows = [
        _row(name(line), alarm, watched, is_new=line[0] == "sort" and line not in seen)
        for line, alarm in alarms.items()
        if line in told
    ]
    return _chapter(rows, found)


def _is_told(line: Line, alarm: Alarm, watched: Watched, *, is_new: bool) -> bool:
    """The first of a sort in an area is told as it is; where something is only rare, or new is a place, not so few."""
    return (line[0] == "sort" and is_new) or alarm.count >= watch.limit_of_the_unknown(len(watched.year))


def _seen_before(basis: Basis, lines: Collection[Line]) -> set[Line]:
    """Those of the sub-categories in an area that had an event ever before. One statement."""
    codes = {line[1] for line in lines if line[0] == "sort"}
    keys = [key for key, code in basis.groups.own_code.items() if code in codes]
    start, _end = basis.period.bounds(basis.municipality.zone)
    before = basis.events.filter(started_at__lt=start, category__in=keys).order_by()
    return {
        ("sort", basis.groups.own_code[category], area)
        for category, area in before.values_list("category", "area").distinct()
    }


def _names(basis: Basis, register: Register, detail: Detail) -> Callable[[Line], str]:
    """What lines are called. One statement."""
    rows = Category.objects.filter(municipality=basis.municipality).order_by("version", "pk")
    sorts = dict(rows.values_list("code", "name"))

    def name(line: Line) -> str:
        if line[0] != "sort":
            spot = cast(Spot, line)
            return register.name(spot, detail.areas.get(spot))
        where = register.areas.get(cast(int, line[2]))
        words = {"category": sorts[line[1]], "area": where}
        return (_("%(category)s i %(area)s") if where else _("%(category)s utanför områdena")) % words

    return name


def generalised_chapter(
    basis: Basis, watched: Watched | None, counted: Counted, names: Mapping[compared.Line, str]
) -> Warnings:
    """One statement. Areas alone, by name; one that is concealed now, or in what was usual, is not told of."""
    if watched is None:
        return NOTHING_TO_WATCH
    by_area = Lines(("category", "area"), lambda key: ("area", key[1]))
    counts = by_area.counted(watched, counted.sorts)
    found = watch.find(watched.series(counts))
    was_usual = watched.usual(counts)
    usual = sum(
        (each for period, each in zip(watched.periods, counts, strict=True) if period in was_usual), Counter()
    )
    secret = set().union(*(_concealed(each, names, basis.k) for each in (counts[-1], usual)))
    alarms = {
        line: alarm for line, alarm in found.alarms.items() if alarm.kind != "first" and line[1] not in secret
    }
    keys = by_area.keys(counted.sorts[watched.period])
    told = vouched_for(basis.selection, watched.period, alarms, keys, by_area)
    rows = [
        _generalised_row(names[line[1]], alarm, counts[-1][line])
        for line, alarm in alarms.items()
        if line in told
    ]
    return _chapter(rows, found)


def _concealed(counts: Counter[Line], names: Collection[compared.Line], k: int) -> set[compared.Line]:
    return concealed_areas(Counter({line[1]: events for line, events in counts.items()}), names, k)


def _generalised_row(name: str, alarm: Alarm, count: int) -> EarlyWarning:
    """What adds up to several periods is not told, for some of them may be concealed."""
    is_rising = alarm.kind == "creeping"
    return {
        "kind": alarm.kind,
        "name": name,
        "count": count,
        "expected": None if is_rising else round(alarm.expected, 1),
        "periods": alarm.periods,
        "weeks": None,
    }


def _row(name: str, alarm: Alarm, watched: Watched, *, is_new: bool) -> EarlyWarning:
    return {
        "kind": alarm.kind,
        "name": name,
        "count": alarm.count,
        "expected": round(alarm.expected, 1),
        "periods": alarm.periods,
        # Without an event in so many weeks; None where there never was one.
        "weeks": None if is_new else WEEKS * len(watched.year),
    }


def _chapter(rows: Sequence[EarlyWarning], found: Found[Line]) -> Warnings:
    return {
        "rows": list(rows[:MOST_WARNINGS]),
        "further": max(len(rows) - MOST_WARNINGS, 0),
        "watched": found.watched,
        "false_alarms": round(found.false_alarms, 1),
    }
