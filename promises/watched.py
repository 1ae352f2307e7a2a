"""All hot spots of a municipality beside each other: how each stands, what happens there and what is being done.

Reads only. Counts come through the figures' one door; who may not read the full level gets them without small ones.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from accounts.models import Municipality
from lagesbild.figures.spot import Site, counts_at, latest_fortnights
from lagesbild.models import HotSpot, HotSpotState
from lagesbild.presence import Standing, presences, standing
from lagesbild.statistics.small_counts import told
from promises.models import Activity
from promises.models.activity import IN_FORCE
from promises.standing import ActivityStanding, activity_standings


@dataclass(frozen=True)
class Watched:
    """A hot spot's line: approved events in the last whole fortnight and the one before, exact or as text."""

    hot_spot: HotSpot
    standing: Standing
    now: int | str
    before: int | str
    activities: list[ActivityStanding]


def watched(municipality: Municipality, *, exact: bool, today: date) -> list[Watched]:
    """Those being worked with first, then those on the list for longest, then by name. Eight statements."""
    rows = list(HotSpot.objects.in_municipality(municipality).select_related("municipality"))
    periods = latest_fortnights(municipality, today=today)
    stood = presences(rows, periods, municipality)
    counts = counts_at(
        {row.pk: Site.of_hot_spot(row) for row in rows}, periods[-2:], municipality=municipality
    )
    activities = _activities(rows, today=today)
    lines = [
        Watched(
            hot_spot=row,
            standing=standing(stood[row.pk]),
            now=now if exact else told(now, municipality.minimum_count),
            before=before if exact else told(before, municipality.minimum_count),
            activities=activities[row.pk],
        )
        for row in rows
        for before, now in [counts[row.pk]]
    ]
    return sorted(lines, key=_order)


def _order(line: Watched) -> tuple[bool, bool, int, str, int]:
    stands = line.standing
    is_closed = line.hot_spot.state == HotSpotState.CLOSED
    return is_closed, not stands.is_listed, -stands.periods, line.hot_spot.name, line.hot_spot.pk


def _activities(rows: list[HotSpot], *, today: date) -> dict[int, list[ActivityStanding]]:
    found: dict[int, list[ActivityStanding]] = defaultdict(list)
    activities = Activity.objects.filter(IN_FORCE, hot_spot__in=rows).order_by("-start_on", "-pk")
    for each in activity_standings(activities, today=today):
        found[each.activity.hot_spot_id or 0].append(each)
    return found
