"""The fishbone: every cause is drawn and said, inside the picture, however long it is."""

import re
from xml.etree import ElementTree

import pytest

from lagesbild.maps.labels import text_width
from promises.fishbone import WIDTH, Bone, Rib, draw, wrapped

SVG = "{http://www.w3.org/2000/svg}"
LONG = "Belysningen längs gångvägen mellan stationen och badplatsen släcks redan klockan tio på kvällen"
RIBS = [
    Rib("Brottsutsatt", [Bone("Äldre går ensamma"), Bone(LONG, ["Ingen buss efter åtta"])]),
    Rib("Gärningsperson", []),
    Rib(
        "Objekt eller plats",
        [Bone("Skadegörelseförsäkringsvillkorsöversynsarbetsgruppssammanträdesprotokoll")],
    ),
]


@pytest.fixture
def drawing() -> ElementTree.Element:
    return ElementTree.fromstring(draw("Otrygghet vid sjön", RIBS))


def test_it_has_a_title_and_says_all_that_is_drawn(drawing):
    assert drawing.find(f"{SVG}title").text == "Orsaksanalys av Otrygghet vid sjön"
    assert drawing.find(f"{SVG}desc").text == (
        f"Brottsutsatt: Äldre går ensamma; {LONG}, på grund av Ingen buss efter åtta. "
        "Gärningsperson: ingen orsak än. "
        "Objekt eller plats: Skadegörelseförsäkringsvillkorsöversynsarbetsgruppssammanträdesprotokoll."
    )


def test_every_word_of_every_cause_is_drawn(drawing):
    drawn = " ".join(text.text for text in drawing.iter(f"{SVG}text"))
    for rib in RIBS:
        for words in (rib.label, *(bone.text for bone in rib.bones)):
            assert words.replace(" ", "") in re.sub(r"[- ]", "", drawn)


def test_nothing_leaves_the_picture(drawing):
    for text in drawing.iter(f"{SVG}text"):
        x, width = float(text.get("x")), text_width(text.text, float(text.get("font-size")))
        left = {"end": x - width, "middle": x - width / 2}.get(text.get("text-anchor"), x)
        assert left >= 0 and left + width <= WIDTH, text.text


def test_what_people_wrote_is_escaped():
    assert "<b>" not in draw("<b>", [Rib("Plats", [Bone("<b>")])])


def test_lines_are_no_wider_than_the_room():
    lines = wrapped(LONG, 22, 250)
    assert (" ".join(lines), max(text_width(line, 22) for line in lines) <= 250) == (LONG, True)
