"""The meeting itself: when, where, under whom, and who was there, by organisation and role. No names."""

from datetime import datetime

from django.db import transaction

from accounts.models import Municipality, Organisation, User
from promises.meetings.refusals import EditedMeanwhile, Refused, held_open
from promises.models import Attendance, Body, Meeting, MeetingState, Presence


def plan(
    *,
    municipality: Municipality,
    body: Body | str,
    starts_at: datetime,
    ends_at: datetime,
    by: User | None,
    at: datetime,
    place: str = "",
    chair: str = "",
    secretary: str = "",
    confirmer: str = "",
) -> Meeting:
    """Put a meeting into its body's calendar. Raises Refused (`times`)."""
    _refuse_backwards(starts_at, ends_at)
    return Meeting.objects.create(
        municipality=municipality,
        body=body,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        chair=chair,
        secretary=secretary,
        confirmer=confirmer,
        created_at=at,
        created_by=by,
    )


@transaction.atomic
def edit(
    meeting: Meeting,
    *,
    edited: int,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    chair: str,
    secretary: str,
    confirmer: str,
) -> Meeting:
    """Change when, where and under whom. `edited` is what the meeting's own was when the form was opened.

    Raises Confirmed, EditedMeanwhile, and Refused (`times`).
    """
    current = held_open(meeting.pk)
    if current.edited != edited:
        raise EditedMeanwhile(current)
    _refuse_backwards(starts_at, ends_at)
    current.starts_at, current.ends_at, current.place = starts_at, ends_at, place
    current.chair, current.secretary, current.confirmer = chair, secretary, confirmer
    current.edited += 1
    current.save()
    return current


def previous(meeting: Meeting) -> Meeting | None:
    """The same body's last meeting before this one that was held."""
    rows = Meeting.objects.filter(
        municipality=meeting.municipality_id, body=meeting.body, starts_at__lt=meeting.starts_at
    ).exclude(pk=meeting.pk)
    rows = rows.select_related("municipality").defer("municipality__boundary")
    return rows.exclude(state=MeetingState.PLANNED).order_by("-starts_at", "-pk").first()


@transaction.atomic
def attend(
    meeting: Meeting, *, organisation: Organisation, role: str, presence: Presence | str
) -> Attendance:
    """Note that an organisation was there, or was not, by whom in which role. Raises Confirmed and Refused."""
    current = held_open(meeting.pk)
    if organisation.municipality_id != current.municipality_id:
        raise Refused("stranger")
    row, _created = Attendance.objects.update_or_create(
        meeting=current,
        organisation=organisation,
        role=role,
        defaults={"presence": presence, "municipality_id": current.municipality_id},
    )
    return row


@transaction.atomic
def attend_as_last_time(meeting: Meeting) -> int:
    """Note those members who were called last time, and are not noted yet; how many. Raises Confirmed."""
    current = held_open(meeting.pk)
    last = previous(current)
    if last is None:
        return 0
    noted = set(current.attendances.values_list("organisation", "role"))
    rows = [
        Attendance(
            municipality_id=current.municipality_id,
            meeting=current,
            organisation_id=row.organisation_id,
            role=row.role,
        )
        for row in last.attendances.exclude(presence=Presence.GUEST).order_by("pk")
        if (row.organisation_id, row.role) not in noted
    ]
    return len(Attendance.objects.bulk_create(rows))


@transaction.atomic
def leave_out(attendance: Attendance) -> None:
    """Take back that somebody was noted. Raises Confirmed."""
    held_open(attendance.meeting_id)
    attendance.delete()


def _refuse_backwards(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise Refused("times")
