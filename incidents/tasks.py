"""Background steps of the reports: reminders, digests of what became of them, and files to be erased."""

from celery import shared_task
from django.utils import timezone

from incidents import masking, notices


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
