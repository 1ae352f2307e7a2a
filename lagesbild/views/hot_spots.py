"""Opening a hot spot from an edition's list. Its own page, with what is done there, is the app above's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from lagesbild import hotspots
from lagesbild.models import Edition

KEEPERS = frozenset({Role.COORDINATOR})


@require_POST
@open_to(KEEPERS, of=Edition)
def hot_spot_open(request: SamladRequest, pk: int) -> HttpResponse:
    """Make a hot spot of the ranked place that was pointed at, or lead to the one it is already."""
    editions = Edition.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    edition = get_object_or_404(editions.select_related("municipality"), pk=pk)
    try:
        name = request.POST.get("name", "")
        hot_spot = hotspots.open_from(edition, name=name, by=request.user, at=timezone.now())
    except hotspots.AlreadyHotSpot as already:
        messages.info(request, _("Platsen är redan en hot spot."))
        return redirect(already.hot_spot)
    except hotspots.NotOnTheList:
        messages.error(request, _("Platsen står inte längre på listan. Ingen hot spot är öppnad."))
        return redirect(edition)
    messages.success(request, _("%(place)s är nu en hot spot.") % {"place": hot_spot})
    return redirect(hot_spot)
