"""Police-reported crime for tests, brought in by the real path."""

from datetime import UTC, date, datetime

from accounts.models import Area, Municipality, User
from lagesbild import police_imports
from lagesbild.models import PoliceImport
from lagesbild.period import Months

#: The day in May that April's figures came.
CAME = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
APRIL = date(2026, 4, 1)
HEADING = "månad;område;brott;antal\n"


def bring_in(
    municipality: Municipality,
    rows: str,
    *,
    at: datetime = CAME,
    by: User | None = None,
    source: str = "Polisen",
) -> PoliceImport:
    """Read the rows below the heading; they must be in order."""
    table = police_imports.read_table(HEADING + rows, municipality=municipality, today=at.date())
    assert table.faults == []
    return police_imports.bring_in(
        table.lines, municipality=municipality, source=source, file_name="brott.csv", by=by, at=at
    )


def monthly(counts: list[int], *, last: date = APRIL, offence: str = "Skadegörelse", area: str = "") -> str:
    """Rows for as many months as there are counts, up to the last."""
    months = Months(last, date(last.year + last.month // 12, last.month % 12 + 1, 1)).single_months(
        len(counts)
    )
    return "\n".join(
        f"{month.start:%Y-%m};{area};{offence};{count}" for month, count in zip(months, counts, strict=True)
    )


def centre(municipality: Municipality) -> Area:
    """Its one district."""
    return Area.objects.get(municipality=municipality)
