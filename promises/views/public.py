"""Öppet: what anybody may read without signing in. No session is looked up and no cookie set, so it may be cached."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.limits import limited
from accounts.models import Municipality
from accounts.roles import Role
from accounts.scope import open_rows
from lagesbild import delivery, wording
from lagesbild.handing_out import CONFLICT, as_pdf, verified
from promises import public

#: Seconds during which others may show what they have fetched: also how long a page that is closed may live on.
FRESH = 300
PER_PAGE = 26
#: A whole office may share one network address.
PER_MINUTE = 120


@require_safe
@login_not_required
@limited(PER_MINUTE)
def index(request: HttpRequest, code: str) -> HttpResponse:
    """The promises and how they stand, and the editions."""
    municipality = _opened(code)
    return _cached(
        _rendered(request, "promises/public/index.html", municipality, _front(request, municipality))
    )


@require_safe
@login_not_required
@limited(PER_MINUTE)
def edition(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One adopted edition at the general level."""
    municipality = _opened(code)
    row = get_object_or_404(
        public.editions(municipality, today=_today(municipality)).select_related("municipality"), pk=pk
    )
    context = {
        "edition": row,
        "sections": public.chapters(row, at=timezone.now()),
        "has_pdf": public.pdfs(municipality, today=_today(municipality)).filter(edition=row).exists(),
    }
    return _cached(_rendered(request, "promises/public/edition.html", municipality, context))


@require_safe
@login_not_required
@limited(PER_MINUTE)
def pdf(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """The PDF of the general level, if it is the one that was made. Who fetches what is open to all is not logged."""
    municipality = _opened(code)
    rendition = get_object_or_404(public.pdfs(municipality, today=_today(municipality)), edition=pk)
    document = verified(rendition, by=None)
    if document is None:
        return _rendered(request, "promises/public/altered.html", municipality, {}, status=CONFLICT)
    response = as_pdf(document, name=delivery.file_name(rendition))
    patch_cache_control(response, public=True, max_age=FRESH)
    return response


@require_safe
@open_to({Role.ADMINISTRATOR})
def preview(request: SamladRequest) -> HttpResponse:
    """The front page as it would be, for the one who decides; open or not."""
    municipality = request.acting.municipality
    context = _front(request, municipality) | {"is_preview": True}
    response = _rendered(request, "promises/public/index.html", municipality, context)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _opened(code: str) -> Municipality:
    """A municipality that publishes; its rows alone are in reach of whoever reads."""
    municipality = get_object_or_404(public.publishing(), code=code)
    open_rows([municipality.pk], by=None)
    return municipality


def _today(municipality: Municipality) -> date:
    return timezone.localdate(timezone=municipality.zone)


def _front(request: HttpRequest, municipality: Municipality) -> dict[str, Any]:
    rows = public.editions(municipality, today=_today(municipality)).defer("content", "parameters")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("sida"))
    return {
        "pledges": public.pledges(municipality, today=_today(municipality)),
        "page": page,
    }


def _rendered(
    request: HttpRequest,
    template: str,
    municipality: Municipality,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """The page in the language of the address, else the reader's own.

    Rendered without the context processors: they ask who has signed in.
    """
    asked = request.GET.get("sprak", "")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        lines = [
            (row, wording.weeks_with_year(row.period), wording.dates(row.period))
            for row in context.get("page", [])
        ]
        frame = {"request": request, "municipality": municipality, "lines": lines}
        frame["carried"] = f"?sprak={asked}" if asked == language else ""
        return HttpResponse(
            render_to_string(template, frame | context),
            status=status,
            headers={"Content-Language": language or ""},
        )


def _cached(response: HttpResponse) -> HttpResponse:
    """May be kept by anybody for a while, for readers of the same language."""
    patch_cache_control(response, public=True, max_age=FRESH)
    patch_vary_headers(response, ["Cookie"])
    return response
