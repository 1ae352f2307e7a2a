"""Meetings: planned, given an agenda of what is due, held, decided at, confirmed. The only writer of all that.

`planning` is the meeting itself and who was there, `due` what ought to be taken up, `agenda` the items, `minutes` what
was decided. A decision's consequences are written by the rooms whose rows they are, in the same transaction. The papers
as PDF are `promises/papers.py`'s.
"""

from promises.meetings.agenda import add, agenda_of_what_is_due, move, remove, write
from promises.meetings.minutes import Adoption, confirm, decide, hold, into_activity, kind_in_minutes
from promises.meetings.planning import attend, attend_as_last_time, edit, leave_out, plan, previous
from promises.meetings.refusals import Confirmed, EditedMeanwhile, Refused

__all__ = [
    "Adoption",
    "Confirmed",
    "EditedMeanwhile",
    "Refused",
    "add",
    "agenda_of_what_is_due",
    "attend",
    "attend_as_last_time",
    "confirm",
    "decide",
    "edit",
    "hold",
    "into_activity",
    "kind_in_minutes",
    "leave_out",
    "move",
    "plan",
    "previous",
    "remove",
    "write",
]
