"""Bringing in police-reported crime: the latest file counts, and taken back it leaves what was before it."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from accounts.models import AreaKind
from accounts.roles import Role
from lagesbild import police_imports
from lagesbild.models import CrimeCount, PoliceImport
from lagesbild.police_imports import Change
from tests.factories import make_municipality, make_user, rectangle
from tests.lagesbild.police import APRIL, CAME, HEADING, bring_in, centre

pytestmark = pytest.mark.django_db
LATER = CAME + timedelta(days=30)


@pytest.fixture
def municipality():
    return make_municipality()


def standing(municipality, *, at=LATER):
    rows = CrimeCount.objects.in_municipality(municipality).standing(at=at)
    return sorted(
        (str(row.area or ""), row.offence, f"{row.month:%Y-%m}", row.count)
        for row in rows.select_related("area")
    )


def test_a_later_file_stands_before_an_earlier_one_and_leaves_what_it_does_not_tell_of(municipality):
    bring_in(municipality, "2026-03;;Stöld;5\n2026-04;;Stöld;7\n2026-04;Centrum;Stöld;2")
    bring_in(municipality, "2026-04;;STÖLD;9", at=LATER)
    assert standing(municipality) == [
        ("", "Stöld", "2026-03", 5),
        ("", "Stöld", "2026-04", 9),
        ("Centrum", "Stöld", "2026-04", 2),
    ]


def test_what_was_known_at_an_earlier_time_can_be_asked_for(municipality):
    bring_in(municipality, "2026-04;;Stöld;7")
    bring_in(municipality, "2026-04;;Stöld;9", at=LATER)
    assert standing(municipality, at=CAME) == [("", "Stöld", "2026-04", 7)]
    assert standing(municipality, at=CAME - timedelta(days=1)) == []


def test_a_withdrawn_file_lets_the_one_before_it_show_again_and_is_withdrawn_once(municipality):
    by = make_user(Role.COORDINATOR, municipality)
    bring_in(municipality, "2026-04;;Stöld;7")
    wrong = bring_in(municipality, "2026-04;;Stöld;70", at=LATER)
    assert [police_imports.withdraw(wrong.pk, by=by, at=LATER) for _time in range(2)] == [True, False]
    assert standing(municipality) == [("", "Stöld", "2026-04", 7)]
    wrong.refresh_from_db()
    assert (wrong.withdrawn_by, wrong.counts.get().count) == (by, 70)


def test_a_table_is_compared_with_what_is_known(municipality):
    bring_in(municipality, "2026-03;;Stöld;5\n2026-04;;Stöld;7")
    text = HEADING + "2026-03;;stöld;5\n2026-04;;Stöld;8\n2026-04;;Rån;0\n2026-04;Centrum;Stöld;1"
    table = police_imports.read_table(text, municipality=municipality, today=CAME.date())
    assert police_imports.compare(table.lines, municipality=municipality, at=LATER) == Change(2, 1, 1)


def test_of_areas_with_one_name_the_district_is_meant_and_codes_tell_them_apart(municipality):
    district = centre(municipality)
    town = municipality.areas.create(
        kind=AreaKind.LOCALITY, code="T0010", name="Centrum", geometry=rectangle(15.9, 59.4, 16.1, 59.6)
    )
    gone = municipality.areas.create(name="Hamnen", geometry=rectangle(15, 59, 16, 60), is_active=False)
    text = HEADING + f"2026-04;centrum;Stöld;1\n2026-04;T0010;Stöld;2\n2026-04;{gone.name};Stöld;3"
    table = police_imports.read_table(text, municipality=municipality, today=CAME.date())
    assert [str(fault) for fault in table.faults] == ["Rad 4, område: Området ”Hamnen” finns inte."]
    table = police_imports.read_table(text.rpartition("\n")[0], municipality=municipality, today=CAME.date())
    assert [line.area for line in table.lines] == [district.pk, town.pk]


def test_the_database_keeps_what_was_read(municipality):
    batch = bring_in(municipality, "2026-04;;Stöld;7")
    for change in ("UPDATE lagesbild_crimecount SET count = 1", "DELETE FROM lagesbild_crimecount"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)
    again = {"municipality": municipality, "batch": batch, "offence": "Stöld", "count": 1}
    for month in (APRIL, date(2026, 3, 2)):
        with pytest.raises(IntegrityError), transaction.atomic():
            CrimeCount.objects.create(month=month, **again)


def test_the_command_reads_a_file_as_the_page_does_and_a_repetition_changes_nothing(
    municipality, tmp_path, capsys
):
    path = tmp_path / "brott.csv"
    path.write_bytes(
        "Månad;Område;Brott;Antal\r\nmar-24;;Stöld;1 207\r\n2024-04;Centrum;Stöld;3\r\n".encode("cp1252")
    )
    for _time in range(2):
        call_command("import_police_statistics", path, "--municipality", municipality.code, "--source", "Brå")
    assert capsys.readouterr().out.splitlines() == [
        "brott.csv: 2 new, 0 changed, 0 as before.",
        "brott.csv: 0 new, 0 changed, 2 as before.",
    ]
    assert standing(municipality, at=PoliceImport.objects.latest("pk").imported_at) == [
        ("", "Stöld", "2024-03", 1207),
        ("Centrum", "Stöld", "2024-04", 3),
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADING + "2024-04;Sala;Stöld;x", "Rad 2, område: Området ”Sala” finns inte.\nRad 2, antal:"),
        ("", "Tabellen är tom."),
        ("PK\x03", "Excelfil"),
    ],
)
def test_a_file_with_a_fault_leaves_nothing_behind(municipality, tmp_path, content, message):
    path = tmp_path / "brott.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CommandError, match=message):
        call_command("import_police_statistics", path, "--municipality", municipality.code)
    assert not PoliceImport.objects.exists()


def test_a_name_that_is_a_persons_number_is_refused(municipality, tmp_path):
    (tmp_path / "811228-9874.csv").write_text(HEADING, encoding="utf-8")
    (tmp_path / "brott.csv").write_text(HEADING, encoding="utf-8")
    for name, source in (("811228-9874.csv", "Polisen"), ("brott.csv", "811228:9874")):
        with pytest.raises(CommandError, match="person's number"):
            call_command(
                "import_police_statistics",
                tmp_path / name,
                "--municipality",
                municipality.code,
                source=source,
            )


def test_no_file_and_no_municipality_are_said(municipality, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_police_statistics", tmp_path / "x.csv", "--municipality", municipality.code)
    with pytest.raises(CommandError, match="no municipality"):
        call_command("import_police_statistics", tmp_path / "x.csv", "--municipality", "0000")
