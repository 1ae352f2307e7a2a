"""The demo's longer editions: the latest tertial and the latest year that there has been time to write about.

The reports of all 27 months are there, so both are about whole periods; of the three years that a chart of months
shows, the first has none.
"""

import tomllib
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from accounts.models import Municipality, User
from config.demo.filing import working_day
from lagesbild.document import adopt, draft, edit
from lagesbild.models import Edition, EditionKind, Outlook
from lagesbild.period import Months, ended_tertials, ended_years

WORDS = Path(__file__).with_name("longer.toml")
#: From the period's end to its adoption, on a working day, and from the draft to it.
ADOPTED_AFTER = {EditionKind.TERTIAL: timedelta(days=18), EditionKind.YEAR: timedelta(days=24)}
WRITTEN_FOR = timedelta(days=9)


def latest(kind: EditionKind, *, today: date) -> tuple[Months, date]:
    """The latest period of the kind whose edition had been adopted before today, and on which day. Pure."""
    periods = (ended_years if kind == EditionKind.YEAR else ended_tertials)(today, count=2)
    adopted = ((period, working_day(period.end + ADOPTED_AFTER[kind])) for period in periods)
    return next((period, day) for period, day in adopted if day < today)


def publish_longer(municipality: Municipality, period: Months, *, by: User, at: datetime) -> Edition:
    """Draft, write and adopt the edition of a tertial or a year. Its PDFs wait for the worker."""
    words = _tables()[EditionKind.of(period)]
    edition = draft(municipality, period, at=at - WRITTEN_FOR)
    parts = {part: text.strip() for part, text in words.get("parts", {}).items()}
    edit(edition, outlook=Outlook.CHANGED, summary="", directions=words["directions"], parts=parts)
    return adopt(edition, by=by, at=at)


@cache
def _tables() -> dict[str, Any]:
    """The tables of `longer.toml`."""
    return tomllib.loads(WORDS.read_text())
