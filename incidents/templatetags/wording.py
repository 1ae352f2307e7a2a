"""`{{ incident|when:zone }}`, `{{ decision.at|moment:zone }}`, `{{ report.received_at|age }}`: times in people's words.

`zone` is the municipality's, and "today" is the day of the request there. The wording lies in `incidents/wording.py`.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from incidents import wording
from incidents.models import Incident

register = template.Library()


@register.filter
def when(incident: Incident, zone: ZoneInfo) -> str:
    """When it happened: "tis 14 april kl. 22–23"."""
    today = timezone.localdate(timezone=zone)
    words = wording.when(
        incident.started_at, incident.ended_at, incident.time_precision, zone=zone, today=today
    )
    return _on_one_line(words)


@register.filter
def day(value: date, zone: ZoneInfo) -> str:
    """A day: "tis 14 april"."""
    return wording.day(value, today=timezone.localdate(timezone=zone))


@register.filter
def moment(value: datetime, zone: ZoneInfo) -> str:
    """A moment: "i dag kl. 10.32"."""
    return _on_one_line(wording.moment(value, zone=zone, today=timezone.localdate(timezone=zone)))


@register.filter
def age(value: datetime) -> str:
    """How long ago: "3 timmar"."""
    return wording.age(value, now=timezone.now())


@register.filter
def duration(value: timedelta) -> str:
    """How long: "40 min"."""
    return wording.duration(value)


@register.filter
def number(value: int) -> str:
    """A count: "12 400"."""
    return wording.number(value)


@register.filter
def kronor(value: int) -> str:
    """An amount: "12 400 kr"."""
    return wording.kronor(value)


def _on_one_line(words: str) -> str:
    """A line may end between days, not within a clock time."""
    return words.replace("kl. ", f"kl.{wording.NO_BREAK_SPACE}")
