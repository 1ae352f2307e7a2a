"""What the edition of the period before said when it was adopted: events approved since then are not in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lagesbild.content import Count, Figures
from lagesbild.models import Edition, Level


@dataclass(frozen=True)
class Then:
    """Last period's events as its own edition tells them at a level, by the name of each line; empty without one."""

    rows: Mapping[str, Count] = field(default_factory=dict)
    areas: Mapping[str, Count] = field(default_factory=dict)
    total: Count = None


def figures_then(edition: Edition, level: Level) -> Then:
    """From the edition of the period before, the one in force now or when this was adopted. One statement."""
    every = Edition.objects.in_municipality(edition.municipality).filter(kind=edition.kind)
    rows = every.in_force(at=edition.adopted_at) if edition.adopted_at else every.adopted()
    rows = rows.filter(start_on=edition.period.previous().start)
    figures: Figures | None = rows.values_list(f"content__{level.value}__figures", flat=True).first()
    if not figures:
        return Then()
    return Then(
        {row["category"]: row["this_period"] for row in figures["rows"]},
        {row["area"]: row["this_period"] for row in figures.get("areas", [])},
        figures["total"]["this_period"],
    )
