"""What in a text points out a person, and what is to be done about it."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """The sorts of things that point out a person."""

    PERSONAL_NUMBER = "personal_number", _("personnummer")
    # Given to people who are not registered in Sweden: sixty is added to the day.
    COORDINATION_NUMBER = "coordination_number", _("samordningsnummer")
    # Given by hospitals and authorities for a time: a letter stands where the first of the last four digits would.
    INTERIM_NUMBER = "interim_number", _("tillfälligt personnummer")
    NAME = "name", _("namn")
    FAMILY = "family", _("anhörig")
    PHONE = "phone", _("telefonnummer")
    EMAIL = "email", _("mejladress")
    PLATE = "plate", _("registreringsnummer")
    CASE = "case", _("polisens K-nummer")
    HOME = "home", _("hemadress")


#: These stop a text. The others may be something else, and so a person is asked.
IDENTIFIERS = frozenset({Kind.PERSONAL_NUMBER, Kind.COORDINATION_NUMBER, Kind.INTERIM_NUMBER})


@dataclass(frozen=True)
class Found:
    """Something that points out a person: `text[start:end]`."""

    kind: Kind
    start: int
    end: int

    @property
    def blocks(self) -> bool:
        """Whether the text cannot be kept with it."""
        return self.kind in IDENTIFIERS


_NUMBER = _("Ta bort numret. Skriv ”en person”.")
#: What to write instead.
ADVICE = {
    Kind.PERSONAL_NUMBER: _NUMBER,
    Kind.COORDINATION_NUMBER: _NUMBER,
    Kind.INTERIM_NUMBER: _NUMBER,
    Kind.NAME: _("Skriv utan namn: ”en elev”, ”en granne”, ”butiksägaren”."),
    Kind.FAMILY: _("Skriv ”en anhörig”, eller bara vad som hände."),
    Kind.PHONE: _("Ta bort numret. Granskaren når dig genom ditt konto."),
    Kind.EMAIL: _("Ta bort adressen. Granskaren når dig genom ditt konto."),
    Kind.PLATE: _("Skriv vad det var för fordon: ”en svart personbil”. Numret lämnar du till polisen."),
    Kind.CASE: _("Ta bort numret. Under ”Foto och mer” kan du ange att det är polisanmält."),
    Kind.HOME: _("Skriv ”en lägenhet” eller ”ett radhus”. Var det hände står på kartan."),
}
