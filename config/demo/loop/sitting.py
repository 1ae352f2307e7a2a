"""The demo's meetings: called, given an agenda of what is due, held, decided at, and confirmed with their minutes."""

import tomllib
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Municipality
from accounts.roles import Role
from config.demo.cast import Cast
from config.demo.loop.doing import Doers
from promises import meetings, papers
from promises.activities import Changes
from promises.models import AgendaItem, Meeting, PaperKind, Promise, Resolution, ResponsibilityRole

MEETINGS = Path(__file__).with_name("meetings.toml")
LASTS = timedelta(minutes=105)


@cache
def tables() -> dict[str, Any]:
    """The tables of `meetings.toml`."""
    return tomllib.loads(MEETINGS.read_text())


class Secretary:
    """The coordinator, writing what the demo's meetings take up and decide."""

    def __init__(self, municipality: Municipality, cast: Cast, doers: Doers) -> None:
        self.municipality = municipality
        self.cast = cast
        self.doers = doers
        self.by = cast.holding(Role.COORDINATOR)[0]

    def plan(self, name: str, *, starts_at: datetime, at: datetime) -> Meeting:
        """Put a meeting into the calendar, with those who are called."""
        words = tables()["meetings"][name]
        meeting = meetings.plan(
            municipality=self.municipality,
            body=words["body"],
            starts_at=starts_at,
            ends_at=starts_at + LASTS,
            place=words["place"],
            by=self.by,
            at=at,
            **tables()["roles"][words["body"]],
        )
        for organisation, role in tables()["called"][words["body"]]:
            who = self.cast.organisations[organisation]
            meetings.attend(meeting, organisation=who, role=role, presence="member")
        return meeting

    def call(self, name: str, *, starts_at: datetime, at: datetime) -> Meeting:
        """Plan a meeting, with its agenda and its pack."""
        words = tables()["meetings"][name]
        meeting = self.plan(name, starts_at=starts_at, at=at)
        meetings.agenda_of_what_is_due(meeting, at=at)
        for item in words.get("items", []):
            meetings.add(
                meeting, **{key: item[key] for key in ("heading", "basis", "proposal") if key in item}
            )
        papers.order(meeting, kind=PaperKind.PACK, at=at)
        return meeting

    def hold(self, name: str, meeting: Meeting, *, at: datetime) -> list[Resolution]:
        """Hold the meeting and record what it decides."""
        words = tables()["meetings"][name]
        meetings.hold(meeting, at=at)
        for said in (item for item in words.get("items", []) if "notes" in item):
            item = meeting.items.get(heading=said["heading"])
            meetings.write(item, edited=item.edited, notes=said["notes"])
        return [
            self._decide(item, row, at=at)
            for row in words.get("decisions", [])
            for item in self._items(meeting, row)
        ]

    def confirm(self, meeting: Meeting, *, at: datetime) -> None:
        """Have the minutes confirmed and printed."""
        confirmed = meetings.confirm(meeting, at=at)
        papers.order(confirmed, kind=PaperKind.MINUTES, at=at)

    def _items(self, meeting: Meeting, row: dict[str, Any]) -> list[AgendaItem]:
        """What a decision is on: all paragraphs of a kind, one of them, or the one of that heading.

        Hot spots are told apart by the order in which they were opened.
        """
        items = list(meeting.items.order_by("hot_spot", "number"))
        found = [item for item in items if row["of"] in (item.kind, item.heading)]
        return found if row.get("every") else found[row.get("which", 1) - 1 :][:1]

    def _decide(self, item: AgendaItem, row: dict[str, Any], *, at: datetime) -> Resolution:
        subject = str(item.document or item.hot_spot or item.heading)
        resolution = meetings.decide(
            item,
            kind=row["kind"],
            text=row["text"].format(subject=subject),
            by=self.by,
            at=at,
            adopts=row.get("adopts", False),
        )
        if planned := row.get("activity"):
            said = self._activity(planned, subject, at)
            activity = meetings.into_activity(resolution, by=self.by, at=at, **said)
            days = [activity.start_on + timedelta(days=day) for day in planned.get("done", [])]
            self.doers.do(activity, days, by=planned["responsible"])
        return resolution

    def _activity(self, row: dict[str, Any], subject: str, at: datetime) -> Changes:
        """What `activities.create` asks for, from the day of the meeting on."""
        start = at.astimezone(self.municipality.zone).date()
        kind, *counted = row["target"]
        number, unit = counted or (None, "")
        joint = [(self.cast.organisations[name], ResponsibilityRole.JOINT) for name in row["responsible"]]
        said: Changes = {
            "text": row["text"].format(subject=subject),
            "kind": row["kind"],
            "responsible": joint,
            "start_on": start,
            "due_on": start + timedelta(days=row["days"]),
            "target": (kind, number, unit),
            "promises": list(self._promises(row)),
        }
        if "place" in row:
            said["place"] = self.municipality.places.get(name=row["place"])
        return said

    def _promises(self, row: dict[str, Any]) -> list[Promise]:
        """The promise of this year that the activity is to keep, if one is named."""
        promises = Promise.objects.in_municipality(self.municipality).filter(heading=row.get("promise"))
        return list(promises.order_by("-first_on")[:1])
