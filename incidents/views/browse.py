"""Reading reports: the list with its filter, the same as a table to take away, one report, its photos."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.eventlog import asked, log_deed
from accounts.models import Action
from accounts.roles import POLICE, REPORTERS, REVIEWERS
from accounts.scope import read_later
from incidents import export, reading
from incidents.forms.answer import AnswerForm
from incidents.forms.catalogue import category_groups
from incidents.forms.incidents import IncidentFilter
from incidents.models import Incident, Photo
from incidents.models.incident import IncidentQuerySet
from incidents.privacy import Screening
from incidents.states import Move
from incidents.workflow import DecidedMeanwhile, Refused, decide, is_theirs_to_make

READERS = REPORTERS | POLICE
PER_PAGE = 50
UNPROCESSABLE = 422
CONFLICT = 409


def _filtered(request: SamladRequest) -> IncidentFilter:
    municipality = request.acting.municipality
    return IncidentFilter(
        request.GET,
        queryset=Incident.objects.visible_to(request.user).in_municipality(municipality),
        municipality=municipality,
        groups=category_groups(municipality),
        with_state=request.acting.has(REPORTERS),
    )


@require_safe
@open_to(READERS)
def incidents(request: SamladRequest) -> HttpResponse:
    """The reports one may see, fifty at a time."""
    found = _filtered(request)
    rows: IncidentQuerySet = found.qs
    rows = rows.select_related("category", "area", "place", "organisation")
    rows = rows.defer("area__geometry", "place__point")
    oversees = request.acting.has(REVIEWERS | POLICE)
    ordered = rows.order_by("-started_at", "-pk") if oversees else rows.order_by("-received_at", "-pk")
    context = {
        "filter": found,
        "page": Paginator(ordered, PER_PAGE).get_page(request.GET.get("sida")),
        "oversees": oversees,
        "names_units": request.acting.has(REVIEWERS),
        "with_state": request.acting.has(REPORTERS),
        "zone": request.acting.municipality.zone,
    }
    # A list is logged as the question it answers, not report by report: it shows nothing that a person wrote.
    municipality = request.acting.municipality
    log_deed(Action.SEARCH, Incident, by=request.user, municipality=municipality, details=asked(found.form))
    return render(request, "incidents/incidents.html", context)


@require_safe
@open_to(READERS)
def incidents_csv(request: SamladRequest) -> StreamingHttpResponse:
    """The same list as a table for a spreadsheet."""
    found = _filtered(request)
    rows: IncidentQuerySet = found.qs
    export.log_export(found.form, municipality=request.acting.municipality, by=request.user)
    lines = export.table(rows.order_by("started_at", "pk"), name_units=request.acting.has(REVIEWERS))
    name = _("handelser-%(day)s.csv") % {"day": timezone.localdate(timezone=request.acting.municipality.zone)}
    return StreamingHttpResponse(
        read_later(lines, request.acting.municipality.pk),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _visible(request: SamladRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    rows = rows.select_related(
        "municipality", "organisation", "reporter", "category__parent", "area", "place", "duplicate_of"
    )
    return get_object_or_404(rows.defer("municipality__boundary", "area__geometry", "place__point"), pk=pk)


@require_safe
@open_to(READERS)
def incident(request: SamladRequest, pk: int) -> HttpResponse:
    """One report, what became of it, and the question that may wait for an answer."""
    return _page(request, _visible(request, pk))


def _page(
    request: SamladRequest, row: Incident, form: AnswerForm | None = None, *, status: int = 200
) -> HttpResponse:
    zone = row.municipality.zone
    log_deed(Action.READ, row, by=request.user)
    seen = reading.read(row, by=request.user, today=timezone.localdate(timezone=zone))
    context = {
        "incident": row,
        "reading": seen,
        "zone": zone,
        "form": form or _answer(row, initial={"version": row.version}),
        "may_review": request.acting.has(REVIEWERS) and seen.sight == reading.Sight.REVIEWER,
    }
    return render(request, "incidents/incident.html", context, status=status)


def _answer(row: Incident, data: Any = None, **options: Any) -> AnswerForm:
    return AnswerForm(data, screening=Screening.in_municipality(row.municipality), **options)


@require_POST
@open_to(REPORTERS, of=Incident)
def answer_completion(request: SamladRequest, pk: int) -> HttpResponse:
    """Answer the reviewer's question; the report goes back to the queue."""
    row = _visible(request, pk)
    form = _answer(row, request.POST)
    if not is_theirs_to_make(Move.ANSWER, row, request.user):
        raise PermissionDenied
    if not form.is_valid():
        return _page(request, row, form, status=UNPROCESSABLE)
    try:
        decide(row.pk, form.choice(), by=request.user, at=timezone.now())
    except (DecidedMeanwhile, Refused):
        row = _visible(request, pk)
        form = _answer(row, request.POST.dict() | {"version": row.version})
        form.add_error(None, _("Rapporten har ändrats sedan du öppnade den. Svaret är inte sparat än."))
        return _page(request, row, form, status=CONFLICT)
    return redirect("incident", pk)


@require_safe
@open_to(READERS)
@cache_control(private=True, no_cache=True)
def photo(request: SamladRequest, pk: int, photo_pk: int) -> HttpResponseBase:
    """A photo of a report that one may see. The browser asks each time: it may have been blacked out since."""
    visible = Incident.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    row = get_object_or_404(visible, pk=pk)
    picture = get_object_or_404(Photo, incident=row, pk=photo_pk)
    if not reading.sees_photos(row, request.user):
        raise Http404
    etag = quote_etag(picture.sha256)
    if known := get_conditional_response(request, etag=etag):
        return known
    log_deed(Action.DOWNLOAD, picture, by=request.user)
    return FileResponse(
        picture.file.open(),
        as_attachment=True,
        filename=f"rapport-{pk}-foto-{photo_pk}.jpg",
        content_type="image/jpeg",
        headers={"X-Content-Type-Options": "nosniff", "ETag": etag},
    )
