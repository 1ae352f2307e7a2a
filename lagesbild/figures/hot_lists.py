"""Three ways of pointing out a place, side by side: most events, more than its surroundings, and most per km².

Each answers a question of its own, and a place that all three name is a safer choice than one that only one does. The
question is one put to the explored map; nothing is frozen.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import dist

from lagesbild.content import Heat
from lagesbild.figures.blocks import Blocks, block_at, blocks_of
from lagesbild.figures.explore import Question, RankedSpot, heat, ranked_spots
from lagesbild.figures.ranking import LONGEST_LIST
from lagesbild.figures.spots import ADDRESS, NEAR, XY, Register, Spot
from lagesbild.figures.tally import Key, tally
from lagesbild.figures.where import surface_of
from lagesbild.ground import ground_of
from lagesbild.statistics.density import lone_peak
from lagesbild.statistics.peaks import peaks

#: How much higher than a lone event a peak must be to be listed.
HIGHER = 1.5


@dataclass(frozen=True)
class DensePlace:
    """A peak of the density in whole events/km², named after the place it lies at or near."""

    name: str
    density: int
    position: XY


@dataclass(frozen=True)
class HotLists:
    """The ten first of each; `by_cell.found` is None where there are too few events to say."""

    by_count: Sequence[RankedSpot]
    by_cell: Blocks
    by_density: Sequence[DensePlace]

    @property
    def agreed(self) -> list[str]:
        """The names that stand on all three, in the order of the first."""
        cells = {block.name for block in self.by_cell.found or ()}
        dense = {place.name for place in self.by_density}
        return [spot.name for spot in self.by_count if spot.name in cells & dense]


def hot_lists(question: Question) -> HotLists:
    """The lists. Six statements at most, however much there is, besides those for a map that is new to the process."""
    register = Register.of(question.municipality)
    periods = [question.period.previous(), question.period]
    ((last, now),) = tally(question.selection, periods, ("area", *ADDRESS))
    drawn = heat(question)
    counted = ranked_spots(now, last, register)
    ten = [(spot.name, spot.position) for spot in counted]
    blocks = blocks_of(
        drawn,
        register,
        ground_of(question.municipality),
        listed=[*ten, *_named_places(now, register)],
        area=question.area_name,
    )
    found = None if blocks.found is None else blocks.found[:LONGEST_LIST]
    return HotLists(counted, replace(blocks, found=found), _dense(drawn, register, ten))


def _named_places(now: Counter[Key], register: Register) -> list[tuple[str, XY]]:
    """The places of the register that anything was reported at, those with most events first."""
    counts: Counter[Spot] = Counter()
    for (_area_key, *address), events in now.items():
        counts[register.spot(tuple(address))] += events
    return [
        (register.name(spot, None), register.position(spot))
        for spot, _events in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
        if spot[0] == "place"
    ]


def _dense(drawn: Heat, register: Register, listed: Sequence[tuple[str, XY]]) -> list[DensePlace]:
    """The peaks, the highest first, and of several of one name the highest; a listed place near by gives the name."""
    least = HIGHER * lone_peak(drawn["bandwidth"], drawn["kernel"])
    found: dict[str, DensePlace] = {}
    for peak in peaks(surface_of(drawn), above=least):
        at = (peak.x, peak.y)
        near = min(listed, key=lambda each: dist(each[1], at), default=None)
        if near and dist(near[1], at) <= NEAR:
            name = near[0]
        else:
            name = register.name(register.spot((None, *block_at(at))), None)
        found.setdefault(name, DensePlace(name, round(peak.density), at))
    return list(found.values())[:LONGEST_LIST]
