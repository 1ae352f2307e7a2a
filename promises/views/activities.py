"""One activity: how it stands, its log, where it comes from; written down, logged, and judged."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import SamladRequest, open_to
from accounts.models import Organisation
from accounts.roles import FOLLOWERS, POLICE, REVIEWERS, Role
from promises import activities, comparisons, progress
from promises.forms.activity import ActivityForm, StatusForm
from promises.forms.occasion import OccasionForm, WithdrawalForm
from promises.forms.written import Rivals
from promises.models import Activity, Occasion
from promises.standing import activity_standings

KEEPERS = frozenset({Role.COORDINATOR})
UNPROCESSABLE = 422
CONFLICT = 409
#: What of a new activity the address may fill in, so that a hot spot's or a promise's page can lead here.
FILLED_IN = ("hot_spot", "place", "area", "focus_area", "promises", "causes")


@require_safe
@open_to(FOLLOWERS)
def activity(request: SamladRequest, pk: int) -> HttpResponse:
    """Everything about one activity."""
    return _page(request, _visible(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, read_by=FOLLOWERS)
def create(request: SamladRequest) -> HttpResponse:
    """Write down an activity outside the plans."""
    empty = Activity(municipality=request.acting.municipality, start_on=_today(request))
    form = ActivityForm(request.POST or None, instance=empty, initial=_filled_in(request))
    if form.is_valid():
        try:
            made = activities.create(
                municipality=request.acting.municipality, by=request.user, at=timezone.now(), **form.values
            )
        except activities.Refused as refusal:
            form.refuse_for(refusal.code)
        else:
            messages.success(request, _("Aktiviteten är sparad."))
            return redirect(made)
    return _form_page(request, form, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(KEEPERS, of=Activity)
def edit(request: SamladRequest, pk: int) -> HttpResponse:
    """Change an activity outside the plans; two who do it at once are told of each other."""
    row = _visible(request, pk)
    if row.document:  # a plan's activities are changed where the plan is written
        return render(request, "promises/activities/locked.html", {"activity": row}, status=CONFLICT)
    form = ActivityForm(request.POST or None, instance=row)
    if request.method != "POST":
        return _form_page(request, form)
    if form.is_valid():
        try:
            saved = activities.edit(row, edited=form.cleaned_data["edited"], **form.values)
        except activities.EditedMeanwhile as meanwhile:
            rivals = form.faced_with(meanwhile.activity)
            return _form_page(request, form, rivals=rivals, status=CONFLICT)
        except activities.Refused as refusal:
            form.refuse_for(refusal.code)
        else:
            messages.success(request, _("Aktiviteten är sparad."))
            return redirect(saved)
    return _form_page(request, form, status=UNPROCESSABLE)


@require_POST
@open_to(activities.LOGGERS, of=Activity)
def log(request: SamladRequest, pk: int) -> HttpResponse:
    """Log that the activity was done."""
    row = _visible(request, pk)
    if not _loggable(request, row):
        raise PermissionDenied
    form = _occasion_form(request, row, request.POST)
    if form.is_valid():
        try:
            activities.log(row, by=request.user, at=timezone.now(), **form.cleaned_data)
        except activities.Refused as refusal:
            form.refuse(refusal.code)
        else:
            messages.success(
                request, _("Tillfället är loggat. %(progress)s.") % {"progress": _done(request, row)}
            )
            return redirect(row)
    return _page(request, row, occasion_form=form, status=UNPROCESSABLE)


@require_POST
@open_to(activities.LOGGERS, of=Occasion)
def withdraw(request: SamladRequest, pk: int) -> HttpResponse:
    """Strike out an occasion that was logged by mistake."""
    rows = Occasion.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    occasion = get_object_or_404(rows.select_related("activity", "organisation"), pk=pk)
    row = _visible(request, occasion.activity_id)
    if not activities.loggable(request.acting, [occasion.organisation]):
        raise PermissionDenied
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Tillfället står kvar. Skriv varför det ska strykas."))
        return redirect(row)
    try:
        activities.withdraw(occasion, by=request.user, at=timezone.now(), note=form.cleaned_data["note"])
    except activities.Refused:
        messages.error(request, _("Tillfället är redan struket."))
    else:
        messages.success(request, _("Tillfället är struket och räknas inte längre."))
    return redirect(row)


@require_POST
@open_to(KEEPERS, of=Activity)
def override(request: SamladRequest, pk: int) -> HttpResponse:
    """Say how the activity stands, whatever the rule says."""
    row = _visible(request, pk)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _page(request, row, status_form=form, status=UNPROCESSABLE)
    activities.override(row, by=request.user, at=timezone.now(), **form.cleaned_data)
    messages.success(request, _("Statusen är sparad."))
    return redirect(row)


def _visible(request: SamladRequest, pk: int) -> Activity:
    rows = Activity.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    around = ("document", "focus_area", "hot_spot", "place", "area", "resolution__meeting", "municipality")
    heavy = ("municipality__boundary", "place__point", "area__geometry")
    return get_object_or_404(rows.select_related(*around).defer(*heavy), pk=pk)


def _today(request: SamladRequest) -> Any:
    return timezone.localdate(timezone=request.acting.municipality.zone)


def _done(request: SamladRequest, row: Activity) -> str:
    [standing] = activity_standings([row], today=_today(request))
    return progress.said(row.target_kind, row.target_number, standing.progress.done, row.target_unit)


def _occasion_form(request: SamladRequest, row: Activity, data: Any = None) -> OccasionForm:
    return OccasionForm(data, activity=row, organisations=_loggable(request, row), today=_today(request))


def _loggable(request: SamladRequest, row: Activity) -> list[Organisation]:
    """For which of those responsible the person may log."""
    answering = [held.organisation for held in row.responsibilities.select_related("organisation")]
    return activities.loggable(request.acting, answering)


def _page(
    request: SamladRequest,
    row: Activity,
    *,
    occasion_form: OccasionForm | None = None,
    status_form: StatusForm | None = None,
    status: int = 200,
) -> HttpResponse:
    [standing] = activity_standings([row], today=_today(request))
    responsibilities = list(row.responsibilities.select_related("organisation").order_by("pk"))
    may_log = activities.loggable(request.acting, [held.organisation for held in responsibilities])
    context = {
        "activity": row,
        "standing": standing,
        "responsibilities": responsibilities,
        "occasions": activities.occasions_of(row),
        "may_log": may_log,
        "occasion_form": occasion_form or _occasion_form(request, row),
        "withdrawal_form": WithdrawalForm(auto_id=False),
        "overrides": row.overrides.select_related("by").order_by("-at", "-pk"),
        "status_form": status_form or StatusForm(),
        "promises": row.promises.select_related("document").order_by("document", "number"),
        "causes": row.causes.select_related("focus_area", "hot_spot").order_by("pk"),
        "items": row.agenda_items.select_related("meeting").order_by("-meeting__starts_at", "number"),
        "follow_ups": row.follow_ups.select_related("adopted_in__meeting").order_by("-last_on", "-pk"),
        "effect": comparisons.standing_of(
            row, today=_today(request), exact=request.acting.has(REVIEWERS | POLICE)
        ),
        "is_keeper": request.acting.has(KEEPERS),
    }
    return render(request, "promises/activities/activity.html", context, status=status)


def _filled_in(request: SamladRequest) -> dict[str, Any]:
    """What the address says of a new activity: one key, or several where there may be several."""
    asked = {name: [key for key in request.GET.getlist(name) if key.isdigit()] for name in FILLED_IN}
    several = ("promises", "causes")
    return {name: keys if name in several else keys[0] for name, keys in asked.items() if keys}


def _form_page(
    request: SamladRequest, form: ActivityForm, *, rivals: list[Rivals] | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "activity": form.instance, "rivals": rivals}
    return render(request, "promises/activities/edit.html", context, status=status)
