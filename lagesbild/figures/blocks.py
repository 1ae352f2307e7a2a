"""Blocks of 200 m that stand out by what the heat map is drawn from, under the names that the ranked list uses.

The ground they are held against is that of the built-up places, or of one area; where neither has a shape, the blocks
with events and those beside them. Nothing is counted in the database here, and nothing is frozen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lagesbild.content import Heat
from lagesbild.figures.spots import XY, Register, Spot
from lagesbild.figures.tally import BLOCK, HALVINGS
from lagesbild.ground import Ground, Parts
from lagesbild.statistics.blocks import NEIGHBOURHOOD, Addresses, merged, standing_out
from lagesbild.statistics.raster import cells_inside

#: Of the blocks pointed out, so many may be so by chance.
RATE = 0.05
#: One event is not a pattern.
FEWEST = 2


@dataclass(frozen=True)
class Block:
    """A block that stands out: z by Gi*, and its spot's mark in metres; of several at one place the fullest."""

    spot: Spot
    name: str
    count: int
    z: float
    position: XY


@dataclass(frozen=True)
class Blocks:
    """The blocks, the highest z first, of so many tried; None where there are too few events to say."""

    events: int
    tried: int
    found: tuple[Block, ...] | None


def blocks_of(heat: Heat, register: Register, ground: Ground, *, area: str = "") -> Blocks:
    """Those that stand out in the whole municipality, or among the blocks of the area of that name."""
    cells = np.array(heat["cells"], dtype=np.int64).reshape(-1, 3)
    addresses, counts = merged(cells[:, :2], cells[:, 2], halvings=HALVINGS)
    found = standing_out(addresses, counts, _where(addresses, ground, area), rate=RATE, fewest=FEWEST)
    if found is None:
        return Blocks(heat["events"], 0, None)
    areas = _areas(found.addresses, register, ground)
    named: dict[Spot, Block] = {}
    for (column, row), count, z in zip(
        found.addresses.tolist(), found.counts.tolist(), found.z.tolist(), strict=True
    ):
        spot = register.spot((None, column, row))
        block = Block(spot, register.name(spot, areas.get((column, row))), count, z, register.position(spot))
        if spot not in named or block.count > named[spot].count:
            named[spot] = block
    ordered = sorted(named.values(), key=lambda block: -block.z)
    return Blocks(heat["events"], found.tried, tuple(ordered))


def _where(addresses: Addresses, ground: Ground, area: str) -> Addresses:
    surfaces: Sequence[Parts] = [ground.areas[area]] if area in ground.areas else ground.built_up
    inside = cells_inside(surfaces, cell=BLOCK)
    if len(inside):
        return inside
    return (addresses[:, np.newaxis, :] + np.array(NEIGHBOURHOOD)).reshape(-1, 2)


def _areas(addresses: Addresses, register: Register, ground: Ground) -> dict[tuple[int, int], int]:
    """The key of the area that each block's middle lies in."""
    wanted = {(column, row) for column, row in addresses.tolist()}
    key_of = {name: key for key, name in register.areas.items()}
    return {
        (column, row): key_of[name]
        for name, parts in (ground.areas.items() if wanted else ())
        if name in key_of
        for column, row in cells_inside([parts], cell=BLOCK).tolist()
        if (column, row) in wanted
    }
