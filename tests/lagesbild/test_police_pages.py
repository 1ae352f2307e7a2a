"""Polisanmälda brott as pages: read by those who read editions, kept by the coordinator, and never half read in."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.roles import Role
from lagesbild.models import CrimeCount, PoliceImport
from tests.factories import make_municipality, make_user
from tests.lagesbild.police import APRIL, CAME, HEADING, bring_in, centre, monthly

pytestmark = pytest.mark.django_db
PAGE, READ_IN = "/polisanmalda", "/polisanmalda/las-in"
ROWS = "2026-03;;Stöld;5\n2026-04;;Stöld;7\n2026-04;Centrum;Stöld;2\n"


@pytest.fixture(autouse=True)
def when_the_figures_came():
    with time_machine.travel(CAME, tick=False):
        yield


@pytest.fixture
def municipality():
    return make_municipality()


def signed_in(role: Role, municipality) -> Client:
    client = Client()
    client.force_login(make_user(role, municipality))
    return client


@pytest.fixture
def coordinator(municipality) -> Client:
    return signed_in(Role.COORDINATOR, municipality)


def sent(**fields):
    return {"source": "Polisen", "table": HEADING + ROWS} | fields


def file(content: bytes, name: str = "brott.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_table_is_shown_as_what_it_changes_before_anything_is_kept(municipality, coordinator):
    bring_in(municipality, "2026-03;;Stöld;5\n2026-04;;Stöld;6")
    form = coordinator.post(READ_IN, sent()).context["form"]
    assert form.sentences == [
        "3 siffror, 1 sorts brott, 2 områden, 1 mars – 30 april 2026.",
        "1 är nya, 1 ersätter andra siffror och 1 är som förut.",
        "Siffrorna visas för sig och läggs aldrig ihop med rapporterna.",
    ]
    assert PoliceImport.objects.count() == 1
    answer = coordinator.post(READ_IN, sent(seen=form.digest))
    assert answer["Location"] == PAGE
    batch = PoliceImport.objects.latest("pk")
    assert (batch.rows, batch.file_name, batch.source) == (3, "inklistrad tabell", "Polisen")


def test_a_chosen_file_is_laid_in_the_table_and_read_in_from_there(municipality, coordinator):
    content = (HEADING + ROWS).replace("\n", "\r\n").encode("cp1252")
    page = coordinator.post(READ_IN, sent(table="", file=file(content)))
    form = page.context["form"]
    assert "2026-04;;Stöld;7" in page.content.decode()
    coordinator.post(
        READ_IN, sent(table=form["table"].value(), file_name=form["file_name"].value(), seen=form.digest)
    )
    batch = PoliceImport.objects.get()
    assert (batch.file_name, batch.rows, batch.counts.get(area=None, month=APRIL).count) == (
        "brott.csv",
        3,
        7,
    )


def test_what_is_wrong_is_said_where_it_is_and_nothing_typed_is_lost(municipality, coordinator):
    text = HEADING + "2026-04;Sala;Stöld;7\n2026-04;;Stöld;sju\n"
    page = coordinator.post(READ_IN, sent(table=text))
    assert page.context["form"].errors["table"] == [
        "Rad 2, område: Området ”Sala” finns inte.",
        "Rad 3, antal: ”sju” är inte ett helt antal.",
    ]
    assert "2026-04;Sala;Stöld;7" in page.content.decode()
    assert not PoliceImport.objects.exists()


def test_a_table_that_was_changed_after_it_was_shown_is_shown_again(municipality, coordinator):
    seen = coordinator.post(READ_IN, sent()).context["form"].digest
    page = coordinator.post(READ_IN, sent(table=HEADING + ROWS.replace(";7", ";8"), seen=seen))
    assert page.context["form"].is_confirmed is False
    assert not PoliceImport.objects.exists()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"table": " "}, "file", "Välj en fil eller klistra in en tabell."),
        (
            {"table": "", "file": b"PK\x03\x04"},
            "file",
            "Det är en Excelfil. Spara den som CSV i Excel och välj den filen.",
        ),
        ({"table": "", "file": b""}, "file", "Välj en fil eller klistra in en tabell."),
        ({"table": "x"}, "table", None),
        ({"table": "a\0b"}, "table", None),
        ({"source": ""}, "source", None),
        (
            {"source": "Polisen 811228 98 74"},
            "source",
            "Texten innehåller ett personnummer. Ta bort det och försök igen.",
        ),
    ],
)
def test_what_is_no_table_is_refused(municipality, coordinator, fields, field, message):
    fields = {key: file(value) if isinstance(value, bytes) else value for key, value in fields.items()}
    errors = coordinator.post(READ_IN, sent(**fields)).context["form"].errors
    assert list(errors) == [field]
    assert message is None or errors[field] == [message]
    assert not PoliceImport.objects.exists()


def test_a_file_named_by_a_persons_number_is_refused_and_its_name_is_not_shown_again(coordinator):
    named = file((HEADING + ROWS).encode(), "brott 811228-9874.csv")
    page = coordinator.post(READ_IN, sent(table="", file=named))
    assert page.context["form"].errors == {
        "file": ["Filens namn innehåller ett personnummer. Byt namn på filen och välj den igen."]
    }
    assert "811228" not in page.content.decode()
    assert not coordinator.post(READ_IN, sent(file_name="811228-9874.csv")).context["form"].is_valid()


def test_an_import_is_taken_back_by_whom_and_when(municipality, coordinator):
    bring_in(municipality, "2026-04;;Stöld;7")
    wrong = bring_in(municipality, "2026-04;;Stöld;70")
    for _time in range(2):
        answer = coordinator.post(f"{PAGE}/import/{wrong.pk}/angra")
        assert answer["Location"] == READ_IN
    assert coordinator.get(PAGE).context["rows"][0]["this_period"] == 7
    wrong.refresh_from_db()
    assert (wrong.withdrawn_at, wrong.withdrawn_by.name.split()[0]) == (CAME, "Säkerhetssamordnare")
    assert "Ångrad 12 maj 2026" in coordinator.get(READ_IN).content.decode()


def test_an_import_of_the_next_municipality_does_not_exist(municipality, coordinator):
    other = bring_in(make_municipality("Arboga"), "2026-04;;Stöld;7")
    assert coordinator.post(f"{PAGE}/import/{other.pk}/angra").status_code == 404
    assert (coordinator.get(PAGE).context["areas"], list(coordinator.get(READ_IN).context["batches"])) == (
        [],
        [],
    )


def test_the_page_shows_the_latest_month_and_one_offence_over_time(municipality, coordinator):
    bring_in(municipality, monthly([*range(20, 33)]) + "\n" + monthly([5] * 13, offence="Rån"))
    page = coordinator.get(PAGE)
    assert [row["offence"] for row in page.context["rows"]] == ["Skadegörelse", "Rån"]
    assert page.context["offence"] == "Skadegörelse"
    text = page.content.decode()
    assert "Anmälda brott per månad: lägst 20, högst 32, senast 32." in text
    assert "Anmälda brott april 2026, enligt polisens statistik" in text
    chosen = coordinator.get(PAGE, {"brott": "Rån"})
    assert chosen.context["offence"] == "Rån"
    assert coordinator.get(PAGE, {"brott": "Finns inte"}).context["offence"] == "Skadegörelse"


def test_an_area_is_chosen_and_one_that_is_not_there_gives_the_first(municipality, coordinator):
    bring_in(municipality, ROWS)
    area = centre(municipality)
    assert coordinator.get(PAGE, {"omrade": area.pk}).context["rows"][0]["this_period"] == 2
    for said in ("", "x", "999999", "0"):
        assert coordinator.get(PAGE, {"omrade": said}).context["name"] == "Hela kommunen"


def test_the_council_reads_the_whole_municipality_and_no_small_number(municipality):
    bring_in(municipality, ROWS + monthly([4] * 13, offence="Rån"))
    area = centre(municipality)
    page = signed_in(Role.BRA_MEMBER, municipality).get(PAGE, {"omrade": area.pk, "brott": "Rån"})
    assert [name for _key, name in page.context["areas"]] == ["Hela kommunen"]
    assert {row["offence"]: row["this_period"] for row in page.context["rows"]} == {"Stöld": 7, "Rån": "<5"}
    assert page.context["chart_svg"] is None
    assert re.findall(r'<td class="numeric num[^"]*">(4)</td>', page.content.decode()) == []
    assert "Läs in siffror" not in page.content.decode()


def test_where_only_areas_are_known_of_the_council_reads_nothing(municipality):
    bring_in(municipality, "2026-04;Centrum;Stöld;7")
    page = signed_in(Role.STEERING_GROUP, municipality).get(PAGE)
    assert "Inga siffror än" in page.content.decode()


def test_an_empty_page_says_what_will_come(coordinator):
    text = coordinator.get(PAGE).content.decode()
    assert "Inga siffror än" in text and f'href="{READ_IN}"' in text


def test_the_page_asks_the_database_no_more_for_three_offences_than_for_one(
    municipality, coordinator, django_assert_num_queries
):
    for offence in ("Stöld", "Rån", "Hot"):
        bring_in(municipality, monthly([9] * 13, offence=offence))
        with django_assert_num_queries(9):
            coordinator.get(PAGE)
    assert CrimeCount.objects.count() == 39
