"""The demo's insatser with which something is compared: chosen in time, done, and one of them followed up."""

import tomllib
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from accounts.models import Area, Municipality, Place
from accounts.roles import Role
from config.demo.cast import Cast
from config.demo.longer import latest
from config.demo.loop.doing import Doers
from config.demo.loop.happenings import Happenings
from lagesbild.models import EditionKind
from promises import activities, comparisons, followup
from promises.models import Activity, FollowUpRhythm, ResponsibilityRole
from promises.spans import latest_spans

COMPARISONS = Path(__file__).with_name("comparisons.toml")
CHOSEN_BEFORE, CHOSEN_AT = timedelta(days=14), time(10, 30)
#: From its last day to the end of the tertial that it ended in.
IN_THE_LAST_WEEKS = timedelta(days=20)
FOLLOWED_UP, FOLLOWED_UP_AT = timedelta(days=2), time(10)


class Comparer:
    """The coordinator, who knows before each insats how it will be told whether it helped."""

    def __init__(self, municipality: Municipality, cast: Cast, doers: Doers, *, today: date) -> None:
        self.municipality = municipality
        self.cast = cast
        self.doers = doers
        self.today = today
        self.by = cast.holding(Role.COORDINATOR)[0]

    def plan(self, happenings: Happenings) -> None:
        """Let what the table says come about."""
        for row in tomllib.loads(COMPARISONS.read_text())["insats"]:
            start = self.today + timedelta(days=row["start"])
            made: list[Activity] = []

            def begin(at: datetime, row: Any = row, start: date = start, made: Any = made) -> None:
                made.append(self._begin(row, start, at))

            def look_back(at: datetime, row: Any = row, made: Any = made) -> None:
                self._follow_up(made[0], row, at)

            # Chosen today at the latest, where the start lies ahead.
            happenings.put(self._at(min(start - CHOSEN_BEFORE, self.today), CHOSEN_AT), begin)
            if "summary" in row:
                happenings.put(self._at(self.today - FOLLOWED_UP, FOLLOWED_UP_AT), look_back)

    def _begin(self, row: dict[str, Any], start: date, at: datetime) -> Activity:
        due = self._due(row, start)
        kind, *counted = row["target"]
        number, unit = counted or (None, "")
        activity = activities.create(
            municipality=self.municipality,
            text=row["text"],
            kind=row["kind"],
            place=self._place(row["place"]) if "place" in row else None,
            area=self._area(row["area"]) if "area" in row else None,
            responsible=[
                (self.cast.organisations[name], ResponsibilityRole.JOINT) for name in row["responsible"]
            ],
            start_on=start,
            due_on=due,
            target=(kind, number, unit),
            by=self.by,
            at=at,
        )
        found = self._area if "area" in row else self._place
        choice = comparisons.Choice(
            [found(name) for name in row["control"]],
            weeks=row["weeks"],
            ring=row.get("ring"),
            displaced=[found(name) for name in row.get("displaced", [])],
        )
        comparisons.choose(activity, choice, by=self.by, at=at)
        self.doers.do(activity, _days(row, start, due), by=row["responsible"])
        return activity

    def _follow_up(self, activity: Activity, row: dict[str, Any], at: datetime) -> None:
        tertial = FollowUpRhythm.TERTIAL.value
        span = latest_spans(self.today, tertial, count=2)[1]
        words = {"summary": row["summary"], "assessment": row["assessment"]}
        followup.write(activity, rhythm=tertial, span=span, by=self.by, at=at, **words)

    def _due(self, row: dict[str, Any], start: date) -> date:
        if not row.get("until_tertial"):
            return start + timedelta(days=row["lasts"])
        period, _day = latest(EditionKind.TERTIAL, today=self.today)
        return period.last_day - IN_THE_LAST_WEEKS

    def _place(self, name: str) -> Place:
        return self.municipality.places.get(name=name)

    def _area(self, name: str) -> Area:
        return self.municipality.areas.get(name=name)

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, self.municipality.zone)


def _days(row: dict[str, Any], start: date, due: date) -> Sequence[date]:
    """On which days it is done; what would lie in the future has not been."""
    if "every" in row:
        return [start + timedelta(days=number) for number in range(1, (due - start).days, row["every"])]
    return [start + timedelta(days=number) for number in row.get("days", [])]
