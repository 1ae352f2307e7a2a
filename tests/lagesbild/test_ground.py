"""The municipality's ground: what is drawn, where, and that it follows changes."""

import pytest
from django.contrib.gis.geos import LineString, MultiPoint, Point
from django.db import transaction

from accounts.grid import to_metres
from accounts.models import Area, AreaKind, MapFeature, MapFeatureKind
from lagesbild.ground import MARGIN, framed, ground_of
from tests import factories

pytestmark = pytest.mark.django_db

TOWN = (15.95, 59.49, 16.03, 59.53)
VILLAGE = (15.83, 59.59, 15.87, 59.61)


@pytest.fixture
def municipality():
    return factories.make_municipality()


def locality(municipality, name, box):
    return Area.objects.create(
        municipality=municipality, name=name, kind=AreaKind.LOCALITY, geometry=factories.rectangle(*box)
    )


def at(municipality, longitude, latitude):
    return to_metres(longitude, latitude, municipality.metric_srid)


def test_layers_are_in_metres_and_in_drawing_order(municipality):
    road = LineString((15.9, 59.5), (16.0, 59.5))
    for kind, geometry in (
        (MapFeatureKind.NAME, Point(15.99, 59.51)),
        (MapFeatureKind.ROAD, road),
        (MapFeatureKind.WATER, factories.rectangle(15.9, 59.4, 15.95, 59.45)),
        (MapFeatureKind.BUILT_UP, MultiPoint(Point(15.9, 59.5), Point(15.91, 59.51))),
    ):
        MapFeature.objects.create(municipality=municipality, kind=kind, name=kind, geometry=geometry)
    layers = ground_of(municipality).layers
    assert [layer.kind for layer in layers] == ["boundary", "area", "built_up", "water", "road", "name"]
    assert layers[4].parts[0] == [
        pytest.approx(at(municipality, *corner), abs=0.06) for corner in road.coords
    ]


def test_the_ground_is_read_once_and_again_when_it_has_changed(municipality, django_assert_num_queries):
    ground_of(municipality)
    with django_assert_num_queries(1):
        ground_of(municipality)
    with transaction.atomic():  # as another request would: within one transaction a row has one version
        Area.objects.filter(municipality=municipality).update(name="Mitt i")
    assert list(ground_of(municipality).areas) == ["Mitt i"]


def test_the_locality_with_most_events_is_the_main_frame_and_others_are_insets(municipality):
    locality(municipality, "Köping", TOWN)
    locality(municipality, "Kolsva", VILLAGE)
    ground = ground_of(municipality)
    town, village = (at(municipality, *point) for point in ((16.0, 59.51), (15.85, 59.60)))
    main, insets = framed(ground, [(*town, 2), (*village, 5)])
    assert (main.name, [inset.name for inset in insets]) == ("Kolsva", ["Köping"])
    main, insets = framed(ground, [(*town, 2)])
    assert (main.name, insets) == ("Köping", [])
    assert framed(ground, [])[0].name == "Köping"


def test_without_localities_the_frame_is_drawn_around_the_events(municipality):
    main, insets = framed(ground_of(municipality), [(556000.0, 6598000.0, 1), (557000.0, 6599000.0, 1)])
    assert insets == []
    assert main.bounds == (
        556000 - 4 * MARGIN,
        6598000 - 4 * MARGIN,
        557000 + 4 * MARGIN,
        6599000 + 4 * MARGIN,
    )


def test_with_nothing_at_all_the_whole_municipality_is_shown(municipality):
    main, _insets = framed(ground_of(municipality), [])
    assert main.contains(*at(municipality, 15.7, 59.4))
    assert main.contains(*at(municipality, 16.3, 59.7))
