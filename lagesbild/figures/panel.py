"""Who has reported during a year of fortnights, unit by unit: what the coordinator's page shows. Nothing is frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, OuterRef, Q, Subquery

from accounts.models import Municipality, Organisation
from incidents.models import Incident
from lagesbild.figures.heard import Heard, heard
from lagesbild.figures.spot import latest_fortnights
from lagesbild.period import FORTNIGHT, Period

WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class UnitLine:
    """A unit's year: what people sent, how many they were, and when anything at all was last heard."""

    name: str
    is_expected: bool
    reports: int
    reporters: int
    quiet_weeks: int
    last_report: date | None
    last_heard: date | None
    # Days since then; None where nothing was heard all year.
    silent: int | None

    @property
    def is_silent(self) -> bool:
        """It was to answer every week, and has not for two weeks or more."""
        return self.is_expected and (self.silent is None or self.silent >= FORTNIGHT.days)


@dataclass(frozen=True)
class Panel:
    """The units by name, and all of them together in each of the fortnights, oldest first."""

    units: list[UnitLine]
    periods: list[Period]
    together: list[Heard]


def panel(municipality: Municipality, *, today: date) -> Panel:
    """The last 26 whole fortnights, and what has been heard since. Two statements."""
    periods = latest_fortnights(municipality, today=today)
    whole = Period(periods[0].start, periods[-1].end)
    *counted, year = heard(municipality, [*periods, whole], delay=FORTNIGHT)
    units = [
        _line(unit, year.get(unit.pk, Heard()), today=today, zone=municipality.zone)
        for unit in _units(municipality, whole)
    ]
    return Panel(units, periods, [sum(each.values(), Heard()) for each in counted])


def by_silence(units: Sequence[UnitLine]) -> list[UnitLine]:
    """Those that are to answer first, and of them the longest silent; what was never heard of is silent longest."""
    return sorted(
        units,
        key=lambda unit: (not unit.is_expected, unit.silent is not None, -(unit.silent or 0), unit.name),
    )


def _units(municipality: Municipality, whole: Period) -> list[Organisation]:
    start, _end = whole.bounds(municipality.zone)
    received = (
        Incident.objects.filter(organisation=OuterRef("pk"), started_at__gte=start)
        .order_by()
        .values("organisation")
        .annotate(last=Max("received_at"))
        .values("last")
    )
    since = Q(quiet_weeks__week_on__gte=whole.start)
    rows = Organisation.objects.filter(municipality=municipality, is_active=True).annotate(
        last_received=Subquery(received),
        quiet=Count("quiet_weeks", filter=since),
        last_quiet=Max("quiet_weeks__week_on", filter=since),
    )
    return list(rows.order_by("name", "pk"))


def _line(unit: Organisation, sent: Heard, *, today: date, zone: ZoneInfo) -> UnitLine:
    received: datetime | None = getattr(unit, "last_received", None)
    quiet: date | None = getattr(unit, "last_quiet", None)
    last_report = received and received.astimezone(zone).date()
    # A receipt is for its whole week, but no later than today.
    answered = [day for day in (last_report, quiet and min(quiet + WEEK, today)) if day]
    last = max(answered, default=None)
    return UnitLine(
        name=unit.name,
        is_expected=unit.reports_weekly,
        reports=sent.reports,
        reporters=sent.reporters,
        quiet_weeks=getattr(unit, "quiet", 0),
        last_report=last_report,
        last_heard=last,
        silent=(today - last).days if last else None,
    )
