"""Holds the event log against its seals, and against digests kept elsewhere."""

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts import sealing


class Command(BaseCommand):
    """The operator's and the auditor's way to know that nothing is missing from the log."""

    help = (
        "Compute the digest of every row of the event log and of every seal anew. Ends with an error at the first that "
        "does not agree, naming the day, the seal and the row. Says the digest to keep elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say from when, and what to hold it against."""
        parser.add_argument(
            "--from",
            dest="since",
            type=date.fromisoformat,
            metavar="DAY",
            help="the first day, as 2026-11-21",
        )
        parser.add_argument(
            "--against",
            type=_kept,
            action="append",
            default=[],
            metavar="DAY=DIGEST",
            help="a day's digest as it was kept elsewhere; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, and say what was found."""
        verdict = sealing.verify(since=options["since"])
        if verdict.broken:
            raise CommandError(f"The event log does not agree with its seals: {verdict.broken}.")
        self.stdout.write(
            f"{verdict.rows} rows in {verdict.seals} seals agree; {verdict.unsealed} have no seal yet."
        )
        for day, digest in options["against"]:
            _hold(day, digest)
            self.stdout.write(f"{day} ended with the digest that was kept.")
        if kept := sealing.to_keep(today=timezone.localdate()):
            self.stdout.write(f"Keep this elsewhere: {kept}")


def _kept(argument: str) -> tuple[date, str]:
    day, _sign, digest = argument.partition("=")
    return date.fromisoformat(day), digest.strip().lower()


def _hold(day: date, kept: str) -> None:
    found = sealing.days(day, day + timedelta(days=1))
    if not found:
        raise CommandError(f"Nothing was sealed on {day}, or the seals are gone; the digest kept is {kept}.")
    if found[0].digest != kept:
        raise CommandError(f"{day} ends with {found[0].digest}; the digest kept is {kept}.")
