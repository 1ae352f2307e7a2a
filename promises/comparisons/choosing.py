"""Choosing with what an activity's place is compared, before it begins. The only writer of comparisons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.gis.geos import GEOSGeometry
from django.db import transaction
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from accounts.models import Area, AreaKind, Municipality, Place, User
from promises.activities.refusals import held
from promises.comparisons.sites import Where, ground_of, is_round, overlapping, ring_of, scene_of
from promises.models import Activity, Comparison, ComparisonSite, Occasion, SiteRole
from promises.models.activity import COUNTING, FIRST_KEY, of_any_version


class Refused(Exception):
    """Nothing was written; the code says why.

    The activity is `nowhere`; it has begun and so the choice is `late` (unless that is accepted), or one made in time
    was `chosen` already. No `control`, a control for where nothing may move to (`displaced_control`), a `ring` around
    an area, a `stranger` of another municipality, an area that nothing is counted to (`uncounted`), or two that
    `overlap`, whose names are then the `between`.
    """

    def __init__(self, code: str, between: tuple[str, str] = ("", "")) -> None:
        super().__init__(code)
        self.code = code
        self.between = between


@dataclass(frozen=True)
class Choice:
    """With what to compare. `ring` is metres around the place; `weeks` how long before the start and after it."""

    control: Sequence[Area | Place]
    weeks: int
    ring: int | None = None
    displaced: Sequence[Area | Place] = ()
    displaced_control: Sequence[Area | Place] = ()

    @property
    def sites(self) -> list[tuple[SiteRole, Area | Place]]:
        """All of them, with what each is."""
        return [
            *((SiteRole.CONTROL, where) for where in self.control),
            *((SiteRole.DISPLACED, where) for where in self.displaced),
            *((SiteRole.DISPLACED_CONTROL, where) for where in self.displaced_control),
        ]


@transaction.atomic
def choose(
    activity: Activity, choice: Choice, *, by: User | None, at: datetime, in_hindsight: bool = False
) -> Comparison:
    """Write a choice down; the latest one made in time holds. Raises `Refused`.

    `in_hindsight` accepts a choice that comes too late: its counts are shown, but nothing is ever judged by it.
    """
    current = held(activity)
    municipality = current.municipality
    _refuse(current, choice)
    is_late = has_begun(current, on=at.astimezone(municipality.zone).date())
    if is_late and chosen_for([current]):
        raise Refused("chosen")
    if is_late and not in_hindsight:
        raise Refused("late")
    comparison = Comparison.objects.create(
        municipality=municipality,
        activity=current,
        start_on=current.start_on,
        weeks=choice.weeks,
        ring=choice.ring,
        size=len(choice.sites),
        in_hindsight=is_late,
        chosen_at=at,
        chosen_by=by,
    )
    for role, where in choice.sites:
        of_where = {"area": where} if isinstance(where, Area) else {"place": where}
        ComparisonSite.objects.create(municipality=municipality, comparison=comparison, role=role, **of_where)
    return comparison


def chosen_for(activities: Iterable[Activity]) -> dict[int, Comparison]:
    """The choice that holds for each activity that has one, by its first key. Two statements."""
    sites = ComparisonSite.objects.select_related("area", "place").order_by("pk")
    rows = (
        Comparison.objects.filter(of_any_version(activity.first_key for activity in activities))
        .annotate(first=FIRST_KEY)
        .select_related("chosen_by", "municipality")
        .defer("municipality__boundary")
        .prefetch_related(Prefetch("sites", sites))
        .order_by("-in_hindsight", "chosen_at", "pk")
    )
    # One made in time holds against any made in hindsight, and a later one against an earlier one.
    return {row.first: row for row in rows}


def has_begun(activity: Activity, *, on: date) -> bool:
    """By its day, or by what has been done."""
    done = Occasion.objects.filter(of_any_version([activity.first_key]), COUNTING, on__lte=on)
    return activity.start_on <= on or done.exists()


def _refuse(activity: Activity, choice: Choice) -> None:
    """Everything but the day."""
    where = scene_of(activity)
    if where is None:
        raise Refused("nowhere")
    if not choice.control:
        raise Refused("control")
    if choice.displaced_control and not choice.displaced and choice.ring is None:
        raise Refused("displaced_control")
    if choice.ring is not None and not is_round(where):
        raise Refused("ring")
    for _role, site in choice.sites:
        if site.municipality_id != activity.municipality_id:
            raise Refused("stranger")
        if isinstance(site, Area) and site.kind != AreaKind.DISTRICT:
            raise Refused("uncounted")
    if between := overlapping(_grounds(where, choice, activity.municipality)):
        raise Refused("overlap", between)


def _grounds(where: Where, choice: Choice, municipality: Municipality) -> list[tuple[str, GEOSGeometry]]:
    grounds = [(str(where), ground_of(where, municipality))]
    if choice.ring is not None:
        grounds.append((_("ringen runt platsen"), ring_of(where, municipality, choice.ring)))
    return grounds + [(str(site), ground_of(site, municipality)) for _role, site in choice.sites]
