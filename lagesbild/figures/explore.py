"""The figures of the map one explores: any period, category and area. Counted as for an edition; nothing is frozen."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from accounts.models import Area, Municipality
from incidents.models import Category
from lagesbild.content import Heat, Kernel, When
from lagesbild.figures.events import Groups
from lagesbild.figures.ranking import ranked
from lagesbild.figures.spots import ADDRESS, XY, Register, Spot
from lagesbild.figures.tally import Hours, Key, Selection, tally
from lagesbild.figures.when import BY_TIME, when_chapter
from lagesbild.figures.where import KERNEL, heat_of
from lagesbild.period import FORTNIGHT, FORTNIGHTS_PER_YEAR, Period, fortnight
from lagesbild.statistics.change import e_test
from lagesbild.statistics.density import levels_for, raised

#: Of pairs of periods between which nothing has changed, at most so many are said to differ.
CHANCE = 0.05

Choices = list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Question:
    """What somebody wants to see. `category` is the code of a main or sub-category, empty for all; `area` a key."""

    municipality: Municipality
    groups: Groups
    period: Period
    bandwidth: int
    category: str = ""
    area: int | None = None
    hours: Hours | None = None
    kernel: Kernel = KERNEL

    @property
    def area_name(self) -> str:
        """What the area is called, empty for all. One statement, which reads no geometry."""
        return Area.objects.values_list("name", flat=True).get(pk=self.area) if self.area else ""

    @property
    def levels(self) -> tuple[float, ...]:
        """The map's classes, events/km²: by the length of the period, and such that no lone report colours it."""
        return raised(levels_for(self.period.days), self.bandwidth)

    @property
    def selection(self) -> Selection:
        """An interval longer than the period, and than a fortnight, says too little about when to be in it."""
        return Selection(
            self.municipality,
            self.groups.uncounted,
            categories=self.groups.keys_of(self.category) if self.category else None,
            area=self.area,
            hours=self.hours,
            longest=max(FORTNIGHT, self.period.length),
        )


@dataclass(frozen=True)
class RankedSpot:
    """One line of the ranked list; `position` in metres of the municipality's projection."""

    rank: int
    name: str
    count: int
    before: int
    position: XY


@dataclass(frozen=True)
class Answer:
    """`before` counts the equally long period before. `trend` are whole fortnights, the oldest first."""

    total: int
    before: int
    ranked: Sequence[RankedSpot]
    elsewhere: int
    areas: Sequence[tuple[str, int]]
    when: When
    trend: Sequence[tuple[Period, int]]

    @property
    def differs(self) -> bool:
        """Whether the two equally long periods differ by more than chance mostly makes two such counts differ."""
        return e_test(self.total, 1, self.before, 1) < CHANCE


def category_choices(municipality: Municipality, groups: Groups) -> Choices:
    """The main categories in use, each with itself and its sub-categories as (code, label). One statement."""
    current = Category.objects.current().filter(municipality=municipality, counts=True).order_by("code")
    within: dict[str, list[Category]] = {}
    for category in current.select_related("parent"):
        within.setdefault(category.parent.code if category.parent else category.code, []).append(category)
    choices: Choices = []
    for code in groups.names:
        if code in within:
            main, *subs = sorted(within[code], key=lambda each: each.parent_id is not None)
            everything = (code, _("%(group)s, alla") % {"group": main.label})
            choices.append((main.label, [everything, *((sub.code, sub.label) for sub in subs)]))
    return choices


def answer(question: Question) -> Answer:
    """The lists and tables. Five statements, however much there is."""
    register = Register.of(question.municipality)
    periods = [question.period.previous(), question.period]
    ((last, now),) = tally(question.selection, periods, ("area", *ADDRESS))
    ((times,),) = tally(question.selection, [question.period], BY_TIME)
    lines = ranked_spots(now, last, register)
    areas: Counter[int | None] = Counter()
    for (area, *_address), events in now.items():
        areas[area] += events
    return Answer(
        total=now.total(),
        before=last.total(),
        ranked=lines,
        elsewhere=now.total() - sum(line.count for line in lines),
        areas=[
            (register.areas[area] if area else _("Utanför områdena"), events)
            for area, events in areas.most_common()
        ],
        when=when_chapter(times),
        trend=_trend(question),
    )


def heat(question: Question) -> Heat:
    """What the map is drawn from. One statement."""
    return heat_of(question.selection, question.period, kernel=question.kernel, bandwidth=question.bandwidth)


def ranked_spots(now: Counter[Key], last: Counter[Key], register: Register) -> list[RankedSpot]:
    """The ranked list of a period and the one before, from their events per area and `ADDRESS`."""
    counts: Counter[Spot] = Counter()
    before: Counter[Spot] = Counter()
    area_of: dict[Spot, int | None] = {}
    for (area, *address), events in now.items():
        spot = register.spot(tuple(address))
        counts[spot] += events
        area_of[spot] = area_of.get(spot) or area
    for (_area, *address), events in last.items():
        before[register.spot(tuple(address))] += events
    return [
        RankedSpot(
            rank, register.name(spot, area_of[spot]), counts[spot], before[spot], register.position(spot)
        )
        for rank, spot in enumerate(ranked(counts), start=1)
    ]


def _trend(question: Question) -> list[tuple[Period, int]]:
    """A year of fortnights, or as many as the period has, the last being the one that holds its last day."""
    latest = fortnight(question.period.last_day, anchor=question.municipality.anchor_on)
    length = max(FORTNIGHTS_PER_YEAR, -(-question.period.length // FORTNIGHT))
    periods = [*latest.history(length - 1), latest]
    (counts,) = tally(replace(question.selection, longest=FORTNIGHT), periods, ("area",))
    return [(period, each.total()) for period, each in zip(periods, counts, strict=True)]
