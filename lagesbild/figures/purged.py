"""Events that have been purged and are known only as counts by category, area and week.

They count in the tables of categories and areas, whose earlier periods are so the same as before the purging. All else
(maps, hours, places, warnings) needs the events themselves, and begins where they do: an earlier period is told as one
in which nothing was recorded.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from accounts.models import Municipality
from incidents.models import PurgedCount
from lagesbild.figures.tally import Key
from lagesbild.period import FORTNIGHT, Period


def whole_after(last: date) -> date:
    """The first day from which no period is short of purged events, when the last that were are of the week `last`.

    Purging ends where a month begins. A fortnight that began before it ends at most 13 days into that month.
    """
    month = (last.replace(day=1) + timedelta(days=32)).replace(day=1)
    return month + FORTNIGHT - timedelta(days=1)


def with_purged(
    municipality: Municipality,
    uncounted: Collection[int],
    periods: Sequence[Period],
    sorts: Mapping[Period, Counter[Key]],
) -> tuple[dict[Period, Counter[Key]], date | None]:
    """The events per `BY_SORT` of the periods with those purged added, and the first week these are of, if any.

    When they were decided is not known any more: all are taken to have been in time. One statement.
    """
    rows = PurgedCount.objects.filter(
        municipality=municipality,
        first_on__gte=min(period.start for period in periods),
        first_on__lt=max(period.end for period in periods),
    ).exclude(category__in=uncounted)
    added = {period: Counter(sorts[period]) for period in periods}
    first = None
    for day, category, area, events in rows.order_by("first_on").values_list(
        "first_on", "category", "area", "events"
    ):
        first = first or day
        for period in periods:
            if day in period:
                added[period][(category, area, True)] += events
    return added, first
