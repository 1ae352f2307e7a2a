"""Bringing in police-reported crime, all of a table or nothing, and taking it back. The one writer of these figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import Area, AreaKind, Municipality, User
from lagesbild.models import CrimeCount, PoliceImport
from lagesbild.police_file import Areas, Line, Table, read

BATCH = 2000
#: Where a district and a statistical area share a name the district is meant.
KINDS = (AreaKind.DESO, AreaKind.REGSO, AreaKind.LOCALITY, AreaKind.DISTRICT)


@dataclass(frozen=True)
class Change:
    """How many figures a table adds, how many take the place of others, and how many are as they were."""

    new: int
    changed: int
    same: int


def read_table(text: str, *, municipality: Municipality, today: date) -> Table:
    """The table's figures or its faults. Raises `police_file.NoTable`."""
    keys: dict[str, int] = {}
    areas = Area.objects.filter(municipality=municipality, is_active=True)
    rows = list(areas.values_list("pk", "name", "code", "kind"))
    for pk, name, code, _kind in sorted(rows, key=lambda row: (KINDS.index(AreaKind(row[3])), -row[0])):
        keys |= {word.casefold(): pk for word in (code, name) if word}
    return read(text, areas=Areas(keys, municipality.name), today=today)


def compare(lines: Sequence[Line], *, municipality: Municipality, at: datetime) -> Change:
    """What the lines would do to what is known. One statement."""
    known = _known(municipality, at=at)
    before = [known.get((line.area, line.offence.casefold(), line.month)) for line in lines]
    new = before.count(None)
    same = sum(count is not None and count == line.count for count, line in zip(before, lines, strict=True))
    return Change(new, len(lines) - new - same, same)


@transaction.atomic
def bring_in(
    lines: Sequence[Line],
    *,
    municipality: Municipality,
    source: str,
    file_name: str,
    by: User | None,
    at: datetime,
) -> PoliceImport:
    """Let the lines count from now on, before what earlier files said of the same months. Offences keep their spelling.

    `lines` must not be empty.
    """
    known = CrimeCount.objects.in_municipality(municipality).order_by().values_list("offence", flat=True)
    spelling = {offence.casefold(): offence for offence in known.distinct()}
    batch = PoliceImport.objects.create(
        municipality=municipality,
        source=source,
        file_name=file_name,
        first_on=min(line.month for line in lines),
        last_on=max(line.month for line in lines),
        rows=len(lines),
        imported_at=at,
        imported_by=by,
    )
    counts = (
        CrimeCount(
            municipality=municipality,
            batch=batch,
            area_id=line.area,
            month=line.month,
            offence=spelling.setdefault(line.offence.casefold(), line.offence),
            count=line.count,
        )
        for line in lines
    )
    CrimeCount.objects.bulk_create(counts, batch_size=BATCH)
    return batch


@transaction.atomic
def withdraw(pk: int, *, by: User, at: datetime) -> bool:
    """Let a file count no more, so that what was known before it shows again; False where it counted no more already.

    Its figures stay in the table as the trace of what was once shown, and so do adopted editions.
    """
    rows = PoliceImport.objects.filter(pk=pk, withdrawn_at=None)
    return bool(rows.update(withdrawn_at=at, withdrawn_by=by))


def _known(municipality: Municipality, *, at: datetime) -> dict[tuple[int | None, str, date], int]:
    rows = CrimeCount.objects.in_municipality(municipality).standing(at=at)
    return {
        (area, offence.casefold(), month): count
        for area, offence, month, count in rows.values_list("area", "offence", "month", "count")
    }
