"""Polisanmälda brott: a series per offence and month beside the reports, with what its own history lets one expect.

Read from what was imported, never from incidents, and never summed: not with the reports, not over areas, not over
offences, of which one may be part of another. A month that nobody has told of is unknown, not nought.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import Area, Municipality
from lagesbild import wording
from lagesbild.content import Count, MonthCount, PoliceReported, PoliceRow
from lagesbild.figures.verdicts import MANY, Judged, judged
from lagesbild.figures.verdicts import Series as Compared
from lagesbild.models import CrimeCount, Edition, EditionKind, EditionState, Level, PoliceImport
from lagesbild.period import MONTHS_PER_YEAR, Months
from lagesbild.statistics.small_counts import is_safe, masked

Series = Mapping[date, int]

#: A month is judged by the twelve before it, a longer span by at least so many months.
JUDGED_BY = 3 * MONTHS_PER_YEAR
#: How many offences a fortnight's edition has room for.
SHORT = 8


@dataclass(frozen=True)
class Police:
    """What is known of an area, or of the whole municipality, by offence and month. Numbers under `k` are not told."""

    series: Mapping[str, Series]
    k: int | None = None

    @property
    def latest(self) -> Months | None:
        """The last month that anything is known of."""
        months = {month for series in self.series.values() for month in series}
        return one_month(max(months)) if months else None

    def judged(self, span: Months) -> tuple[list[PoliceRow], int]:
        """Each offence in the span, the most reported first, and how many of them were held against their history.

        Those of which nothing is known then come last.
        """
        lines = [_Line.of(offence, series, span) for offence, series in self.series.items()]
        # Not even by their order may hidden counts be told apart.
        lines.sort(key=lambda line: (line.count is None, -max(line.count or 0, self.k or 0), line.offence))
        verdicts = judged({line.offence: found for line in lines if (found := line.compared)})
        return [line.row(self.k, verdicts.get(line.offence)) for line in lines], len(verdicts)

    def months(self, offence: str, *, number: int = JUDGED_BY) -> list[MonthCount]:
        """The offence in so many of the latest months, from the first that is known; the last stands out."""
        latest, series = self.latest, self.series.get(offence, {})
        if latest is None or not series:
            return []
        months = [each for each in latest.single_months(number) if each.start >= min(series)]
        return [
            {
                "start": each.start.isoformat(),
                "count": told_of(series, each, self.k),
                "in_period": each == latest,
            }
            for each in months
        ]


@dataclass(frozen=True)
class _Line:
    """An offence in a span of months, and in the equally long spans before it that are known."""

    offence: str
    series: Series
    span: Months
    history: Mapping[Months, int]

    @classmethod
    def of(cls, offence: str, series: Series, span: Months) -> "_Line":
        counted = {each: _count(series, each) for each in _history(span)}
        known = {each: count for each, count in counted.items() if count is not None}
        return cls(offence, series, span, known)

    @property
    def count(self) -> int | None:
        return _count(self.series, self.span)

    @property
    def compared(self) -> Compared | None:
        """What it is judged by; None where its own count or all history is unknown."""
        if self.count is None or not self.history:
            return None
        days = tuple(each.days for each in self.history)
        return Compared(self.count, self.span.days, tuple(self.history.values()), days)

    def row(self, k: int | None, found: Judged | None) -> PoliceRow:
        """As it may be told: a month that is hidden hides what could be reckoned back to it."""
        is_open = k is None or not any(_small(self.series, each, k) for each in [*self.history, self.span])
        recent = list(self.history.values())[-_of_mean(self.span) :]
        verdict = found if found and is_open else Judged(None, "too_few")
        return {
            "offence": self.offence,
            "this_period": told_of(self.series, self.span, k),
            "last_year": told_of(self.series, self.span.last_year(), k),
            "mean": round(sum(recent) / len(recent), 1) if recent and is_open else None,
            "expected": verdict.expected,
            "verdict": verdict.verdict,
            "is_marked": verdict.is_marked,
        }


def told_of(series: Series, span: Months, k: int | None) -> Count:
    """The sum of a span's months, unless that would tell a month that is hidden where it stands alone."""
    count = _count(series, span)
    if count is None or k is None:
        return count
    small = _small(series, span, k)
    return count if not small or is_safe(small, k) else masked(count, k)


def police_chapter(edition: Edition, *, level: Level, at: datetime) -> PoliceReported | None:
    """The whole municipality's crimes in the edition's months; of a fortnight's those of a month that is news.

    None where nothing is known of them. At most five statements.
    """
    k = None if level == Level.FULL else edition.municipality.minimum_count
    police = known(edition.municipality, area=None, at=at, before=edition.end_on, k=k)
    span = _span(edition, police)
    if span is None:
        return None
    judged, tried = police.judged(span)
    rows = [row for row in judged if row["this_period"] is not None]
    shown = rows[:SHORT] if edition.kind == EditionKind.FORTNIGHT else rows
    period = edition.period
    return {
        "period": wording.months(span),
        "last_year": wording.months(span.last_year()),
        "mean": mean_of(span),
        "rows": shown,
        "others": len(rows) - len(shown),
        "tried": tried,
        "sources": sources(edition.municipality, at=at),
        "is_part": isinstance(period, Months) and span != period,
    }


def known(
    municipality: Municipality,
    *,
    area: int | None,
    at: datetime,
    before: date | None = None,
    k: int | None = None,
) -> Police:
    """What was known at a time of the months `before` a day. One statement."""
    rows = CrimeCount.objects.in_municipality(municipality).filter(area=area)
    rows = rows.filter(month__lt=before) if before else rows
    series: dict[str, dict[date, int]] = defaultdict(dict)
    for offence, month, count in rows.standing(at=at).values_list("offence", "month", "count"):
        series[offence][month] = count
    return Police(series, k)


def areas_with_figures(municipality: Municipality, *, at: datetime) -> list[tuple[int | None, str]]:
    """Where something is known of, the whole municipality first. Two statements."""
    rows = CrimeCount.objects.in_municipality(municipality).filter(
        batch__withdrawn_at=None, batch__imported_at__lte=at
    )
    keys = set(rows.order_by().values_list("area", flat=True).distinct())
    named = Area.objects.filter(pk__in=keys - {None}).order_by("name", "pk").values_list("pk", "name")
    return [*([(None, _("Hela kommunen"))] if None in keys else []), *named]


def sources(municipality: Municipality, *, at: datetime) -> list[str]:
    """Whose figures they are. One statement."""
    batches = PoliceImport.objects.filter(
        municipality=municipality, withdrawn_at=None, imported_at__lte=at
    ).order_by("source")
    return list(batches.values_list("source", flat=True).distinct())


def mean_of(span: Months) -> str:
    """What the mean column is of."""
    if span.count == 1:
        return _("per månad, 12 månader")
    return _("per period, upp till %(number)d") % {"number": _of_mean(span)}


def one_month(start: date) -> Months:
    """The month that begins then."""
    return Months(
        start, date(start.year + start.month // MONTHS_PER_YEAR, start.month % MONTHS_PER_YEAR + 1, 1)
    )


def _span(edition: Edition, police: Police) -> Months | None:
    """The months that an edition tells of: of a longer one those that have come, of a fortnight's one that is news."""
    latest = police.latest
    period = edition.period
    if latest is None:
        return None
    if isinstance(period, Months):
        return Months(period.start, latest.end) if latest.start in period else None
    return None if _was_told(edition, latest) else latest


def _was_told(edition: Edition, month: Months) -> bool:
    """Whether the month was known when the fortnight's edition before was adopted. Two statements."""
    before = Edition.objects.filter(
        municipality=edition.municipality, kind=EditionKind.FORTNIGHT, end_on__lte=edition.start_on
    ).exclude(state=EditionState.DRAFT)
    last = before.order_by("-end_on", "-revision").first()
    rows = CrimeCount.objects.in_municipality(edition.municipality).filter(area=None, month=month.start)
    return (
        last is not None
        and rows.filter(batch__imported_at__lte=last.adopted_at, batch__withdrawn_at=None).exists()
    )


def _history(span: Months) -> Sequence[Months]:
    """The equally long spans that it is judged by, oldest first."""
    if span.count == 1:
        return span.history(MONTHS_PER_YEAR)
    return span.history(max(MANY, JUDGED_BY // span.count))


def _of_mean(span: Months) -> int:
    """A year of months or tertials, or three years."""
    return MONTHS_PER_YEAR // span.count if span.count < MONTHS_PER_YEAR else 3


def _count(series: Series, span: Months) -> int | None:
    counts = [series.get(month.start) for month in span.single_months()]
    return None if None in counts else sum(count for count in counts if count is not None)


def _small(series: Series, span: Months, k: int) -> list[int]:
    """Its months that may not be told: nought is no small number, and nobody."""
    months = (series.get(month.start) for month in span.single_months())
    return [count for count in months if count is not None and 0 < count < k]
