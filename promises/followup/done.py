"""What was done: the log of a period, per activity and organisation, against the target. Numbers, never notes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import Coalesce

from lagesbild.period import Period
from promises.models import Activity, Occasion
from promises.standing import ActivityStanding, activity_standings, one_of_each


def done_in(activities: Sequence[Activity], span: Period, *, today: date) -> dict[str, Any]:
    """JSON: each activity with how it stands, what it has come to, and what was done in the span by whom."""
    standings = one_of_each(activity_standings(activities, today=today))
    logged = _logged(activities, span)
    return {"activities": [_line(standing, logged[_root(standing.activity)]) for standing in standings]}


def _root(activity: Activity) -> int:
    """The key of its first version: what was done in an earlier version of the plan counts too."""
    return activity.origin_id or activity.pk


def _logged(activities: Sequence[Activity], span: Period) -> dict[int, list[dict[str, Any]]]:
    """Per activity the organisations that did something, those that did most first. One statement."""
    roots = {_root(activity) for activity in activities}
    rows = (
        Occasion.objects.filter(Q(activity__in=roots) | Q(activity__origin__in=roots))
        .filter(withdraws=None, withdrawal=None, on__gte=span.start, on__lt=span.end)
        .annotate(first=Coalesce("activity__origin_id", "activity_id"))
        .values_list("first", "organisation__name")
        .annotate(times=Count("pk"), total=Sum("number"), last=Max("on"))
        .order_by("-total", "organisation__name")
    )
    logged: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for root, name, occasions, number, last in rows:
        logged[root].append(
            {"name": name, "occasions": occasions, "number": number, "last_on": last.isoformat()}
        )
    return logged


def _line(standing: ActivityStanding, organisations: list[dict[str, Any]]) -> dict[str, Any]:
    activity = standing.activity
    return {
        "pk": activity.pk,
        "text": activity.text,
        "status": standing.status.value,
        "target": {
            "kind": activity.target_kind,
            "number": activity.target_number,
            "unit": activity.target_unit,
        },
        "total": standing.progress.done,
        "in_period": sum(each["number"] for each in organisations),
        "occasions": sum(each["occasions"] for each in organisations),
        "organisations": organisations,
    }
