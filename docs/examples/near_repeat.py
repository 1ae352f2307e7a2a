"""Knox tables of the Chicago arsons of 2016, first in the bands of a published run of the Near Repeat Calculator.

PYTHONPATH=. .venv/bin/python docs/examples/near_repeat.py THE-FILE.csv
"""

import csv
import sys
from pathlib import Path

import numpy as np

from lagesbild.statistics.near_repeat import knox

rows = list(csv.DictReader(Path(sys.argv[1]).read_text().splitlines()))
xy = np.array([(float(row["X"]), float(row["Y"])) for row in rows])
days = np.array([row["date"] for row in rows], dtype="datetime64[D]")
endless = float("inf")
# Where the calculator draws its lines, whatever its headings say, and coordinates in decimetres as it reads them.
calculator = {"distances": (0, 0.01, 200, 400, 600, endless), "spans": (0, 1, 2, 3, endless)}
ours = {"distances": (0, 100, 200, 400), "spans": (0, 7, 14, 21)}
for places, bands, metric in (
    (xy.round(1), calculator, "manhattan"),
    (xy, ours, "manhattan"),
    (xy, ours, "euclidean"),
):
    made = knox(places, days, **bands, metric=metric, seed=1)
    sys.stdout.write(f"\n{metric} {bands}\n")
    for name, table in vars(made).items():
        sys.stdout.write(f"{name}\n{np.array2string(table, precision=3, suppress_small=True)}\n")
