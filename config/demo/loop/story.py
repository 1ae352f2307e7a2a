"""The order in which the demo's long loop comes about: last year, this year, and what the latest lägesbild led to."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from string import Template

from django.db.models import QuerySet

from accounts.roles import Role
from config.demo.cast import Cast
from config.demo.deciding import Reviewers
from config.demo.filing import working_day
from config.demo.longer import latest, publish_longer
from config.demo.loop.comparing import Comparer
from config.demo.loop.doing import Doers
from config.demo.loop.happenings import Happening, Happenings
from config.demo.loop.looking_back import follow_up, follow_up_lately
from config.demo.loop.planyear import PlanYear
from config.demo.loop.sitting import Secretary
from config.demo.loop.spotting import open_two, step_on
from config.demo.loop.statute import earlier, note_the_situation, note_this_year
from config.demo.scene import Scene
from lagesbild.models import Edition, EditionKind
from lagesbild.period import Months
from promises import importing
from promises.models import Activity, Document, DocumentKind, Meeting

FILES = Path(__file__).parent
#: Days from this year's first: the council adopts it, and looks back at the last, which has been written up by then.
ADOPTING, LOOKING_BACK, WRITTEN = -21, 45, 24
PROPOSED, ACCOUNTED = -40, 100
#: Days from today.
PREPARING, STRATEGIC, LATELY = -60, -40, -2
#: The meetings that are coming, by days from today: the first has been called, the others are in the calendar.
CALLED, IN_THE_CALENDAR = ("coming", 9), [("acting", 4), ("preparing", 30), ("strategic", 44), ("coming", 79)]
CALLED_BEFORE = 10
#: From the adoption of a year's edition to the meeting that stands behind it.
TAKEN_UP_AFTER = timedelta(days=14)
MORNING, AFTERNOON = time(9), time(13)


class Story:
    """The long loop of one municipality, told as of now. Told in two parts, with the latest edition between them."""

    def __init__(self, scene: Scene, cast: Cast, reviewers: Reviewers) -> None:
        self.scene, self.cast, self.reviewers = scene, cast, reviewers
        self.municipality = scene.municipality
        self.today = scene.now.astimezone(scene.zone).date()
        self.year = PlanYear.around(self.today)
        self.happenings = Happenings()
        self.doers = Doers(cast, self.happenings)
        self.secretary = Secretary(self.municipality, cast, self.doers)
        self.coordinator = cast.holding(Role.COORDINATOR)[0]
        self._plan_last_year()
        self._plan_this_year()
        self._plan_meetings()
        self._plan_longer_editions()
        Comparer(self.municipality, cast, self.doers, today=self.today).plan(self.happenings)

    def begin(self, *, until: datetime) -> None:
        """Everything up to the adoption of the latest edition."""
        self.happenings.come_about(until=until)

    def finish(self, edition: Edition) -> None:
        """What the edition led to, up to now, and the meetings that are coming."""
        assert edition.adopted_at is not None
        day = edition.adopted_at.astimezone(self.scene.zone).date()
        self.happenings.put(edition.adopted_at, lambda at: open_two(edition, by=self.coordinator, at=at))
        self._meet("acting", day + timedelta(days=1), called=0, then=self._step_on)
        self._at(self._from_today(LATELY), MORNING, self._follow_up_lately)
        self.happenings.put(self.scene.now - timedelta(hours=20), self._look_ahead)
        self.happenings.come_about(until=self.scene.now)

    def _plan_last_year(self) -> None:
        last = self.year.previous()
        self._at(last.day(ADOPTING), MORNING, lambda at: self._bring_in("last_year", last, at))
        self._at(last.first, time(0, 5), lambda at: self.doers.follow("last", last, self._activities(last)))
        self._at(
            self.year.day(WRITTEN),
            MORNING,
            lambda at: follow_up(self.municipality, last, by=self.coordinator, at=at),
        )
        for day, happening in earlier(self.municipality, today=self.today, by=self.coordinator):
            self._at(day, AFTERNOON, happening)

    def _plan_this_year(self) -> None:
        year = self.year
        self._at(year.day(PROPOSED), MORNING, lambda at: self._bring_in("this_year", year, at))
        self._at(year.first, time(0, 5), lambda at: self.doers.follow("this", year, self._activities(year)))
        self._at(year.day(ACCOUNTED), MORNING, lambda at: self._bring_in("since", year, at))

    def _plan_meetings(self) -> None:
        self._meet("adopting", working_day(self.year.day(ADOPTING)), then=self._note_this_year)
        self._meet("looking_back", working_day(self.year.day(LOOKING_BACK)))
        self._meet("preparing", working_day(self._from_today(PREPARING)))
        self._meet("strategic", working_day(self._from_today(STRATEGIC)))

    def _plan_longer_editions(self) -> None:
        for kind in (EditionKind.TERTIAL, EditionKind.YEAR):
            period, day = latest(kind, today=self.today)
            self._at(day, MORNING, partial(self._publish, period))
            if kind == EditionKind.YEAR:
                self._meet("situation", working_day(day + TAKEN_UP_AFTER), then=self._note_the_situation)

    def _meet(
        self,
        name: str,
        day: date,
        *,
        called: int = CALLED_BEFORE,
        then: Callable[[Meeting, datetime], None] | None = None,
    ) -> None:
        """Call a meeting, hold it, do what comes of it, and have its minutes confirmed two days later."""
        starts_at = datetime.combine(day, AFTERNOON, self.scene.zone)

        def call(at: datetime) -> None:
            meeting = self.secretary.call(name, starts_at=starts_at, at=at)
            self.happenings.put(starts_at, lambda at: hold(meeting, at))

        def hold(meeting: Meeting, at: datetime) -> None:
            self.secretary.hold(name, meeting, at=at)
            if then:
                then(meeting, at)
            self.happenings.put(at + timedelta(days=2), lambda at: self.secretary.confirm(meeting, at=at))

        self._at(day - timedelta(days=called), MORNING, call)

    def _look_ahead(self, at: datetime) -> None:
        """Call the next meeting, and put those after it into the calendar."""
        name, days = CALLED
        self.secretary.call(name, starts_at=self._afternoon(days), at=at)
        for name, days in IN_THE_CALENDAR:
            self.secretary.plan(name, starts_at=self._afternoon(days), at=at)

    def _publish(self, period: Months, at: datetime) -> None:
        """Adopt a longer edition, of what had been decided on by then."""
        self.reviewers.work(until=at)
        publish_longer(self.municipality, period, by=self.coordinator, at=at)

    def _bring_in(self, name: str, year: PlanYear, at: datetime) -> None:
        """An agreement's file, with the year's days filled in."""
        text = Template((FILES / f"{name}.toml.template").read_text()).substitute(year.words)
        importing.bring_in(importing.read(text), municipality=self.municipality, at=at)
        self.cast.organisations.update({row.name: row for row in self.municipality.organisations.all()})

    def _activities(self, year: PlanYear) -> list[Activity]:
        """The year's plan, in order."""
        plan = self._documents(year).exclude(kind__in=[DocumentKind.AGREEMENT, DocumentKind.PROMISES]).get()
        return list(plan.activities.select_related("municipality").order_by("number"))

    def _documents(self, year: PlanYear) -> QuerySet[Document]:
        return Document.objects.in_municipality(self.municipality).filter(first_on=year.first)

    def _note_this_year(self, meeting: Meeting, at: datetime) -> None:
        note_this_year(meeting, self._documents(self.year), by=self.coordinator, at=at)

    def _note_the_situation(self, meeting: Meeting, at: datetime) -> None:
        note_the_situation(meeting, by=self.coordinator, at=at)

    def _step_on(self, meeting: Meeting, at: datetime) -> None:
        step_on(meeting, by=self.coordinator, at=at)

    def _follow_up_lately(self, at: datetime) -> None:
        follow_up_lately(self.municipality, self.year, by=self.coordinator, at=at)

    def _afternoon(self, days: int) -> datetime:
        """Of the working day about so many days from today."""
        return datetime.combine(working_day(self._from_today(days)), AFTERNOON, self.scene.zone)

    def _from_today(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _at(self, day: date, clock: time, happening: Happening) -> None:
        self.happenings.put(datetime.combine(day, clock, self.scene.zone), happening)
