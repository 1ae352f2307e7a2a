"""Background steps of the lowest app: the outbox, the event log's seals, and how a task is woken from a web request."""

import logging
from threading import Thread

from celery import Task, shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import log_watch, outbox, sealing, sessions, unused

logger = logging.getLogger(__name__)


def wake(task: Task, *args: object) -> None:
    """Start a task when the transaction has been committed, without the caller waiting for the broker.

    A broker that is down or silent must neither fail nor delay the request: what is to be done stands in the database,
    and the next minute's sweep finds it.
    """
    publisher = Thread(target=_publish, args=(task, *args), daemon=True)
    transaction.on_commit(publisher.start)


def _publish(task: Task, *args: object) -> None:
    try:
        task.delay(*args)
    except OperationalError as error:
        logger.warning("%s waits for the sweep: %s", task.name, error)


@shared_task
def send_mail(pk: int) -> None:
    """Send one message."""
    outbox.send(pk, at=timezone.now())


@shared_task
def sweep_outbox() -> None:
    """Wake a task for every message that is due or was left behind."""
    for pk in outbox.due(at=timezone.now()).values_list("pk", flat=True)[:1000]:
        send_mail.delay(pk)


@shared_task
def sweep_log() -> None:
    """Seal what has been written in the event log, and have it looked through once a night."""
    sealing.seal()
    if log_watch.is_due(at=timezone.now()):
        look_through_log.delay()


@shared_task(soft_time_limit=3600, time_limit=3660)
def look_through_log() -> None:
    """Hold the event log against its seals: some ten seconds per million rows."""
    log_watch.look(at=timezone.now())


@shared_task
def sweep_accounts() -> None:
    """Warn those who have not signed in for long, close what is still unused then, and forget ended sessions."""
    at = timezone.now()
    unused.warn(at=at)
    unused.close(at=at)
    sessions.forget_expired(at=at)
