"""Background steps of the lowest app: the outbox, and how a task is woken from a web request."""

from functools import partial

from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone

from accounts import outbox


def wake(task: Task, *args: object) -> None:
    """Start a task when the transaction has been committed.

    A broker that is down or silent must not fail the request: what is to be done stands in the database, and the next
    minute's sweep finds it.
    """
    transaction.on_commit(partial(task.delay, *args), robust=True)


@shared_task
def send_mail(pk: int) -> None:
    """Send one message."""
    outbox.send(pk, at=timezone.now())


@shared_task
def sweep_outbox() -> None:
    """Wake a task for every message that is due or was left behind."""
    for pk in outbox.due(at=timezone.now()).values_list("pk", flat=True)[:1000]:
        send_mail.delay(pk)
