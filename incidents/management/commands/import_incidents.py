"""Brings in incidents from a file that another system has written."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from accounts.geography_files import UnreadableFile
from accounts.management.municipality_command import MunicipalityCommand
from accounts.models import Municipality, User
from accounts.scope import within
from incidents.imports import FaultyMapping, Progress, Rejected, import_file, read_mapping, waiting_from
from incidents.models import ImportBatch
from incidents.workflow import Refused, approve_many


class Command(MunicipalityCommand):
    """The operator's way to a file's incidents."""

    help = (
        "Import incidents from CSV, TSV, GeoPackage, GeoJSON or anything else that GDAL reads, also .gz. Rows that "
        "cannot be read are written to another file with the reason, the rest is kept. A repeated run stores nothing "
        "twice."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Say the file, whose it is, and what its columns mean."""
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--map", required=True, type=Path, metavar="TOML", help="what the columns mean")
        parser.add_argument(
            "--approve-as", metavar="E-MAIL", help="approve what was imported in the name of this reviewer"
        )
        parser.add_argument(
            "--rejects", type=Path, help="where rejected rows go (FILE.rejects.csv, where you stand)"
        )

    def act(self, municipality: Municipality, options: dict[str, Any]) -> None:
        """Import, approve if asked to, and say what came of it."""
        path: Path = options["file"]
        approver = self._approver(options["approve_as"])
        rejects = options["rejects"] or Path(f"{path.name.removesuffix('.gz')}.rejects.csv")
        try:
            mapping = read_mapping(options["map"])
            with report_rows(rejects) as progress:
                batch = import_file(
                    path,
                    mapping,
                    municipality=municipality,
                    at=timezone.now(),
                    progress=progress,
                    clock=timezone.now,
                )
        except (UnreadableFile, FaultyMapping) as error:
            raise CommandError(str(error)) from error
        counts = f"{batch.accepted} stored, {batch.already_known} known already, {batch.rejected} rejected"
        self.stdout.write(f"{path.name}: {counts}{f' (see {rejects})' if batch.rejected else ''}.")
        if approver:
            self._approve(batch, approver)

    def _approver(self, email: str | None) -> User | None:
        if not email:
            return None
        approver = User.objects.filter(email__iexact=email, is_active=True).first()
        if approver is None:
            raise CommandError(f"There is no user {email}.")
        return approver

    def _approve(self, batch: ImportBatch, approver: User) -> None:
        try:
            with transaction.atomic(), within(batch.municipality_id, by=approver.pk):
                count = approve_many(waiting_from(batch), by=approver, at=timezone.now())
        except Refused as error:
            raise CommandError(f"{approver.email} may not review in {batch.municipality}.") from error
        self.stdout.write(f"{count} approved by {approver.email}.")


@contextmanager
def report_rows(rejects: Path) -> Iterator[Progress]:
    """Draw a progress bar, and write rejected rows to the file as they come; without any, no file."""
    with tqdm(unit=" rows", unit_scale=True, disable=None) as bar:
        written = 0

        def progress(rows: int, rejected: list[Rejected]) -> None:
            nonlocal written
            bar.update(rows)
            if rejected:
                _write(rejects, rejected, append=written > 0)
                written += len(rejected)

        yield progress


def _write(path: Path, rejected: list[Rejected], *, append: bool) -> None:
    """Write line, reason and the row itself; a row of a table can be mended there and imported again."""
    with path.open("a" if append else "w", newline="", encoding="utf-8") as file:
        names = [name for name in rejected[0].row.values if name not in ("line", "reason")]
        writer = csv.DictWriter(file, ["line", "reason", *names], extrasaction="ignore")
        if not append:
            writer.writeheader()
        writer.writerows({**row.values, "line": row.line, "reason": reason} for row, reason in rejected)
