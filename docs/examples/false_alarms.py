"""Lancashire's areas month by month: how often the verdicts cry wolf where nothing but chance has changed.

PYTHONPATH=. .venv/bin/python docs/examples/false_alarms.py THE-FILE.tab.gz THE-WARDS.gpkg 100

Each area's count is judged as an edition judges it: by the interval of the months before where there are eight or
more, by the E-test against all of them together where there are fewer, and then by the false discovery rate of all the
areas of that month. The last argument is how many times the months are shuffled.
"""

import csv
import gzip
import sys
from collections.abc import Callable
from functools import cache, lru_cache

import numpy as np
from django.contrib.gis.gdal import DataSource
from django.contrib.gis.geos import GEOSGeometry, Point
from pyproj import Transformer
from scipy.stats import binom

from lagesbild.statistics.change import e_test, history_test, pooled_dispersion
from lagesbild.statistics.hotspots import false_discovery

MANY, LEVEL, RATE = 8, 0.05, 0.05
#: How many months, from January on, a count is judged by: it is that of the month after.
HISTORIES = (1, 2, 4, 7, 8, 9, 10, 11)
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

Shuffle = Callable[[np.ndarray, np.random.Generator], np.ndarray]

to_grid = Transformer.from_crs(4326, 27700, always_xy=True)
history_p = lru_cache(maxsize=200_000)(history_test)
pair_p = lru_cache(maxsize=200_000)(e_test)


def ps_of(counts: np.ndarray) -> np.ndarray:
    """p of each area's last month, by the ones before; none is taken to be more even than they are together."""
    *befores, nows = counts.T.tolist()
    histories = list(zip(*befores, strict=True))
    least = pooled_dispersion(histories)
    if len(befores) < MANY:
        return np.array(
            [
                pair_p(round(now / least), 1, round(sum(each) / least), len(each))
                for now, each in zip(nows, histories, strict=True)
            ]
        )
    return np.array(
        [history_p(now, tuple(sorted(each)), least=least) for now, each in zip(nows, histories, strict=True)]
    )


def by_lsoa_and_ward(name: str, wards: str) -> dict[str, np.ndarray]:
    """Events per area (row) and month (column), areas without any being left out."""
    with gzip.open(name, "rt") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    shapes = [(each.geom.extent, GEOSGeometry(each.geom.wkb).prepared) for each in DataSource(wards)[0]]

    @cache
    def ward(longitude: str, latitude: str) -> int:
        x, y = to_grid.transform(float(longitude), float(latitude))
        near = (
            number
            for number, ((west, south, east, north), shape) in enumerate(shapes)
            if west <= x <= east and south <= y <= north and shape.intersects(Point(x, y))
        )
        return next(near, -1)

    month = [int(row["month"][5:7]) - 1 for row in rows]
    return {
        "ward": table([ward(row["longitude"], row["latitude"]) for row in rows], month),
        "lsoa": table([row["lsoa_code"] for row in rows], month),
    }


def table(areas: list[int] | list[str], month: list[int]) -> np.ndarray:
    """Events per area and month."""
    names, rows = np.unique(np.array(areas), return_inverse=True)
    counts = np.zeros((len(names), len(DAYS)), dtype=int)
    np.add.at(counts, (rows, np.array(month)), 1)
    return counts


def evenly(counts: np.ndarray, lots: np.random.Generator) -> np.ndarray:
    """Every event has a month drawn for it, all months alike: Poisson counts of an unchanging rate."""
    return lots.multinomial(counts.sum(axis=1), np.full(len(DAYS), 1 / len(DAYS)))


def months_dealt(counts: np.ndarray, lots: np.random.Generator) -> np.ndarray:
    """The file's months dealt out anew among its events: every month keeps its total, and so the county's season."""
    months = lots.permutation(np.repeat(np.arange(len(DAYS)), counts.sum(axis=0)))
    dealt = np.zeros_like(counts)
    np.add.at(dealt, (np.repeat(np.arange(len(counts)), counts.sum(axis=1)), months), 1)
    return dealt


def reordered(counts: np.ndarray, lots: np.random.Generator) -> np.ndarray:
    """Each area's own months in an order of its own: as uneven as they were, without season or trend."""
    return lots.permuted(counts, axis=1)


def reordered_together(counts: np.ndarray, lots: np.random.Generator) -> np.ndarray:
    """Whole months of the county in another order: what the areas have in common is kept."""
    return counts[:, lots.permutation(len(DAYS))]


def as_it_was(counts: np.ndarray, lots: np.random.Generator) -> np.ndarray:
    """Not shuffled."""
    return counts


def tell(counts: np.ndarray, shuffle: Shuffle, times: int) -> None:
    """Per length of history: the single comparisons at the level, and what the false discovery rate lets through."""
    lots = np.random.default_rng(2022)
    shuffled = [shuffle(counts, lots) for _each in range(times)]
    for length in HISTORIES:
        alone, above, below, editions = 0, 0, 0, 0
        for each in shuffled:
            ps = ps_of(each[:, : length + 1])
            flagged = false_discovery(ps, rate=RATE)
            more = each[:, length] > each[:, :length].mean(axis=1)
            alone += int((ps <= LEVEL).sum())
            above += int((flagged & more).sum())
            below += int((flagged & ~more).sum())
            editions += bool(flagged.any())
        tried = times * len(counts)
        low, high = binom.interval(0.95, tried, LEVEL) / np.array(tried)
        sys.stdout.write(
            f"| {length} | {alone} of {tried} | {alone / tried:.2%} | {low:.2%}–{high:.2%} | {above} | {below} | "
            f"{editions} of {times} |\n"
        )


tables = by_lsoa_and_ward(sys.argv[1], sys.argv[2])
for kind, found in tables.items():
    sys.stdout.write(
        f"\n{kind}: {len(found)} areas, {found.sum()} events, {np.median(found)} a month in the middle\n"
    )
    ratio = found.var(axis=1, ddof=1) / found.mean(axis=1)
    sys.stdout.write(
        f"variance/mean {np.median(ratio):.2f} in the middle, above 1.5 in {(ratio > 1.5).mean():.0%}\n"
    )
    for shuffled_by in (evenly, months_dealt, reordered, reordered_together, as_it_was):
        sys.stdout.write(f"\n{kind}, {shuffled_by.__name__}\n")
        tell(found, shuffled_by, 1 if shuffled_by is as_it_was else int(sys.argv[3]))
