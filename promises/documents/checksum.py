"""The checksum of what a document says with all its parts: taken when it is adopted, and again whenever it is shown.

Each sort of part is taken by the columns named here and no others, so that a column added later changes no checksum.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

from promises.documents.reading import Content

TARGET = ("target_kind", "target_number", "target_unit")
DOCUMENT = (
    *(
        "municipality_id",
        "kind",
        "title",
        "version",
        "replaces_id",
        "annex_to_id",
        "annex_number",
        "record_number",
    ),
    *("first_on", "last_on", "background", "purpose", "method", "current_picture"),
)
FOCUS_AREA = ("id", "number", "title", "problem", "goal", "area_id")
CAUSE = ("id", "parent_id", "perspective", "text", "evidence")
PROMISE = (
    *(
        "id",
        "number",
        "heading",
        "text",
        "method",
        "promisor",
        "focus_area_id",
        "place_id",
        "area_id",
        "group",
    ),
    *("first_on", "last_on", *TARGET),
)
ACTIVITY = (
    *("id", "number", "origin_id", "resolution_id", "text", "method", "kind", "focus_area_id", "hot_spot_id"),
    *("place_id", "area_id", "start_on", "due_on", *TARGET),
)


def checksum(content: Content) -> str:
    """SHA-256 of all that the version says, as canonical JSON."""
    activities = [standing.activity for standing in content.activities]
    said = {
        "document": _values([content.document], DOCUMENT),
        "parties": _values(content.parties, ("organisation_id",)),
        "groups": _values(content.groups, ("role", "name")),
        "clauses": _values(content.clauses, ("number", "text")),
        "signatures": _values(content.signatures, ("title", "organisation_id", "signed_on", "place")),
        "focus_areas": _values(content.focus_areas, FOCUS_AREA),
        "causes": [_values(area.causes.all(), CAUSE) for area in content.focus_areas],
        "promises": _values([standing.promise for standing in content.promises], PROMISE),
        "activities": _values(activities, ACTIVITY),
        "responsible": [
            _values(row.responsibilities.all(), ("organisation_id", "role")) for row in activities
        ],
    }
    canonical = json.dumps(
        said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _values(rows: Iterable[Model], columns: Sequence[str]) -> list[list[object]]:
    return [[getattr(row, column) for column in columns] for row in rows]
