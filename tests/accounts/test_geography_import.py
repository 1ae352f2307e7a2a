"""A municipality's geography from files: what is replaced, what keeps its key, what is left out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.geography_files import Source, UnreadableFile
from accounts.geography_import import Columns, Outcome, import_geography
from accounts.models import AddressPoint, Area, MapFeature, Municipality, Place, PlaceType
from tests.accounts.geo_examples import feature, geojson, line, spot, square
from tests.factories import make_municipality, make_place

pytestmark = pytest.mark.django_db
Bring = Callable[..., Outcome]
#: South-west corners inside the test municipality, and one far outside it.
HERE, THERE, ELSEWHERE = (15.9, 59.5), (16.0, 59.5), (17.5, 59.9)


@pytest.fixture
def koping() -> Municipality:
    """Köping, a rectangle, with one district called Centrum."""
    return make_municipality("Köping", code="1983")


@pytest.fixture
def bring(koping: Municipality, tmp_path: Path) -> Bring:
    """Import features as a kind."""

    def bring(kind: str, *features: dict[str, Any], **columns: Any) -> Outcome:
        source = Source(geojson(tmp_path / "file.geojson", features))
        return import_geography(source, kind, municipality=koping, columns=Columns(**columns))

    return bring


def districts(municipality):
    areas = Area.objects.filter(municipality=municipality, kind="district").order_by("name")
    return [(area.name, area.is_active) for area in areas]


def test_areas_are_updated_in_place_and_those_gone_are_put_out_of_use(koping, bring):
    centre = Area.objects.get(name="Centrum")
    bring("district", square(*HERE, namn="Nygård"), square(*THERE, namn="Centrum"))
    outcome = bring("district", square(*THERE, namn="Centrum"))
    assert (outcome.created, outcome.updated, outcome.gone) == (0, 1, 1)
    assert districts(koping) == [("Centrum", True), ("Nygård", False)]
    moved = Area.objects.get(name="Centrum")
    assert moved.pk == centre.pk
    assert moved.geometry.extent == pytest.approx((16.0, 59.5, 16.01, 59.51))


def test_an_area_that_comes_back_is_taken_into_use_again(koping, bring):
    bring("district", square(*HERE, namn="Nygård"))
    bring("district", square(*HERE, namn="Centrum"))
    assert districts(koping) == [("Centrum", True), ("Nygård", False)]


def test_an_area_known_by_its_code_may_change_its_name(koping, bring):
    bring("regso", square(*HERE, regso="Köping sydost", kod="1983R001"), code="kod")
    before = Area.objects.get(kind="regso")
    bring("regso", square(*HERE, regso="Nygård", kod="1983R001"), code="kod")
    after = Area.objects.get(kind="regso")
    assert (after.pk, after.name, after.code) == (before.pk, "Nygård", "1983R001")


def test_rows_of_the_same_name_become_one_area(bring):
    bring("locality", square(*HERE, namn="Kolsva"), square(*THERE, namn="Kolsva"))
    assert Area.objects.get(kind="locality").geometry.num_geom == 2


def test_one_division_leaves_the_others_alone(koping, bring):
    bring("deso", square(*HERE, deso="1983A0010"))
    assert districts(koping) == [("Centrum", True)]


def test_what_lies_outside_the_municipality_is_left_out(bring):
    outcome = bring("district", square(*HERE, namn="Nygård"), square(*ELSEWHERE, namn="Västerås"))
    assert outcome.said() == "2 rows read, 1 outside the municipality"
    assert not Area.objects.filter(name="Västerås").exists()


def test_nothing_inside_the_municipality_is_an_error_and_changes_nothing(koping, bring):
    with pytest.raises(UnreadableFile, match="Nothing in the file lies in Köping: 1 rows read, 1 outside"):
        bring("district", square(*ELSEWHERE, namn="Västerås"))
    assert districts(koping) == [("Centrum", True)]


def test_places_are_updated_by_name_and_those_added_by_hand_stay(koping, bring):
    station = make_place(koping, "Järnvägsstationen")
    by_hand = make_place(koping, "Skatepark")
    outcome = bring(
        "place",
        spot(16.0, 59.51, namn="Järnvägsstationen", typ="station"),
        square(*HERE, namn="Karlbergsskolan", typ="Skola"),
        place_type="typ",
    )
    assert (outcome.created, outcome.updated, outcome.gone) == (1, 1, 0)
    station.refresh_from_db()
    by_hand.refresh_from_db()
    assert (station.point.tuple, by_hand.is_active) == ((16.0, 59.51), True)
    assert Place.objects.get(name="Karlbergsskolan").kind == PlaceType.SCHOOL


def test_a_place_of_unknown_type_is_left_out_unless_a_type_is_given_for_all(bring):
    kiosk = spot(16.0, 59.51, namn="Kiosken", typ="kiosk")
    with pytest.raises(UnreadableFile, match="1 of an unknown place type"):
        bring("place", kiosk, place_type="typ")
    bring("place", kiosk, place_type="typ", default_place_type=PlaceType.SHOP)
    assert Place.objects.get(name="Kiosken").kind == PlaceType.SHOP


def test_addresses_are_replaced_and_several_columns_make_one_address(koping, bring):
    bring("address", spot(16.0, 59.5, gata="Borta gatan", nr="1"), name=("gata", "nr"))
    bring(
        "address",
        spot(16.0, 59.51, gata="Ringvägen", nr="1"),
        spot(16.0, 59.52, gata="Ringvägen", nr="1"),
        spot(16.0, 59.53, gata="Ringvägen", nr=None),
        name=("gata", "nr"),
    )
    found = AddressPoint.objects.filter(municipality=koping).order_by("label")
    assert [(address.label, address.point.y) for address in found] == [
        ("Ringvägen", 59.53),
        ("Ringvägen 1", 59.51),
    ]


def test_the_background_map_is_replaced_kind_by_kind_and_cut_at_the_edge_of_the_sheet(koping, bring):
    bring("railway", line((15.0, 59.5), (17.0, 59.5)))
    bring("road", line((15.9, 59.5), (16.0, 59.5), name="E18"))
    bring("road", line((15.9, 59.5), (16.0, 59.5), name="E18"), line((17.4, 59.5), (17.5, 59.5), name="E4"))
    assert list(MapFeature.objects.order_by("kind").values_list("kind", "name")) == [
        ("railway", ""),
        ("road", "E18"),
    ]
    west, _, east, _ = MapFeature.objects.get(kind="railway").geometry.extent
    assert (west, east) == pytest.approx((15.67, 16.33))


def test_water_is_surfaces_and_lines(bring):
    bring("water", square(*HERE, name="Mälaren"), line(HERE, THERE, name="Köpingsån"))
    kinds = MapFeature.objects.filter(kind="water").order_by("name")
    assert [feature.geometry.geom_type for feature in kinds] == ["MultiLineString", "MultiPolygon"]


def test_a_surface_that_crosses_itself_is_mended(bring):
    bow_tie = [[15.9, 59.5], [15.92, 59.52], [15.92, 59.5], [15.9, 59.52], [15.9, 59.5]]
    bring("district", feature({"type": "Polygon", "coordinates": [bow_tie]}, namn="Rosetten"))
    area = Area.objects.get(name="Rosetten")
    assert area.geometry.valid
    assert area.geometry.num_geom == 2


def test_the_boundary_is_all_its_surfaces_without_the_borders_between_them(koping, bring):
    bring(
        "boundary",
        square(15.9, 59.5, namn="A"),
        square(15.91, 59.5, namn="A"),
        square(*ELSEWHERE, namn="B"),
        only=("namn", "A"),
    )
    koping.refresh_from_db()
    assert koping.boundary.num_geom == 1
    assert koping.boundary.extent == pytest.approx((15.9, 59.5, 15.92, 59.51))


@pytest.mark.parametrize(
    ("kind", "thing", "words"),
    [
        ("district", spot(*HERE, namn="A"), "used as district: 1 rows read, 1 that are not surfaces"),
        ("road", square(*HERE), "used as road: 1 rows read, 1 that are not lines"),
        (
            "place",
            line(HERE, THERE, namn="A"),
            "used as place: 1 rows read, 1 that are not points or surfaces",
        ),
        ("district", square(*HERE, label2="A"), "Say which column holds the name; the columns are: label2"),
        ("district", square(*HERE, namn=""), "with no name"),
        ("district", square(*HERE, namn="Hos 811228,9874"), "a person's number in the name"),
        ("district", square(*HERE, namn="A" * 101), "more than 100 characters"),
    ],
)
def test_what_cannot_be_used_says_why(bring, kind, thing, words):
    with pytest.raises(UnreadableFile, match=words):
        bring(kind, thing)


def test_the_command_says_what_came_of_it(koping, tmp_path, capsys):
    path = geojson(
        tmp_path / "ytor.geojson", [square(*HERE, ort="Nygård"), square(*ELSEWHERE, ort="Västerås")]
    )
    call_command("import_geography", path, municipality="1983", kind="district", name="ort")
    said = "district of Köping: 1 new, 0 updated, 1 gone. 2 rows read, 1 outside the municipality.\n"
    assert capsys.readouterr().out == said


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"municipality": "0000"}, "no municipality with code 0000"),
        ({"x": "lon"}, "both --x and --y"),
        ({"name": "ort"}, "no column 'ort'; the columns are: namn"),
    ],
)
def test_the_command_says_what_is_wrong(koping, tmp_path, options, words):
    path = geojson(tmp_path / "ytor.geojson", [square(*HERE, namn="Nygård")])
    with pytest.raises(CommandError, match=words):
        call_command("import_geography", path, **{"municipality": "1983", "kind": "district"} | options)


def test_two_areas_that_share_a_name_are_told_apart_by_their_codes(koping, bring):
    for _ in range(2):
        bring("deso", square(*HERE, deso="Norr", kod="A"), square(*THERE, deso="Norr", kod="B"), code="kod")
    assert list(Area.objects.filter(kind="deso").order_by("code").values_list("name", flat=True)) == [
        "Norr (A)",
        "Norr (B)",
    ]
