"""How many have told of something: distinct reporters, units and days of some of a period's events.

Who they are never leaves the database. A reporter is a person on behalf of a unit; a unit's file is one.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection

from lagesbild.figures.tally import COLUMNS, Key, Selection
from lagesbild.period import Period

Name = TypeVar("Name", bound=Hashable)

#: Stands for nothing where keys are compared: no key and no block is so small.
NOTHING = -(2**63)

COUNT = """
    SELECT chosen.slot, count(DISTINCT (event.organisation_id, event.reporter_id)),
           count(DISTINCT event.organisation_id), count(DISTINCT event.day), count(*)
      FROM (SELECT organisation_id, reporter_id, {day} AS day, {columns} FROM incidents_incident
             WHERE started_at >= %(start)s AND started_at < %(finish)s AND {conditions}) AS event
      JOIN unnest(%(slots)s::bigint[], {arrays}) AS chosen (slot, {names}) USING ({names})
     GROUP BY chosen.slot
"""


@dataclass(frozen=True)
class Sources:
    """How many reporters, units, and local days that events began on, and how many events."""

    reporters: int = 0
    units: int = 0
    days: int = 0
    events: int = 0


def sources(
    selection: Selection, period: Period, groups: Mapping[Name, Collection[Key]], by: Sequence[str]
) -> dict[Name, Sources]:
    """For each group of keys, tuples of values of the `COLUMNS` named in `by`, the sources of its events.

    A key may be in several groups. One statement, however many or few.
    """
    rows = [(slot, key) for slot, keys in enumerate(groups.values()) for key in keys]
    found = _counted(selection, period, rows, by)
    return {name: found.get(slot, Sources()) for slot, name in enumerate(groups)}


def _counted(
    selection: Selection, period: Period, rows: Sequence[tuple[int, Key]], by: Sequence[str]
) -> dict[int, Sources]:
    start, finish = period.bounds(selection.municipality.zone)
    statement = COUNT.format(
        day=COLUMNS["day"],
        columns=", ".join(f'coalesce({COLUMNS[name]}, {NOTHING}) AS "{name}"' for name in by),
        conditions=" AND ".join(selection.conditions),
        arrays=", ".join(f"%({name}_keys)s::bigint[]" for name in by),
        names=", ".join(f'"{name}"' for name in by),
    )
    parameters: dict[str, Any] = {"start": start, "finish": finish, "slots": [slot for slot, _key in rows]}
    for place, name in enumerate(by):
        values = (key[place] for _slot, key in rows)
        parameters[f"{name}_keys"] = [NOTHING if value is None else value for value in values]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters | selection.parameters)
        return {slot: Sources(*counts) for slot, *counts in cursor.fetchall()}
