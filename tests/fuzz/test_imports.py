"""An import takes any file and any mapping: each row is kept or rejected with a reason, or the whole is refused."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Municipality
from incidents.models import Decision, ImportBatch, Incident, Text
from tests.factories import CENTRE, make_municipality
from tests.fuzz.database import added, counted, undone
from tests.fuzz.nonsense import CURSED, examples, received, values

pytestmark = [pytest.mark.long, pytest.mark.django_db]

COLUMNS = ("when", "until", "what", "lon", "lat", "text")
SOUND = ("2026-02-03 14:30", "2026-02-03 15:30", "klotter", str(CENTRE[0]), str(CENTRE[1]), "Tags på väggen")
MAPPING: dict[str, dict[str, Any]] = {
    "file": {"x": "lon", "y": "lat"},
    "organisation": {"name": "Bolaget"},
    "time": {"from": "when", "to": "until", "formats": ["%Y-%m-%d %H:%M", "iso"], "unit": "hour"},
    "category": {"column": "what", "values": {"klotter": "SKA-10", "glas": "SKA-20"}, "default": "SKA-20"},
    "report": {"description": "text", "place_type": "street"},
}


@pytest.fixture
def town() -> Municipality:
    return make_municipality(code="1983")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def toml(mapping: dict[str, Any]) -> str:
    """The mapping as an operator writes it; JSON's strings, numbers and lists are TOML's too."""
    lines = []
    for section, said in mapping.items():
        tables = {key: value for key, value in said.items() if isinstance(value, dict)}
        lines += [f"[{section}]", *(f"{key} = {json.dumps(said[key])}" for key in said if key not in tables)]
        for key, table in tables.items():
            lines += [f"[{section}.{key}]", *(f"{json.dumps(k)} = {json.dumps(v)}" for k, v in table.items())]
    return "\n".join(lines)


def table(rows: list[tuple[str | bytes, ...]]) -> bytes:
    """A CSV file as some system writes it, its quotes doubled."""
    cells = [
        [value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass") for value in row]
        for row in rows
    ]
    quoted = [b",".join(b'"' + cell.replace(b'"', b'""') + b'"' for cell in row) for row in cells]
    return b"\n".join([",".join(COLUMNS).encode(), *quoted]) + b"\n"


def bring_in(path: Path, mapping: str | bytes = toml(MAPPING)) -> bool:
    """Import the file. Whether it was taken: then every row is kept whole or rejected with a reason."""
    mapped, rejects = path.with_name("mapping.toml"), path.with_name("rejects.csv")
    mapped.write_bytes(mapping if isinstance(mapping, bytes) else mapping.encode("utf-8", "surrogatepass"))
    rejects.unlink(missing_ok=True)
    before = counted()
    try:
        call_command("import_incidents", path, municipality="1983", map=mapped, rejects=rejects)
    except CommandError:
        assert added(before) == {}
        return False
    batch = ImportBatch.objects.get()
    assert batch.finished_at
    assert Incident.objects.count() == Decision.objects.count() == batch.accepted
    assert Text.objects.count() == Incident.objects.exclude(texts=None).count()
    if batch.rejected:
        with rejects.open(encoding="utf-8", newline="") as file:
            assert all(row["reason"] for row in csv.DictReader(file))
    return True


def test_each_cell_may_hold_anything(town, folder, capsys):
    rows = [
        tuple(curse if column == cursed else value for column, value in zip(COLUMNS, SOUND, strict=True))
        for curse in CURSED
        for cursed in COLUMNS
        if len(curse) < 5000
    ]
    with undone():
        (folder / "table.csv").write_bytes(table(rows))
        assert bring_in(folder / "table.csv")
        batch = ImportBatch.objects.get()
        assert batch.accepted > len(CURSED), f"{batch.accepted} of {len(rows)} rows were kept"


@examples(60)
@given(rows=st.lists(st.tuples(*[st.just(value) | values for value in SOUND]), max_size=8))
def test_any_table_is_read_or_refused(town, folder, capsys, rows):
    with undone():
        (folder / "table.csv").write_bytes(table(rows))
        bring_in(folder / "table.csv")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
GEOMETRIES = st.one_of(
    st.just({"type": "Point", "coordinates": list(CENTRE)}),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(
                ["Point", "MultiPoint", "Polygon", "LineString", "GeometryCollection", "x"]
            ),
            "coordinates": JUNK,
        }
    ),
    JUNK,
)
FEATURES = st.fixed_dictionaries(
    {
        "type": st.just("Feature"),
        "geometry": GEOMETRIES,
        "properties": st.fixed_dictionaries(
            {name: st.just(value) | JUNK for name, value in zip(COLUMNS, SOUND, strict=True)}
        ),
    }
)


@examples(60)
@given(
    content=st.lists(FEATURES, max_size=3).map(
        lambda features: {"type": "FeatureCollection", "features": features}
    )
    | JUNK
)
def test_any_geojson_is_read_or_refused(town, folder, capsys, content):
    mapping = {name: section for name, section in MAPPING.items() if name != "file"}
    with undone():
        (folder / "rows.geojson").write_text(json.dumps(content))
        bring_in(folder / "rows.geojson", toml(mapping))


@examples(60)
@given(
    content=st.binary(max_size=200),
    name=st.sampled_from(["a.csv", "a.tsv", "a.csv.gz", "a.geojson", "a.gpkg", "a.zip", "a"]),
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_any_bytes_are_read_or_refused(town, folder, capsys, encoding, content, name):
    mapping = MAPPING | {"file": {"x": "lon", "y": "lat", "encoding": encoding}}
    with undone():
        (folder / name).write_bytes(content)
        bring_in(folder / name, toml(mapping))
        (folder / "packed.csv.gz").write_bytes(gzip.compress(table([SOUND]) + content)[: 40 + len(content)])
        bring_in(folder / "packed.csv.gz", toml(mapping))


KEYS = [(section, key) for section, said in MAPPING.items() for key in said]
KEYS += [
    ("file", "srid"),
    ("file", "encoding"),
    ("file", "layer"),
    ("time", "zone"),
    ("report", "observation"),
]
SAID = values.map(received) | st.integers() | st.lists(values.map(received), max_size=2) | st.booleans()
SAID |= st.sampled_from(["%Y%Y", "%", "%Q", "%z", "month", "moment", "2026", "Europe", "a" * 300])
SAID |= st.sampled_from(["rot13", "punycode", "undefined", "idna", "latin-1", "utf-16"])
SAID |= st.sampled_from(
    [3006, 4326, {"klotter": 5}, {"klotter": ["SKA-10"]}, {"klotter": ""}, {"": "SKA-10"}]
)


@examples(150)
@given(where=st.sampled_from(KEYS), said=SAID)
def test_any_word_in_a_mapping_is_understood_or_refused(town, folder, capsys, where, said):
    section, key = where
    mapping = MAPPING | {section: MAPPING[section] | {key: said}}
    with undone():
        (folder / "table.csv").write_bytes(table([SOUND]))
        bring_in(folder / "table.csv", toml(mapping))


@examples(40)
@given(mapping=st.binary(max_size=80) | st.text(max_size=80))
def test_any_mapping_is_understood_or_refused(town, folder, capsys, mapping):
    with undone():
        (folder / "table.csv").write_bytes(table([SOUND]))
        bring_in(folder / "table.csv", mapping)
