"""When the next draft comes: the municipality's own clock, anchor Monday and hour. Pure."""

from datetime import datetime

from accounts.models import Municipality
from lagesbild.period import Period, fortnight


def next_draft(municipality: Municipality, *, at: datetime) -> tuple[Period, datetime]:
    """The period that will be drafted next, and when: on the Monday after its last day."""
    running = fortnight(at.astimezone(municipality.zone).date(), anchor=municipality.anchor_on)
    this_time = datetime.combine(running.start, municipality.draft_at, municipality.zone)
    if at < this_time:
        return running.previous(), this_time
    return running, datetime.combine(running.end, municipality.draft_at, municipality.zone)
