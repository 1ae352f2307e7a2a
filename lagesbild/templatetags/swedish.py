"""The edition's JSON numbers and days as text. The wording itself lies in `lagesbild/wording.py`."""

from datetime import date

from django import template
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.content import Expected

register = template.Library()

NOTHING_RECORDED = "–"


@register.filter
def number(value: float | str | None) -> str:
    """`12400` → "12 400", `31.24` → "31,2", None → "–"; words such as "<5" stay as they are."""
    if value is None:
        return NOTHING_RECORDED
    if isinstance(value, str):
        return value
    return wording.number(value, decimals=1 if isinstance(value, float) else 0)


@register.filter
def awaited(expected: float) -> str:
    """How many were expected, before that word: "2,1", "nästan inga" where it rounds to nought."""
    return number(expected) if round(expected, 1) else _("nästan inga")


@register.filter
def interval(expected: Expected | None) -> str:
    """What was to be expected: "8–23", "0" where both ends are one, "–" where nothing was."""
    return NOTHING_RECORDED if expected is None else wording.interval(expected["low"], expected["high"])


@register.filter
def kronor(value: int | None) -> str:
    """`12400` → "12 400 kr", kept on one line."""
    return NOTHING_RECORDED if value is None else f"{number(value)}{wording.NO_BREAK_SPACE}kr"


@register.filter
def signed(value: int) -> str:
    """A difference: "+3", "−2", "0"."""
    return f"+{number(value)}" if value > 0 else number(value)


@register.filter
def day(iso: str) -> str:
    """`"2026-03-10"` → "10 mars 2026"."""
    return wording.day(date.fromisoformat(iso))


@register.filter
def short_day(iso: str) -> str:
    """`"2026-03-10"` → "tis 10 mar", kept on one line."""
    return wording.short_day(date.fromisoformat(iso))


@register.filter
def weekday(index: int) -> str:
    """Monday is 0: "måndag"."""
    return str(WEEKDAYS[index])


@register.filter
def short_weekday(index: int) -> str:
    """Monday is 0: "mån"."""
    return str(WEEKDAYS_ABBR[index])
