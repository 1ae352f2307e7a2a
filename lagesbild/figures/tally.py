"""Counting approved events by key, cell and date, a year of fortnights or a million events at a time, in one statement.

Written as SQL because it groups in several ways during a single pass, period by period, and reads nothing but the index
`approved_by_time`. What the counts mean is the chapters' business. No geometry is read.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from django.db import connection

from accounts.grid import CELL
from accounts.models import Municipality
from lagesbild.period import FORTNIGHT, Period

# A block is this many halvings of the grid: 8 × 8 cells of 25 m.
HALVINGS = 3
BLOCK = CELL << HALVINGS

#: What events can be counted by. A block is for an event without a named place; shifting rounds down, so that blocks
#: west of the origin are as wide as the others.
COLUMNS = {
    "category": "category_id",
    "area": "area_id",
    "place": "place_id",
    "block_x": f"CASE WHEN place_id IS NULL THEN cell_x >> {HALVINGS} END",
    "block_y": f"CASE WHEN place_id IS NULL THEN cell_y >> {HALVINGS} END",
    "cell_x": "cell_x",
    "cell_y": "cell_y",
    "time_precision": "time_precision",
    "location_precision": "location_precision",
    # The quarter of an hour in a week from Monday, and how many quarters later it ended: 97 is more than a day,
    # whatever it is. A million events have but some thousands of these to tell apart.
    "quarter": "local_minute / 15",
    "quarters": "least((local_minute + lasted) / 15 - local_minute / 15, 97)",
    # The local day it began, and whether that is known: not of what may have happened on several days.
    "day": "local_day",
    "within_a_day": "time_precision <> 'unknown' AND lasted <= 1440",
    # Whether it was decided as soon after its own period as the selection's `delay` says. What comes from a file is
    # decided when the file is read, which says nothing of how late it was reported.
    "in_time": "batch_id IS NOT NULL OR decided_at <= {known}",
}

COUNT = """
    SELECT grouping({names}), count(*), {names}
      FROM (SELECT {columns} FROM incidents_incident
             WHERE started_at >= {start} AND started_at < {finish} AND {conditions}) AS event
     GROUP BY {groupings}
"""
SEVERAL_PERIODS = """
    SELECT period.slot, counted.*
      FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[], %(knowns)s::timestamptz[])
           WITH ORDINALITY AS period (start, finish, known, slot)
     CROSS JOIN LATERAL ({count}) AS counted
"""
# Said plainly, so that PostgreSQL can share out a million events among its workers.
ONE_PERIOD = "SELECT 1, counted.* FROM ({count}) AS counted"

CONDITIONS = [
    "municipality_id = %(municipality)s",
    "state = 'approved'",
    "category_id <> ALL(%(uncounted)s::bigint[])",
    "lasted <= %(longest)s",
]

# Cells by their whole numbers, in two arrays that go together.
NEARBY = (
    "(place_id = ANY(%(near_places)s) OR area_id = ANY(%(near_areas)s) OR (cell_x, cell_y) IN"
    " (SELECT * FROM unnest(%(near_columns)s::integer[], %(near_rows)s::integer[])))"
)

# Minutes from where the hours begin to where the event did, within a day.
SINCE = "((local_minute + 1440 - %(from_minute)s) %% 1440)"
# Known within a day, and at least half of it inside the hours of the day it began in or of the next; a moment, inside.
WITHIN_HOURS = f"""(
    time_precision IN ('exact', 'interval') AND lasted <= 1440 AND
    CASE WHEN lasted = 0 THEN {SINCE} < %(minutes)s
         ELSE 2 * (greatest(0, least({SINCE} + lasted, %(minutes)s) - {SINCE})
                   + greatest(0, least({SINCE} + lasted - 1440, %(minutes)s))) >= lasted
    END
)"""

Key = tuple[Any, ...]

CELLS = ("cell_x", "cell_y")

# A row is slot, mask, events, and then a value for each name.
FIRST_NAME = 3


@dataclass(frozen=True)
class Nearby:
    """Some parts of the municipality: places and areas by key, and cells."""

    places: frozenset[int] = frozenset()
    areas: frozenset[int] = frozenset()
    cells: frozenset[tuple[int, int]] = frozenset()

    @property
    def parameters(self) -> dict[str, Any]:
        cells = sorted(self.cells)
        return {
            "near_places": sorted(self.places),
            "near_areas": sorted(self.areas),
            "near_columns": [column for column, _row in cells],
            "near_rows": [row for _column, row in cells],
        }


@dataclass(frozen=True)
class Hours:
    """A part of the day on the wall clock, from one whole hour up to another; 22–2 passes midnight."""

    start: int
    end: int

    @property
    def parameters(self) -> dict[str, int]:
        return {"from_minute": 60 * self.start, "minutes": 60 * ((self.end - self.start) % 24 or 24)}


@dataclass(frozen=True)
class Selection:
    """Which of a municipality's approved events to count.

    `uncounted` are the keys of categories that never count. None for the others is any; an
    interval longer than `longest` on the wall clock is in no period (`period.fits_a_fortnight`).
    `delay` is how long after a period's end its events may be decided to be `in_time`; it leaves none out. Of `hours`
    are events known to have happened within them, or of whose time at least half lies there.
    """

    municipality: Municipality
    uncounted: tuple[int, ...]
    categories: tuple[int, ...] | None = None
    area: int | None = None
    precisions: tuple[str, ...] | None = None
    longest: timedelta = FORTNIGHT
    delay: timedelta = timedelta(0)
    nearby: Nearby | None = None
    hours: Hours | None = None

    @property
    def conditions(self) -> list[str]:
        chosen = {
            "category_id = ANY(%(categories)s)": self.categories,
            "area_id = %(area)s": self.area,
            "location_precision = ANY(%(precisions)s)": self.precisions,
            NEARBY: self.nearby,
            WITHIN_HOURS: self.hours,
        }
        return CONDITIONS + [condition for condition, value in chosen.items() if value is not None]

    @property
    def parameters(self) -> dict[str, Any]:
        return {
            "municipality": self.municipality.pk,
            "uncounted": list(self.uncounted),
            "categories": list(self.categories or ()),
            "area": self.area,
            "precisions": list(self.precisions or ()),
            "longest": self.longest // timedelta(minutes=1),
            **(self.nearby or Nearby()).parameters,
            **(self.hours.parameters if self.hours else {}),
        }


def tally(
    selection: Selection, periods: Sequence[Period], *groupings: tuple[str, ...]
) -> list[list[Counter[Key]]]:
    """For each grouping, a tuple of names in COLUMNS: the events per key in each of the periods. One statement."""
    names = sorted({name for grouping in groupings for name in grouping})
    counts: list[list[Counter[Key]]] = [[Counter() for _period in periods] for _grouping in groupings]
    # PostgreSQL says by which columns a row is *not* grouped: a bit each, the last name's the lowest.
    readers = {}
    for grouping, counters in zip(groupings, counts, strict=True):
        mask = sum(1 << bit for bit, name in enumerate(reversed(names)) if name not in grouping)
        readers[mask] = counters, [names.index(name) + FIRST_NAME for name in grouping]
    for row in _rows(selection, periods, names, groupings):
        slot, mask, events, *_values = row
        counters, places = readers[mask]
        counters[slot - 1][tuple([row[place] for place in places])] = events
    return counts


def cell_counts(selection: Selection, period: Period) -> list[list[int]]:
    """The period's events per cell as [x, y, events], in the order of the cells. One statement."""
    rows = _rows(selection, [period], CELLS, [CELLS])
    counts = np.array(rows, dtype=int).reshape(-1, FIRST_NAME + len(CELLS))[
        :, [FIRST_NAME, FIRST_NAME + 1, 2]
    ]
    ordered: list[list[int]] = counts[np.lexsort((counts[:, 1], counts[:, 0]))].tolist()
    return ordered


def _rows(
    selection: Selection, periods: Sequence[Period], names: Sequence[str], groupings: Sequence[Sequence[str]]
) -> list[tuple[Any, ...]]:
    bounds = [period.bounds(selection.municipality.zone) for period in periods]
    is_one = len(periods) == 1
    sets = ", ".join(f"({_quoted(grouping)})" for grouping in groupings)
    known = "%(known)s" if is_one else "period.known"
    count = COUNT.format(
        names=_quoted(names),
        columns=", ".join(f'{COLUMNS[name].format(known=known)} AS "{name}"' for name in names),
        start="%(start)s" if is_one else "period.start",
        finish="%(finish)s" if is_one else "period.finish",
        conditions=" AND ".join(selection.conditions),
        groupings=_quoted(names) if len(groupings) == 1 else f"GROUPING SETS ({sets})",
    )
    parameters: dict[str, Any] = {
        "start": bounds[0][0],
        "finish": bounds[0][1],
        "known": bounds[0][1] + selection.delay,
        "starts": [start for start, _end in bounds],
        "ends": [end for _start, end in bounds],
        "knowns": [end + selection.delay for _start, end in bounds],
    }
    with connection.cursor() as cursor:
        statement = ONE_PERIOD if is_one else SEVERAL_PERIODS
        cursor.execute(statement.format(count=count), parameters | selection.parameters)
        return cursor.fetchall()


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
