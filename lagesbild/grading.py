"""Grading the maps: each against the next period's events, beside plainer maps. The only writer of grades.

An edition's map is graded by what lies frozen in it and in the edition that follows, so that a grade can be reckoned
again; only last year's weeks are counted anew. A correction is graded like any edition, and what it supersedes keeps
its grades without being read any more. How the grades add up over time is `track_record`'s business.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from numpy.typing import NDArray

from accounts.grid import CELL
from accounts.models import BANDWIDTHS, Municipality
from lagesbild.content import Heat, Kernel
from lagesbild.figures import grading as figures
from lagesbild.figures.grading import Cells
from lagesbild.figures.tally import BLOCK
from lagesbild.figures.where import KERNEL
from lagesbild.ground import ground_of
from lagesbild.models import Edition, EditionKind, EditionState, GroundKind, Level, MapGrade, MapMethod
from lagesbild.period import FORTNIGHTS_PER_YEAR, Period, fortnight
from lagesbild.statistics.accuracy import Accuracy, score
from lagesbild.statistics.raster import Addresses, cells_inside
from lagesbild.statistics.rivals import by_count, by_density, events_per_cell

#: Of the area, what each map may point out. In most towns four to six per cent of the streets hold half of the crime
#: (Weisburd 2015, the law of crime concentration), so a map that knows its town should find about so much there.
SHARE = 0.05
#: Side of a compared cell, metres: half the narrowest bandwidth.
GRADED_CELL = 50
M2_PER_KM2 = 1e6


@dataclass(frozen=True)
class Trial:
    """A map, what it is tried on, and what it was drawn with; the editions are None in retrospect."""

    period: Period
    seen: Cells
    came: Cells
    bandwidth: int
    kernel: Kernel = KERNEL
    edition: Edition | None = None
    followed_by: Edition | None = None

    @property
    def same_weeks_last_year(self) -> Period:
        """Of the weeks that the map is tried on."""
        return self.period.next().last_year()


#: Events per cell by method and bandwidth.
Foreseen = dict[tuple[MapMethod, int | None], NDArray[np.float64]]


def due() -> QuerySet[Edition]:
    """Fortnights in force that follow right after another, whose map they have not graded."""
    fortnights = Edition.objects.adopted().filter(kind=EditionKind.FORTNIGHT)
    before = fortnights.filter(municipality=OuterRef("municipality"), end_on=OuterRef("start_on"))
    graded = MapGrade.objects.filter(followed_by=OuterRef("pk"), edition__state=EditionState.ADOPTED)
    return fortnights.filter(Exists(before), ~Exists(graded)).order_by("start_on", "pk")


def grade(followed_by: Edition, *, at: datetime) -> int:
    """Grade the map of the edition right before; how many grades. Asked again, nothing is added."""
    municipality = followed_by.municipality
    before = (
        Edition.objects.in_municipality(municipality)
        .adopted()
        .filter(kind=EditionKind.FORTNIGHT, end_on=followed_by.start_on)
        .first()
    )
    if before is None or MapGrade.objects.filter(edition=before, followed_by=followed_by).exists():
        return 0
    heat = _heat(before)
    trial = Trial(
        before.period,
        heat["cells"],
        _heat(followed_by)["cells"],
        bandwidth=heat["bandwidth"],
        kernel=heat["kernel"],
        edition=before,
        followed_by=followed_by,
    )
    counted = figures.cells_of(municipality, [trial.same_weeks_last_year])
    since = figures.first_day(municipality, trial.period)
    return _keep(municipality, [trial], counted, since=since, at=at)


def look_back(municipality: Municipality, *, at: datetime, periods: int = FORTNIGHTS_PER_YEAR) -> int:
    """Grade the maps there would have been of earlier periods without editions, as they stand now; how many grades.

    Asked again, nothing is added. Unlike an edition's, such a map knows what was approved late. The latest period is
    left to its edition.
    """
    today = at.astimezone(municipality.zone).date()
    latest = fortnight(today, anchor=municipality.anchor_on).previous()
    since = figures.first_day(municipality, latest)
    grades = MapGrade.objects.in_municipality(municipality).in_force()
    graded = set(grades.values_list("start_on", flat=True))
    tried = [
        period
        for period in latest.previous().history(periods)
        if since and since <= period.start and period.start not in graded
    ]
    if not tried:
        return 0
    wanted = {each for period in tried for each in (period, period.next(), period.next().last_year())}
    counted = figures.cells_of(municipality, sorted(wanted))
    trials = [
        Trial(period, counted[period], counted[period.next()], bandwidth=municipality.bandwidth)
        for period in tried
    ]
    return _keep(municipality, trials, counted, since=since, at=at)


def take_bandwidth(municipality: Municipality, bandwidth: int) -> None:
    """Let the maps to come be smoothed so widely. ValueError for a width that is not offered."""
    if bandwidth not in BANDWIDTHS:
        raise ValueError(f"A bandwidth is one of {BANDWIDTHS}, not {bandwidth}.")
    Municipality.objects.filter(pk=municipality.pk).update(bandwidth=bandwidth)


def _heat(edition: Edition) -> Heat:
    heat: Heat = (edition.content or {})[Level.FULL]["where"]["heat"]
    return heat


def _keep(
    municipality: Municipality,
    trials: list[Trial],
    counted: dict[Period, Cells],
    *,
    since: date | None,
    at: datetime,
) -> int:
    built_up = cells_inside(ground_of(municipality).built_up, cell=GRADED_CELL)
    rows: list[MapGrade] = []
    for trial in trials:
        weeks = trial.same_weeks_last_year
        was_recorded = since is not None and since <= weeks.start
        kind, cells = (
            (GroundKind.BUILT_UP, built_up)
            if len(built_up)
            else (GroundKind.REPORTED, _where_reported(municipality, trial.period))
        )
        foreseen = _foreseen(trial, cells, counted[weeks] if was_recorded else None)
        rows += _grades(trial, cells, foreseen, municipality=municipality, ground=kind, graded_at=at)
    MapGrade.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _where_reported(municipality: Municipality, period: Period) -> Addresses:
    """Where no locality is known: the cells of the blocks in which anything was reported in a year.

    Fields and forest would flatter every map, since almost nothing is reported there.
    """
    reported = _metres(figures.cells_of_a_year(municipality, period))[:, :2]
    blocks = np.unique(reported // BLOCK, axis=0).astype(np.int64)
    per_side = BLOCK // GRADED_CELL
    inside = np.stack(np.meshgrid(range(per_side), range(per_side)), axis=-1).reshape(-1, 2)
    return (blocks[:, None] * per_side + inside).reshape(-1, 2)


def _foreseen(trial: Trial, cells: Addresses, last_year: Cells | None) -> Foreseen:
    """What each method foresees per cell; last year's weeks only where there was anything to record then."""
    widths = sorted({*BANDWIDTHS, trial.bandwidth})
    foreseen: Foreseen = {
        (MapMethod.DENSITY, width): _density(cells, trial.seen, width, trial.kernel) for width in widths
    }
    foreseen[MapMethod.COUNT, None] = by_count(cells, GRADED_CELL, _metres(trial.seen), block=BLOCK)
    if last_year is not None:
        drawn = _density(cells, last_year, trial.bandwidth, trial.kernel)
        foreseen[MapMethod.LAST_YEAR, trial.bandwidth] = drawn
    return foreseen


def _grades(trial: Trial, cells: Addresses, foreseen: Foreseen, **common: Any) -> Iterator[MapGrade]:
    """One grade per method, and for the density one per bandwidth."""
    came = _metres(trial.came)
    observed = events_per_cell(cells, GRADED_CELL, came)
    events = int(observed.sum())
    for (method, bandwidth), predicted in foreseen.items():
        result = _score(predicted, observed)
        yield MapGrade(
            edition=trial.edition,
            followed_by=trial.followed_by,
            start_on=trial.period.start,
            method=method,
            bandwidth=bandwidth,
            is_map=(method, bandwidth) == (MapMethod.DENSITY, trial.bandwidth),
            area_km2=len(cells) * GRADED_CELL**2 / M2_PER_KM2,
            share=SHARE,
            events=events,
            outside=int(came[:, 2].sum()) - events,
            caught=round((result.hit_rate or 0) * events),
            **asdict(result),
            **common,
        )


def _density(cells: Addresses, events: Cells, bandwidth: int, kernel: Kernel) -> NDArray[np.float64]:
    return by_density(cells, GRADED_CELL, _metres(events), bandwidth=bandwidth, kernel=kernel)


def _score(predicted: NDArray[np.float64], observed: NDArray[np.int64]) -> Accuracy:
    if not len(observed):
        return Accuracy(None, None, None, None)
    return score(predicted, observed, np.full(len(observed), GRADED_CELL**2), share=SHARE)


def _metres(cells: Cells) -> NDArray[np.float64]:
    """Each cell's middle in metres, and its events."""
    rows = np.array(cells, dtype=float).reshape(-1, 3)
    rows[:, :2] = (rows[:, :2] + 0.5) * CELL
    return rows
