"""How activities and promises stand on a day: the rule with what the log says, unless a person said otherwise.

Reads only; as many statements for a hundred as for one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from promises.models import Activity, DocumentState, Occasion, Promise, StatusOverride
from promises.models.activity import COUNTING, FIRST_KEY, of_any_version
from promises.models.target import Target
from promises.status import (
    ActivityFacts,
    ActivityStatus,
    Progress,
    PromiseFacts,
    PromiseStatus,
    activity_status,
    promise_status,
)


@dataclass(frozen=True)
class ActivityStanding:
    """How an activity stands, what the rule says, and what a person said instead, if anything."""

    activity: Activity
    status: ActivityStatus
    derived: ActivityStatus
    progress: Progress
    override: StatusOverride | None


@dataclass(frozen=True)
class PromiseStanding:
    """How a promise stands, and its activities."""

    promise: Promise
    status: PromiseStatus
    derived: PromiseStatus
    progress: Progress
    override: StatusOverride | None
    activities: list[ActivityStanding]


def activity_standings(activities: Iterable[Activity], *, today: date) -> list[ActivityStanding]:
    """Each activity's standing, in the same order. Two statements."""
    rows = list(activities)
    done = _done(rows)
    overrides = _overrides("activity", [row.pk for row in rows])
    return [_of_activity(row, done.get(row.pk, 0), overrides.get(row.pk), today) for row in rows]


def promise_standings(promises: Iterable[Promise], *, today: date) -> list[PromiseStanding]:
    """Each promise's standing with its activities, in the same order. Five statements."""
    rows = list(promises)
    keys = [row.pk for row in rows]
    overrides = _overrides("promise", keys)
    links = list(
        Activity.promises.through.objects.filter(promise__in=keys).values_list("promise_id", "activity_id")
    )
    activities = Activity.objects.filter(pk__in={activity for _promise, activity in links})
    linked = list(activities.select_related("document").order_by("due_on", "pk"))
    standings = {standing.activity.pk: standing for standing in activity_standings(linked, today=today)}
    wanted: dict[int, set[int]] = defaultdict(set)
    for promise, activity in links:
        wanted[promise].add(activity)
    carrying = {
        row.pk: one_version_of_each(activity for activity in linked if activity.pk in wanted[row.pk])
        for row in rows
    }
    return [
        _of_promise(row, [standings[each.pk] for each in carrying[row.pk]], overrides.get(row.pk), today)
        for row in rows
    ]


def one_version_of_each(activities: Iterable[Activity]) -> list[Activity]:
    """Of an activity's versions the one that holds: the one in force, else the latest adopted one, else the proposal's.

    All versions count the same occasions, so that together they would count each of these several times. The documents
    are asked for: join them.
    """
    rows = list(activities)
    holding = {row.first_key: row.pk for row in sorted(rows, key=_holds)}
    return [row for row in rows if holding[row.first_key] == row.pk]


#: The version that holds comes last.
HOLDS = (DocumentState.PROPOSAL, DocumentState.SUPERSEDED, DocumentState.ADOPTED)


def _holds(activity: Activity) -> tuple[int, int]:
    state = DocumentState(activity.document.state) if activity.document else DocumentState.ADOPTED
    return HOLDS.index(state), activity.pk


def _done(activities: Sequence[Activity]) -> dict[int, int]:
    """How many times each has been done, in whichever version of its plan; what was withdrawn does not count."""
    counted = Occasion.objects.filter(of_any_version(activity.first_key for activity in activities), COUNTING)
    done = dict(counted.order_by().values_list(FIRST_KEY).annotate(Sum("number")))
    return {activity.pk: done.get(activity.first_key, 0) for activity in activities}


def _overrides(subject: str, keys: Sequence[int]) -> dict[int, StatusOverride]:
    """The latest word on each; an empty one gives way to the rule again."""
    rows = StatusOverride.objects.filter(**{f"{subject}__in": keys}).select_related("by").order_by("at", "pk")
    latest = {getattr(row, f"{subject}_id"): row for row in rows}
    return {key: row for key, row in latest.items() if row.status}


def _progress(row: Target, done: int) -> Progress:
    return Progress(row.target_kind, row.target_number, done)


def _of_activity(
    activity: Activity, done: int, override: StatusOverride | None, today: date
) -> ActivityStanding:
    progress = _progress(activity, done)
    derived = activity_status(ActivityFacts(activity.start_on, activity.due_on, progress, today))
    status = ActivityStatus(override.status) if override else derived
    return ActivityStanding(activity, status, derived, progress, override)


def _of_promise(
    promise: Promise, activities: list[ActivityStanding], override: StatusOverride | None, today: date
) -> PromiseStanding:
    counting = [standing for standing in activities if standing.status != ActivityStatus.REPLACED]
    progress = _progress(promise, sum(standing.progress.done for standing in activities))
    derived = promise_status(
        PromiseFacts(
            first_on=promise.first_on,
            last_on=promise.last_on,
            progress=progress,
            activities=[standing.status for standing in counting],
            judged=any(standing.progress.kind != "none" for standing in counting),
            today=today,
        )
    )
    status = PromiseStatus(override.status) if override else derived
    return PromiseStanding(promise, status, derived, progress, override, activities)
