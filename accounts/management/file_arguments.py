"""What has to be said on a command line about a file of geography, shared by the commands that read one."""

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from accounts.geography_files import Source


def add_file_arguments(parser: CommandParser, *, name: str = "file") -> None:
    """Let the command take a file, as a word of its own or as an option; and what the file does not say itself."""
    explained = "any file that GDAL can read; also .gz, or .zip with one file in it"
    if name.startswith("--"):
        parser.add_argument(name, type=Path, required=True, dest="file", metavar="FILE", help=explained)
    else:
        parser.add_argument(name, type=Path, metavar="FILE", help=explained)
    parser.add_argument("--layer", default="", help="the layer's name, where the file has several")
    parser.add_argument(
        "--srid", type=int, default=0, help="EPSG number of the coordinates, if the file does not say"
    )
    parser.add_argument(
        "--encoding", default="utf-8", help="of the file's text, such as cp1252 (%(default)s)"
    )
    parser.add_argument(
        "--only", type=column_and_value, metavar="COLUMN=VALUE", help="read only the rows that say so"
    )


def source(options: dict[str, Any]) -> Source:
    """The file and its particulars as given."""
    return Source(
        path=options["file"],
        layer=options["layer"],
        srid=options["srid"],
        encoding=options["encoding"],
        x=options.get("x", ""),
        y=options.get("y", ""),
    )


def column_and_value(text: str) -> tuple[str, str]:
    """Take "kommun_kod=1983" apart."""
    column, sign, value = text.partition("=")
    if not sign:
        raise ArgumentTypeError("write COLUMN=VALUE")
    return column.strip(), value.strip()
