"""The commands that act on one municipality, which the command line names by its code."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Municipality
from accounts.scope import within


class MunicipalityCommand(BaseCommand):
    """Finds the municipality, and does what the command does with no other's rows in reach."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose rows it is about."""
        parser.add_argument("--municipality", required=True, metavar="CODE", help="its code, such as 1983")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for the municipality that is named."""
        municipality = Municipality.objects.filter(code=options["municipality"]).first()
        if municipality is None:
            raise CommandError(
                f"There is no municipality with code {options['municipality']}; see create_municipality."
            )
        with within(municipality.pk):
            self.act(municipality, options)

    def act(self, municipality: Municipality, options: dict[str, Any]) -> None:
        """What the command does."""
        raise NotImplementedError
