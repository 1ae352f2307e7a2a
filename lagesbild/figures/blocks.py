"""Blocks of 200 m that stand out by what the heat map is drawn from, under the names that the ranked list uses.

The ground they are held against is that of the built-up places, or of one area; where neither has a shape, the blocks
with events and those beside them. Nothing is counted in the database here, and nothing is frozen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lagesbild.content import Heat
from lagesbild.figures.spots import XY, Register
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
    """A block that stands out: z by Gi*, and its mark in metres; of several of one name the fullest."""

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


def blocks_of(
    heat: Heat, register: Register, ground: Ground, *, listed: Sequence[tuple[str, XY]], area: str = ""
) -> Blocks:
    """Those that stand out in the whole municipality, or among the blocks of the area of that name.

    A block is named after the first of the `listed` places (name, position) that lies in it, those with most events
    coming first; a block without any, after the place that it lies at or near.
    """
    cells = np.array(heat["cells"], dtype=np.int64).reshape(-1, 3)
    addresses, counts = merged(cells[:, :2], cells[:, 2], halvings=HALVINGS)
    found = standing_out(addresses, counts, _where(addresses, ground, area), rate=RATE, fewest=FEWEST)
    if found is None:
        return Blocks(heat["events"], 0, None)
    areas = _areas(found.addresses, register, ground)
    held = {block_at(position): (name, position) for name, position in reversed(listed)}
    named: dict[str, Block] = {}
    for (column, row), count, z in zip(
        found.addresses.tolist(), found.counts.tolist(), found.z.tolist(), strict=True
    ):
        spot = register.spot((None, column, row))
        name, position = held.get((column, row)) or (
            register.name(spot, areas.get((column, row))),
            register.position(spot),
        )
        if name not in named or count > named[name].count:
            named[name] = Block(name, count, z, position)
    ordered = sorted(named.values(), key=lambda block: -block.z)
    return Blocks(heat["events"], found.tried, tuple(ordered))


def block_at(position: XY) -> tuple[int, int]:
    """The address of the block that holds a position in metres."""
    return int(position[0] // BLOCK), int(position[1] // BLOCK)


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
