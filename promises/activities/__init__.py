"""Activities: made, changed, logged, and what a person says of how one stands. The only writer of all that.

What is refused here the database refuses too. Which occasions count is `standing.py`'s to say; that a meeting's
decision becomes an activity is `meetings`' business.
"""

from promises.activities.judging import SAYABLE, override
from promises.activities.logbook import LOGGERS, log, loggable, occasions_of, withdraw
from promises.activities.refusals import EditedMeanwhile, Refused
from promises.activities.writing import Changes, Goal, Responsibilities, create, edit

__all__ = [
    "LOGGERS",
    "SAYABLE",
    "Changes",
    "EditedMeanwhile",
    "Goal",
    "Refused",
    "Responsibilities",
    "create",
    "edit",
    "log",
    "loggable",
    "occasions_of",
    "override",
    "withdraw",
]
