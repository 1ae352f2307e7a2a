"""What lies ahead in the demo: planned events by their place in the year, as `ahead.toml` lists them, and as reports.

They are reported some weeks ahead by units that know of them, in categories of the municipality's own, and decided on
like everything else.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from accounts.models import Municipality
from config.demo.cast import Cast
from config.demo.filing import SATURDAY, Sent
from config.demo.scene import Scene
from incidents.intake import Report, receive
from incidents.models import Category, TimePrecision

AHEAD = Path(__file__).with_name("ahead.toml")
#: The standard category of what is planned; the own ones are made in its image.
STANDARD = "OVR-20"
#: What has been reported: from what the adopted edition looked ahead to, to as far as the coming drafts will.
SINCE, UNTIL = timedelta(days=30), timedelta(days=70)
#: Reported so long ahead; what lies further ahead than that came in some days ago, and has been decided on since.
NOTICE, LATEST = timedelta(days=28), timedelta(days=9)
REPORTED_AT = time(10, 20)


@dataclass(frozen=True)
class Planned:
    """One planned event on its day; `of` is its row in the table."""

    on: date
    of: dict[str, Any]


def planned(first: date, last: date) -> list[Planned]:
    """What is planned from the first day up to and including the last, by day. Pure."""
    years = range(first.year, last.year + 1)
    days = ((day, row) for year in years for row in _tables()["events"] for day in _days(row, year))
    return sorted((Planned(day, row) for day, row in days if first <= day <= last), key=lambda each: each.on)


def add_categories(municipality: Municipality) -> None:
    """Give the municipality its own categories of what is planned."""
    standard = municipality.categories.get(code=STANDARD)
    Category.objects.bulk_create(
        Category(
            municipality=municipality,
            code=code,
            parent_id=standard.parent_id,
            name=name,
            name_en=name_en,
            kind=standard.kind,
            counts=False,
            may_lie_ahead=True,
        )
        for code, (name, name_en) in _tables()["categories"].items()
    )


def report_planned(scene: Scene, cast: Cast) -> list[Sent]:
    """What has been reported of what lay ahead, and of what still does."""
    today = scene.now.astimezone(scene.zone).date()
    return [_report(scene, cast, event) for event in planned(today - SINCE, today + UNTIL)]


def _report(scene: Scene, cast: Cast, event: Planned) -> Sent:
    row, place = event.of, scene.places[event.of["where"]]
    start = datetime.combine(event.on, time(row["hour"]), scene.zone)
    report = Report(
        category=scene.categories[row["what"]],
        started_at=start,
        ended_at=start + timedelta(hours=row["hours"]),
        time_precision=TimePrecision.INTERVAL,
        longitude=place.point.x,
        latitude=place.point.y,
        area_id=scene.locator.locate(place.point.x, place.point.y)[1],
        place=place,
        place_type=place.kind,
        description=row["words"],
    )
    receipt = receive(
        [report],
        key=UUID(bytes=scene.dice.generator.bytes(16), version=4),
        municipality=scene.municipality,
        organisation=cast.organisations[row["by"]],
        by=cast.reporters_of(row["by"])[0],
        at=_reported_at(scene, event.on),
    )
    return Sent(receipt.incidents[0], None)


def _reported_at(scene: Scene, on: date) -> datetime:
    """On a working day."""
    today = scene.now.astimezone(scene.zone).date()
    day = min(on - NOTICE, today - LATEST)
    day -= timedelta(days=max(0, day.weekday() - SATURDAY + 1))
    return datetime.combine(day, REPORTED_AT, scene.zone)


def _days(row: dict[str, Any], year: int) -> Iterator[date]:
    """On which days of a year it is."""
    day = _day(row["from"], year)
    if "weekday" in row:
        day += timedelta(days=(row["weekday"] - day.weekday()) % 7)
    yield day
    if "until" in row:
        while (day := day + timedelta(weeks=row["every"])) <= _day(row["until"], year):
            yield day


def _day(said: str, year: int) -> date:
    return date.fromisoformat(f"{year}-{said}")


@cache
def _tables() -> dict[str, Any]:
    """The tables of `ahead.toml`."""
    return tomllib.loads(AHEAD.read_text())
