"""Reading editions: the list, one adopted edition with its PDFs and dispatch, and the files themselves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import EDITION_READERS, POLICE, REVIEWERS, Role
from accounts.tasks import post
from lagesbild import delivery, document, hotspots, links, sections, track_record, wording
from lagesbild.forms import CorrectionForm
from lagesbild.handing_out import handed_out
from lagesbild.models import SLUG, Delivery, Edition, EditionKind, Level, Rendition, RenditionState
from lagesbild.strategic_forms import StrategicForm

KEEPERS = frozenset({Role.COORDINATOR})


def level_for(request: SamladRequest) -> Level:
    """Council members read the generalised level, everyone else with access the full one."""
    return Level.FULL if request.acting.has(REVIEWERS | POLICE) else Level.GENERALISED


@require_GET
@open_to(EDITION_READERS)
def editions(request: SamladRequest) -> HttpResponse:
    """All editions one may read, the latest first."""
    rows = (
        Edition.objects.visible_to(request.user)
        .in_municipality(request.acting.municipality)
        .defer("content", "parameters")
        .order_by("-end_on", "-start_on", "-revision", "pk")
    )
    page = Paginator(rows, 26).get_page(request.GET.get("sida"))
    lines = [(row, wording.weeks_with_year(row.period), wording.dates(row.period)) for row in page]
    today = timezone.localdate(timezone=request.acting.municipality.zone)
    starts = [StrategicForm(kind=kind, today=today) for kind in SLUG]
    context = {
        "page": page,
        "lines": lines,
        "is_keeper": request.acting.has(KEEPERS),
        "reads_grades": level_for(request) == Level.FULL,
        "starts": starts,
    }
    return render(request, "lagesbild/editions.html", context)


@require_GET
@open_to(EDITION_READERS)
def edition(
    request: SamladRequest, year: int, number: int, kind: EditionKind = EditionKind.FORTNIGHT
) -> HttpResponse:
    """One adopted edition as a page, with its PDFs, dispatch log and corrections."""
    row = _adopted(request, kind, year, number)
    level = level_for(request)
    is_keeper = request.acting.has(KEEPERS)
    content = document.content_of(row, level=level, at=timezone.now())
    shown = hotspots.beside(content, row.municipality, may_open=is_keeper)
    context = {
        "edition": row,
        "sections": sections.chapters(shown, row.municipality),
        "map_lines": track_record.lines_beside(row) if level == Level.FULL else [],
        "beside": sections.beside(row, level),
        "is_keeper": is_keeper,
        "correction_form": CorrectionForm(),
        **_dispatch(request, row, level),
    }
    return render(request, "lagesbild/edition.html", context)


@require_GET
@open_to(EDITION_READERS)
def edition_status(
    request: SamladRequest, year: int, number: int, kind: EditionKind = EditionKind.FORTNIGHT
) -> HttpResponse:
    """The PDFs and the dispatch alone: what the page fetches while the worker works."""
    row = _adopted(request, kind, year, number)
    context = {"edition": row, "is_keeper": request.acting.has(KEEPERS)}
    return render(request, "lagesbild/_dispatch.html", context | _dispatch(request, row, level_for(request)))


@require_GET
@open_to(EDITION_READERS)
def edition_pdf(
    request: SamladRequest,
    year: int,
    number: int,
    level: Level,
    kind: EditionKind = EditionKind.FORTNIGHT,
) -> HttpResponseBase:
    """The PDF of one level, if it is the one that was made; a council member gets only the generalised one."""
    row = _adopted(request, kind, year, number)
    if level == Level.FULL and level_for(request) != Level.FULL:
        raise Http404
    rendition = get_object_or_404(row.renditions, level=level, state=RenditionState.READY)
    return handed_out(request, rendition, name=delivery.file_name(rendition))


@require_POST
@open_to(KEEPERS, of=Edition, by="renditions")
def rendition_retry(request: SamladRequest, pk: int) -> HttpResponse:
    """Make a failed PDF again; the next sweep takes it up."""
    rows = Rendition.objects.filter(municipality=request.acting.municipality).select_related("edition")
    rendition = get_object_or_404(rows, pk=pk)
    document.retry(rendition)
    return redirect(rendition.edition)


@require_POST
@open_to(KEEPERS)
def delivery_resend(request: SamladRequest, pk: int) -> HttpResponse:
    """Send a failed dispatch again; the next sweep takes it up."""
    row = _delivery(request, pk)
    delivery.resend(row, at=timezone.now())
    return redirect(row.edition)


@require_POST
@open_to(KEEPERS)
def delivery_link(request: SamladRequest, pk: int) -> HttpResponse:
    """Send the recipient a new link; the one it had opens no more."""
    row = _delivery(request, pk)
    try:
        mail = delivery.send_new_link(row, by=request.user, at=timezone.now())
    except delivery.NoLink:
        messages.error(
            request, _("Ingen länk är skickad: mottagaren får inga lägesbilder, eller inte den här.")
        )
    else:
        post(mail)
        messages.success(request, _("En ny länk är på väg till %(email)s.") % {"email": mail.to})
    return redirect(row.edition)


@require_POST
@open_to(KEEPERS)
def delivery_revoke(request: SamladRequest, pk: int) -> HttpResponse:
    """Let the recipient's link open no more."""
    row = _delivery(request, pk)
    if links.revoke(row.links.all(), by=request.user, at=timezone.now()):
        messages.success(request, _("Länken är återkallad och öppnar ingenting längre."))
    return redirect(row.edition)


def _delivery(request: SamladRequest, pk: int) -> Delivery:
    rows = Delivery.objects.filter(municipality=request.acting.municipality)
    return get_object_or_404(rows.select_related("edition__municipality", "recipient", "mail"), pk=pk)


def _adopted(request: SamladRequest, kind: EditionKind, year: int, number: int) -> Edition:
    rows = Edition.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(
        rows.select_related("municipality", "corrects", "correction", "record"),
        kind=kind,
        year=year,
        number=number,
    )


def _dispatch(request: SamladRequest, row: Edition, level: Level) -> dict[str, object]:
    renditions = list(row.renditions.order_by("level"))
    if level != Level.FULL:
        renditions = [rendition for rendition in renditions if rendition.level == level]
    rows = row.deliveries.select_related("recipient", "mail", "rendition").order_by("recipient__name", "pk")
    deliveries = list(rows) if request.acting.has(KEEPERS) else []
    standings = links.standings(deliveries, at=timezone.now())
    return {
        "renditions": renditions,
        "status_url": row.address("edition_status"),
        "deliveries": [(delivery, standings.get(delivery.pk)) for delivery in deliveries],
        "is_working": any(rendition.is_awaited for rendition in renditions),
    }
