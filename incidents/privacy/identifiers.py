"""The numbers that the state gives a person, which no report needs, and which therefore stop it."""

from accounts.identity_numbers import find_numbers
from incidents.privacy.kinds import Found, Kind


def find_identifiers(text: str) -> list[Found]:
    """Every one of them in the text, in order, however it is spelled."""
    return [Found(Kind(number.sort.value), number.start, number.end) for number in find_numbers(text)]
