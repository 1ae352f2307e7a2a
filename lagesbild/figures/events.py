"""What an edition is counted from: its period, the categories that count, and the events as a queryset for the rest."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Func, Q, Value

from accounts.models import Municipality
from incidents.models import Category, Incident
from incidents.models.incident import IncidentQuerySet
from incidents.states import State
from lagesbild.figures.tally import Selection
from lagesbild.period import Period

# An interval shorter than the longest by this fits whatever the clocks do, and is found so without reading a clock.
CLOCK_CHANGE = timedelta(hours=1)


@dataclass(frozen=True)
class Groups:
    """The main categories by code, in the order of the tree, and which of them each category that counts is in."""

    names: dict[str, str]
    code_of: dict[int, str]
    own_code: dict[int, str]
    uncounted: tuple[int, ...]
    # How serious what is in a category is taken to be: the newest version's weight, for all of them.
    weights: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, municipality: Municipality) -> Self:
        """One statement. A group has its newest version's name; older reports keep the key of their version."""
        names: dict[str, str] = {}
        code_of: dict[int, str] = {}
        own_code: dict[int, str] = {}
        uncounted: list[int] = []
        weights: dict[str, int] = {}
        rows = Category.objects.filter(municipality=municipality).order_by("version", "pk")
        for pk, code, name, counts, weight, parent_code, parent_name in rows.values_list(
            "pk", "code", "name", "counts", "weight", "parent__code", "parent__name"
        ):
            if not counts:
                uncounted.append(pk)
                continue
            code_of[pk], own_code[pk], weights[code] = parent_code or code, code, weight
            if parent_code:
                names.setdefault(parent_code, parent_name or "")
            else:
                names[code] = name
        return cls(names, code_of, own_code, tuple(uncounted), weights)

    @property
    def are_weighted(self) -> bool:
        """Whether the municipality takes any category to be more serious than another."""
        return any(weight != 1 for weight in self.weights.values())

    def keys_of(self, code: str) -> tuple[int, ...]:
        """All versions of a main category with what is in it, or of one sub-category."""
        return tuple(pk for pk, group in self.code_of.items() if code in (group, self.own_code[pk]))


@dataclass(frozen=True)
class Basis:
    """What every chapter of an edition is counted from."""

    municipality: Municipality
    period: Period
    groups: Groups

    @classmethod
    def of(cls, municipality: Municipality, period: Period) -> Self:
        """One statement, for the categories."""
        return cls(municipality, period, Groups.of(municipality))

    @property
    def k(self) -> int:
        """The least count that is told at the generalised level."""
        return self.municipality.minimum_count

    @property
    def selection(self) -> Selection:
        """The events that count, for `tally`."""
        return Selection(self.municipality, self.groups.uncounted, longest=self.period.longest)

    def known_at(self, at: datetime) -> Selection:
        """The events that count, those of a period in time that were decided as soon after it as `at` is after this."""
        _start, end = self.period.bounds(self.municipality.zone)
        return replace(self.selection, delay=max(at - end, timedelta(0)))

    @property
    def reports(self) -> IncidentQuerySet:
        """All reports of categories that count, decided or not, that fit in a period."""
        reports = Incident.objects.in_municipality(self.municipality)
        return placed_in_time(
            reports.exclude(category__in=self.groups.uncounted),
            self.municipality.time_zone,
            longest=self.period.longest,
        )

    @property
    def events(self) -> IncidentQuerySet:
        """The approved ones: the events that count, of whatever period."""
        # What `approved()` says, with keys in place of its join, which is felt at a million rows.
        return self.reports.filter(state=State.APPROVED)

    def first_day(self) -> date | None:
        """The day of the first event of all: before it nothing was recorded. One statement."""
        start = self.events.order_by("started_at").values_list("started_at", flat=True).first()
        return start and start.astimezone(self.municipality.zone).date()


def placed_in_time(reports: IncidentQuerySet, zone: str, *, longest: timedelta) -> IncidentQuerySet:
    """Without intervals over `longest` on the wall clock, which enter no such period (`period.fits_a_fortnight`)."""
    length = ExpressionWrapper(_read("ended_at", zone) - _read("started_at", zone), DurationField())
    return reports.alias(length=length).filter(
        Q(ended_at__lte=F("started_at") + (longest - CLOCK_CHANGE)) | Q(length__lte=longest)
    )


def _read(moment: str, zone: str) -> Func:
    """What a clock on the wall showed."""
    return Func(
        F(moment),
        Value(zone),
        template="(%(expressions)s)",
        arg_joiner=" AT TIME ZONE ",
        output_field=DateTimeField(),
    )
