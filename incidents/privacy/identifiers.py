"""The numbers that the state gives a person, which no report needs, and which therefore stop it.

They are told from phone numbers, references and times by their date, their check digit and the words before them: at
least 99 of 100 are found, and at most 1 of 100 harmless texts with numbers is taken for one.
"""

import re

from personnummer import personnummer

from incidents.privacy.kinds import Found, Kind
from incidents.privacy.plain import plain

# Read in `plain` text. The same mark stands between year and month as between month and day.
NUMBER = re.compile(
    r"""
    (?<!\d) (?<!\d[-.:])
    (?: (?P<century>18|19|20) \ ? )?
    (?P<year>\d\d) (?P<mark>[-./\ ]?) (?P<month>0[1-9]|1[0-2]) (?P=mark) (?P<day>[0-36-9]\d)
    (?P<tail> \ ?[-+./]\ ? | \ {0,2} )
    (?P<serial>[\dTRSUWXJKLMN]\d{3})
    (?!\d) (?![-.:]\d)
    """,
    re.VERBOSE,
)
WORDS_BEFORE = 40
# With a person's word before it, anything of the right shape is taken for a person's number.
PERSON = re.compile(r"\b(?:person ?-?(?:nr|num|id)|pnr|p-nr|samordn|född|legitim)[^\d]*$")
PHONE = re.compile(r"\b(?:tel|tfn|mobil|mob\b|ring|sms|nås\b|växel|jour|fax|swish|kontakt)[^\d]*$")
REFERENCE = re.compile(
    r"\b(?:ärende|dnr|diarie|referens|ref\b|ocr|faktura|ordern|kundn|serien|konto|bankgiro|bg\b|plusgiro|pg\b|löpn"
    r"|larmn|felanmälan|inventarie|artikel|avtal|objekt|mätar|kvitto|dokument|försändelse)"
    r"[\w-]*\.?(?:[ -](?:nr|nummer|id))?[.:#\s]*$"
)
# Dates of these years may be those of the event: guards and cameras write "260308 2215", systems "260308-1234".
RECENT_YEARS = range(24, 33)
TIME_OF_DAY = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d")


def find_identifiers(text: str) -> list[Found]:
    """Every personnummer, samordningsnummer and interim number in the text, in order, however it is spelled.

    With or without century, with hyphen, plus, any dash, dots, slashes or blanks, in digits of any script.
    """
    words, places = plain(text)
    found: list[Found] = []
    at = 0
    while match := NUMBER.search(words, at):
        kind = _kind(match)
        if kind is None or _is_harmless(
            match, words[max(match.start() - WORDS_BEFORE, 0) : match.start()].lower()
        ):
            at = match.start() + 1
        else:
            at = match.end()
            found.append(Found(kind, places[match.start()], places[match.end() - 1] + 1))
    return found


def _kind(match: re.Match[str]) -> Kind | None:
    """What the number is if its date exists and its check digit is right."""
    year, month, day, serial = match["year"], match["month"], match["day"], match["serial"]
    digits = year + month + day + re.sub(r"\D", "1", serial)
    # Without a century any one will do: they differ in leap days only, and so no clock is needed.
    centuries = [match["century"]] if match["century"] else ["19", "20"]
    if not any(personnummer.valid(century + digits) for century in centuries):
        return None
    if not serial.isdigit():
        return Kind.INTERIM_NUMBER
    return Kind.COORDINATION_NUMBER if int(day) > 60 else Kind.PERSONAL_NUMBER


def _is_harmless(match: re.Match[str], before: str) -> bool:
    """Whether the number is rather a phone number, a reference or a time."""
    if PERSON.search(before):
        return False
    return _is_phone(match, before) or _is_reference(match, before) or _is_time(match)


def _is_phone(match: re.Match[str], before: str) -> bool:
    """A mobile number in one piece, or one of another shape with a word for it before."""
    if match["century"] or match["year"][0] != "0" or match["tail"].strip():
        return False
    in_one_piece = not match["mark"] and not match["tail"]
    return (in_one_piece and match["year"] == "07") or bool(PHONE.search(before))


def _is_reference(match: re.Match[str], before: str) -> bool:
    """One right after a word for it, unless it has the hyphen of an identity number and no date of late."""
    return (not match["tail"].strip() or _is_recent(match)) and bool(REFERENCE.search(before))


def _is_time(match: re.Match[str]) -> bool:
    """A date of late with the time of day after it or hard upon it."""
    return _is_recent(match) and not match["tail"].strip() and bool(TIME_OF_DAY.fullmatch(match["serial"]))


def _is_recent(match: re.Match[str]) -> bool:
    return match["century"] in (None, "20") and int(match["year"]) in RECENT_YEARS
