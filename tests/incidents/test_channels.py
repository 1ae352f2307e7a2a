"""Which other channel a category or a text brings to mind."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.categories import STANDARD
from incidents.channels import BY_CATEGORY, Channel, suggested


@pytest.mark.parametrize(
    ("code", "channels"),
    [
        ("SKA-10", ["polisen"]),
        ("SKA-60", ["polisen", "felanmalan"]),
        ("HOT-20", ["112", "polisen", "tillbud"]),
        ("HOT-30", ["112", "polisen"]),
        ("PLA-10", ["felanmalan"]),
        ("ORD-10", []),
        ("EGEN-1", []),
    ],
)
def test_by_category(code, channels):
    assert [str(channel) for channel in suggested([code], [])] == channels


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("Det brinner i containern just nu.", Channel.EMERGENCY),
        ("En man ligger medvetslös vid stationen.", Channel.EMERGENCY),
        ("Jag vill anmäla en stulen cykel.", Channel.POLICE),
        ("Vi är oroliga för en elev som far illa.", Channel.CONCERN),
        ("Barnen vågar inte gå hem.", Channel.CONCERN),
        ("Två lampor är trasiga vid tunneln.", Channel.FAULT),
        ("Det är hål i vägen.", Channel.FAULT),
        ("Kollegan blev hotad i receptionen.", Channel.WORKPLACE),
        ("Personalen blev knuffade.", Channel.WORKPLACE),
    ],
)
def test_by_words(text, channel):
    assert channel in suggested([], [text])


@pytest.mark.parametrize(
    "text", ["Klotter på väggen.", "Ungdomar samlade vid torget.", "Hög musik från en bil.", "Krossad ruta."]
)
def test_ordinary_words_suggest_nothing(text):
    assert suggested([], [text]) == []


def test_what_is_urgent_comes_first():
    assert suggested(["PLA-10", "HOT-20"], ["felanmält"])[0] == Channel.EMERGENCY


def test_every_code_of_the_table_is_one_of_the_standard_categories():
    tree = tomllib.loads(STANDARD.read_text(encoding="utf-8"))
    codes = {row["code"] for group in tree.values() for row in group["categories"]}
    assert BY_CATEGORY.keys() <= codes | tree.keys()


@given(st.text(max_size=200))
def test_any_text_can_be_asked_about(text):
    assert set(suggested([text], [text])) <= set(Channel)
