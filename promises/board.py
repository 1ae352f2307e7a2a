"""The plan board: activities as cards, in lanes by how they stand or by who answers for them, overdue first.

Reads only. What may be asked of it is `forms/plan.py`'s; how each stands `standing.py`'s.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import Acting
from accounts.models import Organisation
from accounts.roles import Role
from promises.activities import loggable
from promises.models import Activity, Responsibility
from promises.models.activity import IN_FORCE
from promises.standing import ActivityStanding, activity_standings
from promises.status import ActivityStatus

#: How long before its last day an activity is said to be due.
SOON = timedelta(days=7)
#: How far back the unfinished are looked for.
BACK = timedelta(days=366)

#: The lanes by status, in the order they are read.
LANES: dict[str, tuple[Promise, frozenset[ActivityStatus]]] = {
    "late": (_("Försenade"), frozenset({ActivityStatus.LATE})),
    "not_started": (_("Ej påbörjade"), frozenset({ActivityStatus.NOT_STARTED})),
    "ongoing": (_("Pågår"), frozenset({ActivityStatus.ONGOING, ActivityStatus.CONTINUOUS})),
    "done": (_("Klara"), frozenset({ActivityStatus.DONE})),
    "left": (_("Avbrutna eller ersatta"), frozenset({ActivityStatus.STOPPED, ActivityStatus.REPLACED})),
}
#: Nothing more is waited for.
FINISHED = frozenset({ActivityStatus.DONE, ActivityStatus.STOPPED, ActivityStatus.REPLACED})


@dataclass(frozen=True)
class Card:
    """An activity on the board, who answers for it, and whether the reader may log an occasion of it."""

    standing: ActivityStanding
    responsible: list[Organisation]
    may_log: bool

    @property
    def activity(self) -> Activity:
        """The activity itself."""
        return self.standing.activity


@dataclass(frozen=True)
class Lane:
    """Cards under one heading; `key` names the lane."""

    key: str
    label: Promise | str
    cards: list[Card]


def current(activities: QuerySet[Activity], *, today: date) -> QuerySet[Activity]:
    """Those of this year, and those of last year; of the latter only the late ones are still to be shown."""
    first = today.replace(month=1, day=1)
    return activities.filter(start_on__lte=today.replace(month=12, day=31), due_on__gte=first - BACK)


def cards(activities: QuerySet[Activity], *, acting: Acting, today: date) -> list[Card]:
    """The activities as cards, overdue first and then by last day. Four statements."""
    answering = Responsibility.objects.select_related("organisation").order_by("pk")
    rows = (
        activities.select_related("place", "area", "hot_spot", "document", "focus_area")
        .defer("place__point", "area__geometry")
        .prefetch_related(Prefetch("responsibilities", answering))
        .order_by("due_on", "pk")
    )
    shown = [_card(standing, acting) for standing in activity_standings(rows, today=today)]
    return sorted(shown, key=lambda card: card.standing.status != ActivityStatus.LATE)


def without_old(shown: Iterable[Card], *, today: date) -> list[Card]:
    """This year's, and what is late from before."""
    return [
        card
        for card in shown
        if card.activity.due_on.year >= today.year or card.standing.status == ActivityStatus.LATE
    ]


def by_status(shown: Sequence[Card]) -> list[Lane]:
    """A lane for each group of statuses that has a card."""
    lanes = [
        Lane(key, label, [card for card in shown if card.standing.status in statuses])
        for key, (label, statuses) in LANES.items()
    ]
    return [lane for lane in lanes if lane.cards]


def by_organisation(shown: Sequence[Card]) -> list[Lane]:
    """A lane for each organisation that answers for something, those with late activities first."""
    organisations = {row.pk: row for card in shown for row in card.responsible}
    lanes = [
        Lane(str(pk), row.name, [card for card in shown if row in card.responsible])
        for pk, row in organisations.items()
    ]
    return sorted(lanes, key=lambda lane: (-_late(lane.cards), str(lane.label)))


def waiting_for(acting: Acting, *, today: date) -> list[ActivityStanding]:
    """What is late or soon due of the person's own organisation; of everybody's for a coordinator. Three statements."""
    rows = Activity.objects.in_municipality(acting.municipality).filter(
        IN_FORCE, start_on__lte=today, due_on__range=(today - BACK, today + SOON)
    )
    if not acting.has({Role.COORDINATOR}):
        rows = rows.filter(responsibilities__organisation=acting.organisation)
    rows = rows.select_related("place").defer("place__point").order_by("due_on", "pk")
    standings = activity_standings(rows, today=today)
    return [standing for standing in standings if standing.status not in FINISHED]


def _card(standing: ActivityStanding, acting: Acting) -> Card:
    responsible = [row.organisation for row in standing.activity.responsibilities.all()]
    is_left = standing.status in LANES["left"][1]
    return Card(standing, responsible, not is_left and bool(loggable(acting, responsible)))


def _late(shown: Sequence[Card]) -> int:
    return sum(card.standing.status == ActivityStatus.LATE for card in shown)
