"""Personnummer, samordningsnummer and interim numbers, told from phone numbers, references and times.

They are told by their date, their check digit and the words before them: at least 99 of 100 are found, and at most 1 of
100 harmless texts with numbers is taken for one (docs/screening.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from personnummer import personnummer

from accounts.identity_numbers.plain import plain

# All is read in `plain` text. Every repetition has a limit and nothing can be read in two ways, so that no text takes
# longer than its length.
#
# The same mark stands between year and month as between month and day; before the last four stands nothing or any few
# signs, among them one line break; the last four may stand two by two.
NUMBER = re.compile(
    r"""
    (?<!\d)
    (?: (?P<century>18|19|20) \ ? )?
    (?P<year>\d\d) (?P<mark>[-./_\ ]{0,3}) (?P<month>0[1-9]|1[0-2]) (?P=mark) (?P<day>[0-36-9]\d)
    (?P<tail> (?:[^\w\n]|_){0,6} (?: \n (?:[^\w\n]|_){0,6} )? )
    (?P<serial> [TRSUWXJKLMN\d]\d [-\ ]{0,3} \d\d )
    (?!\d)
    """,
    re.VERBOSE,
)
# The digits one by one, apart.
SPACED = re.compile(
    r"(?<!\d)(?<!\d\ )\d(?:[-.\ ]{1,3}\d){5}(?:(?:[-.\ ]{1,3}\d){2})?"
    r"[-.\ ]{1,3}[TRSUWXJKLMN\d](?:[-.\ ]{1,3}\d){3}(?![-.\ ]{0,3}\d)"
)
# What makes it a part of something longer, unless it is written as identity numbers are.
LONGER_BEFORE, LONGER_AFTER = re.compile(r"\d[-.:]$"), re.compile(r"[-.:]\d")
FEWEST_DIGITS = 9
WORDS_BEFORE = 40
# With a person's word before it, anything of the right shape is taken for a person's number.
PERSON = re.compile(r"\b(?:person ?-?(?:nr|num|id)|pnr|p-nr|samordn|född|legitim)[^\d]*$")
PHONE = re.compile(r"\b(?:tel|tfn|mobil|mob\b|ring|sms|nås\b|växel|jour|fax|kontakt)[^\d]*$")
# One is paid by mobile, not by telephone.
SWISH = re.compile(r"\bswish[^\d]*$")
# Payments have references with the same check digit, and so many more of them than of other numbers look right.
PAYMENT = re.compile(
    r"\b(?:ocr|faktura|bankgiro|bg\b|plusgiro|pg\b|kvitto)[\w-]*\.?(?:[ -](?:nr|nummer|id))?[.:#\s]*$"
)
# Of other references, some begin with their date.
REFERENCE = re.compile(
    r"\b(?:ärende|dnr|diarie|referens|ref\b|ordern|serien|löpn|larmn|felanmälan|inventarie|artikel|avtal|objekt|mätar"
    r"|dokument|försändelse)[\w-]*\.?(?:[ -](?:nr|nummer|id))?[.:#\s]*$"
)
# How Swedish phone numbers begin.
AREA_CODES = {f"0{digit}" for digit in range(1, 10)}
# Dates of these years may be those of the event: guards and cameras write "260308 2215", systems "260308-1234".
RECENT_YEARS = range(24, 33)
TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d")


class Sort(StrEnum):
    """Which number it is."""

    PERSONAL = "personal_number"
    COORDINATION = "coordination_number"
    INTERIM = "interim_number"


@dataclass(frozen=True)
class Number:
    """A person's number: `text[start:end]`."""

    sort: Sort
    start: int
    end: int


def find_numbers(text: str) -> list[Number]:
    """Every personnummer, samordningsnummer and interim number in the text, in order, however it is spelled.

    With or without century, in one piece or apart, in digits of any script.
    """
    if sum(map(str.isdigit, text)) < FEWEST_DIGITS:
        return []
    words, places = plain(text)
    places.append(len(text))  # so that what lies upon the last digit belongs to the number
    found: list[Number] = []
    for number in sorted((*_whole(words), *_spaced(words)), key=lambda number: number.start):
        if not found or places[number.start] >= found[-1].end:
            found.append(Number(number.sort, places[number.start], places[number.end]))
    return found


def _whole(words: str) -> Iterator[Number]:
    """Those whose date stands together, in plain words."""
    at = 0
    while match := NUMBER.search(words, at):
        at = match.start() + 1
        sort = _sort(match["century"], match["year"] + match["month"] + match["day"], match["serial"])
        if sort and not _is_harmless(match):
            at = match.end()
            yield Number(sort, match.start(), match.end())


def _spaced(words: str) -> Iterator[Number]:
    """Those whose digits stand one by one, in plain words."""
    for match in SPACED.finditer(words):
        digits = re.sub(r"[-.\ ]", "", match[0])
        if sort := _sort(digits[:-10], digits[-10:-4], digits[-4:]):
            yield Number(sort, match.start(), match.end())


def _sort(century: str | None, date: str, serial: str) -> Sort | None:
    """What the number is if its date exists and its check digit is right."""
    # A letter counts as a one.
    digits = date + re.sub(r"\D", "", serial if serial[0].isdigit() else f"1{serial[1:]}")
    # Without a century any one will do: they differ in leap days only, and so no clock is needed.
    if not any(personnummer.valid(each + digits) for each in ([century] if century else ["19", "20"])):
        return None
    if not serial[0].isdigit():
        return Sort.INTERIM
    return Sort.COORDINATION if int(date[4:]) > 60 else Sort.PERSONAL


def _is_harmless(match: re.Match[str]) -> bool:
    """Whether the number is rather a phone number, a reference or a time, or a part of something longer."""
    words = match.string
    before = words[max(match.start() - WORDS_BEFORE, 0) : match.start()].lower()
    is_longer = LONGER_BEFORE.search(before) or LONGER_AFTER.match(words, match.end())
    if is_longer and not _is_as_usual(match):
        return True
    if PERSON.search(before):
        return False
    if _is_reference(match, before):
        return True
    return match["serial"][0].isdigit() and (_is_phone(match, before) or _is_of_the_event(match))


def _is_as_usual(match: re.Match[str]) -> bool:
    """Whether it is written as in a passport."""
    return not match["mark"] and match["tail"] in ("-", "+") and len(match["serial"]) == len("1234")


def _is_signed(match: re.Match[str]) -> bool:
    """Whether before the last four stands a sign that does not stand between a date and something else."""
    return bool(match["tail"].strip(" \n,:;_()"))


def _is_phone(match: re.Match[str], before: str) -> bool:
    """A mobile number in one piece, or one of another shape with a word for it before."""
    if match["century"] or match["year"] not in AREA_CODES or match["tail"].strip():
        return False
    is_mobile, in_one_piece = match["year"] == "07", not match["mark"] and not match["tail"]
    return (is_mobile and (in_one_piece or bool(SWISH.search(before)))) or bool(PHONE.search(before))


def _is_reference(match: re.Match[str], before: str) -> bool:
    """One in one piece that is paid by, or one that begins with a date of late; right after a word for it."""
    in_one_piece = not match["century"] and not match["mark"] and not match["tail"]
    return (in_one_piece and bool(PAYMENT.search(before))) or (
        _is_recent(match) and bool(REFERENCE.search(before))
    )


def _is_of_the_event(match: re.Match[str]) -> bool:
    """A date of late, with the time of day after it or hard upon it, or with something else after a comma."""
    if _is_signed(match):
        return False
    if match["century"] and match["tail"].strip(" ") and _is_recent(match):
        return True
    is_dated = _is_recent(match) or _may_begin_with_the_day(match)
    return is_dated and bool(TIME_OF_DAY.fullmatch(re.sub(r"\D", "", match["serial"])))


def _is_recent(match: re.Match[str]) -> bool:
    return match["century"] in (None, "20") and int(match["year"]) in RECENT_YEARS


def _may_begin_with_the_day(match: re.Match[str]) -> bool:
    """As "12.03.26" does."""
    is_apart = not match["century"] and match["mark"].strip()
    return bool(is_apart) and int(match["year"]) in range(1, 32) and int(match["day"]) in RECENT_YEARS
