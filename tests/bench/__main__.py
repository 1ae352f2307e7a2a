"""`bin/bench [PART …]`: measure, print a table, write `.local/bench.json`. Without arguments all of `PARTS`."""

import json
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import tests.conftest  # sets Django up as for the tests
import tests.walls  # noqa: F401 – lays open what is not measured
from tests.bench import analysis, intake, reading
from tests.bench.data import build_town, fill
from tests.bench.timing import Figure
from tests.database import ROOT, as_default, new_database

PARTS = ("statistics", "intake", "reading", "printing")


def measure(parts: list[str]) -> Iterator[Figure]:
    """Everything asked for."""
    if "statistics" in parts:
        yield from analysis.analysis()
    if set(parts) - {"statistics"}:
        yield from _measure_on_a_database(parts)


def _measure_on_a_database(parts: list[str]) -> Iterator[Figure]:
    """What is stored and read, on a database of its own."""
    name = f"test_samlad_{os.getpid()}_bench"
    with new_database(name), as_default(name):
        if "intake" in parts:
            yield from intake.intake(build_town(), database=name)
        town = build_town()
        if "printing" in parts or "reading" in parts:
            fill(town, 100_000, database=name)
        if "printing" in parts:
            yield from reading.printing(town)
        if "reading" in parts:
            yield from reading.heat_map(town, 100_000)
            yield from reading.pages(town)
            fill(town, 900_000, database=name)
            yield from reading.heat_map(town, 1_000_000)
            yield from reading.exploring(town, 1_000_000)
            yield from reading.edition_figures(town, 1_000_000)


def main() -> int:
    """Print as it goes; 1 if a goal was missed."""
    parts = sys.argv[1:] or list(PARTS)
    if unknown := set(parts) - set(PARTS):
        sys.exit(f"Unknown part: {', '.join(sorted(unknown))}. There are: {', '.join(PARTS)}.")
    figures = []
    print(f"{'':<52}{'measured':>14}  {'goal':<16}")
    for figure in measure(parts):
        figures.append(figure)
        goal = (
            "" if figure.goal is None else f"{'≥' if figure.at_least else '≤'} {figure.goal:g} {figure.unit}"
        )
        verdict = {True: "met", False: "MISSED", None: ""}[figure.met]
        print(f"{figure.name:<52}{figure.value:>8.3g} {figure.unit:<10}{goal:<16}{verdict}", flush=True)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    record = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine,
        "figures": [vars(figure) | {"met": figure.met} for figure in figures],
    }
    (ROOT / ".local" / "bench.json").write_text(json.dumps(record, indent=2) + "\n")
    return int(any(figure.met is False for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
