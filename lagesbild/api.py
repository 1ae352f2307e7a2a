"""The explored map's data, fetched by the browser: contours in five classes, never a point."""

from typing import cast

from django.http import HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET
from rest_framework.decorators import api_view
from rest_framework.request import Request

from accounts.access import SamladRequest, open_to
from accounts.roles import POLICE, REVIEWERS
from lagesbild import drawings
from lagesbild.figures import explore as figures
from lagesbild.filters import ExploreForm
from lagesbild.maps import heat_geojson


@require_GET
@open_to(REVIEWERS | POLICE)
@cache_control(private=True, no_cache=True)
@api_view(["GET"])
def heat(request: Request) -> HttpResponse:
    """The heat of what the address asks, as GeoJSON of at most 100 kB; 400 if the question makes no sense."""
    municipality = cast(SamladRequest, request).acting.municipality
    form = ExploreForm(
        request.GET.dict(), municipality=municipality, today=timezone.localdate(timezone=municipality.zone)
    )
    if not form.is_valid():
        return HttpResponseBadRequest()
    question = form.question
    bands = drawings.bands_of(figures.heat(question), question.levels)
    return HttpResponse(
        heat_geojson(bands, srid=municipality.metric_srid), content_type="application/geo+json"
    )
