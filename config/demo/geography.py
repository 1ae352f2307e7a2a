"""From the sketch in `geography.toml` and `places.toml` to a municipality with areas, places, addresses and a map."""

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from math import cos, radians, sin
from pathlib import Path
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, MultiPolygon, Point, Polygon

from accounts.grid import to_degrees, to_metres
from accounts.models import (
    AddressPoint,
    Area,
    MapFeature,
    MapFeatureKind,
    Municipality,
    Organisation,
    Place,
    PoliceDistrict,
)

HERE = Path(__file__).parent
DISTRICT = "Västra Mälardalen"
SRID = 3006
#: Metres between parallel streets, along a street, and between two houses on the same side.
BETWEEN_STREETS, STREET, BETWEEN_HOUSES = 110, 400, 50
FROM_KERB = 12

#: Invented, as the streets are.
PURGE_DECISION, PURGE_DECIDED_ON = "KS 2023/0417 § 112", date(2023, 11, 27)

Ring = list[list[float]]
Sketch = dict[str, Any]


def sketches() -> list[Sketch]:
    """The municipalities as drawn."""
    return list(tomllib.loads((HERE / "geography.toml").read_text())["municipalities"])


def settle(sketch: Sketch) -> Municipality:
    """Create the municipality."""
    district, _created = PoliceDistrict.objects.get_or_create(name=DISTRICT)
    return Municipality.objects.create(
        code=sketch["code"],
        name=sketch["name"],
        contact_email=sketch["contact"],
        district=district,
        boundary=MultiPolygon(surface(sketch["boundary"]), srid=4326),
        publishes=True,
        purge_decision=PURGE_DECISION,
        purge_decided_on=PURGE_DECIDED_ON,
    )


def survey(municipality: Municipality, sketch: Sketch) -> None:
    """Enter its areas, background map and addresses."""
    Area.objects.bulk_create(
        Area(municipality=municipality, name=name, geometry=MultiPolygon(surface(ring), srid=4326))
        for name, ring in sketch["areas"].items()
    )
    MapFeature.objects.bulk_create(
        MapFeature(municipality=municipality, kind=kind, name=name, geometry=geometry)
        for kind, name, geometry in _map(sketch)
    )
    AddressPoint.objects.bulk_create(
        AddressPoint(municipality=municipality, label=label, point=Point(*position, srid=4326))
        for street in _streets(sketch)
        for label, position in street.houses()
    )


def name_places(municipality: Municipality, owners: dict[str, Organisation]) -> None:
    """Enter the named places in the register; a place whose owner is no organisation here has none."""
    rows = tomllib.loads((HERE / "places.toml").read_text())[municipality.code]
    Place.objects.bulk_create(
        Place(
            municipality=municipality,
            name=name,
            kind=kind,
            point=Point(lon, lat, srid=4326),
            owner=owners.get(owner),
        )
        for name, kind, lon, lat, owner in rows
    )


def surface(ring: Ring) -> Polygon:
    """A polygon from a ring that need not be closed."""
    return Polygon([*ring, ring[0]], srid=4326)


def _map(sketch: Sketch) -> Iterator[tuple[str, str, GEOSGeometry]]:
    for kind, key in (
        (MapFeatureKind.BUILT_UP, "built_up"),
        (MapFeatureKind.WATER, "water"),
        (MapFeatureKind.PARK, "parks"),
    ):
        for name, ring in sketch.get(key, {}).items():
            yield kind, name, surface(ring)
    for name, (half_width, course) in sketch.get("rivers", {}).items():
        yield MapFeatureKind.WATER, name, _river(course, half_width)
    for kind, key in ((MapFeatureKind.ROAD, "roads"), (MapFeatureKind.RAILWAY, "railway")):
        for name, course in sketch[key].items():
            yield kind, name, LineString(course, srid=4326)
    for street in _streets(sketch):
        yield MapFeatureKind.ROAD, street.name, LineString(street.course(), srid=4326)
    for name, position in sketch["names"].items():
        yield MapFeatureKind.NAME, name, Point(position, srid=4326)


def _river(course: Iterable[list[float]], half_width: float) -> GEOSGeometry:
    banks = LineString([to_metres(lon, lat, SRID) for lon, lat in course], srid=SRID).buffer(
        half_width, quadsegs=2
    )
    banks.transform(4326)
    return banks


class Street:
    """An invented street: a straight line with houses on both sides. Positions in metres until they are asked for."""

    def __init__(self, name: str, middle: tuple[float, float], bearing: float) -> None:
        self.name = name
        self.middle = middle
        self.along = (sin(radians(bearing)), cos(radians(bearing)))

    def course(self) -> list[tuple[float, float]]:
        """Its two ends in degrees."""
        return [self._at(-STREET / 2, 0), self._at(STREET / 2, 0)]

    def houses(self) -> Iterator[tuple[str, tuple[float, float]]]:
        """Addresses with their positions in degrees: odd numbers on the right, even ones on the left."""
        for pair in range(STREET // BETWEEN_HOUSES):
            way = (pair + 0.5) * BETWEEN_HOUSES - STREET / 2
            yield f"{self.name} {2 * pair + 1}", self._at(way, FROM_KERB)
            yield f"{self.name} {2 * pair + 2}", self._at(way, -FROM_KERB)

    def _at(self, way: float, aside: float) -> tuple[float, float]:
        east, north = self.along
        x = self.middle[0] + way * east + aside * north
        y = self.middle[1] + way * north - aside * east
        return to_degrees(x, y, SRID)


def _streets(sketch: Sketch) -> Iterator[Street]:
    for centre, bearing, names in sketch["streets"].values():
        x, y = to_metres(centre[0], centre[1], SRID)
        for number, name in enumerate(names):
            aside = (number - (len(names) - 1) / 2) * BETWEEN_STREETS
            middle = (x + aside * cos(radians(bearing)), y - aside * sin(radians(bearing)))
            yield Street(name, middle, bearing)
