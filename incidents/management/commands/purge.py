"""Purges what is due by the municipalities' own rules, or only says what that is."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import Municipality
from accounts.scope import within
from incidents.models import Manner
from incidents.retention import due, purge


class Command(BaseCommand):
    """What beat does every night, by hand."""

    help = (
        "Purge what is due: mail, texts, photos and reports older than their municipality keeps them. Municipalities "
        "without a decision to purge are left alone, and so is what is held. With --dry-run nothing is deleted."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whose, and whether for real."""
        parser.add_argument("--dry-run", action="store_true", help="only say what is due")
        parser.add_argument("--municipality", metavar="CODE", help="only this one, such as 1983")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError where there is no such municipality."""
        rows = Municipality.objects.defer("boundary").order_by("code")
        code = options["municipality"]
        chosen = rows.filter(code=code) if code else rows
        if code and not chosen:
            raise CommandError(f"There is no municipality with the code {code}.")
        for municipality in chosen:
            with within(municipality.pk):
                self._act(municipality, is_rehearsal=options["dry_run"])

    def _act(self, municipality: Municipality, *, is_rehearsal: bool) -> None:
        if not municipality.may_purge:
            self.stdout.write(f"{municipality.code} {municipality}: no decision to purge, so nothing is due.")
        elif is_rehearsal:
            self._say_what_is_due(municipality)
        else:
            self._purge(municipality)

    def _say_what_is_due(self, municipality: Municipality) -> None:
        for each in due(municipality, at=timezone.now()):
            self.stdout.write(
                f"{municipality.code} {each.kind.value}: {each.rows} older than {each.before} "
                f"({each.months} months) are due"
            )

    def _purge(self, municipality: Municipality) -> None:
        record = purge(municipality, manner=Manner.COMMAND, at=timezone.now())
        if record is None:
            self.stdout.write(f"{municipality.code} {municipality}: nothing was due.")
            return
        for line in record.lines.order_by("pk"):
            self.stdout.write(
                f"{municipality.code} {line.kind}: {line.rows} of {line.first_on} to {line.last_on} purged"
            )
        self.stdout.write(f"{municipality.code}: record {record.designation}")
