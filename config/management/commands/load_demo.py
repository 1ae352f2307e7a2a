"""Loads the demo municipality with its neighbours, once."""

import os
from argparse import ArgumentTypeError
from datetime import UTC, date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from accounts.models import Municipality, User
from accounts.scope import within
from config.demo.cast import logins
from config.demo.editions import print_pdfs
from config.demo.loading import is_loaded, load
from lagesbild.grading import look_back

PASSWORD = "visa-samlad-demo"


class Command(BaseCommand):
    """For trying out and for tests; it touches no database that holds a real municipality."""

    help = (
        "Load the demo municipality Köping with its neighbours, 27 months of made-up reports, an adopted lägesbild and "
        "a draft, into an empty database; print a login per role. A demo that is there already is left as it is, and "
        "so is a database with other municipalities. Everybody's password is DEMO_PASSWORD from the environment."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the day on which it is all told."""
        parser.add_argument(
            "--today", type=day, help="tell everything as of this day, YYYY-MM-DD (today if not said)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it where it belongs, and say how to sign in."""
        password = os.environ.get("DEMO_PASSWORD", PASSWORD)
        if not is_loaded():
            if Municipality.objects.exists():
                self.stdout.write("There are municipalities already, so the demo is not loaded.")
                return
            self._load(password, options["today"])
        self._say_logins(password)

    def _load(self, password: str, today: date | None) -> None:
        now = datetime.combine(today, time(16, 30), UTC) if today else timezone.now()
        loaded = load(password=password, now=now)
        with within(loaded.edition.municipality_id):
            print_pdfs(loaded.edition, now=now)
            look_back(loaded.edition.municipality, at=now)
        counts = ", ".join(f"{name} {count}" for name, count in loaded.reports.items())
        self.stderr.write(f"Reports loaded: {counts}. Adopted: {loaded.edition}.")

    def _say_logins(self, password: str) -> None:
        people = logins()
        first = User.objects.filter(email__in=[email for _role, email in people]).order_by("pk").first()
        if first is not None and not first.check_password(password):
            password = "(the one that was chosen when the demo was loaded)"
        width = max(len(email) for _role, email in people)
        for role, email in people:
            self.stdout.write(f"{email:{width}}  {role}")
        self.stdout.write(f"{'password, for all of them':{width}}  {password}")


def day(text: str) -> date:
    """Read a day on a command line."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError("write the day as YYYY-MM-DD") from error
