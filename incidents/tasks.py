"""Background steps of the reports: reminders, digests of what became of them, and what is due to be erased."""

from django.utils import timezone

from accounts.models import Municipality
from accounts.tasks import municipal_sweep, municipal_task
from incidents import masking, notices, retention
from incidents.models import Manner
from incidents.strays import find_strays


@municipal_sweep
def sweep_notices(municipality: Municipality) -> None:
    """Make the reminders that have fallen due, and put every due digest in the outbox."""
    now = timezone.now()
    notices.remind(at=now)
    for user, municipality in notices.due_digests(at=now):
        notices.send_digest(user, municipality, at=now)


@municipal_sweep
def sweep_leftovers(municipality: Municipality) -> None:
    """Erase from the storage what has been blacked out, or is there no more for another reason."""
    masking.erase_leftovers()


@municipal_sweep
def sweep_strays(municipality: Municipality) -> None:
    """Find the photos of submissions whose process was killed before the rows were committed."""
    find_strays(municipality, at=timezone.now())


@municipal_sweep
def sweep_retention(municipality: Municipality) -> None:
    """Wake a purging for every municipality that has decided to purge."""
    if municipality.purge_decided_on:
        purge_municipality.delay(municipality.pk)


# Below the broker's patience. Whole batches are left behind; the next night takes up the rest.
@municipal_task(soft_time_limit=270, time_limit=280)
def purge_municipality(municipality_id: int) -> None:
    """Purge what is due of one municipality."""
    municipality = Municipality.objects.defer("boundary").get(pk=municipality_id)
    retention.purge(municipality, manner=Manner.NIGHTLY, at=timezone.now())
