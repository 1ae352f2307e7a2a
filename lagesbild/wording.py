"""How periods and numbers read to a person: "vecka 9–10", "tertial 2 2026", "23 februari – 8 mars 2026", "12 400".

Pure text in the active language. What a chapter says lies in its template or in `sections.py`.
"""

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from lagesbild.period import Months, Period

THIN_SPACE = "\N{NARROW NO-BREAK SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def weeks(period: Period) -> str:
    """ "vecka 9–10", "vecka 53–1", or "vecka 9" for a single week; of months always with the year."""
    if isinstance(period, Months):
        return months(period)
    (_year, first), (_year, last) = period.weeks()
    if first == last:
        return _("vecka %(week)d") % {"week": first}
    return _("vecka %(first)d–%(last)d") % {"first": first, "last": last}


def weeks_with_year(period: Period) -> str:
    """ "vecka 9–10 2026"; over New Year "vecka 53 2026 – vecka 1 2027", each week with its ISO year.

    Of months: "tertial 2 2026", "år 2025".
    """
    if isinstance(period, Months):
        return months(period)
    (first_year, first), (last_year, last) = period.weeks()
    if first_year == last_year:
        return f"{weeks(period)} {first_year}"
    return _("vecka %(first)d %(first_year)d – vecka %(last)d %(last_year)d") % {
        "first": first,
        "first_year": first_year,
        "last": last,
        "last_year": last_year,
    }


def months(period: Months) -> str:
    """ "tertial 2 2026", "år 2025", "mars 2026", and anything else by its dates."""
    if period.is_year:
        return _("år %(year)d") % {"year": period.start.year}
    if period.tertial:
        return _("tertial %(number)d %(year)d") % {"number": period.tertial, "year": period.start.year}
    return date_format(period.start, "F Y") if period.count == 1 else dates(period)


def dates(period: Period) -> str:
    """The first and last day of a period, saying month and year once where they are the same."""
    first, last = period.start, period.last_day
    if first == last:
        return day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    if first.year == last.year:
        return f"{date_format(first, 'j F')} – {day(last)}"
    return f"{day(first)} – {day(last)}"


def day(value: date) -> str:
    """ "8 mars 2026"."""
    return date_format(value, "j F Y")


def short_day(value: date) -> str:
    """ "sön 8 mar", kept on one line: for a day close at hand."""
    return date_format(value, "D j b").replace(" ", NO_BREAK_SPACE)


def number(value: float, *, decimals: int = 0) -> str:
    """Thousands with a thin space, a decimal comma and a true minus: "12 400", "−3,5"."""
    rounded = round(value, decimals)
    text = number_format(abs(rounded), decimal_pos=decimals, use_l10n=True, force_grouping=True)
    return (MINUS if rounded < 0 else "") + text.replace(NO_BREAK_SPACE, THIN_SPACE)


def interval(low: int, high: int) -> str:
    """ "8–23", both ends included; "0" where they are the same."""
    return number(low) if low == high else f"{number(low)}–{number(high)}"


def listed(words: Sequence[str]) -> str:
    """ "a", "a och b", "a, b och c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s och %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def inside(name: str) -> str:
    """A name as it stands inside a sentence: "Narkotika och alkohol" → "narkotika och alkohol", but "BRÅ:s utskott"."""
    is_abbreviation = name[1:2].isupper()
    return name if is_abbreviation else name[:1].lower() + name[1:]
