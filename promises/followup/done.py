"""What was done: the log of a period, per activity and organisation, against the target. Numbers, never notes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Max, Sum

from lagesbild.period import Period
from promises.models import Activity, Occasion
from promises.models.activity import COUNTING, FIRST_KEY, of_any_version
from promises.standing import ActivityStanding, activity_standings


def done_in(activities: Sequence[Activity], span: Period, *, today: date) -> dict[str, Any]:
    """JSON: each activity with how it stands, what it has come to, and what was done in the span by whom."""
    standings = activity_standings(activities, today=today)
    logged = _logged(activities, span)
    return {"activities": [_line(standing, logged[standing.activity.first_key]) for standing in standings]}


def _logged(activities: Sequence[Activity], span: Period) -> dict[int, list[dict[str, Any]]]:
    """Per first key the organisations that did something, those that did most first. One statement."""
    rows = (
        Occasion.objects.filter(of_any_version(activity.first_key for activity in activities))
        .filter(COUNTING, on__gte=span.start, on__lt=span.end)
        .annotate(first=FIRST_KEY)
        .values_list("first", "organisation__name")
        .annotate(times=Count("pk"), total=Sum("number"), last=Max("on"))
        .order_by("-total", "organisation__name")
    )
    logged: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for first, name, occasions, number, last in rows:
        logged[first].append(
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
