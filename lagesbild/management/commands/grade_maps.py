"""Grades the maps that have not been graded: of adopted editions, and in retrospect of the year before them."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.models import Municipality
from accounts.scope import within
from lagesbild import grading
from lagesbild.period import FORTNIGHTS_PER_YEAR


class Command(BaseCommand):
    """For a municipality whose reports are older than its editions; the worker grades new editions by itself."""

    help = (
        "Grade each map against the fortnight after it, beside a plain count and last year's same weeks. Adopted "
        "editions are graded as they stand; for earlier fortnights the map there would have been. Safe to run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how far back to go."""
        parser.add_argument(
            "--periods",
            type=int,
            default=FORTNIGHTS_PER_YEAR,
            help="fortnights to look back on where there are no editions (26; 0 for none)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the municipalities, each one's editions first, and say what was graded."""
        now = timezone.now()
        for municipality in Municipality.objects.order_by("pk"):
            with within(municipality.pk):
                for edition in grading.due().select_related("municipality"):
                    self._say(str(edition), grading.grade(edition, at=now))
                grades = grading.look_back(municipality, at=now, periods=options["periods"])
            self._say(str(municipality), grades)

    def _say(self, name: str, grades: int) -> None:
        self.stdout.write(f"{name}: {grades} grades.")
