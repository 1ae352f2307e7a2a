"""Background steps of the long loop: what the minute's sweep finds due."""

from celery import shared_task
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Municipality
from promises import papers, reminders


@shared_task
def sweep_reminders() -> None:
    """Put the day's reminders in the outbox; its own sweep sends them."""
    now = timezone.now()
    municipalities: QuerySet[Municipality] = Municipality.objects.defer("boundary").order_by("pk")
    for municipality in municipalities:
        reminders.send_digests(municipality, at=now)


@shared_task
def sweep_papers() -> None:
    """Wake a task for every meeting paper that waits or was left behind."""
    for pk in papers.due(at=timezone.now()).values_list("pk", flat=True):
        render_paper.delay(pk)


@shared_task
def render_paper(pk: int) -> None:
    """Make one PDF. A failed attempt is in its row; the sweep tries again."""
    papers.render(pk, at=timezone.now())
