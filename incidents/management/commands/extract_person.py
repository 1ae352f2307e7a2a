"""Writes all that is stored about a person with a login, as JSON: registerutdrag."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.eventlog import log_deed
from accounts.models import Action, Municipality, User
from accounts.scope import within
from incidents.extract import as_json


class Command(BaseCommand):
    """The way for somebody who can no longer sign in."""

    help = "Write all that is stored about the person with this e-mail address to standard output, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say whose."""
        parser.add_argument("email", metavar="E-MAIL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raise CommandError where nobody has the address."""
        person = User.objects.filter(email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody has the address {options['email']}.")
        log_deed(Action.EXPORT, person, by=None)
        with within(*Municipality.objects.values_list("pk", flat=True)):
            for part in as_json(person):
                self.stdout.write(part, ending="")
