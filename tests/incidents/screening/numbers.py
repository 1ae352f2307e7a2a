"""Identity numbers in all spellings, and harmless texts with numbers in them; drawn, never taken from a register."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from tests.incidents.screening.reading import check_digit

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
    "line break": lambda c, d, n: f"{d}\n{n}",
    "hyphen and line break": lambda c, d, n: f"{c}{d}-\n{n}",
    "line break and hyphen": lambda c, d, n: f"{d}\n- {n}",
    "last four in pairs": lambda c, d, n: f"{d} {n[:2]} {n[2:]}",
    "all in pairs": lambda c, d, n: " ".join(_pairs(c + d + n)),
    "hyphens in both parts": lambda c, d, n: f"{'-'.join(_pairs(d))} {n[:2]}-{n[2:]}",
    "brackets around the date": lambda c, d, n: f"({d}) {n}",
    "brackets around the last four": lambda c, d, n: f"{c}{d}({n})",
    "comma": lambda c, d, n: f"{d},{n}",
    "colon": lambda c, d, n: f"{d}: {n}",
    "underscore": lambda c, d, n: f"{c}{d}_{n}",
    "other sign": lambda c, d, n: f"{d}*{n}",
    "bullet": lambda c, d, n: f"{d} • {n}",
    "three blanks": lambda c, d, n: f"{d}   {n}",
    "digits apart": lambda c, d, n: " ".join(d + n),
    "digits apart with century": lambda c, d, n: " ".join(c + d) + " - " + " ".join(n),
    "combining marks": lambda c, d, n: "".join(f"{digit}\N{COMBINING ACUTE ACCENT}" for digit in d + n),
    "keycaps": lambda c, d, n: "".join(
        f"{digit}\N{VARIATION SELECTOR-16}\N{COMBINING ENCLOSING KEYCAP}" for digit in d + n
    ),
    "circled digits": lambda c, d, n: (d + n).translate(
        {0x30: 0x24EA} | {0x30 + k: 0x245F + k for k in range(1, 10)}
    ),
    "blank braille pattern": lambda c, d, n: f"{d}\N{BRAILLE PATTERN BLANK}{n}",
    "hangul filler": lambda c, d, n: f"{d}\N{HANGUL FILLER}{n}",
    "invisible signs": lambda c, d, n: f"{d}\N{SOFT HYPHEN}-\N{ZERO WIDTH SPACE}{n}",
}


def _pairs(digits: str) -> list[str]:
    return [digits[at : at + 2] for at in range(0, len(digits), 2)]


SENTENCES = (
    "{}",
    "Pratade med en person ({}) vid entrén.",
    "Personen uppgav {}, boende i närheten.",
    "Legitimerade sig med {}.",
    "pnr:{}",
    "Swisha till konto {} i stället.",
    "Två ungdomar:\n{}\noch en till.",
    "Klottret upptäcktes kl. 22.15 av {} på plats 3.",
)


def drawn(born: date, serial: int, *, coordination: bool = False) -> tuple[str, str, str]:
    day = born.day + (60 if coordination else 0)
    yymmdd = f"{born:%y%m}{day:02}"
    return f"{born.year // 100}", yymmdd, f"{serial:03}{check_digit(f'{yymmdd}{serial:03}')}"


def interim(born: date, serial: int) -> tuple[str, str, str]:
    """A T-number: the letter counts as a one."""
    century, yymmdd, _last = drawn(born, serial)
    return century, yymmdd, f"T{serial % 100:02}{check_digit(f'{yymmdd}1{serial % 100:02}')}"


def texts_with_numbers(count: int) -> Iterator[str]:
    """Of all who may be alive: personnummer, every fifth a samordningsnummer, every twentieth a T-number."""
    pick = random.Random(1983)
    for _ in range(count):
        born, serial = date(1915, 1, 1) + timedelta(days=pick.randrange(40_500)), pick.randint(1, 999)
        sort = pick.random()
        number = interim(born, serial) if sort < 0.05 else drawn(born, serial, coordination=sort < 0.25)
        yield pick.choice(SENTENCES).format(SPELLINGS[pick.choice(sorted(SPELLINGS))](*number))


def harmless_texts(each: int) -> Iterator[str]:
    """With phone numbers, cases, dates, references and the like, so many of each sort."""
    pick = random.Random(1984)
    yield from (make(pick) for make in HARMLESS for _ in range(each))


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
    # What tempts a rule that reads numbers across blanks, signs and line breaks.
    lambda pick: f"{day_of(pick):%Y-%m-%d}, {digits(pick, 4)} kr i skada.",
    lambda pick: f"{day_of(pick):%Y%m%d}: {pick.randint(0, 23):02}{pick.randint(0, 59):02} larm från skolan.",
    lambda pick: f"{day_of(pick):%d.%m.%y} {pick.randint(0, 23):02}{pick.randint(0, 59):02} rond.",
    lambda pick: f"{day_of(pick):%Y-%m-%d} {pick.randint(0, 12):02}-{pick.randint(13, 23):02} var det lugnt.",
    lambda pick: (
        f"Rond {day_of(pick):%Y-%m-%d}\n{pick.randint(0, 23):02}.{pick.randint(0, 59):02} port 3 öppen."
    ),
    lambda pick: (
        f"{day_of(pick):%y%m%d}\n{pick.randint(0, 23):02}{pick.randint(0, 59):02} klotter på gaveln."
    ),
    lambda pick: f"Bussarna {', '.join(str(pick.randint(1, 99)) for _ in range(8))} ställdes in.",
    lambda pick: f"Hus {' '.join(str(pick.randint(1, 60)) for _ in range(7))} saknar belysning.",
    lambda pick: f"Portarna {digits(pick, 4)}, {digits(pick, 4)} och {digits(pick, 4)} stod öppna.",
    lambda pick: "\n".join(
        f"{pick.randint(1, 12)}. {digits(pick, 2)} st, {digits(pick, 3)} kr" for _ in range(4)
    ),
    lambda pick: f"Tagg {digits(pick, 6)} ({digits(pick, 4)}) hittades på {digits(pick, 3)} ställen.",
    lambda pick: f"Skåp {digits(pick, 3)}-{digits(pick, 3)}, kod {digits(pick, 4)} {digits(pick, 2)}.",
    lambda pick: (
        f"Kostade {digits(pick, 2)} {digits(pick, 3)}, {digits(pick, 3)} och {digits(pick, 2)} {digits(pick, 3)} kr."
    ),
    lambda pick: f"Resultat {' '.join(digits(pick, 1) for _ in range(9))} i enkäten.",
)
