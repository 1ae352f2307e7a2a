"""The lowest app's own steps in the background: outbox, log, accounts. And for all apps: whose rows a task reaches."""

import logging
from collections.abc import Callable
from functools import wraps
from threading import Thread
from typing import Any

from celery import Task, shared_task
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from accounts import log_watch, outbox, sealing, sessions, unused
from accounts.models import Municipality, OutgoingMail
from accounts.scope import within

logger = logging.getLogger(__name__)


def municipal_task(**options: Any) -> Callable[[Callable[..., None]], Task]:
    """A task whose first argument is the key of the municipality that the others are about; no other's rows exist."""

    def decorate(work: Callable[..., None]) -> Task:
        @shared_task(**options)
        @wraps(work)
        def task(municipality_id: int, *arguments: object) -> None:
            with within(municipality_id):
                work(municipality_id, *arguments)

        return task

    return decorate


def municipal_sweep(sweep: Callable[[Municipality], None]) -> Task:
    """A task that does the same for one municipality after another; meanwhile no other's rows exist."""

    @shared_task
    @wraps(sweep)
    def task() -> None:
        municipalities: QuerySet[Municipality] = Municipality.objects.defer("boundary").order_by("pk")
        for municipality in municipalities:
            with within(municipality.pk):
                sweep(municipality)

    return task


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


@municipal_task()
def send_mail(municipality_id: int, pk: int) -> None:
    """Send one message."""
    outbox.send(pk, at=timezone.now())


def post(mail: OutgoingMail) -> None:
    """Have the message sent when the transaction has been committed."""
    wake(send_mail, mail.municipality_id, mail.pk)


@municipal_sweep
def sweep_outbox(municipality: Municipality) -> None:
    """Wake a task for every message that is due or was left behind."""
    for pk in outbox.due(at=timezone.now()).values_list("pk", flat=True)[:1000]:
        send_mail.delay(municipality.pk, pk)


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
