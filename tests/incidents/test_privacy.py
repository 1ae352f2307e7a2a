"""Identity numbers are found however they are spelled, and other numbers are left alone.

Every number is drawn by the test; none is taken from a register, and none is written down.
"""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from personnummer import personnummer

from incidents.privacy import Found, Kind, find_identifiers
from tests.incidents.screening.numbers import (
    SENTENCES,
    SPELLINGS,
    drawn,
    harmless_texts,
    interim,
    texts_with_numbers,
)
from tests.incidents.screening.reading import check_digit

births = st.dates(date(1905, 1, 1), date(2026, 12, 31))


@given(births, st.integers(1, 999), st.booleans())
def test_drawn_numbers_are_valid_ones(born, serial, coordination):
    assert personnummer.valid("".join(drawn(born, serial, coordination=coordination)))


def is_left_open(born: date, spelling: str) -> bool:
    """Whether the number, without a sign before its last four, may be a mobile number or a date and a time."""
    signless = spelling.startswith(
        ("in one piece", "blank", "non-breaking blank", "date with hyphens and a blank")
    )
    return signless and (born.year % 100 == 7 or 24 <= born.year % 100 < 33)


@given(
    births, st.integers(1, 999), st.booleans(), st.sampled_from(sorted(SPELLINGS)), st.sampled_from(SENTENCES)
)
def test_a_persons_number_is_found_where_it_stands(born, serial, coordination, spelling, sentence):
    assume(not is_left_open(born, spelling))
    written = SPELLINGS[spelling](*drawn(born, serial, coordination=coordination))
    text = sentence.format(written)
    kind = Kind.COORDINATION_NUMBER if coordination else Kind.PERSONAL_NUMBER
    start = text.index(written)
    assert find_identifiers(text) == [Found(kind, start, start + len(written))]


def test_at_least_99_of_100_numbers_are_found():
    """Of all who may be alive, in all spellings, those left open included."""
    texts = list(texts_with_numbers(6000))
    assert sum(bool(find_identifiers(text)) for text in texts) >= 0.99 * len(texts)


def test_at_most_1_of_100_harmless_texts_is_taken_for_a_number():
    texts = list(harmless_texts(300))
    assert sum(bool(find_identifiers(text)) for text in texts) <= 0.01 * len(texts)


@given(births, st.integers(1, 999), st.sampled_from(sorted(SPELLINGS)))
def test_an_interim_number_is_found(born, serial, spelling):
    written = SPELLINGS[spelling](*interim(born, serial))
    assert [found.kind for found in find_identifiers(f"Reservnummer {written}.")] == [Kind.INTERIM_NUMBER]


def test_several_numbers_are_found_in_order():
    one, other = (SPELLINGS["hyphen"](*drawn(date(1961, 3, day), 123)) for day in (4, 5))
    text = f"{one}, {other}"
    assert [text[found.start : found.end] for found in find_identifiers(text)] == [one, other]


@pytest.mark.parametrize("wrong", ["date", "check digit", "digit too many", "digit too few"])
def test_a_number_that_cannot_be_a_persons_is_left_alone(wrong):
    _century, yymmdd, serial = drawn(date(1961, 3, 4), 123)
    written = {
        "date": f"610231-{serial[:3]}{check_digit(f'610231{serial[:3]}')}",
        "check digit": f"{yymmdd}-{serial[:3]}{(int(serial[3]) + 1) % 10}",
        "digit too many": f"{yymmdd}-{serial}0",
        "digit too few": f"{yymmdd}-{serial[:3]}",
    }[wrong]
    assert find_identifiers(f"Uppgav {written}.") == []


def test_a_mobile_number_is_one_unless_a_person_is_spoken_of():
    """Born in 2007 and written in one piece, a number looks like one of a mobile phone."""
    written = SPELLINGS["in one piece"](*drawn(date(2007, 5, 12), 123))
    assert find_identifiers(f"Ring {written} vid fler klotter.") == []
    assert find_identifiers(f"Ungdomen, {written}, fick följa med.") == []
    assert len(find_identifiers(f"Ungdomen hade personnummer {written}.")) == 1


def test_a_reference_is_one_unless_it_is_written_like_a_persons_number():
    number = drawn(date(1961, 3, 4), 123)
    assert find_identifiers(f"Faktura nr {SPELLINGS['in one piece'](*number)}") == []
    assert len(find_identifiers(f"Faktura nr {SPELLINGS['hyphen'](*number)}")) == 1


@given(st.text(max_size=80))
def test_any_text_can_be_searched(text):
    for found in find_identifiers(text):
        assert 0 <= found.start < found.end <= len(text)
