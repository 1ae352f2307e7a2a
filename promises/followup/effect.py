"""What it did: events at the places before and after, equally many days, and in the same weeks last year.

Counts come through the figures' one door. What may be said of the difference is said of the activities with which
something was to be compared, chosen in time: `test` has their lines, as `promises/comparisons/` makes them.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from accounts.models import Municipality
from lagesbild.figures.spot import Site, counts_at, recorded_since
from lagesbild.period import Period
from lagesbild.statistics.small_counts import told
from promises.comparisons import judged, told_line
from promises.models import Activity
from promises.spans import Windows, windows

COLUMNS = ("before", "after", "before_last_year", "after_last_year")


def effect_in(
    sites: Mapping[str, tuple[Site, date]],
    activities: Sequence[Activity],
    span: Period,
    *,
    today: date,
    municipality: Municipality,
) -> dict[str, Any]:
    """JSON: the places with their counts, and a line for each activity that has a comparison; null for none of them."""
    lines = judged(activities, until=min(span.end, today), municipality=municipality)
    return {
        "places": _places_in(sites, span, today=today, municipality=municipality),
        "test": list(lines.values()) or None,
    }


def _places_in(
    sites: Mapping[str, tuple[Site, date]], span: Period, *, today: date, municipality: Municipality
) -> list[dict[str, Any]]:
    """Each place with its days and counts, exact. A count is null where nothing was recorded yet.

    Four statements, or none where no place has had a day to be judged by.
    """
    compared = {
        name: found
        for name, (_site, since) in sites.items()
        if (found := windows(span, since=since, until=today)) is not None
    }
    if not compared:
        return []
    periods = sorted({period for found in compared.values() for period in found.all})
    counted = counts_at({name: sites[name][0] for name in compared}, periods, municipality=municipality)
    first_day = recorded_since(municipality)
    places = []
    for name, found in compared.items():
        by_period = dict(zip(periods, counted[name], strict=True))
        places.append(_line(name, found, by_period, first_day))
    return places


def told_effect(effect: Mapping[str, Any], k: int) -> dict[str, Any]:
    """The same without counts under k, for who may not read the full level."""
    places = [
        {
            **place,
            **{name: place[name] if place[name] is None else told(place[name], k) for name in COLUMNS},
        }
        for place in effect.get("places", [])
    ]
    tested = [told_line(line, k) for line in effect.get("test") or []]
    return {**effect, "places": places, "test": tested or None}


def _line(name: str, found: Windows, counted: Mapping[Period, int], first_day: date | None) -> dict[str, Any]:
    counts = [
        counted[period] if first_day is not None and first_day < period.end else None for period in found.all
    ]
    return {
        "name": name,
        "days": found.after.days,
        "before_from": found.before.start.isoformat(),
        "before_to": found.before.last_day.isoformat(),
        "after_from": found.after.start.isoformat(),
        "after_to": found.after.last_day.isoformat(),
        **dict(zip(COLUMNS, counts, strict=True)),
    }
