"""One sign for all that looks the same: what dashes, blanks and digits there are is nothing that a rule should know."""

import unicodedata
from functools import lru_cache

#: They show nothing, though they are neither marks nor format characters.
EMPTY_LETTERS = frozenset("\u115f\u1160\u3164\uffa0")
EMPTY_PATTERN = "\N{BRAILLE PATTERN BLANK}"
MARKS = ("Mn", "Me")


def plain(text: str) -> tuple[str, list[int]]:
    """The text with one sign for all dashes, blanks and digits and without invisible signs; and where each stood.

    Marks laid upon a sign are left out too, unless the two are one letter, as å may be written.
    """
    kept: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        if known := _plain_sign(sign):
            kept.append(known)
            places.append(place)
        elif kept and unicodedata.combining(sign):
            whole = unicodedata.normalize("NFC", kept[-1] + sign)
            if len(whole) == 1:
                kept[-1] = whole
    return "".join(kept), places


@lru_cache(maxsize=4096)
def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return sign if sign.isprintable() or sign == "\n" else " "
    if sign in EMPTY_LETTERS:
        return ""
    category = unicodedata.category(sign)
    if (digit := unicodedata.digit(sign, None)) is not None:
        return str(digit)
    if category == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    if category in ("Zs", "Cc") or sign == EMPTY_PATTERN:
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    if category == "Cf" or category in MARKS:
        return ""
    # Full-width letters and signs; those that would become several, such as ½, stay.
    compatible = unicodedata.normalize("NFKC", sign)
    return compatible if len(compatible) == 1 else sign
