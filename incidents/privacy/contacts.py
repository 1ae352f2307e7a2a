"""How a person is reached or looked up: phone number, e-mail address, registration number, the police's case number."""

import re
from collections.abc import Iterator

from incidents.privacy.kinds import Found, Kind

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(
    r"""
    (?<![\w+]) (?<!\d[-./\ ])
    (?: (?:\+|00)46 \ ?-?\ ? (?:\(0\))? \ ? | 0 )
    (?P<number> [1-9] (?: (?:[./]|\ ?-?\ ?) \d ){6,8} )
    (?!\d) (?![-./]\d)
    """,
    re.VERBOSE,
)
# Whole country, free of charge, shared cost: offices have such numbers, people have not.
OF_AN_OFFICE = re.compile(r"10|20|77|900")
PLATE = re.compile(r"(?<![\w-])(?P<letters>[A-HJ-PR-UW-Z]{3}) ?\d\d[\dA-HJ-NPR-UW-Z](?![\w-])", re.IGNORECASE)
PLATE_BEFORE = re.compile(
    r"\b(?:reg\w*|skylt\w*|nummerplåt\w*)(?:[. ]*(?:nr|nummer))?[.:,\s]*$", re.IGNORECASE
)
# Makes, rooms, months and standards that have the same shape.
NO_PLATE = frozenset(
    {
        *("BMW", "KTM", "MAN", "DAF", "JCB", "GMC", "LGH", "RUM", "SAL", "HUS", "DNR", "TEL", "OCR", "SEK", "KLK"),
        *("JAN", "FEB", "MAR", "APR", "MAJ", "JUN", "JUL", "AUG", "SEP", "OKT", "NOV", "DEC", "RAL", "LED", "USB"),
    }
)  # fmt: skip
CASE = re.compile(
    r"(?<![\w-])(?:\d{4}[- ]?)?K[- ]?\d{3,7}-\d\d(?![\w-])|(?<=K-nummer )\d{4,7}\b", re.IGNORECASE
)


def find_contacts(words: str) -> Iterator[Found]:
    """All of them, in `plain` words."""
    for match in EMAIL.finditer(words):
        yield Found(Kind.EMAIL, match.start(), match.end())
    for match in PHONE.finditer(words):
        if not OF_AN_OFFICE.match(match["number"]):
            yield Found(Kind.PHONE, match.start(), match.end())
    for match in PLATE.finditer(words):
        if _is_plate(match, words[: match.start()]):
            yield Found(Kind.PLATE, match.start(), match.end())
    for match in CASE.finditer(words):
        yield Found(Kind.CASE, match.start(), match.end())


def _is_plate(match: re.Match[str], before: str) -> bool:
    if PLATE_BEFORE.search(before):
        return True
    return match[0].isupper() and match["letters"] not in NO_PLATE
