"""Writing things to the tables, one function per sort of kind.

What reports may point at (areas, places) keeps its key: it is updated by code or name. Areas that are gone are put out
of use; places that the file does not know may have been added by hand and stay. Addresses and the background map, which
nothing points at, are replaced outright.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

from django.contrib.gis.geos import Point

from accounts.geography_import.shapes import ADDRESS, PLACE, together
from accounts.geography_import.things import Outcome, Thing
from accounts.models import AddressPoint, Area, AreaKind, MapFeature, MapFeatureKind, Municipality, Place

BATCH = 2000
Writer = Callable[[Sequence[Thing], str, Municipality, Outcome], None]


def _replace_areas(found: Sequence[Thing], kind: str, municipality: Municipality, outcome: Outcome) -> None:
    """One area per code, or per name where there are no codes; several rows of the same become one surface."""
    areas = Area.objects.filter(municipality=municipality, kind=kind).defer("geometry")
    known = {area.code or area.name: area for area in areas} | {area.name: area for area in areas}
    parts: dict[str, list[Thing]] = defaultdict(list)
    for thing in found:
        parts[thing.code or thing.name].append(thing)
    kept = set()
    names = Counter(same[0].name for same in parts.values())
    for key, same in parts.items():
        area = known.get(key) or known.get(same[0].name) or Area(municipality=municipality, kind=kind)
        outcome.count(new=area.pk is None)
        area.code, area.is_active = same[0].code, True
        # Two areas may share a name, but in a list they have to be told apart.
        area.name = same[0].name if names[same[0].name] == 1 else f"{same[0].name} ({key})"
        area.geometry = together(thing.geometry for thing in same)
        area.save()
        kept.add(area.pk)
    outcome.gone = areas.filter(is_active=True).exclude(pk__in=kept).update(is_active=False)


def _update_places(found: Sequence[Thing], _kind: str, municipality: Municipality, outcome: Outcome) -> None:
    known = {place.name: place for place in Place.objects.filter(municipality=municipality)}
    for thing in found:
        place = known.setdefault(thing.name, Place(municipality=municipality, name=thing.name))
        outcome.count(new=place.pk is None)
        place.kind, place.point, place.is_active = str(thing.place_type), _point(thing), True
        place.save()


def _replace_addresses(
    found: Sequence[Thing], _kind: str, municipality: Municipality, outcome: Outcome
) -> None:
    """Of several points with the same address the first is kept."""
    outcome.gone, _ = AddressPoint.objects.filter(municipality=municipality).delete()
    points = {thing.name: _point(thing) for thing in reversed(found)}
    rows = (
        AddressPoint(municipality=municipality, label=label, point=point) for label, point in points.items()
    )
    outcome.created = len(AddressPoint.objects.bulk_create(rows, batch_size=BATCH))


def _replace_map(found: Sequence[Thing], kind: str, municipality: Municipality, outcome: Outcome) -> None:
    outcome.gone, _ = MapFeature.objects.filter(municipality=municipality, kind=kind).delete()
    rows = (
        MapFeature(municipality=municipality, kind=kind, name=thing.name, geometry=thing.geometry)
        for thing in found
    )
    outcome.created = len(MapFeature.objects.bulk_create(rows, batch_size=BATCH))


def _point(thing: Thing) -> Point:
    return Point(*thing.geometry.extent[:2], srid=4326)


WRITERS: dict[str, Writer] = {
    **dict.fromkeys(AreaKind.values, _replace_areas),
    PLACE: _update_places,
    ADDRESS: _replace_addresses,
    **dict.fromkeys(MapFeatureKind.values, _replace_map),
}
