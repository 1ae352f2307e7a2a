"""Identity numbers are found however they are spelled, and other numbers are left alone.

Every number is drawn by the test; none is taken from a register, and none is written down.
"""

import time
import timeit
import unicodedata
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from personnummer import personnummer

from incidents.privacy import Found, Kind, Screening, find_identifiers
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


#: With these spellings a sign stands before the last four that no time of day has before it.
SIGNED = frozenset(
    {
        *(
            "hyphen",
            "hyphen and century",
            "plus",
            "en dash",
            "non-breaking hyphen",
            "minus sign",
            "dots",
            "dot",
        ),
        *("blanks around the hyphen", "date with hyphens", "slash", "full-width digits", "invisible signs"),
        *("hyphen and line break", "line break and hyphen", "other sign", "bullet"),
        *("digits apart", "digits apart with century"),
    }
)


def is_left_open(born: date, spelling: str) -> bool:
    """Whether the number, without a sign before its last four, may be a mobile number or a date and a time."""
    may_be_late = any(number % 100 == 7 or 24 <= number % 100 < 33 for number in (born.year, born.day))
    return spelling not in SIGNED and may_be_late


@given(
    births, st.integers(1, 999), st.booleans(), st.sampled_from(sorted(SPELLINGS)), st.sampled_from(SENTENCES)
)
@example(date(2000, 1, 1), 1, False, "blank", "Swisha till konto {} i stället.")
@example(date(2005, 1, 1), 1, False, "in one piece", "Swisha till konto {} i stället.")
def test_a_persons_number_is_found_where_it_stands(born, serial, coordination, spelling, sentence):
    assume(not is_left_open(born, spelling))
    written = SPELLINGS[spelling](*drawn(born, serial, coordination=coordination))
    text = sentence.format(written)
    kind = Kind.COORDINATION_NUMBER if coordination else Kind.PERSONAL_NUMBER
    start, inside = text.index(written.strip("()")), written.strip("()")
    assert find_identifiers(text) == [Found(kind, start, start + len(inside))]


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


@pytest.mark.parametrize(
    "spelling",
    [
        *("{d}\n{n}", "{d}\r\n{n}", "{d}-\n{n}", "{d}\n-{n}", "{d}\N{LINE SEPARATOR}{n}"),
        *("{d} {n1} {n2}", "{y}-{m}-{x} {n1}-{n2}", "{c} {y} {m} {x} {n1} {n2}", "{y} - {m} - {x} - {n}"),
        *("({d}) {n}", "{d}({n})", "{d},{n}", "{d}, {n}", "{d}:{n}", "{d}_{n}", "{c}{y}_{m}_{x}_{n}"),
        *(
            "{d}   {n}",
            "{d} - {n}",
            "{d}*{n}",
            "{d}·{n}",
            "{d}~{n}",
            "{d}={n}",
            "{d}\\{n}",
            "{y}/{m}/{x}-{n}",
        ),
        *("1-{d}-{n}", "0:{d}-{n}", "kl 14:{d}-{n}", "{d}-{n}-1", "{d}-{n}.1", "{d}-{n}:2", "x{d}-{n}x"),
        *(
            "konto {d}{n}",
            "ärendenr {d}{n}",
            "ref {d} {n}",
            "dnr {c}{d}{n}",
            "OCR {c}{d}{n}",
            "Faktura {d}-{n}",
        ),
        *(
            "{d}\N{BRAILLE PATTERN BLANK}{n}",
            "{d}\N{HANGUL FILLER}{n}",
            "{d}\N{MONGOLIAN VOWEL SEPARATOR}{n}",
        ),
        "{d}\N{TAG LATIN CAPITAL LETTER A}{n}",
    ],
)
def test_a_split_number_is_found(spelling):
    """What people have been seen to write, and what somebody may write who wants to get past."""
    century, yymmdd, last = drawn(date(1961, 3, 4), 123)
    parts = {"c": century, "d": yymmdd, "n": last, "y": yymmdd[:2], "m": yymmdd[2:4], "x": yymmdd[4:]}
    written = spelling.format(**parts, n1=last[:2], n2=last[2:])
    assert [found.kind for found in find_identifiers(f"Uppgav {written} på plats.")] == [Kind.PERSONAL_NUMBER]


@pytest.mark.parametrize(
    "between",
    [
        *("\N{COMBINING ACUTE ACCENT}", "\N{VARIATION SELECTOR-15}", "\N{COMBINING GRAPHEME JOINER}"),
        *("\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}", "\N{ZERO WIDTH JOINER}", " ", "-", ". "),
    ],
)
def test_a_number_is_found_with_something_laid_upon_or_between_its_digits(between):
    _century, yymmdd, last = drawn(date(1961, 3, 4), 123)
    assert len(find_identifiers(f"Uppgav {between.join(yymmdd + last)} på plats.")) == 1


@pytest.mark.parametrize(
    "harmless",
    [
        *("2026-03-08, 22:15", "20260308_221530", "2026-03-08 18-22", "12.03.26 22.15", "260308\n22.15 rond"),
        *("2026-03-08–2026-03-10", "Hus 10 11 12 och 13 14", "08-12 34 56 78", "3 2 4 2 5 1 i betyg"),
    ],
)
def test_times_and_lists_are_left_alone(harmless):
    assert find_identifiers(harmless) == []


@pytest.mark.parametrize(
    "piece",
    [
        "6103041234",
        "1",
        " ",
        "\n",
        "6 1 0 3 0 4 ",
        "61-03-04, ",
        "610304      ",
        "6\N{COMBINING ACUTE ACCENT}",
    ],
)
def test_what_takes_long_takes_no_longer_than_its_length(piece):
    """Sixteen times as much takes at most about sixteen times as long; a rule gone wrong would take 256 times."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        return min(timeit.repeat(lambda: find_identifiers(text), timer=time.process_time, number=1, repeat=3))

    assert seconds(32_000) < 64 * max(seconds(2_000), 0.0005)


def test_letters_with_marks_of_their_own_stay_letters():
    """As some computers write å: a and a ring. What is found is found where it stands."""
    text = unicodedata.normalize("NFD", "Åsa Öberg ringde från Storgatan.")
    (found,) = Screening().finds(text)
    assert unicodedata.normalize("NFC", text[found.start : found.end]) == "Åsa Öberg"


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
