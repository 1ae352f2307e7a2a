"""What a person says of how an activity or a promise stands, whatever the rule says."""

from datetime import datetime

from accounts.models import User
from promises.activities.refusals import Refused
from promises.models import Activity, Promise, StatusOverride
from promises.status import ActivityStatus, PromiseStatus

#: What a person may say: that something is late follows from its days, and from nothing else.
SAYABLE = frozenset(ActivityStatus) - {ActivityStatus.LATE}


def override(
    subject: Activity | Promise,
    *,
    status: ActivityStatus | PromiseStatus | str,
    motive: str,
    by: User | None,
    at: datetime,
) -> StatusOverride:
    """Say how it stands, and why, whatever the rule says; an empty status gives way to the rule. Raises `Refused`."""
    sayable = SAYABLE if isinstance(subject, Activity) else frozenset(PromiseStatus)
    if status and status not in sayable:
        raise Refused("status")
    if not motive.strip():
        raise Refused("motive")
    of_what = {"activity": subject} if isinstance(subject, Activity) else {"promise": subject}
    return StatusOverride.objects.create(
        municipality_id=subject.municipality_id, status=status, motive=motive.strip(), by=by, at=at, **of_what
    )
