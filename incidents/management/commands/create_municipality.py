"""Takes a new municipality into the installation."""

from argparse import ArgumentTypeError
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from accounts.geography_files import UnreadableFile
from accounts.geography_import import Columns, read_boundary
from accounts.management.file_arguments import add_file_arguments, source
from accounts.models import Municipality
from accounts.onboarding import NewMunicipality, appoint_administrator, create_municipality
from accounts.scope import within
from incidents.categories import load_standard


class Command(BaseCommand):
    """The operator's part of taking in a municipality; the administrator does the rest under Inställningar."""

    help = (
        "Create a municipality with the standard categories and an administrator, who then adds people, organisations "
        "and recipients in the browser. Areas, places and the background map come by import_geography."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for what cannot be found out."""
        parser.add_argument("--code", required=True, help="the municipality's code, such as 1983")
        parser.add_argument("--name", required=True, help="its name, without the word kommun")
        add_file_arguments(parser, name="--boundary")
        parser.add_argument(
            "--metric-srid", type=int, default=3006, help="EPSG number of its projection (%(default)s)"
        )
        parser.add_argument(
            "--time-zone", type=time_zone, default="Europe/Stockholm", help="%(default)s if not said"
        )
        parser.add_argument(
            "--district", default="", help="its lokalpolisområde, shared by several municipalities"
        )
        parser.add_argument(
            "--administrator", required=True, type=email, metavar="E-MAIL", help="who sets the rest up"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Create it whole or not at all."""
        try:
            with transaction.atomic():
                municipality = self._create(options)
                with within(municipality.pk):
                    categories = load_standard(municipality)
                    administrator = appoint_administrator(municipality, email=options["administrator"])
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(
            f"{municipality} has {categories} categories and {administrator.email} as administrator."
        )
        if not administrator.has_usable_password():
            link = settings.SITE_URL + reverse("account_reset_password")
            self.stdout.write(f"They choose a password at {link}")

    def _create(self, options: dict[str, Any]) -> Municipality:
        boundary = read_boundary(source(options), columns=Columns(only=options["only"]))
        return create_municipality(
            NewMunicipality(
                code=options["code"],
                name=options["name"],
                boundary=boundary,
                metric_srid=options["metric_srid"],
                time_zone=options["time_zone"],
                district=options["district"],
            )
        )


def email(text: str) -> str:
    """Check an e-mail address on a command line."""
    try:
        validate_email(text)
    except ValidationError as error:
        raise ArgumentTypeError("not an e-mail address") from error
    return text


def time_zone(text: str) -> str:
    """Check the name of a time zone on a command line."""
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ArgumentTypeError("not a time zone") from error
    return text
