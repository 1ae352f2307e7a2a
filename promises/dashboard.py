"""BRÅ's dashboard: every promise of a year and how it stands, what is late, what damage cost, and the coming meetings.

Reads only, in as many statements for a hundred promises as for one. No incident is read: costs are those that stand
frozen in adopted editions, and those that somebody accounted for; the two overlap and are never added up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Max, Min, Prefetch, QuerySet, prefetch_related_objects

from accounts.models import Municipality
from lagesbild.models import Edition, EditionKind, EditionState
from promises.models import (
    Activity,
    Body,
    CostItem,
    DocumentState,
    FollowUp,
    Meeting,
    MeetingState,
    Occasion,
    Promise,
    Promisor,
)
from promises.models.activity import COUNTING, IN_FORCE
from promises.standing import ActivityStanding, PromiseStanding, activity_standings, promise_standings
from promises.status import ActivityStatus, PromiseStatus

MOST_MEETINGS = 5


@dataclass(frozen=True)
class Line:
    """A promise, how it stands, and what it rests on."""

    standing: PromiseStanding
    editions: list[Edition]

    @property
    def promise(self) -> Promise:
        return self.standing.promise


@dataclass(frozen=True)
class Group:
    """The promises of one promisor, or of one focus area."""

    name: str
    lines: list[Line]


@dataclass(frozen=True)
class FrozenCosts:
    """Kronor lost to damage as adopted fortnights say it at the general level.

    `untold` is how many of the editions had too few damages to say.
    """

    kronor: int
    editions: int
    untold: int


@dataclass(frozen=True)
class InShort:
    """How many promises of the year stand how, and when the council or the steering group meets next."""

    counts: list[tuple[PromiseStatus, int]]
    meeting: Meeting | None


@dataclass(frozen=True)
class Dashboard:
    """All of one year."""

    lines: list[Line]
    late: list[ActivityStanding]
    costs: FrozenCosts
    items: list[CostItem]
    meetings: list[Meeting]

    def counts(self) -> list[tuple[PromiseStatus, int]]:
        """How many promises stand how, in the order of the words; words that no promise has are left out."""
        return _counts(line.standing for line in self.lines)

    def by_promisor(self) -> list[Group]:
        """In the order of the promisors; those who promise nothing are left out."""
        found = [
            Group(str(each.label), [line for line in self.lines if line.promise.promisor == each])
            for each in Promisor
        ]
        return [group for group in found if group.lines]

    def by_focus_area(self, *, otherwise: str) -> list[Group]:
        """By the name of the focus area, in the order of the promises; those without one last."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            area = line.promise.focus_area
            found[area.title if area else ""].append(line)
        rest = found.pop("", [])
        groups = [Group(title, lines) for title, lines in found.items()]
        return [*groups, Group(otherwise, rest)] if rest else groups


def years_with_promises(municipality: Municipality, *, today: date) -> list[int]:
    """The years that adopted promises are for, and this one; the latest first. One statement."""
    ends = _in_force(municipality).aggregate(first=Min("first_on"), last=Max("last_on"))
    first, last = ends["first"] or today, ends["last"] or today
    return list(range(max(last.year, today.year), min(first.year, today.year) - 1, -1))


def dashboard_of(municipality: Municipality, *, year: int, at: datetime) -> Dashboard:
    """The promises that hold in the year, as things stand now."""
    today = at.astimezone(municipality.zone).date()
    first, last = date(year, 1, 1), date(year, 12, 31)
    promises = _of_days(municipality, first, last)
    return Dashboard(
        lines=lines_of(promises.order_by("document__first_on", "document_id", "number"), today=today),
        late=_late(municipality, first, last, today),
        costs=_frozen_costs(municipality, first, last),
        items=list(_cost_items(municipality, first, last)),
        meetings=list(_coming(municipality, at)[:MOST_MEETINGS]),
    )


def in_short(municipality: Municipality, *, at: datetime) -> InShort:
    """What the dashboard begins with this year. Seven statements."""
    today = at.astimezone(municipality.zone).date()
    promises = _of_days(municipality, date(today.year, 1, 1), date(today.year, 12, 31))
    standings = promise_standings(promises, today=today)
    meeting = _coming(municipality, at).filter(body__in=[Body.COUNCIL, Body.STEERING]).first()
    return InShort(_counts(standings), meeting)


def lines_of(promises: QuerySet[Promise], *, today: date) -> list[Line]:
    """Promises with all that a line opens to: activities, log, decisions, follow-ups and editions."""
    rows = promises.select_related("document", "focus_area", "place", "area").prefetch_related(
        Prefetch("follow_ups", FollowUp.objects.order_by("-last_on").select_related("adopted_in__meeting"))
    )
    standings = promise_standings(rows, today=today)
    _fill_in({each.activity.pk: each.activity for line in standings for each in line.activities}.values())
    resting = _editions_of([standing.promise for standing in standings])
    return [Line(standing, resting[standing.promise.pk]) for standing in standings]


def _in_force(municipality: Municipality) -> QuerySet[Promise]:
    """Of documents that are adopted and not replaced."""
    return Promise.objects.in_municipality(municipality).filter(document__state=DocumentState.ADOPTED)


def _of_days(municipality: Municipality, first: date, last: date) -> QuerySet[Promise]:
    """Those that hold on any of the days, both included."""
    return _in_force(municipality).filter(first_on__lte=last, last_on__gte=first)


def _counts(standings: Iterable[PromiseStanding]) -> list[tuple[PromiseStatus, int]]:
    """In the order of the words; words that no promise has are left out."""
    stood = Counter(standing.status for standing in standings)
    return [(status, stood[status]) for status in PromiseStatus if stood[status]]


def _fill_in(activities: Iterable[Activity]) -> None:
    """Read what is shown of each activity: who answers for it, where, what was decided, and the log."""
    counted = Occasion.objects.filter(COUNTING).select_related("organisation", "place")
    prefetch_related_objects(
        list(activities),
        "responsibilities__organisation",
        "hot_spot__edition",
        "resolution__meeting",
        Prefetch("occasions", counted.order_by("-on", "-pk"), to_attr="log"),
    )


def _editions_of(promises: Sequence[Promise]) -> dict[int, list[Edition]]:
    """The editions that each promise rests on: its focus area's, and those its activities' hot spots came from."""
    rows = Edition.objects.exclude(state=EditionState.DRAFT).defer("content", "parameters")
    keys = [promise.pk for promise in promises]
    found: dict[int, dict[int, Edition]] = defaultdict(dict)
    for way in ("focus_areas__promises", "hot_spots__activities__promises"):
        for edition in rows.filter(**{f"{way}__in": keys}).annotate(promise=F(way)).order_by("-start_on"):
            found[edition.promise][edition.pk] = edition
    return defaultdict(list, {pk: list(editions.values()) for pk, editions in found.items()})


def _late(municipality: Municipality, first: date, last: date, today: date) -> list[ActivityStanding]:
    """The year's activities whose day has passed undone, the longest late first."""
    rows = (
        Activity.objects.in_municipality(municipality)
        .filter(IN_FORCE, start_on__lte=last, due_on__gte=first, due_on__lt=today)
        .prefetch_related("responsibilities__organisation")
        .order_by("due_on", "pk")
    )
    standings = activity_standings(rows, today=today)
    return [standing for standing in standings if standing.status == ActivityStatus.LATE]


def _frozen_costs(municipality: Municipality, first: date, last: date) -> FrozenCosts:
    """From the fortnights that began in the year. One statement; the figures are picked out by the database.

    Longer editions tell of the same damages once more.
    """
    total = "content__generalised__costs__total__total"
    rows = Edition.objects.in_municipality(municipality).adopted()
    rows = rows.filter(kind=EditionKind.FORTNIGHT, start_on__range=(first, last))
    told = list(rows.values_list(total, flat=True))
    sums = [int(kronor) for kronor in told if kronor is not None]
    return FrozenCosts(sum(sums), len(told), len(told) - len(sums))


def _cost_items(municipality: Municipality, first: date, last: date) -> QuerySet[CostItem]:
    rows = CostItem.objects.in_municipality(municipality).filter(first_on__lte=last, last_on__gte=first)
    return rows.select_related("source").order_by("first_on", "type", "pk")


def _coming(municipality: Municipality, at: datetime) -> QuerySet[Meeting]:
    rows = Meeting.objects.in_municipality(municipality).filter(state=MeetingState.PLANNED, starts_at__gte=at)
    return rows.order_by("starts_at", "pk")
