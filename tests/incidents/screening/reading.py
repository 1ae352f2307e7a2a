"""Reads the marked sentences that the screening is measured by, and draws the identity numbers in them."""

import random
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FOLDER = Path(__file__).parent
#: `[kind|words]`
MARKED = re.compile(r"\[(?P<kind>\w+)\|(?P<words>[^\]]+)\]")
PLACEHOLDER = re.compile(r"\{(pnr|samnr|tnr)\}")

#: The names on the map of the municipality in which the sentences are written.
PLACES = frozenset(
    {
        *("Storgatan", "Torggatan", "Kvarngatan", "Lindgatan", "Almgatan", "Granvägen", "Karl Grims gata"),
        *("Hedda Holms park", "Sankt Olovs skola", "Sofiaskolan", "Eriksdalshallen", "Lovisas plats", "Olofslund"),
        *("Karlsberg", "Ullvihallen", "Hamnparken", "Skogsborg", "Ullvi", "Munktorp", "Kolsva", "Berget", "Eken"),
        *("Gustavs plats", "Maria kyrka", "Elias kapell", "Lottas hörna", "Sankt Olovsgatan", "Eriksgården"),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Sentence:
    """A text, and the places in it that are to be found: kind, start, end."""

    text: str
    marks: tuple[tuple[str, int, int], ...]


def sentences(name: str) -> list[Sentence]:
    """The sentences of `held_out` or `development`, always with the same numbers."""
    pick = random.Random(1987)
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_sentence(line, pick) for line in lines if line and not line.startswith("#")]


def _sentence(line: str, pick: random.Random) -> Sentence:
    line = PLACEHOLDER.sub(lambda match: _number(match[1], pick), line)
    text, marks, last = "", [], 0
    for match in MARKED.finditer(line):
        text += line[last : match.start()]
        marks.append((match["kind"], len(text), len(text) + len(match["words"])))
        text += match["words"]
        last = match.end()
    return Sentence(text + line[last:], tuple(marks))


def _number(sort: str, pick: random.Random) -> str:
    born = date(1940, 1, 1) + timedelta(days=pick.randrange(28_000))
    day = born.day + (60 if sort == "samnr" else 0)
    yymmdd = f"{born:%y%m}{day:02}"
    if sort == "tnr":
        nine = f"{yymmdd}1{pick.randint(0, 99):02}"
        return f"{yymmdd}-T{nine[7:]}{check_digit(nine)}"
    nine = f"{yymmdd}{pick.randint(1, 999):03}"
    century = pick.choice(["", str(born.year // 100)])
    return f"{century}{yymmdd}{pick.choice(['-', '–', ' ', '‑'])}{nine[6:]}{check_digit(nine)}"


def check_digit(nine: str) -> str:
    """Luhn, written here once more so that the tests do not lean on what they test."""
    doubled = (int(digit) * (2 - place % 2) for place, digit in enumerate(nine))
    return str(-sum(value // 10 + value % 10 for value in doubled) % 10)
