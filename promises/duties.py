"""When what the law asks of a municipality is due again, and how it stands: one rule, read from top to bottom.

Pure: no model, no clock, no database. What the law asks for, and what has been decided, is `promises/law.py`'s to say.
"""

from calendar import isleap
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

#: A decision takes a council some months to prepare.
WARNING = timedelta(days=90)


class DutyStatus(TextChoices):
    """How one of the law's demands stands."""

    MISSING = "missing", _("Saknas")
    OVERDUE = "overdue", _("Försenad")
    SOON = "soon", _("Snart dags")
    MET = "met", _("Uppfylld")


#: Colour and variant of each word's tag.
DUTY_TAGS: dict[DutyStatus, tuple[str, str]] = {
    DutyStatus.MISSING: ("danger", "outline"),
    DutyStatus.OVERDUE: ("danger", "default"),
    DutyStatus.SOON: ("warning", "default"),
    DutyStatus.MET: ("success", "default"),
}


@dataclass(frozen=True)
class DutyFacts:
    """What the rule asks about. `due_on` is the last day, included; None for what is decided once and for all."""

    decided_on: date | None
    due_on: date | None
    today: date

    @property
    def is_over(self) -> bool:
        return self.due_on is not None and self.today > self.due_on

    @property
    def is_near(self) -> bool:
        return self.due_on is not None and self.today >= self.due_on - WARNING


DUTY_RULE: list[tuple[Callable[[DutyFacts], bool], DutyStatus]] = [
    (lambda it: it.decided_on is None, DutyStatus.MISSING),
    (lambda it: it.is_over, DutyStatus.OVERDUE),
    (lambda it: it.is_near, DutyStatus.SOON),
    (lambda it: True, DutyStatus.MET),
]


def duty_status(facts: DutyFacts) -> DutyStatus:
    """The first line of the rule that is true."""
    return next(status for is_so, status in DUTY_RULE if is_so(facts))


def due_again(decided_on: date, *, years: int | None, valid_to: date | None) -> date | None:
    """The last day by which it has to be decided anew: so many years on, or when what was decided ceases to hold.

    The earlier of the two; None where neither applies.
    """
    days = [day for day in (years and _years_on(decided_on, years), valid_to) if day]
    return min(days, default=None)


def _years_on(day: date, years: int) -> date:
    """The same day of the year; a leap day's is 28 February."""
    year = day.year + years
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 2, 28)
    return day.replace(year=year)
