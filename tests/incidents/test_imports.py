"""Bringing in a file's incidents: what is kept, what is rejected and why, and that a repeated run doubles nothing."""

import csv
import gzip
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.grid import cell_of
from accounts.models import Municipality
from accounts.roles import Role
from incidents.categories import load_standard
from incidents.imports import FaultyMapping, import_file, read_mapping
from incidents.models import Decision, ImportBatch, Incident, Notice, Text
from incidents.states import Move, State
from tests.accounts.geo_examples import converted, geojson, spot
from tests.factories import CENTRE, make_municipality, make_user

pytestmark = pytest.mark.django_db
Run = Callable[..., list[tuple[str, ...]]]

MAPPING = """
[file]
x = "lon"
y = "lat"

[organisation]
name = "Bolaget"

[time]
from = "when"
formats = ["%Y-%m-%d %H:%M"]

[category]
column = "what"
default = ""

[category.values]
"klotter" = "SKA-10"
"glas" = "SKA-20"
"plan" = "OVR-20"
"annat" = "OVR-90"

[report]
description = "text"
"""
HEADER = "when,what,lon,lat,text\n"
HERE = f"{CENTRE[0]},{CENTRE[1]}"
GRAFFITI = f"2026-02-03 14:30,klotter,{HERE},Tags på väggen\n"


@pytest.fixture
def koping() -> Municipality:
    municipality = make_municipality(code="1983")
    load_standard(municipality)
    return municipality


@pytest.fixture
def mapping(tmp_path: Path) -> Callable[[str], Path]:
    """Write a mapping."""

    def write(text: str = MAPPING) -> Path:
        path = tmp_path / "mapping.toml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def run(koping: Municipality, mapping: Callable[[str], Path], tmp_path: Path) -> Run:
    """Import a table's text, or a file; the rows of the rejects file, if there is one."""

    def run(table: str | Path, mapped: str = MAPPING, **options: str) -> list[tuple[str, ...]]:
        if isinstance(table, str):
            (tmp_path / "table.csv").write_text(table, encoding="utf-8")
            table = tmp_path / "table.csv"
        rejects = tmp_path / "rejects.csv"
        rejects.unlink(missing_ok=True)
        call_command(
            "import_incidents", table, municipality="1983", map=mapping(mapped), rejects=rejects, **options
        )
        if not rejects.exists():
            return []
        with rejects.open(encoding="utf-8", newline="") as file:
            return [tuple(row) for row in csv.reader(file)][1:]

    return run


def test_a_row_becomes_a_submitted_incident_with_its_decision_its_words_its_cell_and_its_area(run, koping):
    assert run(HEADER + GRAFFITI) == []
    incident = Incident.objects.get()
    assert (incident.category.code, incident.state, incident.version) == ("SKA-10", State.SUBMITTED, 1)
    assert (incident.reporter, incident.organisation.name, str(incident.area)) == (None, "Bolaget", "Centrum")
    assert incident.started_at == incident.ended_at == datetime(2026, 2, 3, 13, 30, tzinfo=UTC)
    assert (incident.time_precision, incident.observation) == ("exact", "second_hand")
    assert (incident.cell_x, incident.cell_y) == cell_of(*CENTRE, koping.metric_srid)
    decision = Decision.objects.get()
    assert (decision.move, decision.by, decision.at, decision.version) == (
        Move.SUBMIT,
        None,
        incident.received_at,
        1,
    )
    assert Text.objects.get().body == "Tags på väggen"


def test_run_twice_nothing_doubles_although_rows_repeat(run, capsys):
    table = HEADER + GRAFFITI * 3 + GRAFFITI.replace("klotter", "glas")
    run(table)
    run(table)
    assert Incident.objects.count() == Decision.objects.count() == Text.objects.count() == 4
    assert capsys.readouterr().out.splitlines() == [
        "table.csv: 4 stored, 0 known already, 0 rejected.",
        "table.csv: 0 stored, 4 known already, 0 rejected.",
    ]
    assert list(ImportBatch.objects.order_by("pk").values_list("accepted", "already_known")) == [
        (4, 0),
        (0, 4),
    ]


def test_a_longer_file_adds_what_is_new_in_it(run):
    run(HEADER + GRAFFITI * 2)
    run(HEADER + GRAFFITI * 3)
    assert Incident.objects.count() == 3


def test_a_run_that_was_killed_is_finished_by_the_next(koping, mapping, tmp_path):
    path = tmp_path / "long.csv"
    path.write_text(HEADER + "".join(GRAFFITI.replace("Tags", f"Tagg {n}") for n in range(2500)))

    def import_it(progress):
        at = datetime(2026, 3, 3, tzinfo=UTC)
        mapped = read_mapping(mapping(MAPPING))
        return import_file(path, mapped, municipality=koping, at=at, progress=progress, clock=lambda: at)

    def killed(rows, rejected):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_it(killed)
    assert Incident.objects.count() == 2000
    batch = import_it(lambda rows, rejected: None)
    assert (batch.accepted, batch.already_known) == (500, 2000)
    assert Incident.objects.count() == Decision.objects.count() == Text.objects.count() == 2500


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"2026-02-30 14:30,klotter,{HERE},", "Tiden går inte att läsa: 2026-02-30 14:30"),
        (f",klotter,{HERE},", "Tiden saknas."),
        (f"2026-03-29 02:30,klotter,{HERE},", "Klockslaget fanns inte: klockan ställdes om den natten."),
        (f"2199-01-01 12:00,klotter,{HERE},", "Tiden ligger i framtiden."),
        (f"2026-02-03 14:30,mord,{HERE},", "Kategorin är okänd: mord"),
        (f"2026-02-03 14:30,annat,{HERE},", "Beskrivning saknas, och kategorin kräver en."),
        (f"2026-02-03 14:30,klotter,{HERE},{'a' * 1001}", "Beskrivningen är längre än 1000 tecken."),
        (
            f"2026-02-03 14:30,klotter,{HERE},Född 900101-0017",
            "Texten innehåller något som ser ut som ett personnummer.",
        ),
        ("2026-02-03 14:30,klotter,,,", "Läget saknas."),
        ("2026-02-03 14:30,klotter,öst,norr,", "Läget går inte att läsa."),
        ("2026-02-03 14:30,klotter,0,0,", "Läget är utanför kommunen."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_goes_to_the_rejects_with_line_and_reason_and_the_rest_is_kept(
    run, row, reason
):
    rejected = run(HEADER + GRAFFITI + row + "\n" + GRAFFITI)
    assert [line[:2] for line in rejected] == [("3", reason)]
    assert Incident.objects.count() == 2


def test_a_rejected_row_is_mended_in_the_rejects_and_imported_from_there(run, tmp_path):
    run(HEADER + GRAFFITI + GRAFFITI.replace("14:30", "14.30"))
    mended = (tmp_path / "rejects.csv").read_text(encoding="utf-8").replace("14.30", "15:30")
    assert mended.splitlines()[0] == "line,reason,when,what,lon,lat,text"
    assert run(mended) == []
    assert Incident.objects.count() == 2


def test_what_was_rejected_only_for_the_mapping_is_known_again_when_the_mapping_is_mended(run, tmp_path):
    table = HEADER + GRAFFITI + GRAFFITI.replace("klotter", "tagg")
    run(table)
    rejects = (tmp_path / "rejects.csv").read_text(encoding="utf-8")
    mended = MAPPING.replace('"glas" =', '"tagg" = "SKA-10"\n"glas" =')
    run(table, mended)
    run(rejects, mended)
    assert Incident.objects.count() == 2


def test_letters_in_another_encoding_are_read_and_stray_ones_rejected(run, tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes((HEADER + GRAFFITI).encode("cp1252"))
    assert [row[:2] for row in run(path)] == [("2", "Texten är inte skriven i utf-8.")]
    run(path, MAPPING.replace("[file]", '[file]\nencoding = "cp1252"'))
    assert Text.objects.get().body == "Tags på väggen"


def test_a_compressed_table_with_tabs_is_read(run, tmp_path):
    path = tmp_path / "table.tab.gz"
    path.write_bytes(gzip.compress((HEADER + GRAFFITI).replace(",", "\t").encode()))
    run(path)
    assert Incident.objects.count() == 1


@pytest.mark.parametrize("srid", ["EPSG:3006", "EPSG:4326", "EPSG:27700"])
def test_a_geopackage_in_any_projection_is_read_and_known_again(run, tmp_path, srid):
    where = spot(*CENTRE, when="2026-02-03 14:30", what="glas", text="")
    path = converted(geojson(tmp_path / "t.geojson", [where, where]), tmp_path / "t.gpkg", "-t_srs", srid)
    mapped = MAPPING.replace('x = "lon"\ny = "lat"\n', "").replace('["%Y-%m-%d %H:%M"]', '"iso"')
    assert run(path, mapped) == run(path, mapped) == []
    assert [i.point.tuple for i in Incident.objects.all()] == [pytest.approx(CENTRE, abs=1e-6)] * 2


@pytest.mark.parametrize(
    ("unit", "said", "start", "end", "precision"),
    [
        ("moment", "2026-02-03 14:30", "2026-02-03T13:30", "2026-02-03T13:30", "exact"),
        ("hour", "2026-02-03 14:30", "2026-02-03T13:00", "2026-02-03T14:00", "interval"),
        (
            "day",
            "2026-03-29 14:30",
            "2026-03-28T23:00",
            "2026-03-29T22:00",
            "day",
        ),  # 23 hours: clocks go forward
        ("month", "2026-02-03 14:30", "2026-01-31T23:00", "2026-02-28T23:00", "unknown"),
    ],
)
def test_a_time_stands_for_what_the_mapping_says(run, unit, said, start, end, precision):
    run(HEADER + f"{said},glas,{HERE},\n", MAPPING.replace("[time]", f'[time]\nunit = "{unit}"'))
    incident = Incident.objects.get()
    found = (
        incident.started_at.isoformat()[:16],
        incident.ended_at.isoformat()[:16],
        incident.time_precision,
    )
    assert found == (start, end, precision)


def test_an_interval_has_two_columns_and_must_not_end_before_it_starts(run):
    mapped = MAPPING.replace("[time]", '[time]\nto = "until"')
    table = f"when,until,what,lon,lat,text\n2026-02-03 22:00,2026-02-04 06:00,glas,{HERE},\n"
    backwards = f"2026-02-03 22:00,2026-02-03 06:00,glas,{HERE},\n"
    open_ended = f"2026-02-03 22:00,,glas,{HERE},\n"
    rejected = run(table + backwards + open_ended, mapped)
    assert [row[:2] for row in rejected] == [("3", "Händelsen slutar innan den börjar.")]
    assert sorted(Incident.objects.values_list("time_precision", flat=True)) == ["exact", "interval"]


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ('["%d/%m/%Y %H:%M"]', "03/02/2026 07:30"),
        ('["%Y-%m-%d %H:%M", "%y%m%d %H%M"]', "260203 0730"),
        ('"iso"', "2026-02-03T07:30:00"),
        ('"iso"', "2026-02-03T12:30:00Z"),
    ],
)
def test_times_are_read_in_their_format_and_zone(run, formats, said):
    mapped = MAPPING.replace(
        'formats = ["%Y-%m-%d %H:%M"]', f'formats = {formats}\nzone = "America/New_York"'
    )
    run(HEADER + f"{said},glas,{HERE},\n", mapped)
    assert Incident.objects.get().started_at == datetime(2026, 2, 3, 12, 30, tzinfo=UTC)


def test_only_what_is_planned_may_lie_ahead(run):
    assert run(HEADER + f"2199-01-01 12:00,plan,{HERE},\n") == []


def test_approving_afterwards_approves_all_of_the_file_and_tells_nobody(run, koping):
    reviewer = make_user(Role.REVIEWER, koping)
    run(HEADER + GRAFFITI)
    run(HEADER + GRAFFITI, approve_as=reviewer.email.upper())
    incident = Incident.objects.get()
    moves = incident.decisions.order_by("version").values_list("move", "by")
    expected = [(Move.SUBMIT, None), (Move.OPEN, reviewer.pk), (Move.APPROVE, reviewer.pk)]
    assert (incident.state, list(moves), Notice.objects.count()) == (State.APPROVED, expected, 0)


@pytest.mark.parametrize(
    ("mapped", "words"),
    [
        ("[file", "not TOML"),
        (MAPPING.replace('name = "Bolaget"', ""), r"\[organisation\] name is missing"),
        (MAPPING.replace("Bolaget", "811228 9874"), "organisation. name holds a person's number"),
        (MAPPING.replace('from = "when"', ""), r"\[time\] from is missing"),
        (
            MAPPING.replace('from = "when"', 'form = "when"\nfrom = "when"'),
            r"\[time\] form means nothing here",
        ),
        (MAPPING.replace('from = "when"', "from = 7"), r"\[time\] from must be text"),
        (MAPPING.replace("[time]", '[time]\nunit = "week"'), "unit is 'week'"),
        (MAPPING.replace("[time]", '[time]\nzone = "Köping"'), "no time zone"),
        (MAPPING.replace('x = "lon"', ""), "x and y belong together"),
        (MAPPING.replace('x = "lon"', "x = 1"), r"\[file\] x must be text"),
        (MAPPING.replace('column = "what"', ""), "column and values belong together"),
        (MAPPING.replace("SKA-20", "SKA-99"), "Köping has no category SKA-99"),
        (MAPPING.replace('"text"', '"words"'), "no column 'words'; the columns are: when, what"),
        (MAPPING.replace("[report]", '[report]\nplace_type = "moon"'), "place_type is 'moon'"),
    ],
)
def test_a_faulty_mapping_is_explained_and_nothing_is_imported(run, mapped, words):
    with pytest.raises(CommandError, match=words):
        run(HEADER + GRAFFITI, mapped)
    assert not Incident.objects.exists()


@pytest.mark.parametrize(
    ("mapped", "words"),
    [
        (MAPPING.replace("%Y-%m-%d %H:%M", "%Y %Y"), r"\[time\] formats has '%Y %Y'"),
        (MAPPING.replace("%Y-%m-%d %H:%M", "%Q"), r"\[time\] formats has '%Q'"),
        (MAPPING.replace('from = "when"', 'from = ""'), r"\[time\] from is missing"),
        (MAPPING.replace("[time]", '[time]\nzone = "Europe"'), "no time zone"),
        (MAPPING.replace('"SKA-10"', "10"), r"\[category\] values must be codes as text"),
        (
            MAPPING.replace("[file]", '[file]\nencoding = "undefined"'),
            "There is no encoding called 'undefined'",
        ),
    ],
)
def test_a_mapping_that_python_itself_chokes_on_is_explained_too(run, mapped, words):
    with pytest.raises(CommandError, match=words):
        run(HEADER + GRAFFITI, mapped)


def test_a_file_named_by_a_persons_number_is_refused_and_its_name_not_kept(run, tmp_path):
    path = tmp_path / "811228_9874.csv"
    path.write_text(HEADER + GRAFFITI, encoding="utf-8")
    with pytest.raises(CommandError, match="name holds a person's number"):
        run(path)
    assert not Incident.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("said", ["811228-9874", "811228 98 74", "(811228) 9874", "konto 8112289874"])
def test_a_row_with_a_persons_number_is_rejected(run, said):
    rows = run(HEADER + f"2026-02-03 14:30,klotter,{HERE},Skrivet av {said}\n")
    assert [row[1] for row in rows] == ["Texten innehåller något som ser ut som ett personnummer."]
    assert not Text.objects.exists()


def test_a_file_that_only_says_it_is_packed_is_refused(run, tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes((HEADER + GRAFFITI).encode("utf-16"))
    with pytest.raises(CommandError, match="cannot be unpacked"):
        run(path, MAPPING.replace("[file]", '[file]\nencoding = "utf-16"'))


def test_the_ends_of_the_calendar_are_rejected_like_other_slips(run):
    rows = [f"{year}-{day} 23:59,klotter,{HERE},\n" for year, day in (("0001", "01-01"), ("9999", "12-31"))]
    rejected = run(HEADER + "".join(rows))
    assert [row[1] for row in rejected] == [
        "Tiden går inte att läsa: 0001-01-01 23:59",
        "Tiden går inte att läsa: 9999-12-31 23:59",
    ]


def test_what_cannot_be_done_is_said_before_anything_is_imported(run, koping, mapping, tmp_path):
    with pytest.raises(CommandError, match="There is no user nobody@"):
        run(HEADER + GRAFFITI, approve_as="nobody@example.com")
    with pytest.raises(CommandError, match="no municipality with code 9999"):
        call_command("import_incidents", tmp_path / "t.csv", municipality="9999", map=mapping())
    with pytest.raises(FaultyMapping, match="cannot be read"):
        read_mapping(tmp_path / "nowhere.toml")
    assert not Incident.objects.exists()


def test_who_may_not_review_cannot_approve_but_the_rows_are_kept(run, koping):
    reporter = make_user(Role.REPORTER, koping)
    with pytest.raises(CommandError, match="may not review in Köping"):
        run(HEADER + GRAFFITI, approve_as=reporter.email)
    assert Incident.objects.get().state == State.SUBMITTED


def test_the_examples_in_the_documentation_can_be_read():
    examples = Path(__file__).parents[2] / "docs" / "examples"
    mappings = sorted(
        set(examples.glob("*.toml")) - {examples / "agreement.toml"}
    )  # which `import_agreement` reads
    assert [read_mapping(path).organisation for path in mappings] == [
        "Houston Police Department",
        "Lancashire Constabulary",
        "New York City Police Department",
    ]
