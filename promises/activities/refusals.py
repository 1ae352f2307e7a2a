"""What activities refuse, and what has to be held still while they are written."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from promises.models import Activity


class Refused(Exception):
    """Nothing was written; the code says why.

    Of an activity: `text` is missing, `days` the wrong way round, a `target` without number or unit, nobody
    `responsible`, a `stranger` of another municipality, `locked` with its adopted plan, `not_a_plan`, `logged` on days
    it would no longer have. Of an occasion: `outside` the activity's days, `future`, `number`, `not_responsible`,
    `withdrawn` already, a withdrawal's `note` missing. Of a word on how it stands: `status`, `motive` missing.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class EditedMeanwhile(Exception):
    """Somebody else saved first; `activity` is how it stands now. Nothing was written."""

    def __init__(self, activity: Activity) -> None:
        super().__init__(str(activity.pk))
        self.activity = activity


def held(activity: Activity) -> Activity:
    """The activity as it stands, while nobody else may write to it or its log."""
    rows = Activity.objects.select_related("municipality", "document").defer("municipality__boundary")
    return rows.select_for_update(of=("self",)).get(pk=activity.pk)


def last_day(activity: Activity) -> date:
    """What is done late still counts while the plan is in force."""
    return max(activity.due_on, activity.document.last_on) if activity.document else activity.due_on


def refuse_strangers(municipality_pk: int, *groups: Sequence[Any]) -> None:
    """Every row that is one belongs to the municipality."""
    if any(row.municipality_id != municipality_pk for group in groups for row in group if row is not None):
        raise Refused("stranger")
