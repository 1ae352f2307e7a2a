"""What was counted before and after, at the place and where it is compared with, and what may be said of it: as JSON.

Counts come through the figures' door alone, as numbers. What they mean is `promises/verdict.py`'s.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from accounts.models import Municipality
from lagesbild.figures.spot import Site, counts_at, recorded_since
from lagesbild.figures.spot_costs import Cost, costs_at
from lagesbild.models import Edition
from lagesbild.period import Period
from lagesbild.statistics.small_counts import told
from promises.comparisons.choosing import chosen_for
from promises.comparisons.sites import Where, scene_of, site_of
from promises.models import Activity, Comparison, SiteRole
from promises.spans import Compared, compared, quarters_before
from promises.verdict import Caution, Counts, Facts, Judgement, Pair, is_peak, is_unlike, judge

#: The place itself, and it with its ring: how they are called among the sites.
PLACE, WIDER = "place", "wider"
Key = tuple[int, str, int]
Line = dict[str, Any]


@dataclass(frozen=True)
class _Case:
    """An activity that has begun, with its choice and its days."""

    activity: Activity
    comparison: Comparison
    where: Where
    days: Compared
    quarters: tuple[Period, ...]

    def sites(self, municipality: Municipality) -> dict[Key, Site]:
        """All that is counted, by the activity's key, what it is, and its own key."""
        found: dict[Key, Site] = {(self.activity.pk, PLACE, 0): site_of(self.where, municipality)}
        if self.comparison.ring is not None:
            wider = site_of(self.where, municipality, wider=self.comparison.ring)
            found[self.activity.pk, WIDER, 0] = wider
        for row in self.comparison.sites.all():
            found[self.activity.pk, row.role, row.pk] = site_of(row.where, municipality)
        return found


def judged(activities: Iterable[Activity], *, until: date, municipality: Municipality) -> dict[int, Line]:
    """A line for each activity that has a comparison and began before `until`, by its key; counted up to that day.

    Seven statements and one for each, two at a hot spot; one where none has a comparison.
    """
    rows = list(activities)
    chosen = chosen_for(rows)
    begun = [row for row in rows if row.first_key in chosen and row.start_on < until]
    if not begun:
        return {}
    first_day = recorded_since(municipality) or until
    cases = [_case(row, chosen[row.first_key], until=until, first_day=first_day) for row in begun]
    found = [case for case in cases if case is not None]
    counts = _counted(found, municipality)
    costs = costs_at(
        {
            case.activity.pk: (site_of(case.where, municipality), [case.days.before, case.days.after])
            for case in found
        },
        municipality=municipality,
    )
    topped = _topped(found)
    return {
        case.activity.pk: _line(case, counts, costs[case.activity.pk], case.activity.pk in topped)
        for case in found
    }


def told_line(line: Mapping[str, Any], k: int) -> Line:
    """The same without counts under k, and where there are any, without numbers that they could be reckoned from."""
    rows = [{**row, **{name: told(row[name], k) for name in ("before", "after")}} for row in line["rows"]]
    is_hidden = any(isinstance(row[name], str) for row in rows for name in ("before", "after"))
    few = any(0 < cost["damages"] < k for cost in line["cost"].values())
    return {
        **line,
        "rows": rows,
        "effect": None if is_hidden else line["effect"],
        "cost": None if few else line["cost"],
    }


def _case(activity: Activity, comparison: Comparison, *, until: date, first_day: date) -> _Case | None:
    where = scene_of(activity)
    days = compared(activity.start_on, length=comparison.length, since=first_day, until=until)
    if where is None or days is None:
        return None
    return _Case(activity, comparison, where, days, quarters_before(activity.start_on, since=first_day))


def _counted(cases: Sequence[_Case], municipality: Municipality) -> dict[tuple[Key, Period], int]:
    """Events at every site in every period. Two statements."""
    sites = {key: site for case in cases for key, site in case.sites(municipality).items()}
    periods = sorted({each for case in cases for each in (case.days.before, case.days.after, *case.quarters)})
    counted = counts_at(sites, periods, municipality=municipality)
    return {
        (key, period): count
        for key, counts in counted.items()
        for period, count in zip(periods, counts, strict=True)
    }


def _topped(cases: Sequence[_Case]) -> set[int]:
    """Those at hot spots that stood first in the edition they were taken from. A statement each hot spot."""
    topped = set()
    for case in cases:
        spot = case.activity.hot_spot
        if spot is None:
            continue
        level = "full" if spot.x is not None else "generalised"
        first = {f"content__{level}__where__ranked__contains": [{"name": spot.name, "rank": 1}]}
        if Edition.objects.filter(pk=spot.edition_id, **first).exists():
            topped.add(case.activity.pk)
    return topped


def _line(
    case: _Case, counted: Mapping[tuple[Key, Period], int], costs: Sequence[Cost], is_topped: bool
) -> Line:
    pairs = _pairs(case, counted)
    counts = Counts(*(pairs.get(role) for role in ("treated", *SiteRole.values)))  # type: ignore[arg-type]
    comparison, days = case.comparison, case.days
    facts = Facts(
        counts,
        before=days.before_days,
        after=days.after.days,
        in_time=not comparison.in_hindsight and comparison.chosen_on < case.activity.start_on,
        kept_start=comparison.start_on == case.activity.start_on,
    )
    quarters = [counted[(case.activity.pk, PLACE, 0), quarter] for quarter in case.quarters]
    return {
        "activity": case.activity.pk,
        "text": case.activity.text,
        "place": str(case.where),
        "chosen_on": comparison.chosen_on.isoformat(),
        "in_hindsight": comparison.in_hindsight,
        "ring": comparison.ring,
        **_said_of(days),
        "rows": [
            {"role": role, "names": _names(case, role), "before": before, "after": after}
            for role, (before, after) in pairs.items()
        ],
        **_said(judge(facts)),
        "cautions": _cautions(counts, is_peak=is_peak(quarters), is_topped=is_topped),
        "cost": {name: asdict(cost) for name, cost in zip(("before", "after"), costs, strict=True)},
    }


def _pairs(case: _Case, counted: Mapping[tuple[Key, Period], int]) -> dict[str, Pair]:
    """Events before and after for each role that has a site; a ring is what the wider place has besides the place."""

    def pair(role: str, key: int = 0) -> Pair:
        return (
            counted[(case.activity.pk, role, key), case.days.before],
            counted[(case.activity.pk, role, key), case.days.after],
        )

    pairs: dict[str, Pair] = {"treated": pair(PLACE)}
    rows = [*case.comparison.sites.all()]
    for role in SiteRole.values:
        found = [pair(row.role, row.pk) for row in rows if row.role == role]
        if role == SiteRole.DISPLACED and case.comparison.ring is not None:
            (before, after), (inner_before, inner_after) = pair(WIDER), pairs["treated"]
            found.append((before - inner_before, after - inner_after))
        if found:
            pairs[role] = sum(before for before, _after in found), sum(after for _before, after in found)
    return pairs


def _names(case: _Case, role: str) -> list[str]:
    if role == "treated":
        return [str(case.where)]
    return [str(row) for row in case.comparison.sites.all() if row.role == role]


def _said_of(days: Compared) -> Line:
    return {
        "before_from": days.before.start.isoformat(),
        "before_to": days.before.last_day.isoformat(),
        "before_days": days.before_days,
        "after_from": days.after.start.isoformat(),
        "after_to": days.after.last_day.isoformat(),
        "after_days": days.after.days,
        "final_on": days.final_on.isoformat(),
        "is_final": days.after.last_day >= days.final_on,
    }


def _said(judgement: Judgement) -> Line:
    effect = judgement.effect
    return {
        "verdict": judgement.verdict.value,
        "reasons": [reason.value for reason in judgement.reasons],
        "effect": None
        if effect is None
        else {name: round(float(getattr(effect, name)), 2) for name in ("estimate", "se", "low", "high")},
    }


def _cautions(counts: Counts, *, is_peak: bool, is_topped: bool) -> list[str]:
    cautions = [Caution.TOP] if is_topped else [Caution.PEAK] if is_peak else []
    return [caution.value for caution in (*cautions, *([Caution.UNLIKE] if is_unlike(counts) else []))]
