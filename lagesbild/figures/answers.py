"""Who of the units that are to report every week has answered: with a report, or that there was nothing to report."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from accounts.models import Municipality, Organisation
from incidents.models import Incident, NothingToReport
from lagesbild.content import Reporting
from lagesbild.period import FORTNIGHT, Period


@dataclass(frozen=True)
class Unit:
    """A unit, whether it is to report every week, and what it answered in a period."""

    pk: int
    name: str
    is_expected: bool
    has_reported: bool
    said_nothing: bool

    @property
    def has_nothing(self) -> bool:
        """It has said that there was nothing, and sent nothing."""
        return self.is_expected and self.said_nothing and not self.has_reported

    @property
    def is_silent(self) -> bool:
        """It was to answer and has not."""
        return self.is_expected and not self.has_reported and not self.said_nothing


def answers(municipality: Municipality, period: Period, *, at: datetime) -> list[Unit]:
    """All units by name: did they send something in about or during the period, or say by `at` that there was nothing?

    One statement. A report counts whatever became of it: the unit did answer.
    """
    start, end = period.bounds(municipality.zone)
    sent = (
        Incident.objects.filter(organisation=OuterRef("pk"))
        .within(start - FORTNIGHT, end)
        .filter(Q(started_at__gte=start) | Q(received_at__gte=start, received_at__lt=end))
    )
    said = NothingToReport.objects.filter(
        organisation=OuterRef("pk"), week_on__gte=period.start, week_on__lt=period.end, at__lte=at
    )
    rows = (
        Organisation.objects.filter(municipality=municipality)
        .annotate(has_reported=Exists(sent.order_by()), said_nothing=Exists(said))
        .order_by("name", "pk")
    )
    return [
        Unit(pk, name, is_active and reports_weekly, has_reported, said_nothing)
        for pk, name, is_active, reports_weekly, has_reported, said_nothing in rows.values_list(
            "pk", "name", "is_active", "reports_weekly", "has_reported", "said_nothing"
        )
    ]


def reporting_of(units: Collection[Unit]) -> Reporting:
    """How many of those that are to answer did what."""
    return {
        "reported": sum(unit.is_expected and unit.has_reported for unit in units),
        "nothing_to_report": sum(unit.has_nothing for unit in units),
        "silent": sum(unit.is_silent for unit in units),
    }
