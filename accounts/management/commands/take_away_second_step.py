"""Lets somebody set up a new second step: for the administrator who has lost phone and codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import second_step
from accounts.models import User


class Command(BaseCommand):
    """Others ask their administrator, who does it under Inställningar → Personer."""

    help = "Remove every second step of the person, and sign them out; at their next sign-in they set up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        """Remove them."""
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("Nobody has that address.")
        second_step.take_away(user)
        self.stdout.write("Done.")
