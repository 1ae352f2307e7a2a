"""The edition on paper: what it says, on how many pages, and that it is the same file every time."""

import copy
import os
import re
import subprocess
import sys
from io import BytesIO

import pikepdf
import pytest

from lagesbild.pdf import PrintRefused, render
from tests.lagesbild.edition_example import FULL, GENERALISED
from tests.lagesbild.paper import html_of, page_one, pdf_of, print_of, structure_of, text_of

PAGE_ONE = [
    "Lägesbild vecka 9–10 2026",
    "23 februari – 8 mars 2026 · fastställd 10 mars 2026 av säkerhetssamordnaren",
    "Spridning: Polis, Ungdomscoacher, Bevakningsföretag · innehåller inga personuppgifter",
    "väntat 93–135, förra perioden 116",
    "84 500 kr mest glaskross, 61 000 kr",
    "fre 20–23 därefter lördag kl. 20–23",
    "Försämrat i centrum kvällstid",
    "145 händelser rapporterades, fler än de 93–135 som är vanligt för årstiden.",
    "Stora torget 27 nu, 15 förra perioden Kvarstår · Ordningsstörning",
    "S:t Olovsskolan 12 nu, 4 förra perioden Ny · Skadegörelse",
    "113 av 145 händelser har en känd plats och är med på kartan. Bandbredd 200 m.",
]
#: Of css/print.css, in millimetres: a higher map is drawn less wide.
MAP_WIDTH, HIGHEST_MAP = 121, 148
LATER_PAGES = [
    "32 av periodens 145 händelser skedde på andra ställen.",
    "Ågårdens garage (8 förra perioden, 1 nu), Sveavägens hållplats (6 förra perioden, 0 nu).",
    "Narkotika och alkohol 25 14 15 12 15,1 8–23 Fler än väntat",
    "Alla händelser 145 116 var 112 106 107 113,8 93–135 Fler än väntat",
    "Munktorp 6 3 var 2 2,1 0–6 För få för att säga något",
    "Av 16 jämförelser väntas i genomsnitt 0,8 hamna utanför det väntade av en slump. 4 är utpekade här.",
    "fredag kl. 20–23 (omkring 11)",
    "12 händelser har okänd tid eller spänner över mer än ett dygn och är inte med.",
    "Glaskross 19 000 kr 42 000 kr 61 000 kr 38 500 kr 16 2",
    "Betalas av: Bostadsbolaget 52 300 kr, Köpings kommun 27 200 kr, Övriga 5 000 kr.",
    "Inriktning vecka 11–12 2026",
    "Laga belysningen i gångtunneln vid stationen.",
    "14 med händelser, 5 utan något att rapportera, 1 har inte svarat",
    "inte anmälda brott",
]


def missing(sentences: list[str], text: str) -> list[str]:
    return [sentence for sentence in sentences if sentence not in text]


def test_page_one_alone_will_do():
    assert missing(PAGE_ONE, page_one(pdf_of("full"))) == []


def test_the_other_pages_give_the_particulars():
    assert missing(LATER_PAGES, text_of(pdf_of("full"))) == []


@pytest.mark.parametrize(("level", "pages"), [("full", 4), ("generalised", 3)])
def test_an_edition_is_three_or_four_pages(level: str, pages: int):
    with pikepdf.open(BytesIO(pdf_of(level))) as pdf:
        assert len(pdf.pages) == pages


def test_no_share_or_change_is_ever_given_in_percent():
    assert "%" not in text_of(pdf_of("full")) + text_of(pdf_of("generalised"))


def test_the_generalised_level_names_areas_and_no_places():
    text = text_of(pdf_of("generalised"))
    assert (
        missing(["områden i stället för platser", "Munktorp 6 <5 – Ny 1", "Övriga (färre än 5)"], text) == []
    )
    assert [place["name"] for place in FULL["where"]["ranked"] if place["name"] in text] == []


def test_a_draft_says_that_it_is_one():
    draft = copy.deepcopy(FULL)
    draft["header"].update({"number": None, "adopted_on": None, "adopted_by": ""})
    assert missing(["Lägesbild, utkast", "8 mars 2026 · inte fastställd"], page_one(print_of(draft))) == []


def test_a_correction_says_what_it_replaces():
    correction = copy.deepcopy(FULL)
    correction["header"]["supersedes"] = "2026:04"
    assert missing(["Rättelse. Ersätter lägesbild nr 2026:04."], page_one(print_of(correction))) == []


@pytest.mark.parametrize("letters", [430, 1000, 1500])
def test_however_long_the_summary_the_map_and_its_list_stay_on_page_one(letters: int):
    content = copy.deepcopy(FULL)
    content["header"]["supersedes"] = "2026:04"
    sentence = ("Ökningen ligger i centrum och vid stationen " * 9)[: letters // 5 - 2] + "."
    content["summary"]["sentences"] = [sentence] * 5
    assert missing(["Åparken 9 nu", "Bandbredd 200 m."], page_one(print_of(content))) == []


def test_beside_the_longest_summary_the_form_takes_the_map_keeps_its_width_and_the_list_its_places():
    content = copy.deepcopy(FULL)
    content["header"]["supersedes"] = "2026:04"
    content["summary"]["sentences"] = [("Ökningen ligger i centrum och vid stationen " * 5)[:178] + "."] * 5
    ranked = content["where"]["ranked"]
    page = print_of(content)
    assert missing([place["name"] for place in ranked], page_one(page)) == []
    assert missing(["Bandbredd 200 m."], page_one(page)) == []
    [(width, height)] = re.findall(r'class="heat-map"><svg[^>]*viewBox="0 0 (\d+) (\d+)"', html_of(content))
    assert int(height) * MAP_WIDTH / int(width) <= HIGHEST_MAP


@pytest.mark.parametrize("tasks", [4, 60])
def test_no_heading_stands_alone_at_the_end_of_a_page(tasks: int):
    content = copy.deepcopy(FULL)
    for actor in content["direction"]["actors"]:
        actor["tasks"] = ["Synlig patrull vid stationen fredag och lördag kväll."] * tasks
    # What goes on overleaf lies in an element of its own, so a heading left behind is the last in its.
    last = [element.inside[-1].kind for element in structure_of(print_of(content)).walk() if element.inside]
    assert [kind for kind in last if kind in ("H2", "H3")] == []


def test_a_quiet_fortnight_prints_too():
    content = copy.deepcopy(GENERALISED)
    content["summary"].update(
        {"total": 0, "cost": 0, "largest_cost": None, "expected": None, "sentences": []}
    )
    content["where"].update({"ranked": [], "elsewhere": 0, "total": 0})
    content["when"].update(
        {
            "matrix": [[0.0] * 24 for _ in range(7)],
            "hours": [0.0] * 24,
            "counted": 0,
            "excluded": 0,
            "peaks": [],
        }
    )
    text = text_of(print_of(content))
    assert (
        missing(["Ingen händelse med känd plats är godkänd för perioden.", "Ingen särskild inriktning"], text)
        == []
    )


def test_the_same_edition_is_the_same_file():
    assert print_of(FULL) == pdf_of("full")


def test_another_process_makes_the_same_file():
    script = (
        "import sys, django; django.setup(); from lagesbild.pdf import render;"
        "sys.stdout.buffer.write(render(sys.stdin.read(), identifier='1983/2026:05'))"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        input=html_of(FULL).encode(),
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/New_York"},
    )
    assert other.stdout == pdf_of("full")


def test_two_renditions_never_share_an_identifier():
    html = html_of(FULL)
    identifiers = set()
    for name in ("1983/2026:05/full", "1983/2026:05/generalised"):
        with pikepdf.open(BytesIO(render(html, identifier=name))) as pdf:
            identifiers.add(bytes(pdf.trailer.ID[0]))
    assert len(identifiers) == 2


def test_the_file_is_dated_when_the_edition_was_adopted():
    with pikepdf.open(BytesIO(pdf_of("full"))) as pdf:
        assert {str(pdf.docinfo[key]) for key in ("/CreationDate", "/ModDate")} == {"D:20260310"}


def test_every_font_is_inter_and_lies_in_the_file():
    lines = subprocess.run(["pdffonts", "-"], input=pdf_of("full"), capture_output=True, check=True).stdout
    rows = [line.split() for line in lines.decode().splitlines()[2:]]
    assert {(row[0].partition("+")[2].partition("-")[0], row[-5]) for row in rows} == {("Inter", "yes")}


def test_a_sign_that_the_font_lacks_becomes_a_square_and_stops_nothing():
    content = copy.deepcopy(FULL)
    content["direction"]["actors"][0]["tasks"] = ["Håll utkik 🚓\u200d vid čajovna Łódź."]
    assert missing(["Håll utkik □ vid čajovna Łódź."], text_of(print_of(content))) == []


def test_what_cannot_be_understood_is_not_printed():
    html = html_of(FULL).replace("</head>", "<style>p {colour: red}</style></head>")
    with pytest.raises(PrintRefused) as refused:
        render(html, identifier="x")
    assert refused.value.faults == ["Ignored `colour: red` at 1:4, unknown property."]


def test_what_could_not_be_read_aloud_is_not_printed():
    html = "<html lang=sv><title>Karta</title><h1>Karta</h1><svg xmlns='http://www.w3.org/2000/svg'/></html>"
    with pytest.raises(PrintRefused, match="an svg picture has no title"):
        render(html, identifier="x")
