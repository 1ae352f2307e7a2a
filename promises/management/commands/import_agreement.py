"""Brings in an agreement with its plan, promises and all that belongs to them, from a file written by hand."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.management.municipality_command import MunicipalityCommand
from accounts.models import Municipality
from promises import importing


class Command(MunicipalityCommand):
    """The operator's way to what was agreed in earlier years."""

    help = (
        "Import agreements, plans and promises from TOML (docs/examples/agreement.toml shows one). What cannot be "
        "understood stops the whole import and is named with its line. A repeated run stores nothing twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say the file, and whose agreement it is."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def act(self, municipality: Municipality, options: dict[str, Any]) -> None:
        """Read all, write all, and say what came of it."""
        path: Path = options["file"]
        try:
            file = importing.read(path.read_text(encoding="utf-8"))
            count = importing.bring_in(file, municipality=municipality, at=timezone.now())
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(
                _("%(file)s går inte att läsa: %(error)s") % {"file": path, "error": error}
            ) from error
        except importing.Faulty as error:
            raise CommandError(f"{path.name}: {error}") from error
        words = {"file": path.name, "new": count.new, "known": count.known}
        self.stdout.write(_("%(file)s: %(new)d nya, %(known)d fanns redan.") % words)
