"""När på året as it is shown: events per day of each sort of day, and the year as a wheel beside its table.

Frozen figures in, a template with its context out. `days_of` and `wheel_of` are for whatever page shows the same.
"""

from typing import Any

from accounts.models import Municipality
from lagesbild.content import Content, DayTypes, WheelWeek, YearWheel
from lagesbild.sections import Section
from lagesbild.wheel import Spoke, rings, wheel

#: The weeks' table stands in so many columns.
COLUMNS = 4


def calendar(content: Content, municipality: Municipality) -> Section | None:
    """The chapter; None where the edition has none."""
    chapter = content.get("calendar")
    if not chapter:
        return None
    context = {**days_of(chapter["days"]), **(wheel_of(chapter["wheel"]) if chapter["wheel"] else {})}
    return Section("lagesbild/sections/calendar.html", context)


def days_of(days: DayTypes) -> dict[str, Any]:
    """For `_day_types.html`: each sort of day, and its events per day where they are told."""
    rows = [
        {**row, "per_day": row["events"] / row["days"] if isinstance(row["events"], int) else None}
        for row in days["rows"]
    ]
    return {"day_types": rows, "excluded": days["excluded"]}


def wheel_of(found: YearWheel) -> dict[str, Any]:
    """For `_year_wheel.html`: the wheel, and its weeks from week 1 on in columns. A hidden week has no spoke."""
    weeks = [
        _shown(each, years=found["years"]) for each in sorted(found["weeks"], key=lambda each: each["week"])
    ]
    spokes = [
        Spoke(each["week"], each["count"] if isinstance(each["count"], int) else None, each["mean"])
        for each in weeks
    ]
    length = -(-len(weeks) // COLUMNS)
    return {
        "wheel_svg": wheel(spokes),
        "columns": [weeks[start : start + length] for start in range(0, len(weeks), max(length, 1))],
        "first": found["weeks"][0] if weeks else None,
        "last": found["weeks"][-1] if weeks else None,
        "years": found["years"],
        "rings": rings(spokes),
        "is_masked": any(isinstance(each["count"], str) for each in weeks),
    }


def _shown(week: WheelWeek, *, years: int) -> dict[str, Any]:
    """The mean of one year is a count, and shown as one."""
    return {**week, "mean": round(week["mean"]) if years == 1 and week["mean"] is not None else week["mean"]}
