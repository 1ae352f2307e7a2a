"""Likely duplicates: other reports of the same sort, near in space and time. Suggests; a reviewer decides.

One statement for however many reports are asked about, so a queue costs the same with one row as with fifty.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.grid import CELL
from incidents.states import State

#: Reports farther apart, in metres or in time from the end of one to the start of the other, are not compared.
NEAR_METRES = 150
NEAR_TIME = timedelta(hours=12)
#: Reports of a longer time than this say too little of when; it also bounds how far back the index is read.
LONGEST = timedelta(days=3)
#: How many are suggested for each report.
MOST = 3
#: A duplicate is left out since its original is there; of the others the words may not be shown.
LEFT_OUT = [State.DUPLICATE, State.BLOCKED, State.PURGED]


@dataclass(frozen=True)
class Likeness:
    """A report that may tell of the same event. `metres` and `apart` are the distances to it; `score` is 0–1."""

    incident_id: int
    metres: int
    apart: timedelta
    score: float


# For each report asked about, the likeliest others: by time and cell, which one index holds, then by exact metres. The
# bounds are reckoned beforehand: under row-level security an index is searched by plain comparisons alone.
# `apart` is zero where the times overlap. Nearness in space and in time weigh alike, one sub-category half as much.
LIKELY = """
WITH asked AS MATERIALIZED (
    SELECT i.id, i.municipality_id, i.cell_x, i.cell_y, i.point::geography AS spot, i.started_at, i.ended_at,
           i.category_id, coalesce(c.parent_id, c.id) AS main,
           i.started_at - %(time)s AS earliest_end, i.started_at - %(time)s - %(longest)s AS earliest,
           i.ended_at + %(time)s AS latest, i.cell_x - %(cells)s AS west, i.cell_x + %(cells)s AS east,
           i.cell_y - %(cells)s AS south, i.cell_y + %(cells)s AS north
    FROM incidents_incident i JOIN incidents_category c ON c.id = i.category_id
    WHERE i.id = ANY (%(ids)s) AND i.ended_at - i.started_at <= %(longest)s
)
SELECT asked.id, likely.id, likely.metres, likely.apart, likely.score
FROM asked CROSS JOIN LATERAL (
    SELECT other.id, far.metres, far.apart, 0.2 * (other.category_id = asked.category_id)::int
               + 0.4 * (1 - far.metres / %(metres)s)
               + 0.4 * (1 - extract(epoch FROM far.apart) / extract(epoch FROM %(time)s)) AS score
    FROM incidents_incident other
    JOIN incidents_category c ON c.id = other.category_id AND coalesce(c.parent_id, c.id) = asked.main
    CROSS JOIN LATERAL (
        SELECT ST_Distance(asked.spot, other.point::geography) AS metres,
               greatest(asked.started_at - other.ended_at, other.started_at - asked.ended_at, interval '0') AS apart
    ) AS far
    WHERE other.municipality_id = asked.municipality_id AND other.id <> asked.id
      AND other.started_at BETWEEN asked.earliest AND asked.latest
      AND other.ended_at >= asked.earliest_end AND other.ended_at - other.started_at <= %(longest)s
      AND other.cell_x BETWEEN asked.west AND asked.east AND other.cell_y BETWEEN asked.south AND asked.north
      AND other.state <> ALL (%(left_out)s) AND far.metres <= %(metres)s
    ORDER BY score DESC, other.id LIMIT %(most)s
) AS likely
ORDER BY asked.id, likely.score DESC, likely.id
"""


def likely_duplicates(incident_ids: Iterable[int]) -> dict[int, list[Likeness]]:
    """For each report asked about, at most `MOST` likely duplicates in its municipality, likeliest first.

    Reports in the states of `LEFT_OUT` are not suggested. A report with no likely duplicate is missing from the answer.
    """
    found: dict[int, list[Likeness]] = {}
    with connection.cursor() as cursor:
        cursor.execute(LIKELY, _parameters(incident_ids))
        for asked, other, metres, apart, score in cursor.fetchall():
            found.setdefault(asked, []).append(Likeness(other, round(metres), apart, round(float(score), 3)))
    return found


def _parameters(incident_ids: Iterable[int]) -> dict[str, Any]:
    return {
        "ids": list(incident_ids),
        "metres": NEAR_METRES,
        "cells": -(-NEAR_METRES // CELL),
        "time": NEAR_TIME,
        "longest": LONGEST,
        "left_out": LEFT_OUT,
        "most": MOST,
    }
