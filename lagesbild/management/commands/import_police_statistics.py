"""Brings in police-reported crime per area and month from a table, all of it or nothing."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.identity_numbers import find_numbers
from accounts.management.municipality_command import MunicipalityCommand
from accounts.models import Municipality
from lagesbild import police_imports
from lagesbild.police_file import NoTable, decode


class Command(MunicipalityCommand):
    """The operator's way to what the coordinator otherwise reads in at /polisanmalda."""

    help = (
        "Import police-reported crime from CSV with the columns månad, område, brott and antal, separated by "
        "semicolon, comma or tab. Every fault is named with its line and column, and then nothing is kept. Figures of "
        "a month that is there already take the place of the earlier ones; a repeated run changes nothing shown."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say the file, whose it is, and whose figures they are."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--source", default="Polismyndigheten", help="whose figures they are (%(default)s)"
        )

    def act(self, municipality: Municipality, options: dict[str, Any]) -> None:
        """Read all, write all, and say what came of it."""
        path: Path = options["file"]
        if find_numbers(path.name) or find_numbers(options["source"]):
            raise CommandError("The file's name or the source holds a person's number.")
        now = timezone.now()
        try:
            text = decode(path.read_bytes())
            today = now.astimezone(municipality.zone).date()
            table = police_imports.read_table(text, municipality=municipality, today=today)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except NoTable as error:
            raise CommandError(f"{path.name}: {error}") from error
        if table.faults:
            raise CommandError("\n".join([f"{path.name}:", *map(str, table.faults)]))
        change = police_imports.compare(table.lines, municipality=municipality, at=now)
        police_imports.bring_in(
            table.lines,
            municipality=municipality,
            source=options["source"][:100],
            file_name=path.name[:200],
            by=None,
            at=now,
        )
        self.stdout.write(
            f"{path.name}: {change.new} new, {change.changed} changed, {change.same} as before."
        )
