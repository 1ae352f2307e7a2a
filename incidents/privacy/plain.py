"""One sign for all that looks the same: what dashes, blanks and digits there are is nothing that a rule should know."""

import unicodedata


def plain(text: str) -> tuple[str, list[int]]:
    """The text with one sign for all dashes, blanks and digits and without invisible signs; and where each stood."""
    kept = [(plain, place) for place, sign in enumerate(text) if (plain := _plain_sign(sign))]
    return "".join(plain for plain, _place in kept), [place for _plain, place in kept]


def _plain_sign(sign: str) -> str:
    if sign.isascii():
        return " " if sign == "\t" else sign
    category = unicodedata.category(sign)
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    if category == "Pd" or sign == "\N{MINUS SIGN}":
        return "-"
    if category in ("Zs", "Cf"):
        return " " if category == "Zs" else ""
    # Full-width letters and signs; those that would become several, such as ½, stay.
    compatible = unicodedata.normalize("NFKC", sign)
    return compatible if len(compatible) == 1 else sign
