"""Om underlaget: how well the period is known, what still waits, what came too late, and who has answered."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Aggregate, Count, DurationField, F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from incidents.models import Decision, LocationPrecision, TimePrecision
from incidents.states import Move, State
from lagesbild.content import About
from lagesbild.figures.answers import answers, reporting_of
from lagesbild.figures.events import Basis
from lagesbild.figures.where import KERNEL
from lagesbild.models import Edition, EditionKind
from lagesbild.period import Period

# What may still be approved.
UNDECIDED = (State.SUBMITTED, State.UNDER_REVIEW, State.COMPLETION_REQUESTED, State.BLOCKED)


class Median(Aggregate):
    """The middle value, or the mean of the two in the middle."""

    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"


def about_chapter(basis: Basis, *, at: datetime) -> About:
    """The chapter at the full level."""
    known = _known(basis)
    return {
        "extracted": date_format(at.astimezone(basis.municipality.zone), _(r"j F Y \k\l. H.i")),
        "events": known["events"],
        "under_review": known["under_review"],
        "late": _late(basis, at=at),
        "median_hours": _hours(known["wait"]),
        "exact_place": known["exact_place"],
        "exact_time": known["exact_time"],
        "units": reporting_of(answers(basis.municipality, basis.period, at=at)),
        "bandwidth": basis.municipality.bandwidth,
        "kernel": KERNEL,
        "minimum_count": None,
        "contact": basis.municipality.contact,
        "version": settings.SAMLAD_VERSION,
        "checksum": None,
    }


def _known(basis: Basis) -> dict[str, Any]:
    """Counts among the period's reports, decided or not, and the median wait for approval. One statement."""
    approved = Q(state=State.APPROVED)
    return basis.reports.within(*basis.period.bounds(basis.municipality.zone)).aggregate(
        events=Count("pk", filter=approved),
        under_review=Count("pk", filter=Q(state__in=UNDECIDED)),
        exact_place=Count("pk", filter=approved & Q(location_precision=LocationPrecision.EXACT)),
        exact_time=Count("pk", filter=approved & Q(time_precision=TimePrecision.EXACT)),
        wait=Median(F("decided_at") - F("received_at"), filter=approved, output_field=DurationField()),
    )


def _hours(wait: timedelta | None) -> float | None:
    return None if wait is None else round(wait / timedelta(hours=1), 1)


def _late(basis: Basis, *, at: datetime) -> int:
    """Events of earlier periods approved since the latest of their editions was adopted: in none of that kind.

    Each is told once, in the edition that comes next after its approval. Two statements.
    """
    municipality = basis.municipality
    editions = list(
        Edition.objects.in_municipality(municipality)
        .in_force(at=at)
        .filter(kind=EditionKind.of(basis.period), end_on__lte=basis.period.start)
        .order_by("start_on", "pk")
        .values_list("start_on", "end_on", "adopted_at")
    )
    if not editions:
        return 0
    first, (_start, end, adopted_at) = editions[0][0], editions[-1]
    since = Decision.objects.filter(municipality=municipality, move=Move.APPROVE, at__gt=adopted_at)
    return (
        basis.events.within(*Period(first, end).bounds(municipality.zone))
        .filter(decided_at__gt=adopted_at, pk__in=since.values("incident"))
        .count()
    )
