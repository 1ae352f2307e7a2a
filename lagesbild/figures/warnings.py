"""Tidiga varningar: places, and sub-categories in an area, that stand out this fortnight; at most a handful.

Which those are is found by `statistics/watch.py`, at equal reporting delay. What one person has reported on a day or
two may say more of that person than of the place, so a warning needs two reporters or three days. The generalised
level watches whole areas alone, and tells no count that its tables hide.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import cast

from django.utils.translation import gettext as _

from accounts.models import Area
from incidents.models import Category
from lagesbild.content import EarlyWarning, Warnings
from lagesbild.figures.events import Basis
from lagesbild.figures.generalised_tables import concealed_areas
from lagesbild.figures.spots import ADDRESS, Register, Spot
from lagesbild.figures.tally import Key
from lagesbild.figures.watched import Line, Lines, Watched, tallied_by, vouched_for
from lagesbild.models import Edition, Level
from lagesbild.statistics import watch
from lagesbild.statistics.watch import Alarm, Found

MOST_WARNINGS = 6
WEEKS = 2


def warnings_chapter(edition: Edition, *, level: Level, at: datetime) -> Warnings:
    """The chapter. At most nine statements, however much there is to warn of."""
    basis = Basis.of(edition.municipality, edition.period)
    watched = Watched.of(basis)
    if watched is None:
        return {"rows": [], "further": 0, "watched": 0, "false_alarms": None}
    return _full(basis, watched, at) if level == Level.FULL else _generalised(basis, watched, at)


def _full(basis: Basis, watched: Watched, at: datetime) -> Warnings:
    """Six statements."""
    register, codes = Register.of(basis.municipality), basis.groups.own_code
    by_spot = Lines(("area", *ADDRESS), lambda key: register.spot(key[1:]))
    by_sort = Lines(("category", "area"), lambda key: ("sort", codes[key[0]], key[1]))
    spots, sorts = tallied_by(basis.known_at(at), watched, by_spot, by_sort)
    found = watch.find(
        watched.series(by_spot.counted(watched, spots)) | watched.series(by_sort.counted(watched, sorts))
    )
    seen = _seen_before(basis, [line for line, alarm in found.alarms.items() if alarm.kind == "first"])
    alarms = {
        line: alarm
        for line, alarm in found.alarms.items()
        if alarm.kind != "first" or _is_told(line, alarm, watched, is_new=line not in seen)
    }
    keys = by_spot.keys(spots[-1])
    told = vouched_for(basis.selection, watched.period, alarms, keys, by_spot)
    told |= vouched_for(basis.selection, watched.period, alarms, by_sort.keys(sorts[-1]), by_sort)
    names = _names(basis, register, keys)
    rows = [
        _row(names(line), alarm, watched, is_new=line[0] == "sort" and line not in seen)
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


def _names(basis: Basis, register: Register, spots: Mapping[Line, list[Key]]) -> Callable[[Line], str]:
    """What lines are called. One statement."""
    rows = Category.objects.filter(municipality=basis.municipality).order_by("version", "pk")
    sorts = dict(rows.values_list("code", "name"))

    def name(line: Line) -> str:
        if line[0] != "sort":
            area = next((key[0] for key in spots[line] if key[0] is not None), None)
            return register.name(cast(Spot, line), area)
        where = register.areas.get(cast(int, line[2]))
        words = {"category": sorts[line[1]], "area": where}
        return (_("%(category)s i %(area)s") if where else _("%(category)s utanför områdena")) % words

    return name


def _generalised(basis: Basis, watched: Watched, at: datetime) -> Warnings:
    """Three statements. An area that is concealed now, or in what was usual, is not named."""
    areas = Area.objects.filter(municipality=basis.municipality)
    names: dict[int | str | None, str] = dict(areas.values_list("pk", "name"))
    by_area = Lines(("area",), lambda key: ("area", key[0]))
    (tallied,) = tallied_by(basis.known_at(at), watched, by_area)
    counted = by_area.counted(watched, tallied)
    found = watch.find(watched.series(counted))
    usual = sum(
        (
            counts
            for period, counts in zip(watched.periods, counted, strict=True)
            if period in watched.usual(counted)
        ),
        Counter(),
    )
    secret = set().union(*(_concealed(counts, names, basis.k) for counts in (counted[-1], usual)))
    alarms = {
        line: alarm for line, alarm in found.alarms.items() if alarm.kind != "first" and line[1] not in secret
    }
    told = vouched_for(basis.selection, watched.period, alarms, by_area.keys(tallied[-1]), by_area)
    rows = [
        _generalised_row(names[line[1]], alarm, counted[-1][line])
        for line, alarm in alarms.items()
        if line in told
    ]
    return _chapter(rows, found)


def _concealed(counts: Counter[Line], names: Collection[int | str | None], k: int) -> set[int | str | None]:
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
