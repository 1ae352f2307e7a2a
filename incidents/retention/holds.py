"""Holds: somebody needs what would be purged, so nothing they cover goes until they are lifted."""

from datetime import date, datetime

from accounts.models import Municipality, User
from incidents.models import HoldLift, LegalHold


def place(
    *,
    municipality: Municipality,
    motive: str,
    by: User,
    at: datetime,
    report: int | None = None,
    first_on: date | None = None,
    last_on: date | None = None,
) -> LegalHold:
    """Hold one report, the days from the first to the last, or all there is. A batch under way is waited for."""
    return LegalHold.objects.create(
        municipality=municipality,
        motive=motive,
        report=report,
        first_on=first_on,
        last_on=last_on,
        by=by,
        at=at,
    )


def lift(hold: LegalHold, *, motive: str, by: User, at: datetime) -> HoldLift:
    """Lift a hold; lifted twice, it stays as it was lifted first."""
    row, _created = HoldLift.objects.get_or_create(
        hold=hold, defaults={"municipality_id": hold.municipality_id, "motive": motive, "by": by, "at": at}
    )
    return row
