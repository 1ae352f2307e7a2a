"""Where a density surface has its peaks: the cells that no neighbour exceeds.

A peak is a local maximum among a cell's eight neighbours, as in mode seeking by a kernel estimate (Parzen 1962,
"On estimation of a probability density function and mode"). Which peaks there are depends on the bandwidth more than on
anything else: a wider one merges neighbours. A peak says how thickly events lie there, not that it is unusual.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from lagesbild.statistics.density import Surface

#: Decimals of events/km² below which a difference is rounding, not a peak.
DECIMALS = 6


@dataclass(frozen=True)
class Peak:
    """Metres east and north of its middle, and events/km²."""

    x: float
    y: float
    density: float


def peaks(surface: Surface, *, above: float, longest: int | None = None) -> list[Peak]:
    """The peaks higher than `above` events/km², the highest first, at most `longest`; equals from the south-west.

    A flat top is one peak, in the middle of its cells. ValueError for a limit that is negative or no number: on flat
    ground without events every cell would be a peak.
    """
    if not (np.isfinite(above) and above >= 0):
        raise ValueError(f"The limit must be finite and not negative, not {above}.")
    values = surface.values.round(DECIMALS)
    if not values.size:
        return []
    tops = (values == ndimage.maximum_filter(values, size=3, mode="nearest")) & (values > above)
    labels, number = ndimage.label(tops, structure=np.ones((3, 3)))
    each = np.arange(1, number + 1)
    middles = np.array(ndimage.center_of_mass(tops, labels, each)).reshape(-1, 2)
    heights = np.array(ndimage.maximum(values, labels, each)).reshape(-1)
    west, south = surface.origin
    found = [
        Peak(
            west + (float(column) + 0.5) * surface.cell,
            south + (float(row) + 0.5) * surface.cell,
            float(height),
        )
        for (row, column), height in zip(middles, heights, strict=True)
    ]
    return sorted(found, key=lambda peak: (-peak.density, peak.y, peak.x))[:longest]
