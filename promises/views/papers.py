"""A meeting's papers: ordered, watched while they are made, fetched, and tried again."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import FOLLOWERS
from accounts.tasks import wake
from lagesbild.handing_out import handed_out
from lagesbild.models import RenditionState
from promises import papers
from promises.meeting_pages import KEEPERS, paper_of, papers_context, visible
from promises.models import Meeting, Paper, PaperKind
from promises.tasks import render_paper


@require_POST
@open_to(KEEPERS, of=Meeting)
def order(request: SamladRequest, pk: int, kind: PaperKind) -> HttpResponse:
    """Have a paper printed as things stand now."""
    row = visible(request, pk)
    paper = papers.order(row, kind=kind, at=timezone.now())
    wake(render_paper, paper.municipality_id, paper.pk)
    return redirect(f"{row.get_absolute_url()}#handlingar")


@require_safe
@open_to(FOLLOWERS)
def status(request: SamladRequest, pk: int) -> HttpResponse:
    """The papers alone: what the page fetches while the worker works."""
    context = papers_context(request, visible(request, pk))
    return render(request, "promises/meetings/_papers.html", context)


@require_safe
@open_to(FOLLOWERS)
def pdf(request: SamladRequest, pk: int) -> HttpResponseBase:
    """A paper's PDF, if it is the one that was made."""
    paper = paper_of(request, pk)
    ready = get_object_or_404(Paper, pk=paper.pk, state=RenditionState.READY)
    return handed_out(request, ready, name=_file_name(paper))


@require_POST
@open_to(KEEPERS, of=Meeting, by="papers")
def retry(request: SamladRequest, pk: int) -> HttpResponse:
    """Make a failed PDF again; the next sweep takes it up if the worker does not at once."""
    paper = paper_of(request, pk)
    papers.retry(paper)
    wake(render_paper, paper.municipality_id, paper.pk)
    return redirect(f"{paper.meeting.get_absolute_url()}#handlingar")


def _file_name(paper: Paper) -> str:
    """ "kallelse-2026-03-12.pdf"."""
    name = _("kallelse") if paper.kind == PaperKind.PACK else _("protokoll")
    return f"{name}-{paper.content['heading']['iso']}.pdf"
