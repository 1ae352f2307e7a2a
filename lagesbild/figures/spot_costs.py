"""What damage at a place has cost: kronor per period, as those who reported it said. Numbers leave, never rows.

The same events are there as in `spot.py`; a month or a fortnight of a whole municipality is `costs.py`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Case, Count, IntegerField, Q, Sum, Value, When

from accounts.models import Municipality
from incidents.models.incident import DID_DAMAGE
from lagesbild.figures.events import Basis
from lagesbild.figures.spot import ADDRESS, Site
from lagesbild.period import Period

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True)
class Cost:
    """Damages, how many of them have a cost, and its sum in whole kronor."""

    damages: int = 0
    costed: int = 0
    kronor: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.damages + other.damages, self.costed + other.costed, self.kronor + other.kronor)


def costs_at(
    sites: Mapping[Name, tuple[Site, Sequence[Period]]], *, municipality: Municipality
) -> dict[Name, list[Cost]]:
    """What damage cost at each site in each of its own periods, which may not overlap. A statement each, and one."""
    if not sites:
        return {}
    basis = Basis.of(municipality, next(iter(sites.values()))[1][0])
    return {name: _at(site, periods, basis) for name, (site, periods) in sites.items()}


def _at(site: Site, periods: Sequence[Period], basis: Basis) -> list[Cost]:
    bounds = [period.bounds(basis.municipality.zone) for period in periods]
    slots = [
        When(started_at__gte=start, started_at__lt=end, then=Value(slot))
        for slot, (start, end) in enumerate(bounds)
    ]
    rows = (
        basis.events.within(min(start for start, _end in bounds), max(end for _start, end in bounds))
        .filter(DID_DAMAGE, _near(site))
        .annotate(slot=Case(*slots, output_field=IntegerField()))
        .values_list("slot", *ADDRESS)
        .annotate(damages=Count("*"), costed=Count("damage_cost"), kronor=Sum("damage_cost"))
        .order_by()
    )
    found = [Cost() for _period in periods]
    for slot, *address, damages, costed, kronor in rows:
        if slot is not None and site.holds(tuple(address)):
            found[slot] += Cost(damages, costed, kronor or 0)
    return found


def _near(site: Site) -> Q:
    """Somewhat more than the site, in what the database can find."""
    if site.area is not None:
        return Q(area=site.area)
    columns, rows = ([cell[side] for cell in site.cells] for side in (0, 1))
    around = Q(cell_x__range=(min(columns), max(columns)), cell_y__range=(min(rows), max(rows)))
    return around | Q(place=site.place) if site.place is not None else around
