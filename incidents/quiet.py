"""Units from which nothing has been heard: neither a report nor word that there was none. Changes nothing."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from accounts.models import Municipality, Organisation
from incidents.models import Decision, NothingToReport
from incidents.states import Move

WEEK = timedelta(days=7)


def monday(today: date) -> date:
    """The first day of the week."""
    return today - timedelta(days=today.weekday())


def silent_units(municipality: Municipality, *, since: date) -> QuerySet[Organisation]:
    """Units expected to report weekly that have not been heard of since that Monday.

    Reports are found by their first decision, which is indexed by time; reports themselves are not.
    """
    midnight = datetime.combine(since, time(), municipality.zone)
    sent = Decision.objects.filter(municipality=municipality, move=Move.SUBMIT, at__gte=midnight)
    said = NothingToReport.objects.filter(municipality=municipality, week_on__gte=since)
    return (
        Organisation.objects.filter(municipality=municipality, is_active=True, reports_weekly=True)
        .exclude(pk__in=sent.values("incident__organisation"))
        .exclude(pk__in=said.values("organisation"))
        .order_by("name", "pk")
    )
