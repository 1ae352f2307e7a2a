"""What the report form's map asks while one looks for the place: search, and what a point is called."""

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import SamladRequest, open_to
from accounts.geography import Whereabouts, whereabouts
from accounts.roles import REPORTERS
from incidents.forms.where import PointForm, search


@require_safe
@open_to(REPORTERS)
def place_search(request: SamladRequest) -> HttpResponse:
    """Places and addresses that the words typed for the event numbered `event` may mean, as its form shows them."""
    number = request.GET.get("event", "0")
    if not number.isdecimal():
        raise Http404
    words = request.GET.get(f"event{number}-find", "")
    context = {
        "name": f"event{number}-spot",
        "words": words,
        "candidates": search(request.acting.municipality, words),
    }
    return render(request, "incidents/_candidates.html", context)


@require_safe
@open_to(REPORTERS)
def point_in_words(request: SamladRequest) -> JsonResponse:
    """What a point is called: `inside` the municipality, `words`, and the `place_type` of the place it lies at."""
    form = PointForm(request.GET)
    if not form.is_valid():
        raise Http404
    found = whereabouts(request.acting.municipality, form.point())
    answer = {
        "inside": found.inside,
        "words": _in_words(found),
        "place_type": found.place.kind if found.place else "",
    }
    return JsonResponse(answer)


def _in_words(found: Whereabouts) -> str:
    if not found.inside:
        return _("Utanför kommunen")
    near = found.place or found.address
    parts = [_("Vid %(name)s") % {"name": near} if near else "", str(found.area or "")]
    return ", ".join(part for part in parts if part) or _("Inom kommunen")
