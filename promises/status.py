"""How an activity and a promise stand, derived from what is known: two rules, read from top to bottom.

Pure: no model, no clock, no database. What a person says instead is `models.StatusOverride`'s; who asks is
`promises/standing.py`. The words are those of the domain reference, section (f).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

#: A counted promise is at risk when it is this much of its target behind an even pace.
BEHIND = 0.25
#: A promise to do something once is at risk when it is not done with this much of its time gone.
LATE_IN_THE_DAY = 0.75


class ActivityStatus(TextChoices):
    """How an activity stands. Stopped and replaced are only ever said by a person."""

    NOT_STARTED = "not_started", _("Ej påbörjad")
    ONGOING = "ongoing", _("Pågår")
    CONTINUOUS = "continuous", _("Löpande")
    DONE = "done", _("Klar")
    LATE = "late", _("Försenad")
    STOPPED = "stopped", _("Avbruten")
    REPLACED = "replaced", _("Ersatt")


class PromiseStatus(TextChoices):
    """How a promise stands."""

    KEPT = "kept", _("Uppfyllt")
    ON_TRACK = "on_track", _("På väg")
    AT_RISK = "at_risk", _("I riskzonen")
    BROKEN = "broken", _("Ej uppfyllt")
    UNKNOWN = "unknown", _("Går ej att bedöma")


#: Colour and variant of each word's tag.
ACTIVITY_TAGS: dict[ActivityStatus, tuple[str, str]] = {
    ActivityStatus.NOT_STARTED: ("neutral", "outline"),
    ActivityStatus.ONGOING: ("info", "default"),
    ActivityStatus.CONTINUOUS: ("info", "outline"),
    ActivityStatus.DONE: ("success", "default"),
    ActivityStatus.LATE: ("danger", "default"),
    ActivityStatus.STOPPED: ("neutral", "default"),
    ActivityStatus.REPLACED: ("neutral", "outline"),
}
PROMISE_TAGS: dict[PromiseStatus, tuple[str, str]] = {
    PromiseStatus.KEPT: ("success", "default"),
    PromiseStatus.ON_TRACK: ("info", "default"),
    PromiseStatus.AT_RISK: ("warning", "default"),
    PromiseStatus.BROKEN: ("danger", "default"),
    PromiseStatus.UNKNOWN: ("neutral", "outline"),
}


@dataclass(frozen=True)
class Progress:
    """How far towards its target: `kind` is a `TargetKind`, `wanted` None where nothing is counted."""

    kind: str
    wanted: int | None
    done: int

    @property
    def is_counted(self) -> bool:
        """Whether there is a number to reach."""
        return self.wanted is not None

    @property
    def is_reached(self) -> bool:
        """Whether the target has been met; what goes on for ever never is."""
        if self.wanted is not None:
            return self.done >= self.wanted
        return self.kind == "yes_no" and self.done > 0

    @property
    def share(self) -> float:
        """How much of the target is done, from 0 to 1; 0 where nothing is counted."""
        return min(self.done / self.wanted, 1.0) if self.wanted else 0.0


@dataclass(frozen=True)
class ActivityFacts:
    """What the rule of activities asks about. Both days are included."""

    start_on: date
    due_on: date
    progress: Progress
    today: date

    @property
    def is_over(self) -> bool:
        return self.today > self.due_on

    @property
    def goes_on(self) -> bool:
        return self.progress.kind == "continuous"


ACTIVITY_RULE: list[tuple[Callable[[ActivityFacts], bool], ActivityStatus]] = [
    (lambda it: it.progress.is_reached, ActivityStatus.DONE),
    (lambda it: it.goes_on and it.is_over and it.progress.done > 0, ActivityStatus.DONE),
    (lambda it: it.is_over, ActivityStatus.LATE),
    (lambda it: it.goes_on and it.progress.done > 0, ActivityStatus.CONTINUOUS),
    (lambda it: it.progress.done > 0, ActivityStatus.ONGOING),
    (lambda it: True, ActivityStatus.NOT_STARTED),
]


def activity_status(facts: ActivityFacts) -> ActivityStatus:
    """The first line of the rule that is true."""
    return next(status for is_so, status in ACTIVITY_RULE if is_so(facts))


@dataclass(frozen=True)
class PromiseFacts:
    """What the rule of promises asks about. Both days are included.

    `progress` counts the occasions of all the promise's activities; `activities` are how these stand, the replaced ones
    left out; `judged` says whether any of them has a target of its own.
    """

    first_on: date
    last_on: date
    progress: Progress
    activities: Sequence[ActivityStatus]
    judged: bool
    today: date

    @property
    def is_over(self) -> bool:
        return self.today > self.last_on

    @property
    def elapsed(self) -> float:
        """How much of its time has gone, from 0 to 1."""
        days = (self.last_on - self.first_on).days + 1
        return min(max((self.today - self.first_on).days / days, 0.0), 1.0)

    @property
    def has_target(self) -> bool:
        return self.progress.kind != "none"

    @property
    def all_done(self) -> bool:
        return bool(self.activities) and all(status == ActivityStatus.DONE for status in self.activities)

    @property
    def is_held_up(self) -> bool:
        return any(status in (ActivityStatus.LATE, ActivityStatus.STOPPED) for status in self.activities)

    @property
    def is_behind(self) -> bool:
        if self.progress.is_counted:
            return self.progress.share < self.elapsed - BEHIND
        return self.progress.done == 0 and self.elapsed > LATE_IN_THE_DAY


PROMISE_RULE: list[tuple[Callable[[PromiseFacts], bool], PromiseStatus]] = [
    (lambda it: it.progress.is_reached, PromiseStatus.KEPT),
    (lambda it: not it.has_target and not it.judged, PromiseStatus.UNKNOWN),
    (lambda it: not it.has_target and it.all_done, PromiseStatus.KEPT),
    (lambda it: it.progress.kind == "continuous" and it.is_over and it.progress.done > 0, PromiseStatus.KEPT),
    (lambda it: it.is_over, PromiseStatus.BROKEN),
    (lambda it: it.is_held_up, PromiseStatus.AT_RISK),
    (lambda it: it.has_target and it.is_behind, PromiseStatus.AT_RISK),
    (lambda it: True, PromiseStatus.ON_TRACK),
]


def promise_status(facts: PromiseFacts) -> PromiseStatus:
    """The first line of the rule that is true."""
    return next(status for is_so, status in PROMISE_RULE if is_so(facts))
