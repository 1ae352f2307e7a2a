"""What earlier meetings decided should be done and is not, and which activities are late. Reads only."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from lagesbild import wording as periods
from promises.meetings.proposal import Proposal
from promises.meetings.words import how, lines
from promises.models import Activity, Body, ItemKind, Meeting, Resolution, ResolutionKind
from promises.models.activity import IN_FORCE
from promises.standing import ActivityStanding, activity_standings
from promises.status import ActivityStatus

#: How an activity stands when nobody waits for it any longer.
SETTLED = frozenset({ActivityStatus.DONE, ActivityStatus.STOPPED, ActivityStatus.REPLACED})
#: A meeting is reminded of what has been late for at most so long; after that it is the follow-up's matter.
REMEMBERED = timedelta(days=365)


def assignments(meeting: Meeting, today: date) -> Iterator[Proposal]:
    """Decisions "att uppdra" of the same body that are not done."""
    for resolution, standings in _undone(meeting, today):
        yield Proposal(
            ItemKind.DECISION,
            _("Uppdrag från %(day)s") % {"day": periods.day(resolution.meeting.starts_on)},
            basis="\n".join([f"{resolution}.", *lines(standings)]),
            proposal=_("att notera återrapporteringen"),
            about={"earlier": resolution},
        )


def late_activities(meeting: Meeting, today: date) -> Iterator[Proposal]:
    """Late activities of the body's concern that no assignment on the agenda tells of already.

    The EST group takes up the insatser, the other bodies the plans' activities and what they decided themselves.
    """
    rows = Activity.objects.in_municipality(meeting.municipality).filter(
        IN_FORCE,
        due_on__range=(today - REMEMBERED, today),
    )
    if meeting.body == Body.EST:
        rows = rows.filter(document=None)
    else:
        rows = rows.filter(Q(document__isnull=False) | Q(resolution__meeting__body=meeting.body))
    told = {
        standing.activity.pk for _resolution, standings in _undone(meeting, today) for standing in standings
    }
    rows = rows.exclude(pk__in=told).prefetch_related("responsibilities__organisation")
    for standing in activity_standings(rows.order_by("due_on", "pk"), today=today):
        if standing.status == ActivityStatus.LATE:
            activity = standing.activity
            yield Proposal(
                ItemKind.ACTIVITY, activity.text, basis=_lateness(standing), about={"activity": activity}
            )


def _lateness(standing: ActivityStanding) -> str:
    activity = standing.activity
    words = {
        "how": how(standing),
        "day": periods.day(activity.due_on),
        "who": periods.listed([str(row) for row in activity.responsibilities.all()]),
    }
    return _("%(how)s. Skulle vara klar %(day)s. Ansvar: %(who)s.") % words


def _undone(meeting: Meeting, today: date) -> list[tuple[Resolution, list[ActivityStanding]]]:
    """The body's open assignments with their activities.

    One that became activities is done when these are. One that did not is done when a later meeting has decided on it.
    """
    rows = Resolution.objects.filter(
        municipality=meeting.municipality_id,
        kind=ResolutionKind.ASSIGN,
        meeting__body=meeting.body,
        meeting__starts_at__lt=meeting.starts_at,
    ).exclude(meeting=meeting)
    # Decided on at this very meeting, it stays on the agenda.
    answered = Q(activities=None, agenda_items__resolutions__isnull=False) & ~Q(agenda_items__meeting=meeting)
    rows = rows.exclude(pk__in=Resolution.objects.filter(answered).values("pk"))
    rows = rows.select_related("meeting__municipality").defer("meeting__municipality__boundary")
    found = list(rows.order_by("meeting__starts_at", "number", "pk"))
    activities = Activity.objects.filter(resolution__in=found).order_by("due_on", "pk")
    standings = activity_standings(activities, today=today)
    by_decision = [
        (row, [standing for standing in standings if standing.activity.resolution_id == row.pk])
        for row in found
    ]
    return [
        (row, mine)
        for row, mine in by_decision
        if not mine or any(standing.status not in SETTLED for standing in mine)
    ]
