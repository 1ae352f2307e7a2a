"""A town whose fortnight of weeks 9–10 2026 can be counted by hand: every event is filed and approved as in life."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.contrib.gis.geos import Point

from accounts.models import Municipality, Place, User
from accounts.roles import Role
from incidents.models import Category, CategoryKind, Incident, TimePrecision
from lagesbild import document, figures
from lagesbild.content import Content
from lagesbild.models import Edition, Level
from lagesbild.period import Period
from tests import factories

PERIOD = Period(date(2026, 2, 23), date(2026, 3, 9))
#: Monday morning after the period: when its draft is made.
DRAFTED = datetime(2026, 3, 9, 5, 0, tzinfo=UTC)


class Scene:
    """One municipality with a reporter, a coordinator, two main categories and one that never counts."""

    def __init__(self, name: str = "Köping") -> None:
        self.municipality: Municipality = factories.make_municipality(name)
        self.reporter: User = factories.make_user(Role.REPORTER, self.municipality)
        self.coordinator: User = factories.make_user(
            Role.COORDINATOR, self.municipality, organisation="Kansli"
        )
        self.glass: Category = factories.category(self.municipality, "SKA-20")
        group = factories.make_category(self.municipality, "NAR", "Narkotika och alkohol")
        self.needle = factories.make_category(self.municipality, "NAR-30", "Fynd av kanyl", parent=group)
        other = factories.make_category(
            self.municipality, "OVR", "Övrigt", kind=CategoryKind.INFORMATION, counts=False
        )
        self.planned = factories.make_category(
            self.municipality, "OVR-20", "Arrangemang", parent=other, counts=False, may_lie_ahead=True
        )

    def local(self, day: date, hour: float = 12) -> datetime:
        """A moment on the town's clock."""
        midnight = datetime.combine(day, time(), self.municipality.zone)
        return (midnight.replace(tzinfo=None) + timedelta(hours=hour)).replace(tzinfo=midnight.tzinfo)

    def filed(
        self, day: date = PERIOD.start, hour: float = 12, *, hours: float = 0, **fields: Any
    ) -> Incident:
        """An event that began on that day and hour and lasted so many hours of the clock, sent in right after."""
        start = self.local(day, hour)
        end = (start.replace(tzinfo=None) + timedelta(hours=hours)).replace(tzinfo=start.tzinfo)
        fields.setdefault("time_precision", TimePrecision.INTERVAL if hours else TimePrecision.EXACT)
        at = fields.pop("at", end)
        return factories.file_report(self.reporter, at=at, started_at=start, ended_at=end, **fields)

    def events(self, count: int, day: date = PERIOD.start, hour: float = 12, **fields: Any) -> list[Incident]:
        """So many approved events of one kind."""
        decided_at = fields.pop("decided_at", None)
        filed = [self.filed(day, hour, **fields) for _number in range(count)]
        return [
            factories.approve(each, self.coordinator, at=decided_at or each.received_at) for each in filed
        ]

    def place(self, name: str, east: float = 0, north: float = 0) -> Place:
        """A named place so many degrees from the centre."""
        longitude, latitude = factories.CENTRE
        return factories.make_place(
            self.municipality, name, point=Point(longitude + east, latitude + north, srid=4326)
        )

    def draft(self, period: Period = PERIOD) -> Edition:
        """The period's draft."""
        return document.draft(self.municipality, period, at=DRAFTED)

    def content(self, level: Level = Level.FULL, *, period: Period = PERIOD) -> Content:
        """What its edition of the period says."""
        return figures.compose(self.draft(period), level=level, at=DRAFTED)
