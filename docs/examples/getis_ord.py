"""Getis and Ord's Gi and Gi* against PySAL's six points, and against the first rows of a published hot spot table.

PYTHONPATH=. .venv/bin/python docs/examples/getis_ord.py THE-SIX-POINTS.json THE-PUBLISHED-ROWS.json

The table's events do not come with it. A binary Gi* is given by how many cells there are, the sum of their counts and
of the counts' squares, and each neighbourhood's cells and events; the table tells the first two. So the sum of squares
is tried until every printed row agrees, in neighbourhoods of five and six cells with no event and with one.
"""

import json
import sys
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.stats import norm

from lagesbild.statistics.hotspots import getis_ord

points, table = (json.loads(Path(name).read_text()) for name in sys.argv[1:])

xy = np.array(points["points"])
near = np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1)) <= points["distance_threshold"]
for setting, told in points["values"].items():
    star = setting.startswith("star=True")
    z = getis_ord(points["y"], near & (star | ~np.eye(len(xy), dtype=bool)), star=star)
    sys.stdout.write(f"{setting}: largest difference {np.abs(z - told['z']).max():.1e}\n")

ROBBERIES = 206
NEIGHBOURHOODS = ((5, 0), (6, 0), (5, 1), (6, 1))
#: As the table prints its figures: three significant digits.
PRINTED = "{:.3g}"


def z_of(cells: int, doubles: int) -> np.ndarray:
    """Gi* of the four neighbourhoods where so many cells have two events, and the rest of the events are alone."""
    values = np.zeros(cells)
    values[:doubles] = 2
    values[doubles : ROBBERIES - doubles] = 1
    weights = sparse.lil_array((cells, cells))
    for row, (size, events) in enumerate(NEIGHBOURHOODS, start=cells - len(NEIGHBOURHOODS)):
        weights[row, [row, *range(cells // 2, cells // 2 + size - 1 - events)]] = 1
        if events:
            weights[row, doubles] = 1
    return getis_ord(values, weights)[-len(NEIGHBOURHOODS) :]


for name in ("published_first_rows_500m", "published_first_rows_200m"):
    told = table[name]
    rows = set(zip(told["gistar"], told["pvalue"], strict=True))
    for doubles in range(ROBBERIES // 2):
        made = {
            tuple(float(PRINTED.format(each)) for each in (z, 2 * norm.sf(abs(z))))
            for z in z_of(told["n_cells"], doubles)
        }
        if rows <= made:
            sys.stdout.write(
                f"{name}: all {len(rows)} different rows with squares of {ROBBERIES + 2 * doubles}\n"
            )
