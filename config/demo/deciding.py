"""What becomes of the demo's reports: approved in daily sweeps, lately one by one, and a queue that still waits."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta

from accounts.models import User
from accounts.roles import Role
from config.demo.cast import Cast
from config.demo.filing import LATELY, SATURDAY, Sent
from config.demo.scene import Scene
from incidents.models import Incident
from incidents.states import Move, Reason
from incidents.workflow import Choice, approve_many, decide

#: Before the last weeks approvals are made in sweeps, in the distant past once a week.
ONE_BY_ONE = timedelta(days=14)
#: What came in after this still waits; so do a few that are older than they should be.
WAITING, FORGOTTEN, FORGOTTEN_SINCE = timedelta(hours=50), 2, timedelta(days=6)
SITS_DOWN_AT = time(9, 30)
#: Reports this young are left until the next day.
LEFT = timedelta(hours=1)
REJECTED = 0.03
REASONS = {
    Reason.NOT_AN_INCIDENT: 5,
    Reason.INSUFFICIENT: 3,
    Reason.PERSONAL_MATTER: 2,
    Reason.OUTSIDE: 1,
    Reason.TEST: 1,
}
QUESTION = "Vilken sida av byggnaden gäller det? Sätt gärna nålen där."


class Reviewers:
    """The coordinator and the reviewer of one municipality at work on what has been sent in, oldest first."""

    def __init__(self, scene: Scene, cast: Cast, sent: Sequence[Sent]) -> None:
        self.scene = scene
        self.dice = scene.dice
        self.people = [*cast.holding(Role.COORDINATOR), *cast.holding(Role.REVIEWER)]
        self.waiting = deque(report.incident for report in sent)
        self.odd = {report.incident.pk: choice for report in sent if (choice := self._odd(report))}
        self.forgotten = self._forgotten(sent)
        self.mornings = deque(self._mornings())

    def work(self, *, until: datetime) -> None:
        """Decide on what has come in, morning by morning."""
        while self.mornings and self.mornings[0] < until:
            self._spend(self.mornings.popleft())

    def finish(self) -> None:
        """Work on until now, and ask about one of the reports that still wait."""
        self.work(until=self.scene.now)
        if self.waiting:
            self._ask_about(self.waiting[len(self.waiting) // 3])

    def _spend(self, morning: datetime) -> None:
        incidents = []
        while self.waiting and self.waiting[0].received_at < morning - LEFT:
            incidents.append(self.waiting.popleft())
        incidents = [incident for incident in incidents if incident.pk not in self.forgotten]
        if morning > self.scene.now - ONE_BY_ONE:
            self._sit_down(incidents, morning)
            return
        self._sit_down([incident for incident in incidents if incident.pk in self.odd], morning)
        usual = Incident.objects.filter(pk__in=[i.pk for i in incidents if i.pk not in self.odd])
        approve_many(usual, by=self.dice.pick(self.people), at=morning)

    def _ask_about(self, incident: Incident) -> None:
        choice = Choice(Move.REQUEST_COMPLETION, incident.version, Reason.WHERE_UNCLEAR, QUESTION)
        decide(
            incident.pk,
            choice,
            by=self.people[0],
            at=max(incident.received_at, self.scene.now - timedelta(hours=20)),
        )

    def _odd(self, report: Sent) -> Choice | None:
        """How a report is decided that is not simply approved."""
        version = report.incident.version
        if report.repeats:
            return Choice(Move.MARK_DUPLICATE, version, duplicate_of=report.repeats)
        lately = self.scene.now - report.incident.received_at < LATELY
        # What is planned is known to the unit that reports it.
        if lately and not report.incident.category.may_lie_ahead and self.dice.chance(REJECTED):
            return Choice(Move.REJECT, version, self.dice.one_of(REASONS))
        return None

    def _forgotten(self, sent: Iterable[Sent]) -> set[int]:
        """A few that have waited longer than they should."""
        since = self.scene.now - FORGOTTEN_SINCE
        old = [
            report.incident.pk
            for report in sent
            if since < report.incident.received_at < since + timedelta(days=2)
        ]
        return set(old[:FORGOTTEN])

    def _mornings(self) -> Iterator[datetime]:
        """Every Monday, lately every working morning, until what came in still waits."""
        zone = self.scene.zone
        day = self.waiting[0].received_at.astimezone(zone).date()
        while (
            morning := datetime.combine(day, SITS_DOWN_AT, zone).astimezone(UTC)
        ) < self.scene.now - WAITING + LEFT:
            lately = morning > self.scene.now - LATELY
            if day.weekday() == 0 or (lately and day.weekday() < SATURDAY):
                yield morning
            day += timedelta(days=1)

    def _sit_down(self, incidents: Iterable[Incident], morning: datetime) -> None:
        person: User = self.dice.pick(self.people)
        for minutes, incident in enumerate(incidents):
            choice = self.odd.get(incident.pk) or Choice(Move.APPROVE, incident.version)
            decide(incident.pk, choice, by=person, at=morning + timedelta(minutes=minutes))
