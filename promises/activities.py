"""Activities: made, changed, logged, and what a person says of how one stands. The only writer of all that.

What is refused here the database refuses too. Which occasions count is `standing.py`'s to say; that a meeting's
decision becomes an activity is `meetings.py`'s.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from accounts.access import Acting
from accounts.models import Area, Municipality, Organisation, Place, User
from accounts.roles import Role
from lagesbild.models import HotSpot
from promises.models import (
    Activity,
    ActivityKind,
    Cause,
    Document,
    FocusArea,
    Occasion,
    Promise,
    Resolution,
    Responsibility,
    ResponsibilityRole,
    StatusOverride,
    TargetKind,
)
from promises.models.target import COUNTED
from promises.status import ActivityStatus, PromiseStatus

#: How a target is handed in: its kind, how many, of what. The last two only where something is counted.
Goal = tuple[TargetKind | str, int | None, str]
Responsibilities = Sequence[tuple[Organisation, ResponsibilityRole | str]]
#: What is written as it is said.
PLAIN = frozenset(
    {"text", "start_on", "due_on", "number", "hot_spot", "place", "area", "focus_area", "kind", "method"}
)
#: What a person may say: that something is late follows from its days, and from nothing else.
SAYABLE = frozenset(ActivityStatus) - {ActivityStatus.LATE}


#: Log occasions; a coordinator for any of the responsible, the others for their own organisation.
LOGGERS = frozenset({Role.ACTION_OWNER, Role.UNIT_COORDINATOR, Role.POLICE, Role.COORDINATOR})


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
        said.setdefault("number", _next_number(document))
    _refuse_strangers(municipality.pk, [document, resolution])
    _say(activity, said)
    return activity


@transaction.atomic
def edit(activity: Activity, *, edited: int, **said: Unpack[Changes]) -> Activity:
    """Change what is said of it. `edited` is what the activity's own was when the form was opened.

    Raises `Refused` (a plan's activity is `locked` when the plan is adopted) and `EditedMeanwhile`.
    """
    current = _held(activity)
    if current.document_id is not None:
        _hold_open(current.document_id)
    if current.edited != edited:
        raise EditedMeanwhile(current)
    current.edited += 1
    _say(current, said)
    return current


@transaction.atomic
def log(
    activity: Activity,
    *,
    on: date,
    organisation: Organisation,
    by: User | None,
    at: datetime,
    number: int = 1,
    place: Place | None = None,
    note: str = "",
    key: UUID | None = None,
) -> Occasion:
    """Note that the activity was done, so many times, that day, by one of the responsible. Raises `Refused`.

    A `key` that has been used is the same sending over again, and answers with the occasion it made.
    """
    current = _held(activity)
    if key and (sent := Occasion.objects.filter(key=key, activity=current).first()):
        return sent
    if number < 1:
        raise Refused("number")
    if not current.start_on <= on <= _last_day(current):
        raise Refused("outside")
    if on > at.astimezone(current.municipality.zone).date():
        raise Refused("future")
    _refuse_strangers(current.municipality_id, [place])
    if not current.responsibilities.filter(organisation=organisation).exists():
        raise Refused("not_responsible")
    return Occasion.objects.create(
        municipality_id=current.municipality_id,
        activity=current,
        on=on,
        number=number,
        organisation=organisation,
        place=place,
        note=note,
        key=key or uuid4(),
        by=by,
        at=at,
    )


@transaction.atomic
def withdraw(occasion: Occasion, *, by: User | None, at: datetime, note: str) -> Occasion:
    """Take a wrongly logged occasion out of the count; both rows stay. Raises `Refused`."""
    current = _held(occasion.activity)
    if occasion.withdraws_id or current.occasions.filter(withdraws=occasion).exists():
        raise Refused("withdrawn")
    if not note.strip():
        raise Refused("note")
    return Occasion.objects.create(
        municipality_id=occasion.municipality_id,
        activity=current,
        on=occasion.on,
        number=0,
        organisation_id=occasion.organisation_id,
        note=note,
        withdraws=occasion,
        by=by,
        at=at,
    )


def override(
    subject: Activity | Promise,
    *,
    status: ActivityStatus | PromiseStatus | str,
    motive: str,
    by: User | None,
    at: datetime,
) -> StatusOverride:
    """Say how it stands, and why, whatever the rule says; an empty status gives way to the rule. Raises `Refused`."""
    sayable = SAYABLE if isinstance(subject, Activity) else frozenset(PromiseStatus)
    if status and status not in sayable:
        raise Refused("status")
    if not motive.strip():
        raise Refused("motive")
    of_what = {"activity": subject} if isinstance(subject, Activity) else {"promise": subject}
    return StatusOverride.objects.create(
        municipality_id=subject.municipality_id, status=status, motive=motive.strip(), by=by, at=at, **of_what
    )


def loggable(acting: Acting, responsible: Iterable[Organisation]) -> list[Organisation]:
    """For which of the responsible organisations the person may log what has been done; their own first."""
    if not acting.has(LOGGERS):
        return []
    own = [organisation for organisation in responsible if organisation.pk == acting.organisation.pk]
    others = [organisation for organisation in responsible if organisation.pk != acting.organisation.pk]
    return own + others if acting.has({Role.COORDINATOR}) else own


def occasions_of(activity: Activity) -> QuerySet[Occasion]:
    """The log of an activity, in whichever version of its plan it was written, latest first; struck out ones too."""
    first = activity.origin_id or activity.pk
    rows = Occasion.objects.filter(Q(activity=first) | Q(activity__origin=first), withdraws=None)
    rows = rows.select_related("organisation", "place", "by", "withdrawal").defer("place__point")
    return rows.order_by("-on", "-pk")


def _held(activity: Activity) -> Activity:
    """The activity as it stands, while nobody else may write to it or its log."""
    rows = Activity.objects.select_related("municipality", "document").defer("municipality__boundary")
    return rows.select_for_update(of=("self",)).get(pk=activity.pk)


def _hold_open(document_pk: int) -> None:
    """Keep a plan from being adopted while it is written in."""
    document = Document.objects.select_for_update().get(pk=document_pk)
    if not document.is_plan:
        raise Refused("not_a_plan")
    if not document.is_proposal:
        raise Refused("locked")


def _next_number(document: Document) -> int:
    last: int | None = document.activities.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _last_day(activity: Activity) -> date:
    """What is done late still counts while the plan is in force."""
    return max(activity.due_on, activity.document.last_on) if activity.document else activity.due_on


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
    _refuse_strangers(activity.municipality_id, around, said.get("promises", ()), said.get("causes", ()))
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
    outside = activity.occasions.exclude(on__range=(activity.start_on, _last_day(activity)))
    if outside.filter(withdraws=None, withdrawal=None).exists():
        raise Refused("logged")


def _answer_for(activity: Activity, responsible: Responsibilities) -> None:
    """Let exactly these organisations answer for it."""
    organisations = [organisation for organisation, _role in responsible]
    _refuse_strangers(activity.municipality_id, organisations)
    activity.responsibilities.exclude(organisation__in=organisations).delete()
    for organisation, role in responsible:
        Responsibility.objects.update_or_create(
            activity=activity,
            organisation=organisation,
            defaults={"municipality_id": activity.municipality_id, "role": role},
        )


def _refuse_strangers(municipality_pk: int, *groups: Sequence[Any]) -> None:
    """Every row that is one belongs to the municipality."""
    if any(row.municipality_id != municipality_pk for group in groups for row in group if row is not None):
        raise Refused("stranger")
