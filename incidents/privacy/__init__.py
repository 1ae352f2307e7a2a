"""The one door for personal data: finds what points out a person in free text, before the text is saved.

Text in, places in the text out; what is done about them is the form's and the reviewer's business. Numbers that the
state gives a person stop a text (`identifiers.py`). All else is only marked, since a rule cannot know: contacts, homes,
families, and words that look like names. How well each is found stands in docs/screening.md.
"""

from collections.abc import Callable, Collection
from functools import cached_property, partial

from accounts.geography import place_names
from accounts.identity_numbers import plain
from accounts.models import Municipality
from incidents.privacy.contacts import find_contacts
from incidents.privacy.families import find_families
from incidents.privacy.homes import find_homes
from incidents.privacy.identifiers import find_identifiers
from incidents.privacy.kinds import ADVICE, IDENTIFIERS, Found, Kind
from incidents.privacy.looked import Looked
from incidents.privacy.names import find_names

__all__ = ["ADVICE", "IDENTIFIERS", "Found", "Kind", "Looked", "Screening", "find_identifiers"]


class Screening:
    """Looks through texts that are about one municipality, whose places are not taken for people."""

    def __init__(self, places: Callable[[], Collection[str]] = tuple) -> None:
        self._ask = places

    @classmethod
    def in_municipality(cls, municipality: Municipality) -> "Screening":
        """One statement, and only if something looks like a name."""
        return cls(partial(place_names, municipality))

    @cached_property
    def _places(self) -> Collection[str]:
        return self._ask()

    def look(self, text: str) -> Looked:
        """The text with all that was found in it."""
        return Looked(text, tuple(self.finds(text)))

    def finds(self, text: str) -> list[Found]:
        """All that points out a person, in order and without overlap: what stops the text before all else."""
        words, signs = plain(text)
        marked = [
            Found(find.kind, signs[find.start], signs[find.end - 1] + 1)
            for finds in (
                find_contacts(words),
                find_homes(words),
                find_names(words, lambda: self._places),
                find_families(words),
            )
            for find in finds
        ]
        kept: list[Found] = []
        for find in [*find_identifiers(text), *marked]:
            if all(find.end <= other.start or other.end <= find.start for other in kept):
                kept.append(find)
        return sorted(kept, key=lambda find: find.start)
