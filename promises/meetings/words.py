"""How things stand, said in a meeting's papers: pure text in the active language."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.period import Period
from promises import progress
from promises.standing import ActivityStanding, PromiseStanding


def days(first_on: date, last_on: date) -> str:
    """Both days included: "1 januari – 31 december 2026"."""
    return wording.dates(Period(first_on, last_on + timedelta(days=1)))


def how(standing: ActivityStanding | PromiseStanding) -> str:
    """The status word and the progress: "Pågår, 3 av 10 passager"."""
    return f"{standing.status.label}, {wording.inside(progress_of(standing))}"


def progress_of(standing: ActivityStanding | PromiseStanding) -> str:
    """ "3 av 10 passager", "Inga tillfällen än"."""
    row = standing.activity if isinstance(standing, ActivityStanding) else standing.promise
    return progress.said(row.target_kind, row.target_number, standing.progress.done, row.target_unit)


def lines(standings: Iterable[ActivityStanding]) -> list[str]:
    """Each activity on a line of its own, with how it stands and when it is to be done."""
    return [
        _("– %(activity)s: %(how)s, klart senast %(day)s.")
        % {
            "activity": str(standing.activity).rstrip("."),
            "how": wording.inside(how(standing)),
            "day": wording.day(standing.activity.due_on),
        }
        for standing in standings
    ]
