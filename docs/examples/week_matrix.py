"""The week matrix of the Manhattan burglaries of 2019 against the one that was published with them.

PYTHONPATH=. .venv/bin/python docs/examples/week_matrix.py THE-WINDOWS.csv THE-MATRIX.csv
"""

import csv
import sys
from pathlib import Path

import numpy as np

from lagesbild.statistics.aoristic import week_matrix

windows, published = (list(csv.DictReader(Path(name).read_text().splitlines())) for name in sys.argv[1:])
made = week_matrix([row["from"] for row in windows], [row["to"] or "NaT" for row in windows])
theirs = np.array([[float(row[day]) for row in published] for day in list(published[0])[1:]])
sys.stdout.write(
    f"{len(windows)} windows; {made.sum():.6f} in the matrix, {theirs.sum():.6f} in the published one\n"
    f"largest difference in an hour {np.abs(made - theirs).max():.1e}\n"
)
