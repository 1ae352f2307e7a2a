"""Bringing a file's geography into a municipality: its boundary, areas, places, addresses and background map.

Repeating an import replaces what the last one brought. The file is read in `geography_files.py`, made into usable
things in `things.py`, shaped in `shapes.py` and written to the tables in `tables.py`.
"""

from django.contrib.gis.geos import MultiPolygon
from django.db import transaction

from accounts.geography_files import Source, UnreadableFile
from accounts.geography_import.shapes import BOUNDARY, KINDS, together
from accounts.geography_import.tables import WRITERS
from accounts.geography_import.things import Columns, Outcome, things, things_within
from accounts.models import Municipality

__all__ = ["KINDS", "Columns", "Outcome", "import_geography", "read_boundary"]


def read_boundary(source: Source, *, columns: Columns, outcome: Outcome | None = None) -> MultiPolygon:
    """Every surface of the layer, or of the rows that `columns.only` names, as one boundary. Raises UnreadableFile."""
    return together(thing.geometry for thing in things(source, BOUNDARY, columns, outcome or Outcome()))


@transaction.atomic
def import_geography(source: Source, kind: str, *, municipality: Municipality, columns: Columns) -> Outcome:
    """Replace what the municipality has of this kind by the file's. Raises UnreadableFile; then nothing has changed."""
    municipality = Municipality.objects.select_for_update().get(pk=municipality.pk)
    outcome = Outcome()
    if kind == BOUNDARY:
        municipality.boundary = read_boundary(source, columns=columns, outcome=outcome)
        municipality.save(update_fields=["boundary"])
        outcome.count(new=False)
        return outcome
    inside = list(things_within(municipality, things(source, kind, columns, outcome), kind, outcome))
    if not inside:
        raise UnreadableFile(f"Nothing in the file lies in {municipality}: {outcome.said()}.")
    WRITERS[kind](inside, kind, municipality, outcome)
    return outcome
