"""When a municipality's schools are closed: its own breaks, or the usual ones in a school year that has none."""

from datetime import date

from django.db import transaction

from accounts.models import Municipality
from lagesbild.day_types import Break, breaks_of, school_year, usual_breaks
from lagesbild.models import SchoolBreak
from lagesbild.period import Period


def breaks_in(municipality: Municipality, period: Period) -> list[Break]:
    """The breaks that touch a period. One statement."""
    return breaks_of(period, own=_own(municipality), county=county(municipality))


def own_years(municipality: Municipality) -> set[int]:
    """The school years, by the year they begin in, that the municipality has entered breaks for. One statement."""
    return {school_year(each.first) for each in _own(municipality)}


@transaction.atomic
def take_the_usual(municipality: Municipality, year: int) -> int:
    """Make the usual breaks of a school year the municipality's own, so that they can be changed; how many.

    None where it has its own already.
    """
    Municipality.objects.select_for_update(no_key=True).only("pk").get(pk=municipality.pk)
    if year in own_years(municipality):
        return 0
    usual = usual_breaks(year, county=county(municipality))
    rows = [
        SchoolBreak(municipality=municipality, name=each.name, first_on=each.first, last_on=each.last)
        for each in usual
    ]
    return len(SchoolBreak.objects.bulk_create(rows))


def latest_years(today: date) -> tuple[int, int]:
    """The school year that goes on and the next."""
    return school_year(today), school_year(today) + 1


def county(municipality: Municipality) -> str:
    """The first two digits of its code (SCB)."""
    return municipality.code[:2]


def _own(municipality: Municipality) -> list[Break]:
    rows = SchoolBreak.objects.filter(municipality=municipality).values_list("first_on", "last_on", "name")
    return [Break(*row) for row in rows]
