"""Everything that is known of a hot spot: its steps, what happens there, where it stood, what is decided and done.

Reads only. Counts come through the figures' one door; who may not read the full level gets them without small ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Municipality
from lagesbild.figures.spot import Pattern, Site, counts_at, latest_fortnights, pattern_at
from lagesbild.models import Edition, EditionState, HotSpot, HotSpotStep, Level
from lagesbild.period import Period
from lagesbild.presence import Presence, Standing, presences, standing
from lagesbild.statistics.small_counts import told
from promises.comparisons import judged
from promises.models import Activity, AgendaItem, Cause, Resolution
from promises.models.activity import IN_FORCE
from promises.standing import ActivityStanding, activity_standings


@dataclass(frozen=True)
class Fortnight:
    """How many events a fortnight had; `since` says that something was being done by then.

    `count` is exact or, for who may not read small counts, a text; `number` is what to draw, None where it is not told.
    """

    period: Period
    count: int | str
    since: bool

    @property
    def number(self) -> int | None:
        return self.count if isinstance(self.count, int) else None


@dataclass(frozen=True)
class Dossier:
    """A hot spot with all that belongs to it."""

    hot_spot: HotSpot
    steps: list[HotSpotStep]
    fortnights: list[Fortnight]
    presence: list[Presence]
    pattern: Pattern
    editions: list[Edition]
    items: list[AgendaItem]
    causes: list[Cause]
    activities: list[ActivityStanding]
    verdicts: dict[int, str]

    @property
    def is_told(self) -> bool:
        """Whether every count is one that can be drawn."""
        return all(fortnight.number is not None for fortnight in self.fortnights)

    @property
    def standing(self) -> Standing:
        """How it stands by the latest edition."""
        return standing(self.presence)

    def common_categories(self, least: int) -> list[str]:
        """The main categories with so many events in the year, for who may not read their counts."""
        return [name for name, events in self.pattern.categories if events >= least]


def dossier_of(hot_spot: HotSpot, *, exact: bool, today: date) -> Dossier:
    """All of it, in as many statements for a long story as for a short one.

    `exact`: the reader reads the full level, drafts included.
    """
    activities = activity_standings(_activities(hot_spot), today=today)
    municipality: Municipality = hot_spot.municipality
    periods = latest_fortnights(municipality, today=today)
    year = Period(periods[0].start, periods[-1].end)
    begun = min((standing.activity.start_on for standing in activities), default=None)
    return Dossier(
        hot_spot=hot_spot,
        steps=list(hot_spot.steps.select_related("by").order_by("-at", "-pk")),
        fortnights=_fortnights(hot_spot, periods, begun=begun, exact=exact),
        presence=presences([hot_spot], periods, municipality)[hot_spot.pk],
        pattern=pattern_at(Site.of_hot_spot(hot_spot), year, municipality=municipality),
        editions=list(editions_with(hot_spot, drafts=exact)),
        items=list(_items(hot_spot)),
        causes=list(hot_spot.causes.select_related("parent").order_by("perspective", "pk")),
        activities=activities,
        verdicts=_verdicts(hot_spot, activities, today=today),
    )


def _verdicts(hot_spot: HotSpot, activities: list[ActivityStanding], *, today: date) -> dict[int, str]:
    """What has come of each activity that is compared with something, in a word that tells no count."""
    rows = [standing.activity for standing in activities]
    lines = judged(rows, until=today, municipality=hot_spot.municipality)
    return {key: line["verdict"] for key, line in lines.items()}


def editions_with(hot_spot: HotSpot, *, drafts: bool) -> QuerySet[Edition]:
    """The adopted editions whose list it stood on, the latest first, and the one it was opened from.

    That one may still be a draft, which is named only to those who may read `drafts`.
    """
    level = Level.GENERALISED if hot_spot.area_id else Level.FULL
    listed = {f"content__{level.value}__where__ranked__contains": [{"name": hot_spot.name}]}
    rows = Edition.objects.filter(municipality=hot_spot.municipality_id).filter(
        Q(pk=hot_spot.edition_id) | Q(state=EditionState.ADOPTED, **listed)
    )
    if not drafts:
        rows = rows.exclude(state=EditionState.DRAFT)
    return rows.defer("content", "parameters").order_by("-start_on", "-pk")


def _fortnights(
    hot_spot: HotSpot, periods: Sequence[Period], *, begun: date | None, exact: bool
) -> list[Fortnight]:
    municipality: Municipality = hot_spot.municipality
    (counts,) = counts_at({0: Site.of_hot_spot(hot_spot)}, periods, municipality=municipality).values()
    return [
        Fortnight(
            period,
            count if exact else told(count, municipality.minimum_count),
            begun is not None and period.end > begun,
        )
        for period, count in zip(periods, counts, strict=True)
    ]


def _activities(hot_spot: HotSpot) -> QuerySet[Activity]:
    """Not those of a proposal, which stand in the plan that it revises."""
    rows = hot_spot.activities.filter(IN_FORCE).select_related("resolution__meeting")
    return rows.order_by("-start_on", "-pk").prefetch_related("responsibilities__organisation")


def _items(hot_spot: HotSpot) -> QuerySet[AgendaItem]:
    decided = Prefetch("resolutions", Resolution.objects.order_by("number"))
    rows = hot_spot.agenda_items.select_related("meeting").order_by("-meeting__starts_at", "-pk")
    return rows.prefetch_related(decided)
