"""The demo's activities: logged through the months by those who did them, and what is said of how some stand."""

import tomllib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from itertools import cycle
from pathlib import Path
from typing import Any

from accounts.models import User
from accounts.roles import Role
from config.demo.cast import Cast
from config.demo.loop.happenings import Happenings
from config.demo.loop.planyear import PlanYear
from promises import activities
from promises.models import Activity

OCCASIONS = Path(__file__).with_name("occasions.toml")
LOGGED_AT, SAID_AT = time(21, 15), time(10, 40)
YEAR = 365


class Doers:
    """Those who do and log the demo's activities."""

    def __init__(self, cast: Cast, happenings: Happenings) -> None:
        self.cast = cast
        self.happenings = happenings
        self.coordinator = cast.holding(Role.COORDINATOR)[0]

    def follow(self, name: str, year: PlanYear, plan: Sequence[Activity]) -> None:
        """Let what the tables say of one plan, "last" or "this", come about; `plan` is in order of its numbers."""
        tables = tomllib.loads(OCCASIONS.read_text())
        for row in (row for row in tables["done"] if row["plan"] == name):
            days = [year.day(number) for number in _days(row)]
            self.do(
                plan[row["activity"] - 1],
                days,
                **{key: row[key] for key in ("by", "each", "note") if key in row},
            )
        for row in (row for row in tables["said"] if row["plan"] == name):
            self._say(plan[row["activity"] - 1], year.day(row["day"]), row["status"], row["motive"])

    def do(
        self, activity: Activity, days: Sequence[date], *, by: Sequence[str], each: int = 1, note: str = ""
    ) -> None:
        """Let the activity be done on the days, by the organisations in turn, and logged the same evening."""
        for day, organisation in zip(days, cycle(by), strict=False):

            def log(at: datetime, day: date = day, name: str = organisation) -> None:
                activities.log(
                    activity,
                    on=day,
                    number=each,
                    note=note,
                    organisation=self.cast.organisations[name],
                    by=self._who(name),
                    at=at,
                )

            self.happenings.put(datetime.combine(day, LOGGED_AT, activity.municipality.zone), log)

    def _say(self, activity: Activity, day: date, status: str, motive: str) -> None:
        self.happenings.put(
            datetime.combine(day, SAID_AT, activity.municipality.zone),
            lambda at: activities.override(
                activity, status=status, motive=motive, by=self.coordinator, at=at
            ),
        )

    def _who(self, organisation: str) -> User:
        """Somebody of the organisation who may log; otherwise the coordinator does it for them."""
        able = (
            membership.user
            for membership in self.cast.memberships
            if membership.organisation.name == organisation and membership.role in activities.LOGGERS
        )
        return next(able, self.coordinator)


def _days(row: dict[str, Any]) -> Iterator[int]:
    """Numbers of days from the plan's first."""
    if "days" in row:
        yield from row["days"]
    else:
        yield from range(row.get("from", 3), row.get("until", YEAR), row["every"])
