"""Rapporteringsgrad: who has reported, so that more reports are not taken for more events.

Reports measure events times how willing people are to report them. Here stands the second half: reports and reporters
per unit beside what is usual, who is silent, and whether a change follows the reporters. Nobody is ever named; units
are at the full level alone.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from django.utils.translation import gettext as _

from lagesbild.content import FromNew, ReportingRate, UnitReports
from lagesbild.figures.answers import Unit, answers, reporting_of
from lagesbild.figures.events import Basis
from lagesbild.figures.heard import Heard, heard
from lagesbild.figures.sources import sources
from lagesbild.figures.spots import ADDRESS
from lagesbild.figures.tally import Key, Selection
from lagesbild.models import Edition, Level
from lagesbild.period import FORTNIGHT, Period
from lagesbild.statistics.change import e_test
from lagesbild.statistics.small_counts import told

Name = TypeVar("Name", bound=Hashable)

MOST_UNITS = 6
#: Fewer events at a place are too few to say that one unit alone reports there.
FEWEST_FROM_ONE = 3
#: Fewer reports more than usual are nothing to explain.
FEWEST_MORE = 3
#: A p above this is nothing to speak of.
RARE = 0.05


def reporting_chapter(edition: Edition, *, level: Level, at: datetime) -> ReportingRate:
    """The chapter. Four statements. Who is silent is told of the period's last two weeks."""
    municipality, period = edition.municipality, edition.period
    since = Basis.of(municipality, period).first_day()
    earlier = [each for each in period.history() if since is not None and each.is_recorded(since)]
    _start, end = period.bounds(municipality.zone)
    counted = heard(municipality, [*earlier, period], delay=max(at - end, timedelta(0)))
    units = answers(municipality, Period(period.end - FORTNIGHT, period.end), at=at)
    everything = [sum(each.values(), Heard()) for each in counted]
    shown = _units(units, counted) if level == Level.FULL else []
    chapter: ReportingRate = {
        "total": _row(_("Alla enheter"), everything),
        "units": shown[:MOST_UNITS],
        "other_units": len(shown[MOST_UNITS:]),
        "silent": [unit.name for unit in units if unit.is_silent],
        "nothing_to_report": [unit.name for unit in units if unit.has_nothing],
        "answers": reporting_of(units),
        "from_new": from_new(everything[:-1], everything[-1]),
        "follows_reporters": follows_reporters(everything[:-1], everything[-1]),
    }
    return chapter if level == Level.FULL else _generalised(chapter, everything, municipality.minimum_count)


def from_new(earlier: Sequence[Heard], now: Heard) -> FromNew | None:
    """What those new in the period sent, if it is most of why there are more reports than usual."""
    if not earlier:
        return None
    more = now.reports - sum(each.reports for each in earlier) / len(earlier)
    if more < FEWEST_MORE or 2 * now.from_new <= more:
        return None
    return {"reporters": now.new, "reports": now.from_new}


def follows_reporters(earlier: Sequence[Heard], now: Heard) -> Literal["more", "fewer"] | None:
    """Whether there are more or fewer reports than usual, and more or fewer reporters, but not reports per reporter.

    Two E-tests, of reports per period and of reports per reporter. None where either says otherwise, or nothing is
    known of earlier periods.
    """
    before = sum(earlier, Heard())
    if not before.reporters or not now.reporters:
        return None
    if e_test(now.reports, 1, before.reports, len(earlier)) > RARE:
        return None
    if e_test(now.reports, now.reporters, before.reports, before.reporters) <= RARE:
        return None
    is_more = now.reports * len(earlier) > before.reports
    if is_more != (now.reporters * len(earlier) > before.reporters):
        return None
    return "more" if is_more else "fewer"


def fed_by_one_unit(
    selection: Selection,
    period: Period,
    places: Mapping[Name, Collection[Key]],
    by: Sequence[str] = ADDRESS,
) -> set[Name]:
    """Those of the places whose events, at least FEWEST_FROM_ONE, all come from one unit. One statement.

    A place is given by the keys that count to it, of the columns `by` of `tally`.
    """
    found = sources(selection, period, places, by)
    return {name for name, each in found.items() if each.units == 1 and each.events >= FEWEST_FROM_ONE}


def _units(units: Sequence[Unit], counted: Sequence[Mapping[int, Heard]]) -> list[UnitReports]:
    """The units that have sent anything, those with the most reports first."""
    rows = [_row(unit.name, [each.get(unit.pk, Heard()) for each in counted]) for unit in units]
    sent = [row for row in rows if row["reports"] or row["reports_mean"]]
    return sorted(sent, key=lambda row: (-int(row["reports"] or 0), -(row["reports_mean"] or 0), row["name"]))


def _row(name: str, counted: Sequence[Heard]) -> UnitReports:
    *earlier, now = counted
    return {
        "name": name,
        "reports": now.reports,
        "reports_mean": _mean([each.reports for each in earlier]),
        "reporters": now.reporters,
        "reporters_mean": _mean([each.reporters for each in earlier]),
    }


def _mean(counts: Sequence[int]) -> float | None:
    return round(sum(counts) / len(counts), 1) if counts else None


def _generalised(chapter: ReportingRate, everything: Sequence[Heard], k: int) -> ReportingRate:
    """No unit, and nothing that a few people have done."""
    total, now = chapter["total"], everything[-1]
    return {
        **chapter,
        "total": {
            **total,
            "reports": told(now.reports, k),
            "reports_mean": _large(total["reports_mean"], k),
            "reporters": told(now.reporters, k),
            "reporters_mean": _large(total["reporters_mean"], k),
        },
        "silent": [],
        "nothing_to_report": [],
        "from_new": None,
    }


def _large(mean: float | None, k: int) -> float | None:
    return mean if mean is not None and mean >= k else None
