"""Going through a whole file: portion by portion, each committed, so that a run that is killed can be repeated."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from accounts.geography_files import OpenFile, Row, Source, UnreadableFile
from accounts.models import Municipality, Organisation
from incidents.imports.mapping import Mapping
from incidents.imports.rows import Keys, Reader, Unreadable
from incidents.imports.storing import Keyed, store
from incidents.models import ImportBatch, Incident
from incidents.models.incident import IncidentQuerySet
from incidents.privacy import find_identifiers

PORTION = 2000


class Rejected(NamedTuple):
    """A row that cannot be read, and why."""

    row: Row
    reason: str


#: Told about every portion: how many rows have been gone through since last, and those of them that were rejected.
Progress = Callable[[int, list[Rejected]], None]


def import_file(
    path: Path,
    mapping: Mapping,
    *,
    municipality: Municipality,
    at: datetime,
    progress: Progress,
    clock: Callable[[], datetime],
) -> ImportBatch:
    """Store every row that can be read and is not known; the finished batch holds the counts.

    `at` is when all of it came in, `clock` tells when it was done. Nothing is stored if this raises at once:
    UnreadableFile for the file, FaultyMapping where it, the mapping and the municipality do not fit each other.
    """
    if find_identifiers(path.name):
        raise UnreadableFile("The file's name holds a person's number. Rename the file.")
    file = OpenFile(Source(path, mapping.layer, mapping.srid, mapping.encoding, mapping.x, mapping.y))
    for column in sorted(mapping.columns):
        file.require(column)
    reader = Reader(mapping, municipality, at=at)
    batch = ImportBatch.objects.create(
        municipality=municipality,
        organisation=_organisation(mapping, municipality),
        file_name=path.name,
        file_sha256=_sha256(path),
        started_at=at,
    )
    for rows, keyed, rejected in _portions(file, reader):
        batch.rejected += len(rejected)
        store(keyed, batch, mapping, at=at)
        progress(rows, rejected)
    batch.finished_at = clock()
    batch.save(update_fields=["finished_at"])
    return batch


def waiting_from(batch: ImportBatch) -> IncidentQuerySet:
    """What still awaits a decision of all that has ever been imported from the batch's file, finished or killed."""
    return Incident.objects.awaiting_decision().filter(
        batch__municipality=batch.municipality_id, batch__file_sha256=batch.file_sha256
    )


def _portions(file: OpenFile, reader: Reader) -> Iterator[tuple[int, list[Keyed], list[Rejected]]]:
    keys = Keys()
    rows, keyed, rejected = 0, list[Keyed](), list[Rejected]()
    for row in file.rows():
        rows += 1
        key = keys.of(row)
        try:
            keyed.append(Keyed(key, reader.event(row)))
        except Unreadable as reason:
            rejected.append(Rejected(row, str(reason)))
        if rows == PORTION:
            yield rows, keyed, rejected
            rows, keyed, rejected = 0, [], []
    if rows:
        yield rows, keyed, rejected


def _organisation(mapping: Mapping, municipality: Municipality) -> Organisation:
    """Whom the rows come from; made if new, and not expected to answer every week."""
    organisation, _created = Organisation.objects.get_or_create(
        municipality=municipality,
        name=mapping.organisation,
        defaults={"kind": mapping.organisation_kind, "reports_weekly": False},
    )
    return organisation


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
