"""Recording what a meeting decides, and making a decision an activity."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.access import SamladRequest, open_to
from promises import activities, meetings
from promises.forms.activity import REFUSALS as OF_ACTIVITIES
from promises.forms.meetings import AssignmentForm, DecisionForm
from promises.meeting_pages import (
    CONFLICT,
    KEEPERS,
    UNPROCESSABLE,
    Open,
    confirmed_page,
    meeting_page,
    visible,
    visible_item,
)
from promises.models import Meeting, Resolution


@require_POST
@open_to(KEEPERS, of=Meeting, by="items")
def decide(request: SamladRequest, pk: int) -> HttpResponse:
    """Record a decision on an item, and adopt what it adopts."""
    item = visible_item(request, pk)
    form = DecisionForm(request.POST, item=item)
    opened = Open(decision=(item.pk, form))
    if not form.is_valid():
        return meeting_page(request, item.meeting, opened, status=UNPROCESSABLE)
    try:
        meetings.decide(item, by=request.user, at=timezone.now(), **form.cleaned_data)
    except meetings.Confirmed:
        return confirmed_page(request, item.meeting, form)
    except meetings.Refused as refusal:
        form.refuse(refusal.code)
        status = CONFLICT if refusal.code == "adopted" else UNPROCESSABLE
        return meeting_page(request, item.meeting, opened, status=status)
    return redirect(f"{item.meeting.get_absolute_url()}#p-{item.pk}")


@require_POST
@open_to(KEEPERS, of=Resolution)
def assign(request: SamladRequest, pk: int) -> HttpResponse:
    """Make a decision an activity, where it stands."""
    rows = Resolution.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    resolution = get_object_or_404(rows.select_related("municipality", "item__hot_spot"), pk=pk)
    row = visible(request, resolution.meeting_id)
    today = timezone.localdate(timezone=row.municipality.zone)
    form = AssignmentForm(request.POST, resolution=resolution, today=today)
    opened = Open(assignment=(resolution.pk, form))
    if not form.is_valid():
        return meeting_page(request, row, opened, status=UNPROCESSABLE)
    try:
        meetings.into_activity(resolution, by=request.user, at=timezone.now(), **form.values)
    except activities.Refused as refusal:
        field, words = OF_ACTIVITIES[refusal.code]
        form.refuse(words, field)
        return meeting_page(request, row, opened, status=UNPROCESSABLE)
    messages.success(request, _("Beslutet är nu en aktivitet."))
    return redirect(f"{row.get_absolute_url()}#p-{resolution.item_id}")
