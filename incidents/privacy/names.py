"""Words that look like somebody's name: from lists of names, and from the words around them.

A name on the map is not somebody's: streets, schools and shops are left alone, by the word that follows ("Annas kafé"),
and by the names that the caller knows of.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from incidents.privacy.kinds import Found, Kind

WORD = re.compile(r"(?<![\w@.-])[^\W\d_]+(?:[-'’][^\W\d_]+)*(?!\w)")
#: What begins a sentence: nothing before it, or a full stop, a line break or a mark of a list.
HEAD = re.compile(r"(?:^|[.!?]\s+|\n\s*[-•*]?\s*)[\"”'(]*$")
LONGEST_HEAD = 12
MONTHS = frozenset({"maj", "juni", "august"})

#: After these stands a name, whichever it is.
CALLED = re.compile(
    r"\b(?:heter|hette|hetat|kallas(?: för)?|kallad|kallar sig|vid namn|namnet|presenterade sig som)[ :]+[\"”']?$",
    re.IGNORECASE,
)
#: So does one after these, if it has a capital letter.
PERSON = re.compile(
    r"\b(?:herr|fru|fröken|familjen|fam\.?|doktor|rektor[n]?|lärare[n]?|vaktmästare[n]?|elev(?:en)?|kille[n]?|tjej(?:en)?"
    r"|pojke[n]?|flicka[n]?|man(?:nen)?|kvinna[n]?|granne[n]?|kompis(?:en)?|\w*chauffören|tränaren|väktaren|vakten"
    r"|hyresgästen|kassören|kollegan|klasskamraten|tonåringen)[:,]? [\"”']?$",
    re.IGNORECASE,
)
ENDINGS = "(?:n|en|et|s|ns|ens|ets)?"
#: What makes a place or a shop of the name before it.
PLACE_WORD = re.compile(
    r"(?:gata|väg|gränd|stig|allé|torg|backe|plan|plats|park|bro|kulle|hage|hörna|äng|berg|udde|vik|brygga|led"
    r"|kyrka|kapell|skola|förskola|gymnasium|hall|minne|stiftelse|sjukhus|hotell|salong|klinik"
    r"|kiosk|livs|bageri|konditori|ka(?:f|ff)é|café|krog|pizzeria|grill|restaurang|butik|affär|handel|mode|blommor"
    r"|bygg|måleri|järn|åkeri|verkstad|maskin|begravningsbyrå|ab|hb|förlag)" + ENDINGS
)
#: The same, if it has a capital letter: "Lindholms Bil" is a company, "Lindholms bil" is somebody's.
COMPANY_WORD = re.compile(
    r"(?:bil|bilar|taxi|buss|el|rör|plåt|glas|däck|trädgård|gård|hem|hus|villa)" + ENDINGS
)
BEFORE_A_PLACE = frozenset({"sankt", "sankta", "st", "s:t", "s:ta", "kvarteret", "kv", "fastigheten"})


@dataclass(frozen=True)
class Token:
    """One word, and what the lists say of it. `bare` is in small letters and without a genitive -s."""

    text: str
    start: int
    end: int
    bare: str
    is_first: bool
    is_last: bool
    is_ordinary: bool

    @property
    def has_capital(self) -> bool:
        return self.text[0].isupper()


@cache
def lists() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """First names, last names, and those of both that are ordinary words too; in small letters."""
    table = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
    first, last, words = (
        frozenset(name.casefold() for name in table[part]) for part in ("first", "last", "words")
    )
    return first, last, words


def find_names(words: str, places: Callable[[], Collection[str]]) -> Iterator[Found]:
    """Every name in `plain` words that stands for a person. `places` are asked for only if there is any."""
    tokens = [_token(match) for match in WORD.finditer(words)]
    found = [
        Found(Kind.NAME, group[0].start, group[-1].end)
        for group, following, before in _groups(tokens, words)
        if not _is_place(group, following, before)
    ]
    if found:
        known = _spans_of(places(), words)
        yield from (find for find in found if not any(start <= find.start < end for start, end in known))


def _token(match: re.Match[str]) -> Token:
    first, last, ordinary = lists()
    bare = match[0].casefold()
    if bare.endswith("s") and bare not in first | last and (bare[:-1] in first or bare[:-1] in last):
        bare = bare[:-1]
    is_first = bare in first or ("-" in bare and all(part in first for part in bare.split("-")))
    is_last = bare in last or bare.endswith(("sson", "qvist", "quist"))
    return Token(match[0], match.start(), match.end(), bare, is_first, is_last, bare in ordinary)


def _groups(tokens: list[Token], words: str) -> Iterator[tuple[list[Token], Token | None, str]]:
    """Runs of words that are a name together; with the word that follows hard upon, and the one before."""
    at = 0
    while at < len(tokens):
        length = _length(tokens, at, words)
        if not length:
            at += 1
            continue
        group = tokens[at : at + length]
        at += length
        following = tokens[at] if at < len(tokens) and _touch(group[-1], tokens[at], words) else None
        before = re.search(r"(\S+) $", words[: group[0].start])
        yield group, following, before[1].casefold().rstrip(".") if before else ""


def _length(tokens: list[Token], at: int, words: str) -> int:
    """How many words from this one on are a name; 0 if it is none."""
    token = tokens[at]
    before = words[max(token.start - 30, 0) : token.start]
    run = _run(tokens, at, words)
    if token.is_first and run > 1 and (not token.is_ordinary or tokens[at + 1].is_last):
        return run
    if not token.has_capital:
        return int(token.is_first and not token.is_ordinary and bool(CALLED.search(before)))
    if CALLED.search(before) or PERSON.search(before):
        return run
    head = bool(HEAD.search(words[max(token.start - LONGEST_HEAD, 0) : token.start]))
    if token.is_first and not (token.is_ordinary and (head or token.bare in MONTHS)):
        return 1
    return int(token.is_last and not token.is_ordinary)


def _run(tokens: list[Token], at: int, words: str) -> int:
    """How many words in a row look like the parts of one name, from this one on."""
    length = 1
    for one, other in pairwise(tokens[at : at + 4]):
        if not _touch(one, other, words) or _makes_a_place(other):
            break
        if not (other.has_capital if one.has_capital else other.is_last and not other.is_ordinary):
            break
        length += 1
    return length


def _touch(one: Token, other: Token, words: str) -> bool:
    return words[one.end : other.start] == " "


def _is_place(group: list[Token], following: Token | None, before: str) -> bool:
    if before in BEFORE_A_PLACE:
        return True
    return following is not None and _makes_a_place(following)


def _makes_a_place(token: Token) -> bool:
    word = token.text.casefold()
    return bool(PLACE_WORD.fullmatch(word) or (token.has_capital and COMPANY_WORD.fullmatch(word)))


def _spans_of(places: Collection[str], words: str) -> list[tuple[int, int]]:
    """Where in the words a place is named."""
    lowered = words.casefold()
    if len(lowered) != len(words):  # a letter that becomes two when it is small
        lowered = words
    spans = []
    for place in places:
        at = lowered.find(place.casefold())
        while at >= 0:
            spans.append((at, at + len(place)))
            at = lowered.find(place.casefold(), at + 1)
    return spans
