"""Days on which more people are out, or out later: Swedish holidays, and the evenings and weekends known for it.

Pure. The holidays are the `holidays` package's; which other days are worth a thought is our own list, from what
municipalities write of "riskhelger" in their plans.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from holidays import DE_FACTO, PUBLIC
from holidays.countries import Sweden

from lagesbild.period import Period

PAYDAY = 25
FRIDAY, SATURDAY = 4, 5
DAY = timedelta(days=1)
#: Evenings before a red day on which many are out. Easter's and Walpurgis' have no day of their own in the package.
MIDSUMMER, CHRISTMAS, NEW_YEAR = "Midsommarafton", "Julafton", "Nyårsafton"
EASTER = "Påskdagen"


@dataclass(frozen=True, order=True)
class Day:
    """One day, or the days up to and with `last`. A holiday is red in the calendar or as good as."""

    first: date
    last: date
    name: str
    is_holiday: bool


def days_in(period: Period) -> list[Day]:
    """What touches the period, by day."""
    years = range(period.start.year, period.last_day.year + 1)
    found = {day for year in years for day in (*_holidays(year), *_risks(year))}
    return sorted(day for day in found if day.first < period.end and day.last >= period.start)


def red_days(years: Iterable[int]) -> dict[date, str]:
    """The public holidays by their Swedish names, without the Sundays that are none besides."""
    return dict(Sweden(years=list(years), language="sv", include_sundays=False, categories=(PUBLIC,)))


def eves(years: Iterable[int]) -> dict[date, str]:
    """Easter's, Walpurgis', Midsummer's, Christmas' and New Year's eves by their Swedish names."""
    known = Sweden(years=list(years), language="sv", include_sundays=False, categories=(PUBLIC, DE_FACTO))
    found = {on: name for on, name in known.items() if name in (MIDSUMMER, CHRISTMAS, NEW_YEAR)}
    found |= {on - DAY: _("Påskafton") for on, name in known.items() if name == EASTER}
    return found | {date(year, 4, 30): _("Valborgsmässoafton") for year in known.years}


def _holidays(year: int) -> Iterator[Day]:
    known = Sweden(years=year, language="sv", include_sundays=False, categories=(PUBLIC, DE_FACTO))
    for on, name in known.items():
        yield Day(on, on, name, True)


def _risks(year: int) -> Iterator[Day]:
    yield _evening(date(year, 4, 30), _("Valborgsmässoafton"))
    yield Day(date(year, 6, 1), date(year, 6, 15), _("Tiden för skolavslutning och studentfirande"), False)
    yield _evening(date(year, 10, 31), _("Halloween"))
    yield _evening(date(year, 12, 12), _("Lucianatten"))
    for month in range(1, 13):
        friday = _payday_friday(year, month)
        yield Day(friday, friday + 2 * DAY, _("Löningshelg"), False)


def _evening(on: date, name: str) -> Day:
    return Day(on, on, name, False)


def _payday_friday(year: int, month: int) -> date:
    """The first Friday with the month's pay: paid on the 25th, or on the Friday before if that is a weekend."""
    payday = date(year, month, PAYDAY)
    if payday.weekday() >= SATURDAY:
        return payday - (payday.weekday() - FRIDAY) * DAY
    return payday + (FRIDAY - payday.weekday()) * DAY
