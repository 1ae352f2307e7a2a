"""Where an activity is, and what it is compared with: as it is counted, and as the ground that it covers."""

from collections.abc import Iterable
from itertools import combinations

from django.contrib.gis.geos import GEOSGeometry, Point

from accounts.grid import to_metres
from accounts.models import Area, Municipality, Place
from lagesbild.figures.spot import RADIUS, Site
from lagesbild.models import HotSpot
from promises.models import Activity

Where = HotSpot | Place | Area

#: Neighbours' boundaries seldom fit exactly: what shares less than this of the smaller one's ground lies apart.
SHARED = 0.01


def scene_of(activity: Activity) -> Where | None:
    """Where it is done: the narrowest that is said of it."""
    return activity.hot_spot or activity.place or activity.area


def is_round(where: Where) -> bool:
    """Whether it is a place with a radius, around which there can be a ring, and no area."""
    return isinstance(where, Place) or (isinstance(where, HotSpot) and where.x is not None)


def site_of(where: Where, municipality: Municipality, *, wider: int = 0) -> Site:
    """As it is counted; with so many metres around it where it is round."""
    if isinstance(where, HotSpot):
        return Site.of_hot_spot(where, wider=wider)
    if isinstance(where, Place):
        return Site.of_place(where, municipality, wider=wider)
    return Site.of_area(where)


def ground_of(where: Where, municipality: Municipality) -> GEOSGeometry:
    """What it covers, in metres."""
    srid = municipality.metric_srid
    if isinstance(where, HotSpot):
        if where.x is not None and where.y is not None:
            return Point(where.x, where.y, srid=srid).buffer(where.radius)
        assert where.area is not None  # the database guards it
        return ground_of(where.area, municipality)
    if isinstance(where, Place):
        return Point(*to_metres(where.point.x, where.point.y, srid), srid=srid).buffer(RADIUS)
    return where.geometry.transform(srid, clone=True)


def ring_of(where: Where, municipality: Municipality, metres: int) -> GEOSGeometry:
    """What lies at most so many metres outside it."""
    ground = ground_of(where, municipality)
    return ground.buffer(metres).difference(ground)


def overlapping(grounds: Iterable[tuple[str, GEOSGeometry]]) -> tuple[str, str] | None:
    """The names of the first two that cover the same ground; None where all lie apart."""
    for (first, ground), (second, other) in combinations(list(grounds), 2):
        if ground.intersection(other).area > SHARED * min(ground.area, other.area):
            return first, second
    return None
