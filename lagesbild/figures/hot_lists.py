"""Three ways of pointing out a place, side by side: most events, more than its surroundings, and most per km².

Each answers a question of its own, and a place that all three name is a safer choice than one that only one does. The
question is one put to the explored map; nothing is frozen.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi

import numpy as np

from accounts.models import Area
from lagesbild.content import Heat
from lagesbild.figures.blocks import Block, Blocks, blocks_of
from lagesbild.figures.explore import Question, RankedSpot, heat, ranked_spots
from lagesbild.figures.ranking import LONGEST_LIST
from lagesbild.figures.spots import ADDRESS, XY, Register, Spot
from lagesbild.figures.tally import BLOCK, tally
from lagesbild.ground import ground_of
from lagesbild.statistics.density import M2_PER_KM2, surface_from_cells
from lagesbild.statistics.peaks import peaks

#: A lone event's peak, times the bandwidth squared.
LONE = {"quartic": 3 / pi, "gaussian": 1 / (2 * pi)}
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
    blocks = blocks_of(drawn, register, ground_of(question.municipality), area=_area(question))
    names = {spot.position: spot.name for spot in counted}
    named = [_as_named(block, names) for block in (blocks.found or ())[:LONGEST_LIST]]
    found = None if blocks.found is None else tuple(named)
    return HotLists(counted, Blocks(blocks.events, blocks.tried, found), _dense(drawn, register, names))


def _area(question: Question) -> str:
    return Area.objects.values_list("name", flat=True).get(pk=question.area) if question.area else ""


def _as_named(block: Block, names: dict[XY, str]) -> Block:
    """Under the first list's name, which says the area that its events are counted to."""
    name = names.get(block.position, block.name)
    return Block(block.spot, name, block.count, block.z, block.position)


def _dense(drawn: Heat, register: Register, names: dict[XY, str]) -> list[DensePlace]:
    """The peaks, the highest first, and of several at one spot the highest."""
    cells = np.array(drawn["cells"], dtype=np.int64).reshape(-1, 3)
    surface = surface_from_cells(
        cells[:, :2], cells[:, 2], cell=drawn["cell"], bandwidth=drawn["bandwidth"], kernel=drawn["kernel"]
    )
    least = HIGHER * LONE[drawn["kernel"]] * M2_PER_KM2 / drawn["bandwidth"] ** 2
    found: dict[Spot, DensePlace] = {}
    for peak in peaks(surface, above=least):
        spot = register.spot((None, int(peak.x // BLOCK), int(peak.y // BLOCK)))
        name = names.get(register.position(spot)) or register.name(spot, None)
        found.setdefault(spot, DensePlace(name, round(peak.density), (peak.x, peak.y)))
    return list(found.values())[:LONGEST_LIST]
