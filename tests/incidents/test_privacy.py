"""Identity numbers are found however they are spelled, and other numbers are left alone.

Every number is drawn by the test; none is taken from a register, and none is written down.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from personnummer import personnummer

from incidents.privacy import Found, Kind, find_identifiers

# How a number drawn as (century, yymmdd, nnnn) may be written.
SPELLINGS: dict[str, Callable[[str, str, str], str]] = {
    "hyphen": lambda c, d, n: f"{d}-{n}",
    "hyphen and century": lambda c, d, n: f"{c}{d}-{n}",
    "in one piece": lambda c, d, n: f"{d}{n}",
    "in one piece with century": lambda c, d, n: f"{c}{d}{n}",
    "plus": lambda c, d, n: f"{d}+{n}",
    "en dash": lambda c, d, n: f"{d}–{n}",
    "non-breaking hyphen": lambda c, d, n: f"{c}{d}\N{NON-BREAKING HYPHEN}{n}",
    "minus sign": lambda c, d, n: f"{d}\N{MINUS SIGN}{n}",
    "blank": lambda c, d, n: f"{d} {n}",
    "blank and century": lambda c, d, n: f"{c}{d} {n}",
    "non-breaking blank": lambda c, d, n: f"{d}\N{NO-BREAK SPACE}{n}",
    "blanks around the hyphen": lambda c, d, n: f"{c}{d} - {n}",
    "blanks throughout": lambda c, d, n: f"{c}{d[:2]} {d[2:4]} {d[4:]} {n}",
    "date with hyphens": lambda c, d, n: f"{c}{d[:2]}-{d[2:4]}-{d[4:]}-{n}",
    "date with hyphens and a blank": lambda c, d, n: f"{c}{d[:2]}-{d[2:4]}-{d[4:]} {n}",
    "dots": lambda c, d, n: f"{d[:2]}.{d[2:4]}.{d[4:]}.{n}",
    "dot": lambda c, d, n: f"{d}.{n}",
    "slash": lambda c, d, n: f"{d}/{n}",
    "full-width digits": lambda c, d, n: f"{d}-{n}".translate({ord(str(k)): 0xFF10 + k for k in range(10)}),
    "invisible signs": lambda c, d, n: f"{d}\N{SOFT HYPHEN}-\N{ZERO WIDTH SPACE}{n}",
}
SENTENCES = (
    "{}",
    "Pratade med en person ({}) vid entrén.",
    "Personen uppgav {}, boende i närheten.",
    "Legitimerade sig med {}.",
    "pnr:{}",
    "Två ungdomar:\n{}\noch en till.",
    "Klottret upptäcktes kl. 22.15 av {} på plats 3.",
)


def check_digit(nine: str) -> str:
    """Luhn, written here once more so that the test does not lean on what it tests."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)


def drawn(born: date, serial: int, *, coordination: bool = False) -> tuple[str, str, str]:
    day = born.day + (60 if coordination else 0)
    yymmdd = f"{born:%y%m}{day:02}"
    return f"{born.year // 100}", yymmdd, f"{serial:03}{check_digit(f'{yymmdd}{serial:03}')}"


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
    pick = random.Random(1983)
    texts = []
    for _ in range(6000):
        born = date(1915, 1, 1) + timedelta(days=pick.randrange(40_500))
        number = drawn(born, pick.randint(1, 999), coordination=pick.random() < 0.2)
        texts.append(pick.choice(SENTENCES).format(SPELLINGS[pick.choice(sorted(SPELLINGS))](*number)))
    assert sum(bool(find_identifiers(text)) for text in texts) >= 0.99 * len(texts)


def digits(pick: random.Random, count: int) -> str:
    return "".join(pick.choices("0123456789", k=count))


def with_luhn(pick: random.Random, count: int) -> str:
    """As references on invoices are made."""
    body = digits(pick, count - 1)
    return body + str(-sum(sum(divmod(int(d) * (2 - n % 2), 10)) for n, d in enumerate(reversed(body))) % 10)


def organisation(pick: random.Random) -> str:
    """Its third digit is at least 2, so that no month fits."""
    nine = f"{pick.choice('25789')}{pick.randint(0, 9)}{pick.randint(2, 9)}{digits(pick, 6)}"
    return f"{nine[:6]}-{nine[6:]}{check_digit(nine)}"


def day_of(pick: random.Random) -> date:
    return date(2025, 1, 1) + timedelta(days=pick.randrange(1500))


def mobile(pick: random.Random) -> str:
    area, rest = pick.choice(("070", "070", "072", "073", "076", "079")), digits(pick, 7)
    shapes = (
        f"{area}{rest}",
        f"{area}-{rest}",
        f"{area}-{rest[:3]} {rest[3:5]} {rest[5:]}",
        f"{area} {rest[:3]} {rest[3:5]} {rest[5:]}",
        f"{area}-{rest[:2]} {rest[2:4]} {rest[4:]}",
        f"{area} {rest}",
        f"+46{area[1:]}{rest}",
        f"+46 {area[1:]} {rest[:3]} {rest[3:5]} {rest[5:]}",
    )
    return pick.choice(shapes)


HARMLESS: tuple[Callable[[random.Random], str], ...] = (
    lambda pick: f"Anmälaren nås på {mobile(pick)} efter kl. 16.",
    lambda pick: f"Ring {mobile(pick)} om larmet går igen.",
    lambda pick: f"Lappen på dörren: {mobile(pick)}.",
    lambda pick: f"Tel 0221-{digits(pick, 6)}, växel 0221-{digits(pick, 3)} {digits(pick, 2)}.",
    lambda pick: f"Jouren har 010{digits(pick, 7)} och 08{digits(pick, 8)}.",
    lambda pick: f"Fastighetsägaren, org.nr {organisation(pick)}, är underrättad.",
    lambda pick: f"Faktura {with_luhn(pick, 10)} betald, OCR {with_luhn(pick, pick.randint(8, 16))}.",
    lambda pick: f"Betald med OCR: {with_luhn(pick, 10)}.",
    lambda pick: f"Polisens diarienummer 5000-K{digits(pick, 6)}-26.",
    lambda pick: f"Ärende {day_of(pick):%y%m%d}-{digits(pick, 4)} hos bostadsbolaget.",
    lambda pick: f"Felanmälan nr {digits(pick, 10)} gjord samma dag.",
    lambda pick: f"Se dnr KS {day_of(pick):%Y}/{digits(pick, 5)}.",
    lambda pick: f"Natten {day_of(pick):%Y-%m-%d}–{day_of(pick):%Y-%m-%d} var lugn.",
    lambda pick: (
        f"{day_of(pick):%y%m%d} {pick.randint(0, 23):02}{pick.randint(0, 59):02} rondering utan anmärkning."
    ),
    lambda pick: (
        f"{day_of(pick):%Y-%m-%d} {pick.randint(0, 23):02}{pick.randint(0, 59):02} upptäcktes skadan."
    ),
    lambda pick: f"Bilden heter IMG_{day_of(pick):%Y%m%d}_{digits(pick, 6)}.jpg.",
    lambda pick: (
        f"Kameran sparade {day_of(pick):%Y%m%d}{pick.randint(0, 23):02}{pick.randint(0, 59):02} av händelsen."
    ),
    lambda pick: f"Koordinat 659{digits(pick, 4)} 15{digits(pick, 4)}, stolpe {digits(pick, 5)}.",
    lambda pick: (
        f"Kostnad {digits(pick, 2)} {digits(pick, 3)} kr, bankgiro {digits(pick, 4)}-{digits(pick, 4)}."
    ),
    lambda pick: f"Cykeln hade serienummer {digits(pick, 12)}.",
    lambda pick: (
        f"Kl. {pick.randint(0, 23):02}.{pick.randint(0, 59):02}–23.45, {pick.randint(2, 30)} personer, 3 mopeder."
    ),
    lambda pick: (
        f"Ruta {digits(pick, 2)} x {digits(pick, 2)} cm, plan 2, port {digits(pick, 2)}, hus {digits(pick, 3)}."
    ),
)


def test_at_most_1_of_100_harmless_texts_is_taken_for_a_number():
    pick = random.Random(1984)
    texts = [make(pick) for make in HARMLESS for _ in range(300)]
    assert sum(bool(find_identifiers(text)) for text in texts) <= 0.01 * len(texts)


def test_an_interim_number_is_found():
    nine = "450213" + "134"
    written = f"450213-T34{check_digit(nine)}"
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
