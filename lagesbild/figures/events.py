"""What an edition is counted from: its period, the categories that count, and the events as a queryset for the rest."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Self

from django.db.models import Subquery

from accounts.models import Municipality
from incidents.models import Category, Incident, PurgedCount
from incidents.models.incident import IncidentQuerySet
from incidents.states import State
from lagesbild.figures.purged import whole_after
from lagesbild.figures.tally import Selection
from lagesbild.period import Period


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
        """All reports of categories that count, decided or not, without intervals too long for any such period.

        How long is read from a clock on the wall (`period.fits_a_fortnight`).
        """
        reports = Incident.objects.in_municipality(self.municipality)
        longest = self.period.longest // timedelta(minutes=1)
        return reports.exclude(category__in=self.groups.uncounted).filter(lasted__lte=longest)

    @property
    def events(self) -> IncidentQuerySet:
        """The approved ones: the events that count, of whatever period."""
        # What `approved()` says, with keys in place of its join, which is felt at a million rows.
        return self.reports.filter(state=State.APPROVED)

    def first_day(self) -> date | None:
        """The day from which every event can be looked at: the first one's, or when all before it had been purged.

        What of an event that was purged lies before it is known only as counts (`purged.py`). One statement.
        """
        purged = PurgedCount.objects.filter(municipality=self.municipality)
        start, cut = (
            self.events.order_by("started_at")
            .annotate(cut=Subquery(purged.order_by("-first_on").values("first_on")[:1]))
            .values_list("started_at", "cut")
            .first()
        ) or (None, None)
        first = start and start.astimezone(self.municipality.zone).date()
        return max(first, whole_after(cut)) if first and cut else first
