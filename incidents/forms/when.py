"""The report form's question When, answered by a chip, by typed times, or by both."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.models import TimePrecision
from incidents.when import Chip, Interval, NoSuchTime, local_time, suggested, whole_day

#: How far ahead of ours a phone's clock may be.
TOLERANCE = timedelta(minutes=5)
#: Anything older, or further ahead, is taken for a slip in the year.
FURTHEST = timedelta(days=5 * 366)


def interval_of(
    said: Mapping[str, Any], *, opened_at: datetime, zone: ZoneInfo
) -> tuple[Interval, TimePrecision]:
    """When it happened and how well that is known. A typed time wins over the chip, which only fills what is empty.

    Chips are read from when the form was opened, so that the same form sent again says the same.
    Raises ValidationError at `start` or `end`.
    """
    interval = _interval(said, opened_at=opened_at, zone=zone)
    if interval.end < interval.start:
        raise ValidationError({"end": _("Slutet ligger före starten.")})
    precision = said.get("precision")
    if precision in (TimePrecision.DAY, TimePrecision.UNKNOWN):
        return interval, TimePrecision(precision)
    return interval, TimePrecision.EXACT if interval.start == interval.end else TimePrecision.INTERVAL


def _interval(said: Mapping[str, Any], *, opened_at: datetime, zone: ZoneInfo) -> Interval:
    start, end, precision = said.get("start"), said.get("end"), said.get("precision")
    if start is None:
        chip = Chip(said.get("when") or Chip.NOW)
        if chip == Chip.OTHER:
            raise ValidationError({"start": _("Fyll i när det hände.")})
        return suggested(chip, now=opened_at, zone=zone)
    if precision == TimePrecision.DAY:
        first, last = (whole_day(day.date(), now=opened_at, zone=zone) for day in (start, end or start))
        return Interval(first.start, last.end)
    if end is None and precision == TimePrecision.INTERVAL:
        raise ValidationError({"end": _("Fyll i när det senast kan ha hänt.")})
    moment = _on_the_clock("start", start, zone)
    return Interval(moment, moment if end in (None, start) else _on_the_clock("end", end, zone, last=True))


def refuse_what_cannot_be(interval: Interval, *, at: datetime, may_lie_ahead: bool) -> None:
    """Raise ValidationError at the time that is too far off to be meant, or that has not come yet unless it may."""
    if may_lie_ahead and interval.start > at + FURTHEST:
        raise ValidationError({"start": _("Tiden ligger mer än fem år fram. Kontrollera årtalet.")})
    if may_lie_ahead and interval.end > at + FURTHEST:
        raise ValidationError({"end": _("Sluttiden ligger mer än fem år fram. Kontrollera årtalet.")})
    if not may_lie_ahead:
        _refuse_what_lies_ahead(interval, at=at)
    if interval.start < at - FURTHEST:
        raise ValidationError({"start": _("Tiden ligger mer än fem år tillbaka. Kontrollera årtalet.")})


def _refuse_what_lies_ahead(interval: Interval, *, at: datetime) -> None:
    if interval.start > at + TOLERANCE:
        raise ValidationError({"start": _("Tiden ligger i framtiden. Kontrollera dag och klockslag.")})
    if interval.end > at + TOLERANCE:
        raise ValidationError({"end": _("Sluttiden ligger i framtiden. Kontrollera dag och klockslag.")})


def _on_the_clock(field: str, naive: datetime, zone: ZoneInfo, *, last: bool = False) -> datetime:
    try:
        return local_time(naive, zone, last=last)
    except NoSuchTime as error:
        message = _(
            "Klockslaget fanns inte den natten: klockan ställdes fram. Välj en timme tidigare eller senare."
        )
        raise ValidationError({field: message}) from error
