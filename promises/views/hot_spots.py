"""The hot spots: all of them in a list, and each one's page with what happens there, what is done and the next step."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.access import SamladRequest, open_to
from accounts.roles import EDITION_READERS, FOLLOWERS, POLICE, REVIEWERS, Role
from lagesbild import charts, document, hotspots, wording
from lagesbild.drawings import place_map
from lagesbild.models import HotSpot
from lagesbild.proposals import proposals_of
from promises import fishbone
from promises.dossier import Dossier, dossier_of
from promises.forms.hot_spots import StepForm
from promises.models import Perspective
from promises.watched import watched

KEEPERS = frozenset({Role.COORDINATOR})


@require_GET
@open_to(FOLLOWERS)
def hot_spots(request: SamladRequest) -> HttpResponse:
    """All hot spots, and to the coordinator those that the latest adopted edition proposes."""
    municipality, exact = request.acting.municipality, request.acting.has(REVIEWERS | POLICE)
    today = timezone.localdate(timezone=municipality.zone)
    edition = document.latest_adopted(municipality) if request.acting.has(KEEPERS) else None
    context = {
        "lines": watched(municipality, exact=exact, today=today),
        "reads_incidents": exact,
        "edition": edition,
        "proposals": proposals_of(edition) if edition else [],
    }
    return render(request, "promises/hot_spots/index.html", context)


@require_GET
@open_to(FOLLOWERS)
def hot_spot(request: SamladRequest, pk: int) -> HttpResponse:
    """Everything about one hot spot."""
    row = _visible(request, pk)
    return _page(request, row, StepForm(hot_spot=row))


@require_POST
@open_to(KEEPERS, of=HotSpot)
def hot_spot_step(request: SamladRequest, pk: int) -> HttpResponse:
    """Take the next step."""
    row = _visible(request, pk)
    form = StepForm(request.POST, hot_spot=row)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        stepped = hotspots.step(
            row, to=form.step, note=form.cleaned_data["note"], by=request.user, at=timezone.now()
        )
    except hotspots.NoSuchStep as refusal:
        row.state = refusal.hot_spot.state
        form.add_error(None, _("Någon annan hann före: hot spoten har redan gått vidare."))
        return _page(request, row, form, status=409)
    messages.success(request, _("Nytt steg: %(step)s.") % {"step": stepped.get_state_display()})
    return redirect(stepped)


def _visible(request: SamladRequest, pk: int) -> HotSpot:
    rows = HotSpot.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(rows.select_related("municipality", "area", "place", "edition"), pk=pk)


def _page(request: SamladRequest, row: HotSpot, form: StepForm, *, status: int = 200) -> HttpResponse:
    exact = request.acting.has(REVIEWERS | POLICE)
    today = timezone.localdate(timezone=row.municipality.zone)
    found = dossier_of(row, exact=exact, today=today)
    context = {
        "hot_spot": row,
        "dossier": found,
        "map_svg": place_map(row, row.municipality, title=_("Karta över %(place)s") % {"place": row.name}),
        "chart": _chart(found),
        "drawing": _fishbone(found),
        "presence": [(wording.weeks_with_year(each.period), each) for each in reversed(found.presence)],
        "squares": [(wording.weeks(each.period), each) for each in found.presence],
        "when": found.pattern.when if exact else None,
        "categories": found.pattern.categories if exact else [],
        "common": [] if exact else found.common_categories(row.municipality.minimum_count),
        "lines": [(wording.weeks_with_year(each.period), each) for each in reversed(found.fortnights)],
        "form": form,
        "is_keeper": request.acting.has(KEEPERS),
        "reads_incidents": exact,
        "reads_editions": request.acting.has(EDITION_READERS),
    }
    return render(request, "promises/hot_spots/hot_spot.html", context, status=status)


def _chart(found: Dossier) -> str | None:
    """A bar per fortnight, in colour once something was being done; None where small counts are not told."""
    if not found.is_told:
        return None
    return charts.trend_chart(
        [each.number or 0 for each in found.fortnights],
        labels=[wording.weeks(each.period) for each in found.fortnights],
        chosen=[each.since for each in found.fortnights],
    )


def _fishbone(found: Dossier) -> str:
    """The causes side by side, each with those behind it; nothing where nothing is known."""
    if not found.causes:
        return ""
    behind = {
        cause.pk: [str(each) for each in found.causes if each.parent_id == cause.pk] for cause in found.causes
    }
    ribs = [
        fishbone.Rib(
            str(side.label),
            [
                fishbone.Bone(cause.text, behind[cause.pk])
                for cause in found.causes
                if cause.perspective == side and cause.parent_id is None
            ],
        )
        for side in Perspective
    ]
    return fishbone.draw(found.hot_spot.name, ribs)
