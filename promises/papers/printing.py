"""From an order to a PDF file, whoever dies on the way."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from lagesbild import pdf, printing
from promises.models import Meeting, Paper, PaperKind
from promises.papers.content import minutes_content, pack_content

CONTENT = {PaperKind.PACK: pack_content, PaperKind.MINUTES: minutes_content}
TEMPLATES = {
    PaperKind.PACK: "promises/meetings/pack_print.html",
    PaperKind.MINUTES: "promises/meetings/minutes_print.html",
}


@transaction.atomic
def order(meeting: Meeting, *, kind: PaperKind, at: datetime) -> Paper:
    """Freeze what the paper says now, and order its PDF. Where nothing has changed since the last order, that one.

    Papers are in Swedish whoever orders them.
    """
    # The meeting's row is the queue: two orders at once are one.
    locked = Meeting.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=meeting.pk)
    with translation.override("sv"):
        content = CONTENT[kind](locked, today=at.astimezone(locked.municipality.zone).date())
    last = Paper.objects.filter(meeting=locked, kind=kind).order_by("-ordered_at", "-pk").first()
    if last and last.content == content:
        return last
    return Paper.objects.create(
        municipality=locked.municipality, meeting=locked, kind=kind, content=content, ordered_at=at
    )


def latest(meeting: Meeting) -> list[Paper]:
    """The last paper of each kind that has been ordered, the pack first."""
    rows = Paper.objects.filter(meeting=meeting).defer("content").order_by("kind", "-ordered_at", "-pk")
    newest = rows.distinct("kind")
    return sorted(newest, key=lambda paper: list(PaperKind).index(PaperKind(paper.kind)))


def due(*, at: datetime) -> QuerySet[Paper]:
    """PDFs to make now: queued, or left behind by a process that died."""
    return printing.due(Paper.objects.all(), at=at)


def render(pk: int, *, at: datetime) -> Paper | None:
    """Make one PDF if nobody else does. The attempt is counted before the work begins."""
    paper = printing.claim(Paper.objects.select_related("municipality"), pk, at=at)
    if paper is None:
        return None
    try:
        document = pdf.render(as_html(paper), identifier=f"{paper.municipality.code}/{paper.kind}/{paper.pk}")
        path = f"moten/{paper.municipality.code}/{paper.meeting_id}-{paper.kind}"
        with transaction.atomic():
            printing.keep(paper, document, path=path, at=at)
    except Exception as error:  # whatever the reason, the row must say so, and others go on
        printing.give_back(paper, error, at=at)
        raise
    return paper


def as_html(paper: Paper) -> str:
    """The paper as the HTML that is printed; Swedish whoever asks."""
    with translation.override("sv"):
        return render_to_string(TEMPLATES[PaperKind(paper.kind)], {"paper": paper.content})


def retry(paper: Paper) -> None:
    """Try a failed PDF again by hand, with a fresh count of attempts."""
    printing.retry(Paper.objects.filter(pk=paper.pk))
