"""Skadekostnader: kronor per type of damage and who pays, this period and the one before."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from incidents.models import CostBasis, DamageType, PaidBy
from incidents.models.incident import DID_DAMAGE
from lagesbild.content import CostNote, CostRow, Costs, Payer
from lagesbild.figures.events import Basis


class Damage(NamedTuple):
    """Some damages of one kind: how many events, how many of them with a cost, and its sum in kronor."""

    is_now: bool
    type: str
    basis: str
    payer: str
    events: int
    costed: int
    kronor: int


def damages(basis: Basis) -> list[Damage]:
    """This period's and last period's, in one statement. A cost without a type of damage is another damage's."""
    zone = basis.municipality.zone
    last_start, start = (period.bounds(zone)[0] for period in (basis.period.previous(), basis.period))
    rows = (
        basis.events.within(last_start, basis.period.bounds(zone)[1])
        .filter(DID_DAMAGE)
        .annotate(is_now=Q(started_at__gte=start))
        .values_list("is_now", "damage_type", "cost_basis", "cost_paid_by")
        .annotate(events=Count("*"), costed=Count("damage_cost"), kronor=Sum("damage_cost"))
        .order_by()
    )
    return [
        Damage(is_now, type_ or DamageType.OTHER, basis_, payer, events, costed, kronor or 0)
        for is_now, type_, basis_, payer, events, costed, kronor in rows
    ]


def costs_chapter(rows: Sequence[Damage]) -> Costs:
    """The chapter at the full level."""
    return {
        "rows": [
            cost_row(str(type_.label), [row for row in rows if row.type == type_]) for type_ in DamageType
        ],
        "total": cost_row(_("Alla skador"), rows),
        "payers": payers(rows),
    }


def cost_row(name: str, rows: Sequence[Damage]) -> CostRow:
    """The sums over some damages."""
    now = [row for row in rows if row.is_now]
    estimated = sum(row.kronor for row in now if row.basis != CostBasis.ACTUAL)
    actual = sum(row.kronor for row in now if row.basis == CostBasis.ACTUAL)
    return {
        "type": name,
        "estimated": estimated,
        "actual": actual,
        "total": estimated + actual,
        "last_period": sum(row.kronor for row in rows if not row.is_now),
        "events": sum(row.events for row in now),
        "uncosted": sum(row.events - row.costed for row in now),
    }


def payers(rows: Sequence[Damage]) -> list[Payer]:
    """Who pays how much of this period's costs, the most first."""
    sums = {
        payer: sum(row.kronor for row in rows if row.is_now and row.payer == payer)
        for payer in [*PaidBy.values, ""]
    }
    paying = sorted((payer for payer in sums if sums[payer]), key=lambda payer: -sums[payer])
    return [
        {"name": str(PaidBy(payer).label) if payer else _("Inte angivet"), "kronor": sums[payer]}
        for payer in paying
    ]


def largest_cost(costs: Costs) -> CostNote | None:
    """The type that cost most."""
    kronor, type_ = max(((row["total"] or 0, row["type"]) for row in costs["rows"]), default=(0, ""))
    return {"type": type_, "kronor": kronor} if kronor else None
