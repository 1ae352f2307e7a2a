"""The map's data, fetched by the browser: the background layers of a municipality."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_GET
from rest_framework.decorators import api_view
from rest_framework.request import Request

from accounts import background
from accounts.access import open_to
from accounts.roles import POLICE, REPORTERS, Role


def _etag(request: HttpRequest, pk: int) -> str | None:
    if pk != request.acting.municipality.pk:  # type: ignore[attr-defined]
        raise Http404
    return f'"{background.version(pk)}"'


@require_GET
@open_to(REPORTERS | POLICE | {Role.ADMINISTRATOR})
@cache_control(private=True, max_age=3600)
@condition(etag_func=_etag)
@api_view(["GET"])
def map_layers(request: Request, pk: int) -> HttpResponse:
    """Boundary, districts, water, roads and railway where one acts, as GeoJSON; see `background`."""
    layers = background.layers(request.acting.municipality)  # type: ignore[attr-defined]
    return HttpResponse(layers, content_type="application/geo+json")
