"""What sort of day a day is: school day, break, weekend, holiday or eve. Pure.

Holidays are those of `almanac.py`. Schools' breaks differ between municipalities, which enter their own; a school year
without any gets what is usual in Sweden, below.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lagesbild.almanac import eves, red_days
from lagesbild.period import Period

DAY = timedelta(days=1)
FRIDAY, SATURDAY = 5, 6  # ISO
#: A school year begins in August.
AUGUST = 8
#: ISO week of the winter break by county, the first two digits of a municipality's code: it follows the country from
#: the south-west to the north. A county that is not here has most of its schools closed in week 9.
WINTER_BREAKS = {
    7: ("06", "13", "14"),
    8: ("03", "04", "05", "07", "08", "09", "10", "12"),
    10: ("22", "23", "24", "25"),
}
USUAL_WINTER_BREAK = 9
AUTUMN_BREAK = 44
#: The term ends on Friday in one week, and begins on Tuesday in the other.
TERM_ENDS, TERM_BEGINS = 24, 34


class DayType(StrEnum):
    """A day is the last of these that fits."""

    SCHOOL = "school"
    BREAK = "break"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    EVE = "eve"


NAMES: dict[DayType, Promise] = {
    DayType.SCHOOL: gettext_lazy("Skoldag"),
    DayType.BREAK: gettext_lazy("Skollov, vardag"),
    DayType.WEEKEND: gettext_lazy("Lördag och söndag"),
    DayType.HOLIDAY: gettext_lazy("Röd dag"),
    DayType.EVE: gettext_lazy("Afton"),
}


@dataclass(frozen=True, order=True)
class Break:
    """Days without school, both included."""

    first: date
    last: date
    name: str

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def types_in(period: Period, *, breaks: Collection[Break]) -> dict[date, DayType]:
    """The sort of each day of the period, in order."""
    years = range(period.start.year, period.last_day.year + 1)
    holidays, evenings = red_days(years), eves(years)
    return {day: _type_of(day, holidays, evenings, breaks) for day in _days(period)}


def _type_of(
    day: date, holidays: Collection[date], evenings: Collection[date], breaks: Collection[Break]
) -> DayType:
    if day in evenings:
        return DayType.EVE
    if day in holidays:
        return DayType.HOLIDAY
    if day.isoweekday() >= SATURDAY:
        return DayType.WEEKEND
    return DayType.BREAK if any(day in each for each in breaks) else DayType.SCHOOL


def school_year(day: date) -> int:
    """The year in which its school year began: 2025 for one day in April 2026."""
    return day.year if day.month >= AUGUST else day.year - 1


def breaks_of(period: Period, *, own: Collection[Break], county: str) -> list[Break]:
    """The breaks that matter to a period: the municipality's own in a school year that has one, else the usual.

    A break belongs to the school year that it begins in.
    """
    has_own = {school_year(each.first) for each in own}
    years = range(school_year(period.start) - 1, school_year(period.last_day) + 1)
    usual = [each for year in years if year not in has_own for each in usual_breaks(year, county=county)]
    return sorted(each for each in [*own, *usual] if each.first < period.end and each.last >= period.start)


def usual_breaks(year: int, *, county: str) -> list[Break]:
    """The breaks of the school year that begins in August of `year`, as most of the county's schools have them.

    Terms begin in August and end in June by skolförordningen (2011:185) 3 kap. 3 §; each municipality sets the days.
    Usual, by what municipalities publish: week 44; from four days before Christmas to the day after Epiphany; a
    winter break by county; the four days before Good Friday; from the weekend of week 24 to Monday of week 34.
    """
    spring = year + 1
    winter = next(
        (week for week, counties in WINTER_BREAKS.items() if county in counties), USUAL_WINTER_BREAK
    )
    good_friday = _good_friday(spring)
    return [
        Break(*_week(year, AUTUMN_BREAK), _("Höstlov")),
        Break(date(year, 12, 21), date(spring, 1, 7), _("Jullov")),
        Break(*_week(spring, winter), _("Sportlov")),
        Break(good_friday - 4 * DAY, good_friday - DAY, _("Påsklov")),
        Break(
            date.fromisocalendar(spring, TERM_ENDS, SATURDAY),
            date.fromisocalendar(spring, TERM_BEGINS, 1),
            _("Sommarlov"),
        ),
    ]


def _good_friday(year: int) -> date:
    names: Mapping[date, str] = red_days([year])
    return next(day for day, name in names.items() if name == "Långfredagen")


def _week(year: int, week: int) -> tuple[date, date]:
    return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, FRIDAY)


def _days(period: Period) -> Iterator[date]:
    return (period.start + step * DAY for step in range(period.days))
