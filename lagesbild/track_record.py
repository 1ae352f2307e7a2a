"""How the maps have done over time: the grades in force, each method beside the map, and the bandwidth they speak for.

Read from `MapGrade` alone; nothing is graded here. Methods are compared over the periods that both were graded in, and
a difference is only told as one where chance seldom makes as great a one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from django.db.models import Q

from accounts.models import BANDWIDTHS, Municipality
from lagesbild import wording
from lagesbild.models import Edition, EditionKind, MapGrade, MapMethod
from lagesbild.models.map_grade import MapGradeQuerySet, percent
from lagesbild.period import FORTNIGHT, Period
from lagesbild.statistics.pairs import Signs, sign_test

#: Fortnights looked back on: two years.
REMEMBERED = 52
#: With fewer periods than this, nothing is said of which is better.
ENOUGH = 8
#: How seldom chance alone may make us say that one is better.
RATE = 0.05


class Verdict(StrEnum):
    """What a comparison allows one to say."""

    TOO_FEW = "too_few"
    UNCLEAR = "unclear"
    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True)
class Line:
    """One map and how it did, with its rivals; without editions it was made in retrospect."""

    period: Period
    edition: Edition | None
    followed_by: Edition | None
    grades: tuple[MapGrade, ...]

    @property
    def weeks(self) -> str:
        """The map's own weeks."""
        return wording.weeks(self.period)

    @property
    def tried_on(self) -> str:
        """The weeks that it was tried on."""
        return wording.weeks_with_year(self.period.next())

    @property
    def map(self) -> MapGrade:
        """The map as it was."""
        return next(grade for grade in self.grades if grade.is_map)

    @property
    def count(self) -> MapGrade | None:
        """The plain count."""
        return self.of(MapMethod.COUNT)

    @property
    def last_year(self) -> MapGrade | None:
        """Last year's same weeks, where anything was recorded."""
        return self.of(MapMethod.LAST_YEAR)

    @property
    def told(self) -> tuple[MapGrade | None, ...]:
        """The map and its rivals, in the order of the methods."""
        return self.map, self.count, self.last_year

    def of(self, method: MapMethod, bandwidth: int | None = None) -> MapGrade | None:
        """The grade of a method, and of a bandwidth where one is said."""
        return next(
            (each for each in self.grades if each.method == method and bandwidth in (None, each.bandwidth)),
            None,
        )


@dataclass(frozen=True)
class Compared:
    """A method over the periods in which it and the map were graded. PAI, PEI and RRI are means of those defined."""

    label: str
    bandwidth: int | None
    periods: int
    events: int
    caught: int
    map_caught: int
    pai: float | None
    pei: float | None
    rri: float | None
    signs: Signs
    verdict: Verdict

    @property
    def percent(self) -> int:
        """Caught of the events, 0 where there were none."""
        return percent(self.caught, self.events)

    @classmethod
    def of(
        cls,
        label: str,
        pairs: Sequence[tuple[MapGrade, MapGrade]],
        *,
        bandwidth: int | None = None,
        tries: int = 1,
    ) -> Self:
        """From (its grade, the map's) per period; `tries` is how many are compared to find the best."""
        told = [pair for pair in pairs if pair[0].events]
        signs = sign_test([own.caught for own, _map in told], [other.caught for _own, other in told])
        return cls(
            label=label,
            bandwidth=bandwidth,
            periods=len(told),
            events=sum(own.events for own, _map in told),
            caught=sum(own.caught for own, _map in told),
            map_caught=sum(other.caught for _own, other in told),
            pai=_mean(own.pai for own, _map in told),
            pei=_mean(own.pei for own, _map in told),
            rri=_mean(own.rri for own, _map in told),
            signs=signs,
            verdict=_verdict(signs, periods=len(told), rate=RATE / tries),
        )


@dataclass(frozen=True)
class Proposal:
    """The bandwidth that caught most beside the one in use; it is only proposed where it is clearly better."""

    current: int
    best: Compared

    @property
    def is_made(self) -> bool:
        """Whether there is reason to change."""
        return self.best.bandwidth != self.current and self.best.verdict == Verdict.BETTER

    @property
    def suggested(self) -> int:
        """What to use, as far as the record says."""
        return self.best.bandwidth if self.is_made and self.best.bandwidth else self.current


@dataclass(frozen=True)
class TrackRecord:
    """`lines` are the latest first; the map is the first of `methods`; `bandwidths` are each beside the one in use."""

    lines: Sequence[Line]
    methods: Sequence[Compared]
    bandwidths: Sequence[Compared]
    proposal: Proposal | None

    @property
    def in_retrospect(self) -> int:
        """How many of the maps were made afterwards."""
        return sum(line.edition is None for line in self.lines)


def record_of(municipality: Municipality) -> TrackRecord:
    """The municipality's last two years. One statement."""
    lines = _lines(MapGrade.objects.in_municipality(municipality).in_force())[:REMEMBERED]
    bandwidths = _bandwidths(lines, municipality.bandwidth)
    best = max(
        bandwidths, key=lambda each: (each.caught, each.bandwidth == municipality.bandwidth), default=None
    )
    return TrackRecord(
        lines=lines,
        methods=_methods(lines),
        bandwidths=bandwidths,
        proposal=Proposal(municipality.bandwidth, best) if best else None,
    )


def lines_beside(edition: Edition) -> list[Line]:
    """What to tell beside a fortnight's edition: how the map before it did, and how its own did, the latest last.

    Beside a draft: the latest map whose next period ended before the draft's began. One statement.
    """
    if edition.kind != EditionKind.FORTNIGHT:
        return []
    grades = MapGrade.objects.filter(municipality=edition.municipality_id)
    if edition.is_draft:
        told = grades.in_force().filter(start_on__lte=edition.start_on - 2 * FORTNIGHT)
        return _lines(told.filter(start_on__gte=edition.start_on - REMEMBERED * FORTNIGHT))[:1]
    return _lines(grades.filter(Q(edition=edition) | Q(followed_by=edition)))[::-1]


def _lines(grades: MapGradeQuerySet) -> list[Line]:
    """The latest first; of one period the one between the newest editions."""
    rows = grades.select_related("edition", "followed_by").defer(
        *(f"{name}__{column}" for name in ("edition", "followed_by") for column in ("content", "parameters"))
    )
    found: dict[date, dict[tuple[int, int], list[MapGrade]]] = {}
    for row in rows.order_by("-start_on", "pk"):
        pair = (row.edition_id or 0, row.followed_by_id or 0)
        found.setdefault(row.start_on, {}).setdefault(pair, []).append(row)
    return [_line(pairs[max(pairs)]) for pairs in found.values()]


def _line(grades: list[MapGrade]) -> Line:
    first = grades[0]
    period = Period(first.start_on, first.start_on + FORTNIGHT)
    return Line(period, first.edition, first.followed_by, tuple(grades))


def _methods(lines: Sequence[Line]) -> list[Compared]:
    """The map itself, then its rivals; without lines none."""
    chosen: dict[MapMethod, Callable[[Line], MapGrade | None]] = {
        MapMethod.DENSITY: lambda line: line.map,
        MapMethod.COUNT: lambda line: line.count,
        MapMethod.LAST_YEAR: lambda line: line.last_year,
    }
    found = [
        (method, [(grade, line.map) for line in lines if (grade := choose(line))])
        for method, choose in chosen.items()
    ]
    return [Compared.of(str(method.label), pairs) for method, pairs in found if pairs]


def _bandwidths(lines: Sequence[Line], current: int) -> list[Compared]:
    """Each bandwidth over the periods in which it and the one in use were graded."""
    found = []
    for width in BANDWIDTHS:
        pairs = [
            (own, used)
            for line in lines
            if (own := line.of(MapMethod.DENSITY, width)) and (used := line.of(MapMethod.DENSITY, current))
        ]
        if pairs:
            found.append(Compared.of(f"{width} m", pairs, bandwidth=width, tries=len(BANDWIDTHS) - 1))
    return found


def _verdict(signs: Signs, *, periods: int, rate: float) -> Verdict:
    if periods < ENOUGH:
        return Verdict.TOO_FEW
    if signs.p > rate:
        return Verdict.UNCLEAR
    return Verdict.BETTER if signs.better > signs.worse else Verdict.WORSE


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
