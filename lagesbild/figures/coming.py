"""Kommande händelser och riskhelger: what is planned in the own calendar the next three weeks, and days to think of.

What is planned is reported like anything else, in a category that may lie ahead, and read when it is approved. Only
when and where leave: what people wrote stays behind.
"""

from datetime import datetime, timedelta

from incidents.models import Incident, TimePrecision
from incidents.states import State
from lagesbild import wording
from lagesbild.almanac import Day, days_in
from lagesbild.content import Coming, ComingDay, ComingEvent
from lagesbild.models import Edition, Level
from lagesbild.period import Period
from lagesbild.statistics.small_counts import told

AHEAD = timedelta(weeks=3)
KNOWN_TIME = (TimePrecision.EXACT, TimePrecision.INTERVAL)


def coming_chapter(edition: Edition, *, level: Level, at: datetime) -> Coming:
    """The chapter, for the three weeks after the edition's period. One statement."""
    period = Period(edition.end_on, edition.end_on + AHEAD)
    planned = [_event(row, edition) for row in _planned(edition, period)]
    return {
        "dates": wording.dates(period),
        "number": len(planned)
        if level == Level.FULL
        else told(len(planned), edition.municipality.minimum_count),
        "events": planned if level == Level.FULL else [],
        "days": [_day(day) for day in days_in(period)],
    }


def _planned(edition: Edition, period: Period) -> list[Incident]:
    """Also what has begun before and still goes on."""
    start, end = period.bounds(edition.municipality.zone)
    rows = Incident.objects.in_municipality(edition.municipality).filter(
        state=State.APPROVED, category__may_lie_ahead=True, started_at__lt=end, ended_at__gte=start
    )
    rows = rows.select_related("category", "place", "area").defer("place__point", "area__geometry", "point")
    return list(rows.order_by("started_at", "pk"))


def _event(row: Incident, edition: Edition) -> ComingEvent:
    zone = edition.municipality.zone
    start, end = row.started_at.astimezone(zone), row.ended_at.astimezone(zone)
    return {
        "what": row.category.label,
        "where": str(row.place or row.area or ""),
        "first": start.date().isoformat(),
        "last": end.date().isoformat(),
        "hours": f"{start:%H.%M}–{end:%H.%M}" if row.time_precision in KNOWN_TIME and start != end else "",
    }


def _day(day: Day) -> ComingDay:
    return {
        "first": day.first.isoformat(),
        "last": day.last.isoformat(),
        "name": day.name,
        "is_holiday": day.is_holiday,
    }
