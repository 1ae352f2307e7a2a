"""Writing in an agenda: what is due, items of one's own, their words and order, and who was there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import SamladRequest, open_to
from promises import meetings
from promises.forms.meetings import REFUSALS, AttendanceForm, ItemForm, NotesForm
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
from promises.models import AgendaItem, Attendance, Meeting


@require_POST
@open_to(KEEPERS, of=Meeting)
def due(request: SamladRequest, pk: int) -> HttpResponse:
    """Add what has become due."""
    row = visible(request, pk)
    try:
        added = len(meetings.agenda_of_what_is_due(row, at=timezone.now()))
    except meetings.Confirmed:
        return confirmed_page(request, row)
    told = ngettext("%(count)s ny paragraf.", "%(count)s nya paragrafer.", added) % {"count": added}
    messages.success(request, told if added else _("Allt som är aktuellt står redan på dagordningen."))
    return redirect(row)


@require_POST
@open_to(KEEPERS, of=Meeting)
def add(request: SamladRequest, pk: int) -> HttpResponse:
    """Add an item about something else."""
    row = visible(request, pk)
    form = ItemForm(request.POST, prefix="ny")
    if not form.is_valid():
        return meeting_page(request, row, Open(added=form), status=UNPROCESSABLE)
    try:
        item = meetings.add(row, **form.values)
    except meetings.Confirmed:
        return confirmed_page(request, row, form)
    return _at(item)


@require_POST
@open_to(KEEPERS, of=Meeting, by="items")
def write(request: SamladRequest, pk: int) -> HttpResponse:
    """Save an item's heading, basis and proposal; two who do it at once are told of each other."""
    item = visible_item(request, pk)
    return _save(request, item, ItemForm(request.POST, instance=item, prefix=f"o{pk}"))


@require_POST
@open_to(KEEPERS, of=Meeting, by="items")
def note(request: SamladRequest, pk: int) -> HttpResponse:
    """Save what was said about an item."""
    item = visible_item(request, pk)
    return _save(request, item, NotesForm(request.POST, instance=item, prefix=f"n{pk}"))


@require_POST
@open_to(KEEPERS, of=Meeting, by="items")
def move(request: SamladRequest, pk: int) -> HttpResponse:
    """Move an item one place."""
    item = visible_item(request, pk)
    try:
        meetings.move(item, steps=-1 if "upp" in request.POST else 1)
    except meetings.Confirmed:
        return confirmed_page(request, item.meeting)
    return _at(item)


@require_POST
@open_to(KEEPERS, of=Meeting, by="items")
def remove(request: SamladRequest, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    item = visible_item(request, pk)
    try:
        meetings.remove(item)
    except meetings.Confirmed:
        return confirmed_page(request, item.meeting)
    except meetings.Refused as refusal:
        messages.error(request, REFUSALS[refusal.code])
    return redirect(item.meeting)


@require_POST
@open_to(KEEPERS, of=Meeting)
def attend(request: SamladRequest, pk: int) -> HttpResponse:
    """Note who was there."""
    row = visible(request, pk)
    form = AttendanceForm(request.POST, meeting=row)
    if not form.is_valid():
        return meeting_page(request, row, Open(attendance=form), status=UNPROCESSABLE)
    try:
        meetings.attend(row, **form.cleaned_data)
    except meetings.Confirmed:
        return confirmed_page(request, row, form)
    return redirect(f"{row.get_absolute_url()}#narvaro")


@require_POST
@open_to(KEEPERS, of=Meeting)
def attend_as_last_time(request: SamladRequest, pk: int) -> HttpResponse:
    """Note those who were called last time."""
    row = visible(request, pk)
    try:
        meetings.attend_as_last_time(row)
    except meetings.Confirmed:
        return confirmed_page(request, row)
    return redirect(f"{row.get_absolute_url()}#narvaro")


@require_POST
@open_to(KEEPERS, of=Meeting, by="attendances")
def leave_out(request: SamladRequest, pk: int) -> HttpResponse:
    """Take back that somebody was noted."""
    rows = Attendance.objects.filter(municipality=request.acting.municipality).select_related("meeting")
    row = get_object_or_404(rows, pk=pk)
    try:
        meetings.leave_out(row)
    except meetings.Confirmed:
        return confirmed_page(request, row.meeting)
    return redirect(f"{row.meeting.get_absolute_url()}#narvaro")


def _save(request: SamladRequest, item: AgendaItem, form: ItemForm | NotesForm) -> HttpResponse:
    opened = Open(item=form) if isinstance(form, ItemForm) else Open(notes=form)
    if not form.is_valid():
        return meeting_page(request, item.meeting, opened, status=UNPROCESSABLE)
    try:
        meetings.write(item, edited=form.cleaned_data["edited"], **form.values)
    except meetings.Confirmed:
        return confirmed_page(request, item.meeting, form)
    except meetings.EditedMeanwhile as meanwhile:
        opened.rivals = form.faced_with(meanwhile.row)
        return meeting_page(request, item.meeting, opened, status=CONFLICT)
    return _at(item)


def _at(item: AgendaItem) -> HttpResponse:
    return redirect(f"{item.meeting.get_absolute_url()}#p-{item.pk}")
