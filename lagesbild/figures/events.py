"""Which events count, what they are called and in which fortnight: the queryset that every figure starts from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    IntegerField,
    Q,
    Value,
)
from django.db.models.expressions import Combinable

from accounts.models import Municipality
from incidents.models import Category, Incident
from incidents.models.incident import IncidentQuerySet
from incidents.states import State
from lagesbild.period import FORTNIGHT, Period

# Any interval this short fits a fortnight whatever the clocks do, and is found so without reading a clock.
SURELY_FITS = FORTNIGHT - timedelta(hours=1)


@dataclass(frozen=True)
class Groups:
    """The main categories by code, in the order of the tree, and which of them each category that counts is in."""

    names: dict[str, str]
    code_of: dict[int, str]

    @classmethod
    def of(cls, municipality: Municipality) -> Self:
        """One statement. A group has its newest version's name; older reports keep the key of their version."""
        names: dict[str, str] = {}
        code_of: dict[int, str] = {}
        rows = Category.objects.filter(municipality=municipality, counts=True).order_by("version", "pk")
        for pk, code, name, parent_code, parent_name in rows.values_list(
            "pk", "code", "name", "parent__code", "parent__name"
        ):
            code_of[pk] = parent_code or code
            if parent_code:
                names.setdefault(parent_code, parent_name or "")
            else:
                names[code] = name
        return cls(names, code_of)


@dataclass(frozen=True)
class Basis:
    """What every chapter of an edition is counted from: `events` are all that count, of whatever period."""

    municipality: Municipality
    period: Period
    groups: Groups
    events: IncidentQuerySet

    @classmethod
    def of(cls, municipality: Municipality, period: Period) -> Self:
        """One statement, for the categories."""
        groups = Groups.of(municipality)
        events = placed_in_time(counted(municipality, groups), municipality.time_zone)
        return cls(municipality, period, groups, events)

    @property
    def here(self) -> IncidentQuerySet:
        """The period's events."""
        return self.events.within(*self.period.bounds(self.municipality.zone))

    def tally(self, *keys: str | Combinable, periods: Sequence[Period]) -> list[Counter[Any]]:
        """Events per key, or tuple of keys, in each of the periods, which follow on one another. One statement."""
        bounds = bounds_of(periods, self.municipality)
        named = {f"key_{number}": F(key) if isinstance(key, str) else key for number, key in enumerate(keys)}
        rows = (
            self.events.within(bounds[0], bounds[-1])
            .annotate(slot=Bucket("started_at", bounds), **named)
            .values_list("slot", *named)
            .annotate(events=Count("pk"))
            .order_by()
        )
        counts: list[Counter[Any]] = [Counter() for _period in periods]
        for slot, *key, number in rows:
            counts[slot][key[0] if len(key) == 1 else tuple(key)] += number
        return counts

    def first_day(self) -> date | None:
        """The day of the first event of all: before it nothing was recorded. One statement."""
        start = self.events.order_by("started_at").values_list("started_at", flat=True).first()
        return start and start.astimezone(self.municipality.zone).date()


def counted(municipality: Municipality, groups: Groups) -> IncidentQuerySet:
    """The municipality's approved events of categories that count."""
    # What `approved()` says, with keys in place of its join, which is felt at a million rows.
    return Incident.objects.in_municipality(municipality).filter(
        state=State.APPROVED, category__in=list(groups.code_of)
    )


def placed_in_time(events: IncidentQuerySet, zone: str) -> IncidentQuerySet:
    """Without intervals over a fortnight on the wall clock, which enter no period (`period.fits_a_fortnight`)."""
    length = ExpressionWrapper(
        AtTimeZone("ended_at", zone) - AtTimeZone("started_at", zone), output_field=DurationField()
    )
    return events.alias(length=length).filter(
        Q(ended_at__lte=F("started_at") + SURELY_FITS) | Q(length__lte=FORTNIGHT)
    )


class AtTimeZone(Func):
    """The reading of a wall clock in `zone`, without zone."""

    template = "(%(expressions)s)"
    arg_joiner = " AT TIME ZONE "
    output_field = DateTimeField()

    def __init__(self, moment: str | Combinable, zone: str) -> None:
        super().__init__(moment, Value(zone))


class Bucket(Func):
    """In which of the stretches between the rising `bounds` a moment lies, from 0; −1 before the first."""

    function = "width_bucket"
    template = "(%(function)s(%(expressions)s) - 1)"
    output_field = IntegerField()

    def __init__(self, moment: str | Combinable, bounds: Sequence[datetime]) -> None:
        super().__init__(moment, Value(list(bounds), output_field=ArrayField(DateTimeField())))


def bounds_of(periods: Sequence[Period], municipality: Municipality) -> list[datetime]:
    """The local midnights between periods that follow on one another, the first start and the last end with them."""
    zone = municipality.zone
    return [*(period.bounds(zone)[0] for period in periods), periods[-1].bounds(zone)[1]]
