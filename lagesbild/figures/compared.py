"""What an edition's tables compare: each line's events now, in earlier periods, and as they were known equally soon."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self

from django.utils.translation import gettext as _

from accounts.models import Area, AreaKind
from lagesbild.content import Comparisons
from lagesbild.figures.counted import Counted
from lagesbild.figures.events import Basis
from lagesbild.figures.purged import with_purged
from lagesbild.figures.tally import Key
from lagesbild.figures.verdicts import Judged, Series, comparisons, judged
from lagesbild.period import Period

Column = Literal["this_period", "last_period", "last_year", "two_years_ago"]
#: The code of a main category, or the key of an area: None outside them all.
Line = str | int | None
TOTAL = "total"


def compared_periods(period: Period) -> list[Period]:
    """The same weeks or months two years ago, the periods of the year before or three years', and itself, the last."""
    return sorted({period.years_ago(2), *period.history(), period})


@dataclass(frozen=True)
class Counts:
    """Events per line in each of the compared periods; None where nothing was recorded yet.

    `earlier` are those of the year before in which events were recorded, for a year of three years; `in_time` what was
    known of them as soon after their end as the edition was taken after its own; `days` how long they are.
    """

    period: Period
    columns: dict[Column, Counter[Line] | None]
    earlier: tuple[Counter[Line], ...]
    in_time: tuple[Counter[Line], ...]
    days: tuple[int, ...]
    # In all of `compared_periods`, recorded or not.
    every: tuple[Counter[Line], ...]

    @classmethod
    def of(
        cls,
        recorded: Collection[Period],
        period: Period,
        sorts: Mapping[Period, Counter[Key]],
        line: Callable[[Key], Line],
    ) -> Self:
        """From the events per `BY_SORT` in each of `compared_periods`, and the periods that were recorded."""
        counts = {each: _by_line(sorts[each], line) for each in compared_periods(period)}
        known = {each: counts[each] for each in counts if each in recorded}
        before = [each for each in period.history() if each in recorded]
        columns: dict[Column, Counter[Line] | None] = {
            "this_period": counts[period],
            "last_period": known.get(period.previous()),
            "last_year": known.get(period.last_year()),
            "two_years_ago": known.get(period.years_ago(2)),
        }
        return cls(
            period,
            columns,
            tuple(counts[each] for each in before),
            tuple(_by_line(_in_time(sorts[each]), line) for each in before),
            tuple(each.days for each in before),
            tuple(counts.values()),
        )

    def count(self, column: Column, lines: Collection[Line]) -> int | None:
        """Events of some lines together."""
        counts = self.columns[column]
        return None if counts is None else sum(counts[line] for line in lines)

    def now(self, lines: Collection[Line]) -> int:
        """Their events this period."""
        return self.count("this_period", lines) or 0

    def year(self, lines: Collection[Line]) -> int:
        """Their events in all the earlier periods."""
        return sum(counts[line] for counts in self.earlier for line in lines)

    def mean(self, lines: Collection[Line]) -> float | None:
        """Their events per period of the year before."""
        return round(self.year(lines) / len(self.earlier), 1) if self.earlier else None

    def series(self, lines: Collection[Line]) -> Series:
        """What they are judged by."""
        history = tuple(sum(counts[line] for line in lines) for counts in self.in_time)
        return Series(self.now(lines), self.period.days, history, self.days)


@dataclass(frozen=True)
class Comparison:
    """The main categories and the areas of an edition, by code and by key, with what they are called."""

    basis: Basis
    categories: Counts
    areas: Counts
    area_names: dict[Line, str]
    # This period's events per main category by how serious they are taken to be; None where all are alike.
    weighted: Counter[Line] | None

    @classmethod
    def of(cls, basis: Basis, counted: Counted) -> Self:
        """From the events in each of `compared_periods`, to which those purged are added. Three statements.

        Before the first event of all a count would be nought only because nobody counted.
        """
        periods = compared_periods(basis.period)
        sorts, purged = with_purged(basis.municipality, basis.groups.uncounted, periods, counted.sorts)
        since = min((day for day in (purged, basis.first_day()) if day), default=None)
        recorded = {each for each in periods if since is not None and each.is_recorded(since)}
        by_area = Counts.of(recorded, basis.period, sorts, lambda key: key[1])
        return cls(
            basis,
            Counts.of(recorded, basis.period, sorts, lambda key: basis.groups.code_of[key[0]]),
            by_area,
            _area_names(basis, by_area),
            _weighted(basis, counted.sorts[basis.period]) if basis.groups.are_weighted else None,
        )

    @cached_property
    def verdicts(self) -> dict[tuple[str, Line], Judged]:
        """All that is compared, judged together: by "category" and code, "area" and key, and `TOTAL`."""
        codes = list(self.basis.groups.names)
        return judged(
            {
                **{("category", code): self.categories.series([code]) for code in codes},
                **{("area", area): self.areas.series([area]) for area in self.area_names},
                (TOTAL, None): self.categories.series(codes),
            }
        )

    @property
    def comparisons(self) -> Comparisons | None:
        """How many were made; None where there was nothing to compare with."""
        return comparisons(self.verdicts) if self.verdicts else None


def _area_names(basis: Basis, counts: Counts) -> dict[Line, str]:
    """The districts in use, and whatever else anything was counted in, in the order of their names. One statement."""
    seen = {line for each in counts.every for line in each}
    rows = Area.objects.filter(municipality=basis.municipality).order_by("name", "pk")
    names: dict[Line, str] = {
        pk: name
        for pk, name, kind, is_active in rows.values_list("pk", "name", "kind", "is_active")
        if pk in seen or (is_active and kind == AreaKind.DISTRICT)
    }
    return names | ({None: _("Utanför områdena")} if None in seen else {})


def _weighted(basis: Basis, now: Counter[Key]) -> Counter[Line]:
    groups = basis.groups
    weighted: Counter[Line] = Counter()
    for (category, _area, _in_time), events in now.items():
        weighted[groups.code_of[category]] += events * groups.weights[groups.own_code[category]]
    return weighted


def _in_time(counts: Counter[Key]) -> Counter[Key]:
    return Counter({key: events for key, events in counts.items() if key[-1]})


def _by_line(counts: Counter[Key], line: Callable[[Key], Line]) -> Counter[Line]:
    found: Counter[Line] = Counter()
    for key, events in counts.items():
        found[line(key)] += events
    return found
