"""Which areas or places could be the control: as many events in the year before, and not next to it. Reads only."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Area, AreaKind, Municipality, Place
from lagesbild.figures.spot import counts_at
from lagesbild.period import Period
from promises.comparisons.sites import Where, ground_of, is_round, scene_of, site_of
from promises.models import Activity

YEAR = timedelta(weeks=52)
#: So many metres lie between a place and what is suggested as its control, so that little moves from one to the other.
APART = 300
MOST = 4


@dataclass(frozen=True)
class Suggestion:
    """An area or a place, and how many events it had in the year before; the activity's own place had `own`."""

    where: Area | Place
    count: int
    own: int


def suggestions(activity: Activity, *, today: date, municipality: Municipality) -> list[Suggestion]:
    """The likest first: places for a place, areas for an area, at least `APART` metres away. Five statements."""
    scene = scene_of(activity)
    if scene is None:
        return []
    found = _apart(scene, _candidates(scene, municipality), municipality)
    until = min(today, activity.start_on)
    sites = {0: site_of(scene, municipality)} | {row.pk: site_of(row, municipality) for row in found}
    counted = counts_at(sites, [Period(until - YEAR, until)], municipality=municipality)
    (own,) = counted[0]
    likest = sorted(found, key=lambda row: (abs(counted[row.pk][0] - own), row.name, row.pk))
    return [Suggestion(row, counted[row.pk][0], own) for row in likest[:MOST] if counted[row.pk][0]]


def _candidates(scene: Where, municipality: Municipality) -> list[Area] | list[Place]:
    """Of its own sort; two statements at most."""
    if is_round(scene):
        return list(Place.objects.filter(municipality=municipality, is_active=True).order_by("pk"))
    areas = Area.objects.filter(municipality=municipality, is_active=True, kind=AreaKind.DISTRICT)
    return list(areas.order_by("pk"))


def _apart(scene: Where, rows: list[Area] | list[Place], municipality: Municipality) -> list[Area | Place]:
    ground = ground_of(scene, municipality)
    return [row for row in rows if ground_of(row, municipality).distance(ground) >= APART]
