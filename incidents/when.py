"""When it happened, from what a person says on a clock in the municipality to a half-open interval. Pure.

The chips of the report form, and local times on the two nights a year when the clock is changed. Where a time occurs
twice (the autumn night) an interval is read as wide as it can be, from the first to the last; a moment as the first.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

EVENING = time(22)
MORNING = time(6)
WEEKEND_STARTS = time(17)
FRIDAY = 4
DAYS_TO_MONDAY = 3


class Chip(TextChoices):
    """The quick answers to when it happened."""

    NOW = "now", _("Just nu")
    TODAY = "today", _("I dag")
    NIGHT = "night", _("I natt")
    WEEKEND = "weekend", _("Under helgen")
    OTHER = "other", _("Annan tid")


class NoSuchTime(ValueError):
    """The local time was skipped when the clock was put forward."""


@dataclass(frozen=True)
class Interval:
    """From `start` to `end`, in UTC; equal for a moment."""

    start: datetime
    end: datetime


def suggested(chip: Chip, *, now: datetime, zone: ZoneInfo) -> Interval:
    """What the chip means at that moment, never reaching past it; for `OTHER` the same as for `NOW`."""
    now = now.astimezone(UTC).replace(second=0, microsecond=0)
    local = now.astimezone(zone)
    today = local.date()
    if chip == Chip.TODAY:
        return Interval(_at(today, time(), zone), now)
    if chip == Chip.NIGHT:
        evening = today if local.time() >= EVENING else today - timedelta(days=1)
        return _until(now, _at(evening, EVENING, zone), _at(evening + timedelta(days=1), MORNING, zone))
    if chip == Chip.WEEKEND:
        friday = today - timedelta(days=(today.weekday() - FRIDAY) % 7)
        if _at(friday, WEEKEND_STARTS, zone) > now:
            friday -= timedelta(days=7)
        monday = friday + timedelta(days=DAYS_TO_MONDAY)
        return _until(now, _at(friday, WEEKEND_STARTS, zone), _at(monday, MORNING, zone))
    return Interval(now, now)


def local_time(naive: datetime, zone: ZoneInfo, *, last: bool = False) -> datetime:
    """The moment (UTC) at which clocks in the zone show that time; the first or `last` of two. Raises NoSuchTime."""
    moment = naive.replace(tzinfo=zone, fold=int(last)).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != naive:
        raise NoSuchTime(naive)
    return moment


def whole_day(day: date, *, now: datetime, zone: ZoneInfo) -> Interval:
    """From midnight to midnight, 23 to 25 hours; of the present day only what has passed."""
    return _until(now, _at(day, time(), zone), _at(day + timedelta(days=1), time(), zone))


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _until(now: datetime, start: datetime, end: datetime) -> Interval:
    return Interval(start, min(end, now) if start <= now else end)
