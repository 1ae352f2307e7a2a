"""Background steps of the lowest app: the outbox."""

from celery import shared_task
from django.utils import timezone

from accounts import outbox


@shared_task
def send_mail(pk: int) -> None:
    """Send one message."""
    outbox.send(pk, at=timezone.now())


@shared_task
def sweep_outbox() -> None:
    """Wake a task for every message that is due or was left behind."""
    for pk in outbox.due(at=timezone.now()).values_list("pk", flat=True)[:1000]:
        send_mail.delay(pk)
