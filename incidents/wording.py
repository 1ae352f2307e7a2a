"""How an incident's time and age read to a person: "tis 14 apr kl. 22–23", "fre 13 – sön 15 mars", "2 dagar". Pure.

Text in the active language, on the municipality's clock. Finding out when something happened is `incidents/when.py`.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from incidents.models import TimePrecision

A_MOMENT = timedelta(microseconds=1)
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"


def when(start: datetime, end: datetime, precision: str, *, zone: ZoneInfo, today: date) -> str:
    """The time of an event; `end` is exclusive. The year is said unless it is this one."""
    start, end = start.astimezone(zone), end.astimezone(zone)
    if precision == TimePrecision.DAY:
        return _days(start.date(), _last_day(start, end), today)
    if precision == TimePrecision.UNKNOWN:
        return _("okänd tid, %(days)s") % {"days": _days(start.date(), _last_day(start, end), today)}
    if start == end:
        return _("%(day)s kl. %(clock)s") % {"day": day(start.date(), today=today), "clock": _clock(start)}
    if start.date() == _last_day(start, end):
        until = _clock(end) if end.date() == start.date() else _("24")
        clock = f"{_clock(start)}–{until}"
        return _("%(day)s kl. %(clock)s") % {"day": day(start.date(), today=today), "clock": clock}
    return " – ".join(
        _("%(day)s kl. %(clock)s") % {"day": day(moment.date(), today=today), "clock": _clock(moment)}
        for moment in (start, end)
    )


def day(value: date, *, today: date) -> str:
    """ "tis 14 april", with the year unless it is this one."""
    return date_format(value, "D j F" if value.year == today.year else "D j F Y")


def moment(value: datetime, *, zone: ZoneInfo, today: date) -> str:
    """ "i dag kl. 10.32", "tis 14 april kl. 10.32"."""
    local = value.astimezone(zone)
    words = _("i dag") if local.date() == today else day(local.date(), today=today)
    return _("%(day)s kl. %(clock)s") % {"day": words, "clock": _clock(local)}


def age(since: datetime, *, now: datetime) -> str:
    """ "20 minuter", "3 timmar", "2 dagar"; the largest unit alone."""
    return timesince(since, now, depth=1)


def duration(length: timedelta) -> str:
    """ "40 min", "3 tim": how far apart two events are; hours are rounded."""
    minutes = round(length / timedelta(minutes=1))
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes}
    return _("%(hours)d tim") % {"hours": round(minutes / 60)}


def number(value: int) -> str:
    """ "12 400", with a thin space."""
    return number_format(value, force_grouping=True).replace(NO_BREAK_SPACE, THIN_SPACE)


def kronor(amount: int) -> str:
    """ "12 400 kr", kept on one line."""
    return f"{number(amount)}{NO_BREAK_SPACE}kr"


def _days(first: date, last: date, today: date) -> str:
    if first == last:
        return day(first, today=today)
    if (first.year, first.month) == (last.year, last.month):
        return f"{date_format(first, 'D j')} – {day(last, today=today)}"
    return f"{day(first, today=today)} – {day(last, today=today)}"


def _last_day(start: datetime, end: datetime) -> date:
    if end == start or end.timetz().replace(tzinfo=None) != time():
        return end.date()
    return (end - A_MOMENT).date()


def _clock(value: datetime) -> str:
    return date_format(value, _("G.i") if value.minute else _("G"))
