"""Choosing with what an activity is compared, before it begins; what came of it stands on the activity's page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import SamladRequest, open_to
from accounts.roles import Role
from promises import comparisons
from promises.forms.comparison import ComparisonForm
from promises.models import Activity

KEEPERS = frozenset({Role.COORDINATOR})


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Activity)
def choose(request: SamladRequest, pk: int) -> HttpResponse:
    """Choose a control, and where events may move."""
    row = _visible(request, pk)
    now = timezone.now()
    standing = comparisons.standing_of(row, today=timezone.localdate(now), exact=True)
    if not standing.is_open:
        messages.info(request, _("Jämförelsen går inte att välja för den här aktiviteten."))
        return redirect(row)
    form = _form(request, row, standing)
    if request.method == "POST" and form.is_valid():
        accepted = bool(form.cleaned_data.get("in_hindsight"))
        try:
            comparisons.choose(row, form.choice, by=request.user, at=now, in_hindsight=accepted)
        except comparisons.Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Jämförelsen är vald."))
            return redirect(row)
    context = {"form": form, "activity": row, "standing": standing}
    status = 422 if form.errors else 200
    return render(request, "promises/comparisons/choose.html", context, status=status)


def _visible(request: SamladRequest, pk: int) -> Activity:
    rows = Activity.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    around = ("hot_spot__area", "place", "area", "municipality")
    return get_object_or_404(rows.select_related(*around).defer("municipality__boundary"), pk=pk)


def _form(request: SamladRequest, row: Activity, standing: comparisons.Standing) -> ComparisonForm:
    likely = comparisons.suggestions(row, today=timezone.localdate(), municipality=row.municipality)
    form = ComparisonForm(request.POST or None, activity=row, suggestions=likely, is_late=standing.has_begun)
    if standing.comparison is not None:
        form.fill_in(standing.comparison)
    return form
