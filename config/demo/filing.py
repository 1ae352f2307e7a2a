"""Who in the demo sends in what, and when. Stored as everybody's reports are, only many at once."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from uuid import UUID

from accounts.models import Organisation, User
from config.demo.cast import Cast
from config.demo.scene import Happening, Scene
from incidents.intake import Report, fingerprint, nothing_to_report, store
from incidents.models import Incident, Submission, TimePrecision

#: How likely a unit that does not own the place is to be the one who sees it; guards more than others.
PASSERS_BY = {
    "Väktarbolaget": 3.0,
    "Ungdomscoacherna": 0.8,
    "KBAB": 0.7,
    "Samhällsbyggnad": 0.5,
    "Grannsamverkan": 0.4,
    "Utbildningsförvaltningen": 0.2,
    "Vård och omsorg": 0.15,
    "Region Västmanland": 0.1,
}
OWNER, YOUTH_COACHES = 5.0, 3.0
AROUND_THE_CLOCK = frozenset({"Väktarbolaget", "Ungdomscoacherna"})
#: The unit that has stopped answering, and for how long.
SILENT, SILENT_FOR = "Kultur och fritid", timedelta(days=63)
#: How often two see the same thing and both report it.
SEEN_TWICE = 0.03
#: In the queue there shall be such pairs to look at, whatever the day.
SEEN_TWICE_YESTERDAY, YESTERDAY = 0.4, timedelta(days=2)
#: From when on the oddities of daily life are played out: events reported twice, reports rejected.
LATELY = timedelta(days=150)
#: How many reports are written at once.
AT_ONCE = 1000
#: Reports of one person within this time may come in one submission.
SITTING = timedelta(minutes=90)
OPENING, CLOSING = time(7, 30), time(16)
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True)
class Filing:
    """One report, who sends it in for whom, and when."""

    report: Report
    by: User
    organisation: Organisation
    at: datetime
    #: Another's report of the same event.
    twin: "Filing | None" = None


@dataclass(frozen=True)
class Sent:
    """A report that has come in, and the earlier one of the same event, if there is one."""

    incident: Incident
    repeats: Incident | None


class Reporters:
    """The reporters of one municipality at work."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self.scene = scene
        self.dice = scene.dice
        self.cast = cast
        self.units = {name: cast.reporters_of(name) for name in cast.organisations if cast.reporters_of(name)}

    def send_in(self, happenings: Iterable[Happening]) -> list[Sent]:
        """Everything that has been noticed by now, oldest first; some of it twice, by two who saw the same."""
        filings = [filing for happening in happenings for filing in self._filings(happening)]
        sittings = self._sittings([filing for filing in filings if filing.at <= self.scene.now])
        in_order = sorted(sittings, key=lambda sitting: sitting[-1].at)
        submissions = Submission.objects.bulk_create(self._submission(sitting) for sitting in in_order)
        kept = [
            (filing, submission)
            for sitting, submission in zip(in_order, submissions, strict=True)
            for filing in sitting
        ]
        incidents: list[Incident] = []
        for some in (kept[start : start + AT_ONCE] for start in range(0, len(kept), AT_ONCE)):
            incidents += store([(filing.report, submission) for filing, submission in some])
        return _twins([filing for filing, _submission in kept], incidents)

    def keep_quiet(self, sent: Iterable[Sent], *, weeks: int) -> None:
        """On Fridays, say that there was nothing to report: most units, most weeks in which they reported nothing."""
        zone, now = self.scene.zone, self.scene.now
        received = [(report.incident.organisation_id, report.incident.received_at) for report in sent]
        told = {(unit, at.astimezone(zone).isocalendar()[:2]) for unit, at in received}
        today = now.astimezone(zone).date()
        this_friday = today + timedelta(days=FRIDAY - today.weekday())
        for friday in (this_friday - timedelta(weeks=ago) for ago in range(weeks, -1, -1)):
            at = datetime.combine(friday, time(14, 45), zone)
            for name, (by, *_others) in self.units.items():
                unit = self.cast.organisations[name]
                silent = name == SILENT and now - at < SILENT_FOR
                expected = unit.reports_weekly and at < now and not silent
                if expected and (unit.pk, friday.isocalendar()[:2]) not in told and self.dice.chance(0.85):
                    nothing_to_report(organisation=unit, by=by, at=at, today=friday)

    def _filings(self, happening: Happening) -> Iterator[Filing]:
        first = self._filing(happening.report, self._who(happening))
        yield first
        if happening.report.time_precision == TimePrecision.EXACT and self.dice.chance(
            self._seen_twice(happening)
        ):
            another = self._who(happening, apart_from=first.organisation.name)
            yield replace(self._filing(self.scene.again(happening.report), another), twin=first)

    def _seen_twice(self, happening: Happening) -> float:
        age = self.scene.now - happening.report.ended_at
        return SEEN_TWICE_YESTERDAY if age < YESTERDAY else SEEN_TWICE if age < LATELY else 0.0

    def _who(self, happening: Happening, *, apart_from: str = "") -> str:
        """The unit that notices it; a small municipality has one that reports everything."""
        weights = PASSERS_BY | ({happening.owner: OWNER} if happening.owner else {})
        if happening.young:
            weights["Ungdomscoacherna"] = YOUTH_COACHES
        if self.scene.now - happening.report.ended_at < SILENT_FOR:
            weights.pop(SILENT, None)
        able = {name: weight for name, weight in weights.items() if name in self.units and name != apart_from}
        return self.dice.one_of(able or dict.fromkeys(self.units, 1.0))

    def _filing(self, report: Report, unit: str) -> Filing:
        at = report.ended_at + timedelta(minutes=self.dice.between(5, 150))
        if unit not in AROUND_THE_CLOCK:
            at = self._at_work(at)
        return Filing(report, self.dice.pick(self.units[unit]), self.cast.organisations[unit], at)

    def _at_work(self, at: datetime) -> datetime:
        """The same moment or, when nobody is at work, some time the next working morning."""
        local = at.astimezone(self.scene.zone)
        if local.weekday() < SATURDAY and OPENING <= local.time() < CLOSING:
            return at
        day = local.date() + timedelta(days=int(local.time() >= CLOSING))
        opening = datetime.combine(working_day(day), OPENING, self.scene.zone).astimezone(UTC)
        return opening + timedelta(minutes=self.dice.between(0, 200))

    def _sittings(self, filings: list[Filing]) -> Iterator[list[Filing]]:
        """What one person sends in at once."""
        by_person = sorted(filings, key=lambda filing: (filing.by.pk, filing.at))
        for _person, own in groupby(by_person, lambda filing: filing.by.pk):
            sitting: list[Filing] = []
            for filing in own:
                if sitting and (filing.at - sitting[0].at > SITTING or self.dice.chance(0.5)):
                    yield sitting
                    sitting = []
                sitting.append(filing)
            yield sitting

    def _submission(self, sitting: list[Filing]) -> Submission:
        last = sitting[-1]
        return Submission(
            municipality=self.scene.municipality,
            organisation=last.organisation,
            reporter=last.by,
            key=UUID(bytes=self.dice.generator.bytes(16), version=4),
            fingerprint=fingerprint([filing.report for filing in sitting]),
            received_at=last.at,
        )


def _twins(filings: list[Filing], incidents: list[Incident]) -> list[Sent]:
    """Each report with the earlier one of the same event, whichever of the two that is."""
    stored: dict[int, Incident] = {}
    sent = []
    for filing, incident in zip(filings, incidents, strict=True):
        event = id(filing.twin or filing)
        sent.append(Sent(incident, stored.get(event)))
        stored.setdefault(event, incident)
    return sent


def working_day(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= SATURDAY else 0)
