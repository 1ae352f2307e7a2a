"""How many reports people have sent, unit by unit and period by period, and how many people they were.

A report counts whatever became of it: what is measured is who reports. What comes from a file says nothing of that. Who
they are never leaves the database. Reports are found by the index `incident_by_organisation`, new people by
`incident_by_reporter`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from accounts.models import Municipality
from lagesbild.period import Period

# A period's reports are those known as soon after its end as the last one's are; new is who had sent none here before.
COUNT = """
    WITH told AS (
        SELECT period.slot, period.start, unit.id AS unit, report.reporter_id, count(*) AS reports
          FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[], %(knowns)s::timestamptz[])
               WITH ORDINALITY AS period (start, finish, known, slot)
         CROSS JOIN accounts_organisation AS unit
         CROSS JOIN LATERAL (
             SELECT reporter_id FROM incidents_incident
              WHERE organisation_id = unit.id AND reporter_id IS NOT NULL AND started_at >= period.start
                AND started_at < period.finish AND received_at <= period.known) AS report
         WHERE unit.municipality_id = %(municipality)s
         GROUP BY period.slot, period.start, unit.id, report.reporter_id
    ), judged AS (
        SELECT told.*, told.slot = %(last)s AND NOT EXISTS (
                   SELECT FROM incidents_incident AS earlier
                    WHERE earlier.reporter_id = told.reporter_id AND earlier.received_at < told.start
                      AND earlier.municipality_id = %(municipality)s) AS is_new
          FROM told
    )
    SELECT slot, unit, sum(reports)::bigint, count(*),
           coalesce(sum(reports) FILTER (WHERE is_new), 0)::bigint, count(*) FILTER (WHERE is_new)
      FROM judged GROUP BY slot, unit
"""


@dataclass(frozen=True)
class Heard:
    """Reports and reporters; `new` are those whose first report there came in the period, the latest one only."""

    reports: int = 0
    reporters: int = 0
    from_new: int = 0
    new: int = 0

    def __add__(self, other: "Heard") -> "Heard":
        return Heard(
            self.reports + other.reports,
            self.reporters + other.reporters,
            self.from_new + other.from_new,
            self.new + other.new,
        )


def heard(
    municipality: Municipality, periods: Sequence[Period], *, delay: timedelta
) -> list[dict[int, Heard]]:
    """For each of the periods, oldest first: what each unit that sent something did, by its key. One statement."""
    bounds = [period.bounds(municipality.zone) for period in periods]
    parameters: dict[str, Any] = {
        "municipality": municipality.pk,
        "starts": [start for start, _end in bounds],
        "ends": [end for _start, end in bounds],
        "knowns": [end + delay for _start, end in bounds],
        "last": len(bounds),
    }
    found: list[dict[int, Heard]] = [{} for _period in periods]
    with connection.cursor() as cursor:
        cursor.execute(COUNT, parameters)
        for slot, unit, reports, reporters, from_new, new in cursor.fetchall():
            found[slot - 1][unit] = Heard(reports, reporters, from_new, new)
    return found
