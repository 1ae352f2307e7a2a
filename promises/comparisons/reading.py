"""How the comparison of one activity stands, for its page."""

from dataclasses import dataclass
from datetime import date

from promises.comparisons.choosing import chosen_for, has_begun
from promises.comparisons.counting import Line, judged, told_line
from promises.comparisons.sites import scene_of
from promises.models import Activity, Comparison, ComparisonSite, SiteRole


@dataclass(frozen=True)
class Standing:
    """What is chosen and what has come of it: `line` is None until a day has passed since the start.

    `is_somewhere` says that there is a place to compare, `has_begun` that it is too late to choose.
    """

    comparison: Comparison | None
    line: Line | None
    is_somewhere: bool
    has_begun: bool

    @property
    def is_open(self) -> bool:
        """Whether something can still be chosen, be it in hindsight."""
        is_kept = self.comparison is not None and not self.comparison.in_hindsight
        return self.is_somewhere and not (self.has_begun and is_kept)

    @property
    def sites(self) -> list[tuple[str, list[ComparisonSite]]]:
        """What is chosen, by what it is."""
        rows = list(self.comparison.sites.all()) if self.comparison else []
        found = [(str(role.label), [row for row in rows if row.role == role]) for role in SiteRole]
        return [(label, of_role) for label, of_role in found if of_role]


def standing_of(activity: Activity, *, today: date, exact: bool) -> Standing:
    """As it stands today; without small counts for who may not read them. One statement where nothing is chosen."""
    municipality = activity.municipality
    comparison = chosen_for([activity]).get(activity.first_key)
    line = None
    if comparison is not None:
        line = judged([activity], until=today, municipality=municipality).get(activity.pk)
    if line is not None and not exact:
        line = told_line(line, municipality.minimum_count)
    return Standing(
        comparison=comparison,
        line=line,
        is_somewhere=scene_of(activity) is not None,
        has_begun=has_begun(activity, on=today),
    )
