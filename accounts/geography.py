"""Answers about where: is the point in the municipality, which area is it in, what is an address called.

The tables are in `models/geography.py`; reading files into them is `geography_import.py`.
"""

from django.contrib.gis.geos import Point
from django.db.models import QuerySet

from accounts.models import AddressPoint, Area, AreaKind, Municipality, Place


def contains(municipality: Municipality, point: Point) -> bool:
    """Whether the point (EPSG:4326) lies in the municipality or on its boundary."""
    return Municipality.objects.filter(
        pk=municipality.pk, boundary__covers=point
    ).exists()


def area_at(municipality: Municipality, point: Point) -> Area | None:
    """The district (stadsdel eller ort) in which the point lies."""
    districts = Area.objects.filter(
        municipality=municipality, kind=AreaKind.DISTRICT, is_active=True
    )
    return (
        districts.filter(geometry__covers=point)
        .defer("geometry")
        .order_by("pk")
        .first()
    )


def find_places(municipality: Municipality, words: str) -> QuerySet[Place]:
    """Active named places with the words in their name."""
    return Place.objects.filter(
        municipality=municipality, is_active=True, name__icontains=words
    ).order_by("name", "pk")


def find_addresses(municipality: Municipality, words: str) -> QuerySet[AddressPoint]:
    """Imported addresses that begin with the words."""
    return AddressPoint.objects.filter(
        municipality=municipality, label__istartswith=words
    ).order_by("label", "pk")
