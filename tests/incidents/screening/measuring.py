"""Measures the screening and writes docs/screening.md: `python -m tests.incidents.screening`."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from incidents.privacy import Found, Kind, Screening, find_identifiers
from tests.database import ROOT
from tests.incidents.screening.numbers import SPELLINGS, harmless_texts, texts_with_numbers
from tests.incidents.screening.reading import PLACES, Sentence, sentences

PAGE = ROOT / "docs" / "screening.md"
NUMBERS, HARMLESS = 6000, 300
#: The sentences call the three sorts of identity numbers one.
NUMBER = "number"
LABELS = {NUMBER: "personnummer, samordningsnummer, T-nummer"} | {
    kind.value: str(kind.label) for kind in Kind
}

HEAD = """\
# How well free text is screened

Written by `python -m tests.incidents.screening`; a test fails when the figures are no longer the code's.

What is found, and what comes of it, is `incidents/privacy/`: the numbers that the state gives a person stop a text, all
else is marked, with what to write instead, and the writer says that it points out nobody or writes something else. The
reviewer sees the same marks once more. The same numbers (`accounts/identity_numbers/`) stop every name, title, reason
and other words that are saved, and what is imported. Nothing of it is a promise that a text is clean: looks, nicknames
and "the man in the red house" are for people to see, and so is a number with words between its parts.
"""
ABOUT = """\
The sentences (`tests/incidents/screening/held_out.txt`) are invented: what caretakers, teachers, guards and youth
workers may write, with names, streets and shops that lead astray. They were written before the rules, by the same hand,
and the rules have never been changed for their sake; `development.txt` is for that. Real texts are more untidy, so
expect less of names than stands here: most of the names above are common in Sweden, and a name that is in no list is
seen only after a word for a person ("rektor …", "killen …") or for being called something ("heter …"). The names on the
municipality's own map (places, areas, streets, organisations) are taken for places. An alarm is right if it overlaps
what is marked.
"""


@dataclass
class Tally:
    """Of one kind: what is marked, what of it is found, how many alarms, how many of them are right."""

    marked: int = 0
    found: int = 0
    alarms: int = 0
    right: int = 0


@dataclass(frozen=True)
class Measured:
    """Of one file of sentences."""

    sentences: int
    kinds: dict[str, Tally]
    harmless: int
    alarmed: int


def measure(name: str) -> Measured:
    """How the sentences of that name fare."""
    screening, read = Screening(lambda: PLACES), sentences(name)
    kinds: dict[str, Tally] = {}
    alarmed = Counter[bool]()
    for sentence in read:
        finds = screening.finds(sentence.text)
        _count(sentence, finds, kinds)
        if not sentence.marks:
            alarmed[bool(finds)] += 1
    return Measured(len(read), kinds, alarmed.total(), alarmed[True])


def _count(sentence: Sentence, finds: list[Found], kinds: dict[str, Tally]) -> None:
    alarms = [(NUMBER if find.blocks else find.kind.value, find.start, find.end) for find in finds]
    for mark in sentence.marks:
        tally = kinds.setdefault(mark[0], Tally())
        tally.marked += 1
        tally.found += any(_meet(mark, alarm) for alarm in alarms)
    for alarm in alarms:
        tally = kinds.setdefault(alarm[0], Tally())
        tally.alarms += 1
        tally.right += any(_meet(mark, alarm) for mark in sentence.marks)


def _meet(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def numbers() -> tuple[int, int, int, int]:
    """Drawn identity numbers and how many are found; harmless texts with numbers and how many give an alarm."""
    texts, harmless = list(texts_with_numbers(NUMBERS)), list(harmless_texts(HARMLESS))
    found, alarmed = (sum(bool(find_identifiers(text)) for text in some) for some in (texts, harmless))
    return len(texts), found, len(harmless), alarmed


def figures() -> str:
    """The tables of the page."""
    return "\n".join([*_of_numbers(), "", *_of_sentences()])


def _of_numbers() -> Iterator[str]:
    drawn, found, harmless, alarmed = numbers()
    yield "## Numbers that stop a text"
    yield ""
    yield f"Drawn in {len(SPELLINGS)} spellings, and harmless texts with phone numbers, cases, dates, OCR and the like."
    yield ""
    yield "| | texts | found | share | goal |"
    yield "|---|--:|--:|--:|--:|"
    yield f"| with a number | {drawn} | {found} | {100 * found / drawn:.1f} % | ≥ 99 % |"
    yield f"| harmless | {harmless} | {alarmed} | {100 * alarmed / harmless:.1f} % | ≤ 1 % |"


def _of_sentences() -> Iterator[str]:
    held_out = measure("held_out")
    yield "## What is marked"
    yield ""
    yield f"{held_out.sentences} sentences that the rules were not made with."
    yield ""
    yield "| kind | in the text | found | recall | alarms | right | precision |"
    yield "|---|--:|--:|--:|--:|--:|--:|"
    for kind, tally in held_out.kinds.items():
        recall, precision = tally.found / tally.marked, tally.right / tally.alarms
        yield (
            f"| {LABELS[kind]} | {tally.marked} | {tally.found} | {recall:.2f} "
            f"| {tally.alarms} | {tally.right} | {precision:.2f} |"
        )
    yield ""
    yield f"Of {held_out.harmless} harmless sentences, {held_out.alarmed} gave an alarm."


def page(on: date) -> str:
    """The whole page, as measured on that day."""
    return f"{HEAD}\nMeasured {on.isoformat()}.\n\n{figures()}\n\n{ABOUT}"
