"""Background steps of the lägesbild: what the minute's sweep finds due, the PDFs, and how the last map did."""

from django.utils import timezone

from accounts.models import Municipality
from accounts.tasks import municipal_sweep, municipal_task, send_mail
from lagesbild import document, grading, purge_papers
from lagesbild.models import Rendition


@municipal_sweep
def sweep_editions(municipality: Municipality) -> None:
    """Draft what is due, and wake a task for the PDFs and grades that wait or were left behind."""
    now = timezone.now()
    if document.is_time_to_draft(municipality, at=now):
        document.draft(municipality, document.latest_period(municipality, at=now), at=now)
    for pk in document.due_renditions(at=now).values_list("pk", flat=True):
        render_rendition.delay(municipality.pk, pk)
    if grading.due().exists():
        grade_maps.delay(municipality.pk)


@municipal_task()
def render_rendition(municipality_id: int, pk: int) -> None:
    """Make one PDF and wake the outbox for its messages. A failed attempt is in its row; the sweep tries again."""
    document.render(pk, at=timezone.now())
    waiting = Rendition.objects.filter(pk=pk, deliveries__mail__isnull=False)
    for mail_pk in waiting.values_list("deliveries__mail", flat=True):
        send_mail.delay(municipality_id, mail_pk)


@municipal_task()
def grade_maps(municipality_id: int) -> None:
    """Grade the maps whose next period has been adopted; two at once make one grade."""
    for edition in grading.due().select_related("municipality"):
        grading.grade(edition, at=timezone.now())


@municipal_sweep
def sweep_purge_papers(municipality: Municipality) -> None:
    """Order the record of every purging that has ended, and wake a task for each PDF that waits."""
    now = timezone.now()
    purge_papers.order_all(at=now)
    for pk in purge_papers.due(at=now).values_list("pk", flat=True):
        render_purge_paper.delay(municipality.pk, pk)


@municipal_task()
def render_purge_paper(municipality_id: int, pk: int) -> None:
    """Make one PDF. A failed attempt is in its row; the sweep tries again."""
    purge_papers.render(pk, at=timezone.now())
