"""Gallringsprotokoll: which there are, and their PDFs, whose checksum is held against the file when it is fetched."""

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.roles import PURGE_READERS, Role
from incidents.models import PurgeRecord
from lagesbild.handing_out import handed_out
from lagesbild.models import PurgePaper, RenditionState


@require_safe
@open_to(PURGE_READERS)
def purge_records(request: SamladRequest) -> HttpResponse:
    """Every record, the latest first, with what was purged."""
    rows = PurgeRecord.objects.filter(municipality=request.acting.municipality)
    ordered = rows.select_related("paper").order_by("-year", "-number")
    page = Paginator(ordered, 50).get_page(request.GET.get("sida"))
    context = {"page": page, "is_keeper": request.acting.has({Role.ADMINISTRATOR})}
    return render(request, "lagesbild/purging/records.html", context)


@require_safe
@open_to(PURGE_READERS)
def purge_record_pdf(request: SamladRequest, pk: int) -> HttpResponseBase:
    """A record's PDF. A file that is not what it was when it was made is not handed out."""
    rows = PurgePaper.objects.filter(municipality=request.acting.municipality, state=RenditionState.READY)
    paper = get_object_or_404(rows.select_related("record"), record=pk)
    name = _("gallringsprotokoll-%(number)s.pdf") % {"number": f"{paper.record.year}-{paper.record.number}"}
    return handed_out(request, paper, name=name)
