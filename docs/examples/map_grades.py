"""Houston month by month: each month's maps graded on the month after, the way that editions' maps are.

PYTHONPATH=. .venv/bin/python docs/examples/map_grades.py THE-FILE.csv.gz docs/examples/houston_boundary.geojson

Densities and plain counts foresee events per cell of 50 m; the densest are taken until 5 % of the ground is used.
"""

import csv
import gzip
import json
import sys
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from pyproj import Transformer

from lagesbild.statistics.accuracy import Accuracy, score
from lagesbild.statistics.pairs import sign_test
from lagesbild.statistics.raster import Addresses, cells_inside
from lagesbild.statistics.rivals import by_count, by_density, events_per_cell

SHARE, CELL, BLOCK = 0.05, 50, 200
BANDWIDTHS = (100, 150, 200, 300, 400)
MAP = "density 200 m"
MEASURES = {"hit_rate": "{:.1%}", "pai": "{:.1f}", "pei": "{:.2f}", "rri": "{:.2f}"}
#: Of the whole boundary, most of it empty.
SHARES = (0.001, 0.005, 0.01, 0.05)

Grades = dict[str, list[Accuracy]]

to_metres = Transformer.from_crs(4326, 32615, always_xy=True)


def months_of(name: str) -> list[np.ndarray]:
    """Rows of x, y and 1 per event, by month."""
    found: dict[int, list[tuple[float, float, int]]] = {}
    with gzip.open(name, "rt") as file:
        for row in csv.DictReader(file):
            if row["lon"] and row["lat"]:
                month = datetime.fromisoformat(row["time_local"]).month
                x, y = to_metres.transform(float(row["lon"]), float(row["lat"]))
                found.setdefault(month, []).append((x, y, 1))
    return [np.array(found[month]) for month in sorted(found)]


def reported(events: np.ndarray, inside: Addresses) -> Addresses:
    """The cells inside that lie in a block in which anything was reported."""
    blocks = {(x, y) for x, y in (events[:, :2] // BLOCK).astype(int).tolist()}
    kept = [(x, y) in blocks for x, y in (inside * CELL // BLOCK).tolist()]
    return inside[kept]


def foreseen(ground: Addresses, month: np.ndarray, until_then: np.ndarray) -> dict[str, np.ndarray]:
    """Each method's events per cell, from the month alone and from all the months there are."""
    return {
        **{f"density {width} m": by_density(ground, CELL, month, bandwidth=width) for width in BANDWIDTHS},
        "count per 200 m": by_count(ground, CELL, month, block=BLOCK),
        "count per 50 m": by_count(ground, CELL, month, block=CELL),
        "density 200 m, all months": by_density(ground, CELL, until_then, bandwidth=200),
        "count per 200 m, all months": by_count(ground, CELL, until_then, block=BLOCK),
        "count per 50 m, all months": by_count(ground, CELL, until_then, block=CELL),
    }


def graded(months: list[np.ndarray], inside: Addresses, shares: tuple[float, ...]) -> list[Grades]:
    """The grades of each method, month by month, for each share of the ground.

    Where one share is asked for, the ground is what the edition takes where no built-up area is known: the blocks in
    which anything was reported until then. For many, all of the boundary.
    """
    grades: list[Grades] = [{} for _share in shares]
    for number, (month, after) in enumerate(pairwise(months), start=1):
        until_then = np.concatenate(months[:number])
        ground = inside if len(shares) > 1 else reported(until_then, inside)
        observed = events_per_cell(ground, CELL, after)
        size = np.full(len(ground), CELL**2)
        km2 = size.sum() / 1e6
        sys.stdout.write(f"month {number}: {km2:.0f} km², {observed.sum()} of {len(after)} events after it\n")
        for method, predicted in foreseen(ground, month, until_then).items():
            for share, told in zip(shares, grades, strict=True):
                told.setdefault(method, []).append(score(predicted, observed, size, share=share))
    return grades


def tell(grades: Grades, measure: str, form: str) -> None:
    """One measure by month and on average."""
    sys.stdout.write(f"\n{measure}\n")
    for method, rows in grades.items():
        values = [getattr(row, measure) for row in rows]
        line = " | ".join(form.format(value) for value in (*values, np.mean(values)))
        sys.stdout.write(f"| {method} | {line} |\n")


def tell_difference(grades: Grades) -> None:
    """The hit rate less the map's, month by month."""
    sys.stdout.write(f"\nhit rate less that of {MAP}, in percentage points\n")
    hits = {method: 100 * np.array([row.hit_rate for row in rows]) for method, rows in grades.items()}
    for method, values in hits.items():
        less = values - hits[MAP]
        signs = sign_test(list(values), list(hits[MAP]))
        spread = f"{less.mean():+.1f} ({less.min():+.1f} to {less.max():+.1f})"
        sys.stdout.write(f"| {method} | {spread} | {signs.better} | {signs.worse} | {signs.p:.3f} |\n")


def main() -> None:
    """The grades on the edition's ground, then the mean hit rate at several shares of the whole boundary."""
    months = months_of(sys.argv[1])
    (feature,) = json.loads(Path(sys.argv[2]).read_text())["features"]
    rings = [np.array(ring).T for ring in feature["geometry"]["coordinates"]]
    outlines = [np.transpose(to_metres.transform(east, north)) for east, north in rings]
    boundary = cells_inside([outlines], cell=CELL)
    (grades,) = graded(months, boundary, (SHARE,))
    for measure, form in MEASURES.items():
        tell(grades, measure, form)
    tell_difference(grades)
    sys.stdout.write(f"\nmean hit rate on {SHARES} of the whole boundary\n")
    by_share = graded(months, boundary, SHARES)
    for method in by_share[0]:
        means = [np.mean([row.hit_rate for row in each[method]]) for each in by_share]
        sys.stdout.write(f"| {method} | {' | '.join(f'{mean:.1%}' for mean in means)} |\n")
    tell(by_share[0], "pei", "{:.2f}")


main()
