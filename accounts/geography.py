"""Answers about where: is the point in the municipality, which area is it in, what is an address called.

The tables are in `models/geography.py`; reading files into them is `geography_import.py`.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.contrib.gis.measure import D
from django.db import connection
from django.db.models import QuerySet

from accounts.models import AddressPoint, Area, AreaKind, Municipality, Place

# The street of an address is what stands before its number.
NAMES = r"""
SELECT name FROM accounts_municipality WHERE id = %(municipality)s
UNION SELECT name FROM accounts_place WHERE municipality_id = %(municipality)s
UNION SELECT name FROM accounts_area WHERE municipality_id = %(municipality)s
UNION SELECT name FROM accounts_organisation WHERE municipality_id = %(municipality)s
UNION SELECT name FROM accounts_mapfeature WHERE municipality_id = %(municipality)s AND name <> ''
UNION SELECT regexp_replace(label, '\s+\d.*$', '') FROM accounts_addresspoint WHERE municipality_id = %(municipality)s
"""

#: How near, in metres, a named place or an address is for a point to be told by it.
NEAR_PLACE = 150
NEAR_ADDRESS = 75

LOCATE = """
SELECT ST_Covers(municipality.boundary, spot.point), (
    SELECT area.id FROM accounts_area AS area
    WHERE area.municipality_id = municipality.id AND area.kind = %(kind)s AND area.is_active
      AND ST_Covers(area.geometry, spot.point)
    ORDER BY area.id LIMIT 1
)
FROM accounts_municipality AS municipality, (SELECT ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), 4326) AS point) AS spot
WHERE municipality.id = %(municipality)s
"""


@dataclass(frozen=True)
class Whereabouts:
    """A point in words: what it lies at, and in which district."""

    inside: bool
    area: Area | None
    place: Place | None
    address: AddressPoint | None


def contains(municipality: Municipality, point: Point) -> bool:
    """Whether the point (EPSG:4326) lies in the municipality or on its boundary."""
    return Municipality.objects.filter(pk=municipality.pk, boundary__covers=point).exists()


def area_at(municipality: Municipality, point: Point) -> Area | None:
    """The district (stadsdel eller ort) in which the point lies."""
    districts = Area.objects.filter(municipality=municipality, kind=AreaKind.DISTRICT, is_active=True)
    return districts.filter(geometry__covers=point).defer("geometry").order_by("pk").first()


def find_places(municipality: Municipality, words: str) -> QuerySet[Place]:
    """Active named places with the words in their name."""
    return Place.objects.filter(municipality=municipality, is_active=True, name__icontains=words).order_by(
        "name", "pk"
    )


def find_addresses(municipality: Municipality, words: str) -> QuerySet[AddressPoint]:
    """Imported addresses that begin with the words."""
    return AddressPoint.objects.filter(municipality=municipality, label__istartswith=words).order_by(
        "label", "pk"
    )


def locate(municipality: Municipality, *, longitude: float, latitude: float) -> tuple[bool, int | None]:
    """Whether the position lies in the municipality, and the key of its district: one statement, for the intake."""
    with connection.cursor() as cursor:
        cursor.execute(
            LOCATE,
            {"municipality": municipality.pk, "kind": AreaKind.DISTRICT, "x": longitude, "y": latitude},
        )
        inside, area_id = cursor.fetchone()
        return inside, area_id


def whereabouts(municipality: Municipality, point: Point) -> Whereabouts:
    """What a person would call the point: the nearest named place and address close by, and the district."""
    places = Place.objects.filter(municipality=municipality, is_active=True)
    return Whereabouts(
        inside=contains(municipality, point),
        area=area_at(municipality, point),
        place=_nearest(places, point, NEAR_PLACE),
        address=_nearest(_addresses_near(municipality, point), point, NEAR_ADDRESS),
    )


def place_names(municipality: Municipality) -> frozenset[str]:
    """All that has a name on the map of the municipality: places, areas, streets, and the organisations in it."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES, {"municipality": municipality.pk})
        return frozenset(name for (name,) in cursor.fetchall())


def _addresses_near(municipality: Municipality, point: Point) -> QuerySet[AddressPoint]:
    """Those hardly farther north or south than `NEAR_ADDRESS`, by an index; a degree of latitude is 111 km."""
    span = (point.y - NEAR_ADDRESS / 110_000, point.y + NEAR_ADDRESS / 110_000)
    return AddressPoint.objects.filter(municipality=municipality, latitude__range=span)


def _nearest(rows: QuerySet[Any], point: Point, metres: int) -> Any:
    # Degrees first, since they are quickly compared: at these latitudes a degree of longitude is at least 38 km.
    near = rows.filter(point__dwithin=(point, metres / 38_000)).annotate(distance=Distance("point", point))
    return near.filter(distance__lte=D(m=metres)).order_by("distance", "pk").first()
