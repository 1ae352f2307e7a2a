"""Background steps of the long loop: what the minute's sweep finds due."""

from django.utils import timezone

from accounts.models import Municipality
from accounts.tasks import municipal_sweep, municipal_task
from promises import papers, reminders


@municipal_sweep
def sweep_reminders(municipality: Municipality) -> None:
    """Put the day's reminders in the outbox; its own sweep sends them."""
    reminders.send_digests(municipality, at=timezone.now())


@municipal_sweep
def sweep_papers(municipality: Municipality) -> None:
    """Wake a task for every meeting paper that waits or was left behind."""
    for pk in papers.due(at=timezone.now()).values_list("pk", flat=True):
        render_paper.delay(municipality.pk, pk)


@municipal_task()
def render_paper(municipality_id: int, pk: int) -> None:
    """Make one PDF. A failed attempt is in its row; the sweep tries again."""
    papers.render(pk, at=timezone.now())
