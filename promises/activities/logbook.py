"""The log of an activity: when it was done, by whom, how many times; and what was logged by mistake."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from accounts.access import Acting
from accounts.models import Organisation, Place, User
from accounts.roles import POLICE, Role
from promises.activities.refusals import Refused, held, last_day, refuse_strangers
from promises.models import Activity, Occasion
from promises.models.activity import of_any_version

#: Log occasions; a coordinator for any of the responsible, the others for their own organisation.
LOGGERS = POLICE | {Role.ACTION_OWNER, Role.UNIT_COORDINATOR, Role.COORDINATOR}


def loggable(acting: Acting, responsible: Iterable[Organisation]) -> list[Organisation]:
    """For which of the responsible organisations the person may log what has been done; their own first."""
    if not acting.has(LOGGERS):
        return []
    units = acting.user.standing.units_with(LOGGERS)
    own = [organisation for organisation in responsible if organisation.pk in units]
    others = [organisation for organisation in responsible if organisation.pk not in units]
    return own + others if acting.has({Role.COORDINATOR}) else own


def occasions_of(activity: Activity) -> QuerySet[Occasion]:
    """The log of an activity, in whichever version of its plan it was written, latest first; struck out ones too."""
    rows = Occasion.objects.filter(of_any_version([activity.first_key]), withdraws=None)
    rows = rows.select_related("organisation", "place", "by", "withdrawal").defer("place__point")
    return rows.order_by("-on", "-pk")


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
    current = held(activity)
    if key and (sent := Occasion.objects.filter(key=key, activity=current).first()):
        return sent
    if number < 1:
        raise Refused("number")
    if not current.start_on <= on <= last_day(current):
        raise Refused("outside")
    if on > at.astimezone(current.municipality.zone).date():
        raise Refused("future")
    refuse_strangers(current.municipality_id, [place])
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
    current = held(occasion.activity)
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
