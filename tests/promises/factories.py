"""Documents, promises, activities and their log for tests, each by the real path to it.

Imported by every test of the long loop; what happens before it (people, places, reports) lies in `tests/factories.py`.
"""

from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Municipality, Organisation
from promises import activities
from promises.models import Activity, Occasion, ResponsibilityRole
from tests.factories import make_organisation

#: Monday 2 March 2026 kl. 9 in Köping, and the year around it.
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def responsible(*organisations: Organisation) -> list[tuple[Organisation, ResponsibilityRole]]:
    """The organisations, jointly responsible."""
    return [(organisation, ResponsibilityRole.JOINT) for organisation in organisations]


def make_activity(municipality: Municipality, *organisations: Organisation, **said: Any) -> Activity:
    """Ten patrols by KBAB, or by the organisations given, within the year; in no plan unless `document` is given."""
    said.setdefault("text", "Kvällspatruller vid stationen")
    said.setdefault("start_on", FIRST)
    said.setdefault("due_on", LAST)
    said.setdefault("target", ("count", 10, "passager"))
    said.setdefault("by", None)
    said.setdefault("at", NOW)
    chosen = organisations or (make_organisation(municipality),)
    return activities.create(municipality=municipality, responsible=responsible(*chosen), **said)


def log(activity: Activity, *, on: date = TODAY, **said: Any) -> Occasion:
    """The activity done once, today, by the first of the responsible unless said otherwise."""
    if "organisation" not in said:
        said["organisation"] = activity.responsibilities.order_by("pk")[0].organisation
    said.setdefault("by", None)
    said.setdefault("at", NOW)
    return activities.log(activity, on=on, **said)
