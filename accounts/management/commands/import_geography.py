"""Reads a municipality's boundary, areas, places, addresses or background map from a file."""

from typing import Any

from django.core.management.base import CommandError, CommandParser

from accounts.geography_files import UnreadableFile
from accounts.geography_import import KINDS, Columns, import_geography
from accounts.management.file_arguments import add_file_arguments, source
from accounts.management.municipality_command import MunicipalityCommand
from accounts.models import Municipality, PlaceType


class Command(MunicipalityCommand):
    """The operator's way to a municipality's geography."""

    help = (
        "Read geography from any file that GDAL can read. Repeating it replaces what is there of the same kind; only "
        "places that the file does not know are left, since they may have been added by hand. Rows outside the "
        "municipality are left out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say the file, whose it is, and which columns mean what."""
        super().add_arguments(parser)
        add_file_arguments(parser)
        parser.add_argument("--kind", required=True, choices=KINDS, help="what the file holds")
        parser.add_argument(
            "--name",
            default="",
            metavar="COLUMN[,COLUMN]",
            help="the name; several columns are joined by a space",
        )
        parser.add_argument(
            "--code", default="", metavar="COLUMN", help="an area's code, by which it is known again"
        )
        parser.add_argument(
            "--x", default="", metavar="COLUMN", help="easting or longitude, where rows hold no geometry"
        )
        parser.add_argument("--y", default="", metavar="COLUMN", help="northing or latitude")
        parser.add_argument(
            "--place-type", choices=PlaceType.values, help="of places whose column does not say it"
        )
        parser.add_argument(
            "--place-type-column", default="", metavar="COLUMN", help="a place's type, by code or name"
        )

    def act(self, municipality: Municipality, options: dict[str, Any]) -> None:
        """Import, and say what came of it."""
        if bool(options["x"]) != bool(options["y"]):
            raise CommandError("Say both --x and --y, or neither.")
        columns = Columns(
            name=tuple(filter(None, options["name"].split(","))),
            code=options["code"],
            place_type=options["place_type_column"],
            default_place_type=options["place_type"] and PlaceType(options["place_type"]),
            only=options["only"],
        )
        try:
            outcome = import_geography(
                source(options), options["kind"], municipality=municipality, columns=columns
            )
        except UnreadableFile as error:
            raise CommandError(str(error)) from error
        changed = f"{outcome.created} new, {outcome.updated} updated, {outcome.gone} gone"
        self.stdout.write(f"{options['kind']} of {municipality}: {changed}. {outcome.said()}.")
