"""An activity as it is written down: made, and changed while no adopted plan holds it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction

from accounts.models import Area, Municipality, Organisation, Place, User
from lagesbild.models import HotSpot
from promises.activities.refusals import EditedMeanwhile, Refused, held, last_day, refuse_strangers
from promises.models import (
    Activity,
    ActivityKind,
    Cause,
    Document,
    FocusArea,
    Promise,
    Resolution,
    Responsibility,
    ResponsibilityRole,
    TargetKind,
)
from promises.models.activity import COUNTING
from promises.models.rows import next_number
from promises.models.target import COUNTED

#: How a target is handed in: its kind, how many, of what. The last two only where something is counted.
Goal = tuple[TargetKind | str, int | None, str]
Responsibilities = Sequence[tuple[Organisation, ResponsibilityRole | str]]
#: What is written as it is said.
PLAIN = frozenset(
    {"text", "start_on", "due_on", "number", "hot_spot", "place", "area", "focus_area", "kind", "method"}
)


class Changes(TypedDict, total=False):
    """What may be said of an activity, when it is made and later; what an edit leaves out stays as it was."""

    text: str
    responsible: Responsibilities
    start_on: date
    due_on: date
    number: int | None
    hot_spot: HotSpot | None
    place: Place | None
    area: Area | None
    focus_area: FocusArea | None
    kind: ActivityKind | str
    method: str
    target: Goal
    promises: Sequence[Promise]
    causes: Sequence[Cause]


@transaction.atomic
def create(
    *,
    municipality: Municipality,
    by: User | None,
    at: datetime,
    document: Document | None = None,
    resolution: Resolution | None = None,
    **said: Unpack[Changes],
) -> Activity:
    """Make an activity of a plan that is still a proposal, of a meeting's decision, or of neither.

    `text`, `responsible`, `start_on` and `due_on` must be said. Without a `number` it gets the plan's next.
    Raises `Refused`.
    """
    activity = Activity(
        municipality=municipality, document=document, resolution=resolution, created_at=at, created_by=by
    )
    if document is not None:
        _hold_open(document.pk)
        said.setdefault("number", next_number(document.activities))
    refuse_strangers(municipality.pk, [document, resolution])
    _say(activity, said)
    return activity


@transaction.atomic
def edit(activity: Activity, *, edited: int, **said: Unpack[Changes]) -> Activity:
    """Change what is said of it. `edited` is what the activity's own was when the form was opened.

    Raises `Refused` (a plan's activity is `locked` when the plan is adopted) and `EditedMeanwhile`.
    """
    current = held(activity)
    if current.document_id is not None:
        _hold_open(current.document_id)
    if current.edited != edited:
        raise EditedMeanwhile(current)
    current.edited += 1
    _say(current, said)
    return current


def _hold_open(document_pk: int) -> None:
    """Keep a plan from being adopted while it is written in."""
    document = Document.objects.select_for_update().get(pk=document_pk)
    if not document.is_plan:
        raise Refused("not_a_plan")
    if not document.is_proposal:
        raise Refused("locked")


def _say(activity: Activity, said: Changes) -> None:
    """Write what is said, if all of it then is whole."""
    for name, value in said.items():
        if name in PLAIN:
            setattr(activity, name, value)
    if "target" in said:
        activity.target_kind, activity.target_number, activity.target_unit = said["target"]
    _refuse_unfinished(activity)
    responsible = said.get("responsible")
    if not responsible and (responsible is not None or activity.pk is None):
        raise Refused("responsible")
    if activity.pk is not None:
        _refuse_fewer_days(activity)
    around = [activity.hot_spot, activity.place, activity.area, activity.focus_area]
    refuse_strangers(activity.municipality_id, around, said.get("promises", ()), said.get("causes", ()))
    activity.save()
    if "promises" in said:
        activity.promises.set(said["promises"])
    if "causes" in said:
        activity.causes.set(said["causes"])
    if responsible:
        _answer_for(activity, responsible)


def _refuse_unfinished(activity: Activity) -> None:
    if not activity.text.strip():
        raise Refused("text")
    if not activity.start_on or not activity.due_on or activity.due_on < activity.start_on:
        raise Refused("days")
    counted = bool(activity.target_number), bool(activity.target_unit.strip())
    if counted != ((True, True) if activity.target_kind in COUNTED else (False, False)):
        raise Refused("target")


def _refuse_fewer_days(activity: Activity) -> None:
    """It keeps the days on which it has been done."""
    outside = activity.occasions.exclude(on__range=(activity.start_on, last_day(activity)))
    if outside.filter(COUNTING).exists():
        raise Refused("logged")


def _answer_for(activity: Activity, responsible: Responsibilities) -> None:
    """Let exactly these organisations answer for it."""
    organisations = [organisation for organisation, _role in responsible]
    refuse_strangers(activity.municipality_id, organisations)
    activity.responsibilities.exclude(organisation__in=organisations).delete()
    for organisation, role in responsible:
        Responsibility.objects.update_or_create(
            activity=activity,
            organisation=organisation,
            defaults={"municipality_id": activity.municipality_id, "role": role},
        )
