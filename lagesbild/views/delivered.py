"""What a recipient without login may open: a page that says what the link leads to, and the PDF behind its button.

Nobody is signed in here, and nothing is asked of whoever is. Looking at the page is not having fetched the PDF: what
scans mail opens every address in a letter, but presses no buttons. Whether a link never was, has expired or is revoked,
the answer is the same.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts.limits import is_within
from accounts.models import Municipality
from accounts.scope import open_rows
from lagesbild import delivery, links, wording
from lagesbild.handing_out import CONFLICT, as_pdf, verified
from lagesbild.models import DeliveryLink

#: Nobody reads that fast; guessing a key would take longer than the sun has left in any case.
PER_MINUTE = 30
HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
View = Callable[[HttpRequest, DeliveryLink], HttpResponseBase]


def by_key(view: View) -> Callable[[HttpRequest, str, str], HttpResponseBase]:
    """Answer for a link that opens; for all others with one and the same page. Nobody on the way keeps the answer."""

    @wraps(view)
    def opened(request: HttpRequest, code: str, key: str) -> HttpResponseBase:
        municipality = Municipality.objects.defer("boundary").filter(code=code).first()
        if not is_within(PER_MINUTE, request, action="delivered"):
            response: HttpResponseBase = _page("too_often", municipality, status=429)
        elif municipality and (link := _opened_by(key, municipality)):
            with timezone.override(municipality.zone):
                response = view(request, link)
        else:
            response = _page("gone", municipality, status=404)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return opened


def _opened_by(key: str, municipality: Municipality) -> DeliveryLink | None:
    open_rows([municipality.pk], by=None)
    return links.find(key, municipality, at=timezone.now())


@require_safe
@login_not_required
@by_key
def page(request: HttpRequest, link: DeliveryLink) -> HttpResponse:
    """What the link leads to, and until when."""
    edition = link.delivery.edition
    words: dict[str, Any] = {
        "edition": edition,
        "weeks": wording.weeks_with_year(edition.period),
        "dates": wording.dates(edition.period),
        "level": link.delivery.rendition.get_level_display(),
        "last_on": link.last_on,
        "pdf_url": f"{request.path}/pdf",
    }
    return _page("delivered", link.municipality, **words)


# The key in the address is the only right there is; a form of somebody else's who knows it gains nothing by it. And
# browsers say "Origin: null" of a form on a page that gives no referrer, which the check would take for a stranger's.
@csrf_exempt
@require_POST
@login_not_required
@by_key
def pdf(request: HttpRequest, link: DeliveryLink) -> HttpResponseBase:
    """The PDF, if it is the one that was made, and a note that it was fetched."""
    rendition = link.delivery.rendition
    document = verified(rendition, by=None)
    if document is None:
        return _page("altered", link.municipality, status=CONFLICT)
    links.note_fetched(link, at=timezone.now())
    return as_pdf(document, name=delivery.file_name(rendition), as_attachment=True)


def _page(name: str, municipality: Municipality | None, *, status: int = 200, **words: Any) -> HttpResponse:
    """Rendered without the context processors: they ask who has signed in."""
    contact = municipality.contact if municipality else settings.CONTACT_EMAIL
    context = {"municipality": municipality, "contact": contact, **words}
    return HttpResponse(render_to_string(f"lagesbild/delivered/{name}.html", context), status=status)
