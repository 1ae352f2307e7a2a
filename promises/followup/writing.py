"""Freezing a follow-up: what was done and what it did as it stands when it is written, and the coordinator's words."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import Municipality, User
from lagesbild.period import Period
from promises.followup.done import done_in
from promises.followup.effect import effect_in
from promises.followup.subjects import Subject, activities_of, kind_of, sites_of
from promises.models import Activity, FollowUp, Promise
from promises.spans import span_of
from promises.standing import activity_standings, one_version_of_each, promise_standings


class AlreadyWritten(Exception):
    """There is one of the same thing over the same period; that one is gone on with."""

    def __init__(self, follow_up: FollowUp) -> None:
        super().__init__(str(follow_up.pk))
        self.follow_up = follow_up


class NotBegun(Exception):
    """No day of the period has passed."""


class Locked(Exception):
    """A meeting has adopted it, perhaps a moment ago."""


class EditedMeanwhile(Exception):
    """Somebody else saved first; `follow_up` is how it stands now. Nothing was written."""

    def __init__(self, follow_up: FollowUp) -> None:
        super().__init__(str(follow_up.pk))
        self.follow_up = follow_up


@transaction.atomic
def write(
    subject: Subject,
    *,
    rhythm: str,
    span: Period,
    summary: str = "",
    assessment: str = "",
    by: User | None,
    at: datetime,
) -> FollowUp:
    """Follow something up over a quarter, tertial or year. Raises AlreadyWritten, NotBegun.

    ValueError: the span is not one of the rhythm's.
    """
    if span_of(span.start, rhythm) != span:
        raise ValueError(f"{span} is no {rhythm}.")
    # The municipality's row is the queue: two who begin the same one make one.
    municipality = Municipality.objects.select_for_update().get(pk=subject.municipality_id)
    today = at.astimezone(municipality.zone).date()
    if today <= span.start:
        raise NotBegun
    about = {kind_of(subject): subject}
    known = FollowUp.objects.filter(**about, rhythm=rhythm, first_on=span.start).first()
    if known:
        raise AlreadyWritten(known)
    return FollowUp.objects.create(
        municipality=municipality,
        rhythm=rhythm,
        first_on=span.start,
        last_on=span.last_day,
        summary=summary,
        assessment=assessment,
        written_at=at,
        written_by=by,
        **about,
        **_frozen(subject, span, municipality, today),
    )


@transaction.atomic
def rewrite(
    follow_up: FollowUp, *, edited: int, summary: str, assessment: str, by: User | None, at: datetime
) -> FollowUp:
    """Write other words and freeze the figures anew; `edited` is what the caller saw.

    Raises Locked, EditedMeanwhile.
    """
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("municipality")
    row = rows.get(pk=follow_up.pk)
    if row.adopted_in_id is not None:
        raise Locked
    if row.edited != edited:
        raise EditedMeanwhile(row)
    today = at.astimezone(row.municipality.zone).date()
    figures = _frozen(row.subject, span_of(row.first_on, row.rhythm), row.municipality, today)
    for name, value in {**figures, "summary": summary, "assessment": assessment}.items():
        setattr(row, name, value)
    row.edited += 1
    row.written_at, row.written_by = at, by
    row.save()
    return row


def _frozen(subject: Subject, span: Period, municipality: Municipality, today: date) -> dict[str, Any]:
    """The columns of figures: what was done, what it did, and the word for how it stands."""
    rows = activities_of(subject).select_related("document", "hot_spot__area", "place", "area")
    activities = one_version_of_each(rows)
    sites = sites_of(subject, activities, municipality)
    return {
        "done": done_in(activities, span, today=today),
        "effect": effect_in(sites, activities, span, today=today, municipality=municipality),
        "status": _status(subject, today),
    }


def _status(subject: Subject, today: date) -> str:
    """Of a promise or an activity; a plan and a focus area have no word of their own."""
    if isinstance(subject, Promise):
        return promise_standings([subject], today=today)[0].status.value
    if isinstance(subject, Activity):
        return activity_standings([subject], today=today)[0].status.value
    return ""
