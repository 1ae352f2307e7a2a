"""Any file, any projection, any encoding: what a row says comes out in WGS84 and in Swedish letters."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.gis.gdal import OGRGeometry

from accounts.geography_files import OpenFile, Row, Source, UnreadableFile
from accounts.grid import to_degrees
from tests.accounts.geo_examples import converted, geojson, metres, spot, square

STATION = (15.9945, 59.5142)


def located(row: Row) -> OGRGeometry:
    assert row.geometry is not None, row.fault
    return row.geometry


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Write a table with Swedish letters and coordinates in SWEREF 99 TM."""
    east, north = metres(*STATION)

    def write(name: str, encoding: str = "utf-8", separator: str = ";") -> Path:
        rows = [("plats", "n", "e"), ("Järnvägsstationen", str(north), str(east)), ("Ö utan läge", "", "")]
        path = tmp_path / name
        path.write_text("".join(separator.join(row) + "\r\n" for row in rows), encoding=encoding, newline="")
        return path

    return write


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    ("name", "separator"), [("platser.csv", ";"), ("platser.tsv", "\t"), ("platser.txt", ",")]
)
def test_a_table_is_read_in_its_encoding_whatever_its_separator(table, name, separator, encoding):
    source = Source(table(name, encoding, separator), encoding=encoding, srid=3006, x="e", y="n")
    rows = list(OpenFile(source).rows())
    assert [(row.line, row.values["plats"]) for row in rows] == [
        (2, "Järnvägsstationen"),
        (3, "Ö utan läge"),
    ]
    assert located(rows[0]).extent[:2] == pytest.approx(STATION, abs=1e-5)
    assert (rows[1].geometry, rows[1].fault) == (None, "")


def test_a_compressed_table_is_read_as_it_lies(table):
    path = table("platser.tab", separator="\t")
    packed = path.with_name("platser.tab.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert len(OpenFile(Source(packed, srid=3006, x="e", y="n"))) == 2


def test_a_row_whose_letters_are_not_in_the_encoding_is_at_fault_alone(tmp_path):
    path = tmp_path / "platser.csv"
    path.write_bytes(b"plats,lon,lat\nSkola,16.0,59.5\n" + "Käll,16.0,59.5\n".encode("latin-1"))
    rows = list(OpenFile(Source(path, x="lon", y="lat")).rows())
    assert [(row.values["plats"], row.fault) for row in rows] == [("Skola", ""), ("K�ll", "encoding")]


@pytest.mark.parametrize("value", ["sexton", "700", "inf"])
def test_a_coordinate_that_is_none_is_a_fault_of_its_row_alone(tmp_path, value):
    path = tmp_path / "platser.csv"
    path.write_text(f"lon,lat\n{value},59.5\n16.0,59.5\n")
    assert [row.fault for row in OpenFile(Source(path, x="lon", y="lat")).rows()] == ["position", ""]


def test_numbers_may_be_written_the_swedish_way(tmp_path):
    path = tmp_path / "platser.csv"
    path.write_text('n;e\n"6 598 000,5";"556000.5"\n')
    (row,) = OpenFile(Source(path, srid=3006, x="e", y="n")).rows()
    assert located(row).extent[:2] == pytest.approx(to_degrees(556_000.5, 6_598_000.5, 3006))


@pytest.mark.parametrize("srid", [3006, 3021, 25833, 3857])
@pytest.mark.parametrize("name", ["platser.gpkg", "platser.shp", "platser.gml"])
def test_a_projection_that_the_file_states_is_followed(tmp_path, name, srid):
    original = geojson(tmp_path / "platser.geojson", [spot(*STATION, plats="Järnvägsstationen")])
    path = converted(original, tmp_path / name, "-t_srs", f"EPSG:{srid}")
    (row,) = OpenFile(Source(path)).rows()
    assert row.values["plats"] == "Järnvägsstationen"
    assert located(row).extent[:2] == pytest.approx(STATION, abs=1e-5)


def test_heights_are_dropped(tmp_path):
    path = geojson(tmp_path / "platser.geojson", [spot(*STATION)])
    high = converted(path, tmp_path / "platser.gpkg", "-dim", "XYZ", "-zfield", "h")
    (row,) = OpenFile(Source(high)).rows()
    assert located(row).coord_dim == 2


def test_a_shapefile_without_a_projection_asks_for_it(tmp_path):
    original = geojson(tmp_path / "platser.geojson", [spot(*STATION)])
    path = converted(original, tmp_path / "platser.shp", "-t_srs", "EPSG:3006")
    path.with_suffix(".prj").unlink()
    with pytest.raises(UnreadableFile, match="which projection"):
        OpenFile(Source(path))
    (row,) = OpenFile(Source(path, srid=3006)).rows()
    assert located(row).extent[:2] == pytest.approx(STATION, abs=1e-5)


def test_a_shapefile_with_a_wrong_encoding_is_read_in_the_one_that_is_said(tmp_path):
    original = geojson(tmp_path / "platser.geojson", [spot(*STATION, plats="Å")])
    path = converted(original, tmp_path / "platser.shp", "-lco", "ENCODING=CP850")
    path.with_suffix(".cpg").unlink()
    (row,) = OpenFile(Source(path, encoding="cp850")).rows()
    assert row.values["plats"] == "Å"


def test_times_come_as_text_with_their_offset(tmp_path):
    original = geojson(tmp_path / "h.geojson", [spot(*STATION, tid="2026-03-03T12:00:00+01:00")])
    (row,) = OpenFile(Source(converted(original, tmp_path / "h.gpkg"))).rows()
    assert row.values["tid"] == "2026-03-03 12:00:00+01"


def test_of_several_layers_one_has_to_be_said(tmp_path):
    places = geojson(tmp_path / "platser.geojson", [spot(*STATION)])
    areas = geojson(tmp_path / "ytor.geojson", [square(*STATION), square(*STATION)])
    path = converted(areas, converted(places, tmp_path / "allt.gpkg"), "-append", "-nln", "ytor")
    with pytest.raises(
        UnreadableFile, match=r"say which: platser \(Point, 1 rows\), ytor \(Polygon, 2 rows\)"
    ):
        OpenFile(Source(path))
    assert len(OpenFile(Source(path, layer="ytor"))) == 2
    with pytest.raises(UnreadableFile, match="no layer 'byar'"):
        OpenFile(Source(path, layer="byar"))


def test_what_cannot_be_read_says_why(tmp_path):
    good = geojson(tmp_path / "platser.geojson", [spot(*STATION, plats="A")])
    (tmp_path / "skräp.csv").write_bytes(b"")
    (tmp_path / "tom.csv").write_text("plats,lon,lat\n")
    (tmp_path / "latin.csv").write_bytes("plåts,lon,lat\nA,16,59\n".encode("latin-1"))
    (tmp_path / "udda.csv").write_text("plats,lon,lat\nA,16,59")  # an odd number of bytes
    refusals = {
        "no file": Source(tmp_path / "borta.csv"),
        "no format": Source(tmp_path / "skräp.csv"),
        "is empty": Source(tmp_path / "tom.csv"),
        "not utf-8": Source(tmp_path / "latin.csv"),
        "not written in utf-16": Source(tmp_path / "udda.csv", encoding="utf-16-le"),
        "no encoding called": Source(good, encoding="svenska"),
        "EPSG:999999": Source(good, srid=999999),
        "no column 'x'; the columns are: plats": Source(good, x="x", y="y"),
    }
    for words, source in refusals.items():
        with pytest.raises(UnreadableFile, match=words):
            OpenFile(source)
