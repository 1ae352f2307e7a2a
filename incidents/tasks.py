"""Background steps of the reports: reminders, digests of what became of them, and what is due to be erased."""

from celery import shared_task
from django.utils import timezone

from accounts.models import Municipality
from incidents import masking, notices, retention
from incidents.models import Manner


@shared_task
def sweep_notices() -> None:
    """Make the reminders that have fallen due, and put every due digest in the outbox."""
    now = timezone.now()
    notices.remind(at=now)
    for user, municipality in notices.due_digests(at=now):
        notices.send_digest(user, municipality, at=now)


@shared_task
def sweep_leftovers() -> None:
    """Erase from the storage what has been blacked out, or is there no more for another reason."""
    masking.erase_leftovers()


@shared_task
def sweep_retention() -> None:
    """Wake a purging for every municipality that has decided to purge."""
    decided = Municipality.objects.exclude(purge_decided_on=None).order_by("pk")
    for pk in decided.values_list("pk", flat=True):
        purge_municipality.delay(pk)


# Below the broker's patience. Whole batches are left behind; the next night takes up the rest.
@shared_task(soft_time_limit=270, time_limit=280)
def purge_municipality(pk: int) -> None:
    """Purge what is due of one municipality."""
    municipality = Municipality.objects.defer("boundary").get(pk=pk)
    retention.purge(municipality, manner=Manner.NIGHTLY, at=timezone.now())
