"""The chapters at the generalised level: areas in place of points, no free text, and no count under k.

Each chapter has the shape of the full level. What is hidden, and why it stays so: `statistics/small_counts.py`.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from incidents.models import CostBasis
from lagesbild import wording
from lagesbild.content import About, CostRow, Costs, Count, Ranked, When, Where
from lagesbild.figures.compared import Line
from lagesbild.figures.costs import Damage
from lagesbild.figures.costs import costs_chapter as full_costs
from lagesbild.figures.events import Basis
from lagesbild.figures.generalised_tables import concealed_areas
from lagesbild.figures.lineage import LATELY, followed, listed_of
from lagesbild.figures.ranking import ranked, trend
from lagesbild.figures.tally import Key
from lagesbild.figures.when import hours_of, peaks
from lagesbild.statistics.small_counts import masked, smoothed, told, told_part


def where_chapter(
    basis: Basis, names: Mapping[Line, str], counts: Sequence[Counter[Line]], detailed: Counter[Key]
) -> Where:
    """The ranked list of areas, of those with at least k events; no heat map.

    From the areas' names, the events per area in each period, the last being the edition's, and its events per area
    and category.
    """
    concealed = [concealed_areas(each, names, basis.k) for each in counts]
    lists = [
        ranked(Counter({area: events for area, events in each.items() if area not in secret}))
        for each, secret in zip(counts, concealed, strict=True)
    ]
    last, now = counts[-2:]
    commonest = _commonest(basis, detailed)
    rows: list[Ranked] = [
        {
            "rank": rank,
            "name": names[area],
            "count": now[area],
            "last_period": masked(last[area], basis.k) if area in concealed[-2] else last[area],
            "periods_in_a_row": line.in_a_row,
            "listed_lately": listed_of(line.names, lists[-LATELY:]),
            "main_category": commonest.get(area),
            "trend": trend(now[area], last[area], line),
            "position": None,
        }
        for rank, (area, line) in enumerate(followed(lists).items(), start=1)
    ]
    return {
        "unit": "area",
        "period": wording.weeks_with_year(basis.period),
        "total": told(now.total(), basis.k),
        "ranked": rows,
        "elsewhere": told(now.total() - sum(now[area] for area in lists[-1]), basis.k),
        "vanished": [
            {
                "name": names[area],
                "last_period": last[area],
                "count": masked(now[area], basis.k) if area in concealed[-1] else now[area],
            }
            for area in lists[-2]
            if area not in lists[-1]
        ],
        "heat": None,
    }


def _commonest(basis: Basis, tallied: Counter[Key]) -> dict[Line, str]:
    """For each area its commonest main category, if that has k events; of equals the first in the tree."""
    by_area: dict[Line, Counter[str]] = {}
    for (area, category), number in tallied.items():
        by_area.setdefault(area, Counter())[basis.groups.code_of[category]] += number
    names = basis.groups.names
    largest = {area: max(names, key=counts.__getitem__) for area, counts in by_area.items()}
    return {area: names[code] for area, code in largest.items() if by_area[area][code] >= basis.k}


def when_chapter(tallied: Counter[Key], k: int) -> When:
    """Hours are taken together until they hold k events; a weekday's worst hours are named only if no days are."""
    matrix, excluded = hours_of(tallied)
    counted = round(float(matrix.sum()))
    shared = smoothed(matrix, k)
    days_apart = all((shared[day] != shared[day + 1]).any() for day in range(6))
    return {
        "matrix": shared.tolist(),
        "hours": shared.sum(axis=0).round(1).tolist(),
        "counted": told_part(counted, counted + excluded, k),
        "excluded": told(excluded, k),
        "peaks": peaks(shared, lowest=k) if days_apart else [],
    }


def costs_chapter(rows: Sequence[Damage], k: int) -> Costs:
    """By type and by payer only if each can be told in every respect; otherwise the sum, as far as it can."""
    everything = full_costs(rows)
    by_type = [[row for row in rows if row.type == type_] for type_ in {row.type for row in rows}]
    now = [row for row in rows if row.is_now]
    by_payer = [sum(row.costed for row in now if row.payer == payer) for payer in {row.payer for row in now}]
    return {
        "rows": everything["rows"] if all(_is_tellable(each, k) for each in by_type) else [],
        "total": _total_cost(everything["total"], rows, k),
        "payers": everything["payers"] if all(_is_large(each, k) for each in by_payer) else [],
    }


def _is_tellable(rows: Sequence[Damage], k: int) -> bool:
    now = [row for row in rows if row.is_now]
    parts = [*_costed_by_basis(now), sum(row.events - row.costed for row in now), _costed_before(rows)]
    return all(_is_large(each, k) for each in parts)


def _total_cost(total: CostRow, rows: Sequence[Damage], k: int) -> CostRow:
    estimated, actual = _costed_by_basis([row for row in rows if row.is_now])
    uncosted = _as_int(total["uncosted"])
    split = _is_large(estimated, k) and _is_large(actual, k)
    return {
        "type": total["type"],
        "estimated": total["estimated"] if split else None,
        "actual": total["actual"] if split else None,
        "total": total["total"] if _is_large(estimated + actual, k) else None,
        "last_period": total["last_period"] if _is_large(_costed_before(rows), k) else None,
        "events": told(estimated + actual + uncosted, k),
        "uncosted": told_part(uncosted, estimated + actual + uncosted, k),
    }


def _costed_by_basis(rows: Sequence[Damage]) -> tuple[int, int]:
    """Damages with an estimated and with an actual cost."""
    actual = sum(row.costed for row in rows if row.basis == CostBasis.ACTUAL)
    return sum(row.costed for row in rows) - actual, actual


def _costed_before(rows: Sequence[Damage]) -> int:
    return sum(row.costed for row in rows if not row.is_now)


def _is_large(count: int, k: int) -> bool:
    return count == told(count, k)


def about_chapter(about: About, k: int) -> About:
    """What the figures rest on, without small parts of it."""
    events = _as_int(about["events"])
    return {
        **about,
        "events": told(events, k),
        "under_review": told(_as_int(about["under_review"]), k),
        "late": told(_as_int(about["late"]), k),
        "median_hours": about["median_hours"] if events >= k else None,
        "exact_place": told_part(_as_int(about["exact_place"]), events, k),
        "exact_time": told_part(_as_int(about["exact_time"]), events, k),
        "bandwidth": None,
        "kernel": None,
        "minimum_count": k,
    }


def _as_int(count: Count) -> int:
    """A count from the full level, where each is a number."""
    return int(count or 0)
