"""Mail to those who answer for an activity, a week before its last day and when it has passed: one digest a day.

Members of a responsible organisation are reminded of both, the coordinators of what is late. A line is sent once per
person and last day: the row in `Reminder` says so, and the database holds it unique.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import ngettext

from accounts import outbox
from accounts.models import Membership, Municipality, OutgoingMail, User
from accounts.roles import Role
from promises.board import FINISHED, SOON
from promises.models import Activity, Reminder, ReminderKind, Responsibility
from promises.models.activity import FIRST_KEY, IN_FORCE, of_any_version
from promises.standing import ActivityStanding, activity_standings
from promises.status import ActivityStatus

#: From and until which hour, on working days, digests go out.
HOURS = (7, 18)
SATURDAY = 5
#: What became late longer ago than this is the meetings' matter.
MEMORY = timedelta(days=30)
OWNERS = (Role.ACTION_OWNER, Role.UNIT_COORDINATOR)


@dataclass(frozen=True)
class Line:
    """One activity of a digest, and on which side of its last day it is."""

    standing: ActivityStanding
    kind: ReminderKind

    @property
    def activity(self) -> Activity:
        """The activity itself."""
        return self.standing.activity

    @property
    def url(self) -> str:
        """Where it is logged."""
        return settings.SITE_URL + self.activity.get_absolute_url()


@transaction.atomic
def send_digests(municipality: Municipality, *, at: datetime) -> list[OutgoingMail]:
    """Put in the outbox what is to be said today and has not been; nothing while another beat is at it."""
    local = at.astimezone(municipality.zone)
    if local.weekday() >= SATURDAY or not HOURS[0] <= local.hour < HOURS[1]:
        return []
    alone = Municipality.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=municipality.pk)
    if not alone.values_list("pk", flat=True):
        return []
    midnight = datetime.combine(local.date(), time(), tzinfo=municipality.zone)
    told_today = set(
        Reminder.objects.filter(municipality=municipality, at__gte=midnight).values_list("user", flat=True)
    )
    lines = _new_lines(municipality, _lines(municipality, local))
    return [
        _send(user, said, municipality=municipality, at=at)
        for user, said in lines.items()
        if user.pk not in told_today
    ]


def _lines(municipality: Municipality, local: datetime) -> list[Line]:
    """What is soon due or late, by last day. Three statements."""
    today = local.date()
    rows = Activity.objects.in_municipality(municipality).filter(
        IN_FORCE, start_on__lte=today, due_on__range=(today - MEMORY, today + SOON)
    )
    lines = []
    for standing in activity_standings(rows.order_by("due_on", "pk"), today=today):
        if standing.status in FINISHED:
            continue
        is_late = standing.activity.due_on < today
        if is_late or standing.status != ActivityStatus.CONTINUOUS:  # what is being done needs no push
            lines.append(Line(standing, ReminderKind.AFTER if is_late else ReminderKind.BEFORE))
    return lines


def _new_lines(municipality: Municipality, lines: Iterable[Line]) -> dict[User, list[Line]]:
    """Each person's lines, those left out that the person has had. Three statements."""
    by_activity = {line.activity.pk: line for line in lines}
    answering: dict[int, set[int]] = defaultdict(set)
    for activity, organisation in Responsibility.objects.filter(activity__in=by_activity).values_list(
        "activity", "organisation"
    ):
        answering[activity].add(organisation)
    # A new version of a plan is not reminded of anew.
    had = set(
        Reminder.objects.filter(
            of_any_version(line.activity.first_key for line in by_activity.values())
        ).values_list("user", FIRST_KEY, "kind", "due_on")
    )
    told: dict[User, dict[int, Line]] = defaultdict(dict)
    for member in _members(municipality):
        for pk, line in by_activity.items():
            concerns = member.organisation_id in answering[pk] if member.role in OWNERS else _is_late(line)
            if (
                concerns
                and (member.user_id, line.activity.first_key, line.kind, line.activity.due_on) not in had
            ):
                told[member.user][pk] = line
    return {user: list(said.values()) for user, said in told.items()}


def _members(municipality: Municipality) -> Iterable[Membership]:
    """Who may have something to hear: owners of activities, and coordinators."""
    rows = Membership.objects.filter(
        municipality=municipality, role__in=[*OWNERS, Role.COORDINATOR], user__is_active=True
    )
    return rows.select_related("user").order_by("user", "pk")


def _is_late(line: Line) -> bool:
    return line.kind == ReminderKind.AFTER


def _send(user: User, lines: list[Line], *, municipality: Municipality, at: datetime) -> OutgoingMail:
    """One digest, and the rows that say that it has been sent."""
    lines = sorted(lines, key=lambda line: (not _is_late(line), line.activity.due_on, line.activity.pk))
    late = [line for line in lines if _is_late(line)]
    soon = [line for line in lines if not _is_late(line)]
    with translation.override(user.language), timezone.override(municipality.zone):
        context = {"late": late, "soon": soon, "municipality": municipality, "site": settings.SITE_URL}
        mail = outbox.enqueue(
            municipality=municipality,
            to=user.email,
            subject=f"{municipality}: {_subject(len(late), len(soon))}",
            body=render_to_string("promises/mail/reminder.txt", context),
            body_html=render_to_string("promises/mail/reminder.html", context),
            at=at,
        )
    Reminder.objects.bulk_create(
        Reminder(
            municipality=municipality,
            activity=line.activity,
            user=user,
            kind=line.kind,
            due_on=line.activity.due_on,
            mail=mail,
            at=at,
        )
        for line in lines
    )
    return mail


def _subject(late: int, soon: int) -> str:
    if late:
        return ngettext("en aktivitet är försenad", "%(count)d aktiviteter är försenade", late) % {
            "count": late
        }
    return ngettext(
        "en aktivitet ska snart vara klar", "%(count)d aktiviteter ska snart vara klara", soon
    ) % {"count": soon}
