"""An agreement from a file: everything finds its place, a slip is named with its line, and nothing is doubled."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Municipality, Organisation
from promises import importing
from promises.importing.lines import lines_of
from promises.models import (
    Activity,
    Cause,
    Clause,
    CostItem,
    Dialogue,
    Document,
    DocumentState,
    FocusArea,
    Promise,
    Signature,
    Theme,
)
from tests import factories
from tests.database import ROOT
from tests.promises.factories import NOW

pytestmark = pytest.mark.django_db

EXAMPLE = ROOT / "docs" / "examples" / "agreement.toml"
SORTS = (
    Document,
    Clause,
    Signature,
    FocusArea,
    Cause,
    Promise,
    Activity,
    Dialogue,
    Theme,
    CostItem,
    Organisation,
)
HEAD = """\
[[document]]
kind = "implementation_plan"
title = "Plan"
first_on = 2026-01-01
last_on = 2026-12-31
"""


@pytest.fixture
def municipality() -> Municipality:
    return factories.make_municipality()


def counts() -> list[int]:
    return [sort.objects.count() for sort in SORTS]


def bring_in(municipality: Municipality, text: str) -> importing.Count:
    return importing.bring_in(importing.read(text), municipality=municipality, at=NOW)


def fault_of(municipality: Municipality, text: str) -> str:
    """What is said of a file that cannot be used; nothing of it is kept."""
    with pytest.raises(importing.Faulty) as fault:
        bring_in(municipality, text)
    assert sum(counts()) == 0
    return str(fault.value)


def test_the_example_finds_its_place(municipality):
    assert bring_in(municipality, EXAMPLE.read_text()) == importing.Count(new=5, known=0)
    assert counts() == [3, 2, 2, 1, 3, 1, 2, 1, 2, 1, 3]
    assert set(Document.objects.values_list("state", flat=True)) == {DocumentState.ADOPTED}
    agreement = Document.objects.get(annex_to=None)
    assert [annex.annex_number for annex in agreement.annexes.order_by("annex_number")] == [1, 2]
    patrols, lamps = Activity.objects.order_by("number")
    assert [promise.target_unit for promise in patrols.promises.all()] == ["kvällar"]
    assert [cause.text for cause in lamps.causes.all()] == ["Gångvägen är mörk"]
    answering = patrols.responsibilities.order_by("pk").values_list("organisation__name", "role")
    assert list(answering) == [("Lillby kommun", "joint"), ("Polisen Lillby", "joint")]
    assert FocusArea.objects.get().dialogues.get().title == "Trygghetsvandring runt sjön"
    assert Cause.objects.get(parent__isnull=False).parent.text == "Gångvägen är mörk"


def test_a_second_run_doubles_nothing(municipality):
    bring_in(municipality, EXAMPLE.read_text())
    before = counts()
    assert bring_in(municipality, EXAMPLE.read_text()) == importing.Count(new=0, known=5)
    assert counts() == before


def test_a_later_version_supersedes_the_earlier_one(municipality):
    first = HEAD + "adopted_on = 2026-01-02\n"
    bring_in(municipality, first + HEAD + "adopted_on = 2026-02-02\nversion = 2\n")
    states = Document.objects.order_by("version").values_list("state", flat=True)
    assert list(states) == [DocumentState.SUPERSEDED, DocumentState.ADOPTED]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            HEAD + '\n[[document.clause]]\ntext = "att"\n',
            "Rad 7: okänd nyckel ”clause”. Det som får stå här är: activity, adopted_on, annex_number, annex_to, "
            "background, clauses, current_picture, first_on, focus_area, group, kind, last_on, method, parties, "
            "promise, purpose, record_number, signature, title, version.",
        ),
        (
            HEAD + '\n[[document.group]]\nrole = "steering"\nname = "AU"\nchair = "x"\n',
            "Rad 10: okänd nyckel ”chair”. Det som får stå här är: name, role.",
        ),
        (HEAD + '\n[[document.group]]\nrole = "steering"\n', "Rad 7: ”name” saknas."),
        (HEAD + 'purpose = """\nett\ntvå"""\nversion = "2"\n', "Rad 9: ”version” ska vara ett heltal."),
        (HEAD + 'parties = ["Ingen"]\n', "Rad 6: organisationen ”Ingen” finns inte i kommunen; lägg till den med "
         "[[organisation]]."),
        (HEAD + "version = 2\n", "Rad 6: version 1 finns inte."),
        (HEAD + 'annex_to = "Något"\n', "Rad 6: dokumentet ”Något” finns inte."),
        (HEAD.replace("2026-12-31", "9999-12-31"), "Rad 5: ”last_on” ska ha ett år mellan 1900 och 2200."),
        (
            HEAD + '\n[[document.signature]]\ntitle = "Chef"\norganisation = "A"\nsigned_on = 0206-01-01\n',
            "Rad 10: ”signed_on” ska ha ett år mellan 1900 och 2200.",
        ),
        (HEAD.replace("2026-12-31", "2025-12-31"), "Rad 5: Sista dagen får inte ligga före den första."),
        (
            HEAD + 'background = "811228-9874"\n',
            "Rad 6: Texten innehåller ett personnummer. Ta bort det och försök igen.",
        ),
        (
            HEAD + 'clauses = ["Vi ses", "Ring 811228\\n9874"]\n',
            "Rad 6: Texten innehåller ett personnummer. Ta bort det och försök igen.",
        ),
        (
            '[[organisation]]\nname = "811228 98 74"\nkind = "police"\n',
            "Rad 2: Texten innehåller ett personnummer. Ta bort det och försök igen.",
        ),
        (
            '[[dialogue]]\nkind = "survey"\ntitle = "Enkät"\non = 2026-01-01\n\n'
            '[[dialogue.theme]]\ntitle = "(811228) 9874"\n',
            "Rad 7: Texten innehåller ett personnummer. Ta bort det och försök igen.",
        ),
        (
            '[[organisation]]\nname = "A"\nkind = "police"\n\n' + HEAD
            + '\n[[document.activity]]\ntext = "Gå"\nresponsible = ["A"]\ndue_on = 2025-12-31\n',
            "Rad 14: Aktiviteten får inte sluta innan den börjar.",
        ),
        (
            '[[organisation]]\nname = "A"\nkind = "police"\n\n' + HEAD
            + '\n[[document.activity]]\ntext = "Gå"\nresponsible = ["A"]\npromises = ["x"]\n',
            "Rad 14: inget i filen har nyckeln ”x”.",
        ),
        (HEAD + '\n[[document.activity]]\ntext = "Gå"\n', "Rad 7: Välj minst en ansvarig."),
        ('[[organisation]]\nname = "A"\nkind = "polis"\n', "Rad 3: ”polis” är ingen typ av organisation; välj bland "
         "department, company, police, security_company, youth_coaches, association, region."),
        ("[document]\n", "Rad 1: skriv [[document]] med två klamrar."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_line_and_nothing_is_kept(municipality, text, said):
    assert fault_of(municipality, text) == said


def test_a_file_that_is_not_toml_says_so(municipality):
    assert fault_of(municipality, "[[document\n").startswith("Filen är inte TOML: ")


def test_the_command_says_what_came_of_it(municipality, capsys):
    call_command("import_agreement", str(EXAMPLE), municipality=municipality.code)
    assert capsys.readouterr().out == "agreement.toml: 5 nya, 0 fanns redan.\n"


def test_the_command_refuses_an_unknown_municipality_and_a_file_that_is_not_there(municipality):
    with pytest.raises(CommandError, match="no municipality with code 0000"):
        call_command("import_agreement", str(EXAMPLE), municipality="0000")
    with pytest.raises(CommandError, match=r"^finns-inte\.toml går inte att läsa: "):
        call_command("import_agreement", str(Path("finns-inte.toml")), municipality=municipality.code)


def test_lines_are_told_past_texts_of_several_lines():
    text = 'a = 1\n[[b]]\nc = """\nd = 1\n"""\ne = 2\n[[b]]\n[[b.f]]\ng = 1\n'
    assert lines_of(text) == {
        (): 1,
        ("a",): 1,
        ("b", 0): 2,
        ("b", 0, "c"): 3,
        ("b", 0, "e"): 6,
        ("b", 1): 7,
        ("b", 1, "f", 0): 8,
        ("b", 1, "f", 0, "g"): 9,
    }
