"""The demo's follow-ups: last year's promises, and one of this year's for the council's next meeting."""

import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Municipality, User
from config.demo.loop.planyear import PlanYear
from lagesbild.period import Period
from promises import followup
from promises.models import FollowUpRhythm, Promise
from promises.spans import latest_spans, span_of

QUARTER = FollowUpRhythm.QUARTER.value
FOLLOW_UPS = Path(__file__).with_name("follow_ups.toml")


@cache
def tables() -> dict[str, Any]:
    """The tables of `follow_ups.toml`."""
    return tomllib.loads(FOLLOW_UPS.read_text())


def follow_up(municipality: Municipality, year: PlanYear, *, by: User, at: datetime) -> None:
    """Write what became of a year's promises, over the span that ends with it."""
    span = span_of(year.last, year.rhythm)
    for row in tables()["last_year"]:
        _write(_promise(municipality, row, year), year.rhythm, span, row, by=by, at=at)


def follow_up_lately(municipality: Municipality, year: PlanYear, *, by: User, at: datetime) -> None:
    """Write how a promise of the year stood in the latest whole quarter."""
    quarter = latest_spans(at.astimezone(municipality.zone).date(), QUARTER, count=2)[1]
    for row in tables()["this_year"]:
        _write(_promise(municipality, row, year), QUARTER, quarter, row, by=by, at=at)


def _write(
    promise: Promise, rhythm: str, span: Period, row: dict[str, Any], *, by: User, at: datetime
) -> None:
    words = {"summary": row["summary"], "assessment": row["assessment"]}
    followup.write(promise, rhythm=rhythm, span=span, by=by, at=at, **words)


def _promise(municipality: Municipality, row: dict[str, Any], year: PlanYear) -> Promise:
    promises = Promise.objects.in_municipality(municipality).filter(document__first_on=year.first)
    return promises.get(heading=row["promise"])
