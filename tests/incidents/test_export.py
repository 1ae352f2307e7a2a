"""What a spreadsheet makes of the tables that are taken away: text stays text, whatever anybody has written."""

import csv
import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from incidents.export import disarmed

#: What makes a formula of a cell in one program or another, half and full width.
SIGNS = "=+-@|%"
#: How a payload may be hidden: signs that programs pass over or that begin a cell of their own.
PASSED_OVER = [
    "",
    " ",
    "\t",
    "\r",
    "\n",
    "\N{NO-BREAK SPACE}",
    "\N{ZERO WIDTH SPACE}",
    "\N{IDEOGRAPHIC SPACE}",
    "\x0b",
    "\x00",
]
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "﹦1",
    "−1+1",
]


def read_back(cells: list[object]) -> list[str]:
    """The cells as a spreadsheet gets them."""
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerow(disarmed(cells))
    [row] = csv.reader(io.StringIO(file.getvalue(), newline=""), delimiter=";")
    return row


def is_formula(cell: str) -> bool:
    """As the most trusting program would have it: past all that is not to be seen, in any width."""
    seen = [
        sign for sign in cell if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf", "Zs")
    ]
    return bool(seen) and unicodedata.normalize("NFKC", seen[0])[0] in "=+-@−"


@pytest.mark.parametrize("hidden", PASSED_OVER)
@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_becomes_text_however_it_is_hidden(hidden, formula):
    [cell] = read_back([hidden + formula])
    assert not is_formula(cell) and cell.endswith(formula)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5))
@example(["a", "\t=1", "b"])
@example(["a;b", "\r\n=1+1"])
def test_no_text_becomes_a_formula_or_another_cell(texts):
    cells = read_back(list(texts))
    assert len(cells) == len(texts)
    assert [cell for cell in cells if is_formula(cell)] == []
    assert all(text in (cell, cell.removeprefix("'")) for cell, text in zip(cells, texts, strict=True))


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)))
def test_numbers_stay_numbers(number):
    assert disarmed([number, None]) == [str(number), ""]
