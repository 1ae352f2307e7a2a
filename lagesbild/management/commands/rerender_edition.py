"""Prints an adopted edition again and counts it again: are they the same bytes and the same figures?"""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.management.municipality_command import MunicipalityCommand
from accounts.models import Municipality
from lagesbild import reprinting
from lagesbild.figures.recount import differences
from lagesbild.models import Edition, EditionState

#: So many differences are told; the rest are counted.
TOLD = 20


class Command(MunicipalityCommand):
    """The auditor's and the operator's proof that an edition says what it said."""

    help = (
        "Print the PDFs of an adopted edition from its frozen figures and compare them with the checksums, and count "
        "its figures from the decisions as they stood when it was adopted. Ends with an error if anything differs: the "
        "figures do so once reports have been purged, or a place or category renamed. Without --check a lost or "
        "altered file that comes out byte for byte the same is put back."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take which edition, of which municipality."""
        super().add_arguments(parser)
        parser.add_argument("number", help="as on the edition: 2026:05, T2026:02, Å2025:01")
        parser.add_argument("--check", action="store_true", help="compare, and write nothing")

    def act(self, municipality: Municipality, options: dict[str, Any]) -> None:
        """Compare, say what was found, and fail if anything differs."""
        edition = _edition(municipality, options["number"])
        wrong = self._printed(edition, put_back=not options["check"]) + self._counted(edition)
        if wrong:
            raise CommandError(f"{edition}: {wrong} differences.")
        self.stdout.write(f"{edition}: the same bytes and the same figures.")

    def _printed(self, edition: Edition, *, put_back: bool) -> int:
        """How many things about its files are not as they were."""
        wrong = 0
        if not reprinting.is_frozen(edition):
            wrong += self._say("The frozen figures are not those that the checksum was taken of.")
        for found in reprinting.reprint(edition, at=timezone.now(), put_back=put_back):
            if not found.is_kept:
                wrong += self._say(f"{found.level}: the kept file is lost or is not the one that was made.")
            if not found.is_same:
                wrong += self._say(
                    f"{found.level}: printed otherwise today; it was made with {found.made_with}."
                )
        return wrong

    def _counted(self, edition: Edition) -> int:
        """How many figures come out otherwise."""
        found = list(differences(edition))
        for line in found[:TOLD]:
            self._say(line)
        return len(found)

    def _say(self, line: str) -> int:
        self.stdout.write(line)
        return 1


def _edition(municipality: Municipality, number: str) -> Edition:
    rows = Edition.objects.in_municipality(municipality).exclude(state=EditionState.DRAFT)
    found = [row for row in rows.select_related("municipality", "corrects") if row.designation == number]
    if not found:
        raise CommandError(f"{municipality} has no adopted edition {number}.")
    return found[0]
