"""Background steps of the reports: reminders, and digests of what became of them."""

from celery import shared_task
from django.utils import timezone

from incidents import notices


@shared_task
def sweep_notices() -> None:
    """Make the reminders that have fallen due, and put every due digest in the outbox."""
    now = timezone.now()
    notices.remind(at=now)
    for user, municipality in notices.due_digests(at=now):
        notices.send_digest(user, municipality, at=now)
