"""The meeting's page, with which several of its views answer, and the one shown when the minutes are confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.access import SamladRequest
from accounts.roles import EDITION_READERS, Role
from promises import papers
from promises.forms.meetings import AssignmentForm, AttendanceForm, DecisionForm, ItemForm, NotesForm
from promises.forms.written import Rivals
from promises.meetings import previous
from promises.models import Activity, AgendaItem, Meeting, Paper, Resolution
from promises.standing import ActivityStanding, activity_standings

KEEPERS = frozenset({Role.COORDINATOR})
UNPROCESSABLE, CONFLICT = 422, 409
#: Digits of the largest key there can be.
LONGEST_KEY = 19


@dataclass
class Open:
    """What is open on the page for writing, with what was typed: at most one form of each sort, and rivals' words."""

    item: ItemForm | None = None
    notes: NotesForm | None = None
    decision: tuple[int, DecisionForm] | None = None
    assignment: tuple[int, AssignmentForm] | None = None
    attendance: AttendanceForm | None = None
    added: ItemForm | None = None
    rivals: list[Rivals] | None = None


@dataclass(frozen=True)
class Decided:
    """A decision with what became of it, and the form to make it an activity where that is open."""

    resolution: Resolution
    activities: list[ActivityStanding]
    form: AssignmentForm | None


@dataclass(frozen=True)
class Paragraph:
    """An item as the page shows it; the forms are None for those who do not write."""

    item: AgendaItem
    about: tuple[str, str] | None
    decided: list[Decided]
    words: ItemForm | None
    notes: NotesForm | None
    decision: DecisionForm | None
    decision_is_open: bool
    rivals: list[Rivals] | None


def visible(request: SamladRequest, pk: int) -> Meeting:
    """The meeting, if the person may read of it."""
    rows = Meeting.objects.visible_to(request.user).in_municipality(request.acting.municipality)
    return get_object_or_404(rows.select_related("municipality").defer("municipality__boundary"), pk=pk)


def visible_item(request: SamladRequest, pk: int) -> AgendaItem:
    """An item of such a meeting."""
    rows = AgendaItem.objects.filter(meeting__in=Meeting.objects.visible_to(request.user))
    around = ("meeting__municipality", "follow_up", "document", "hot_spot")
    return get_object_or_404(
        rows.filter(municipality=request.acting.municipality).select_related(*around), pk=pk
    )


def meeting_page(
    request: SamladRequest, meeting: Meeting, opened: Open | None = None, *, status: int = 200
) -> HttpResponse:
    """The page. The same number of statements however long the agenda."""
    opened = opened or Open()
    today = timezone.localdate(timezone=meeting.municipality.zone)
    writes = request.acting.has(KEEPERS) and not meeting.is_locked
    context = {
        "meeting": meeting,
        "paragraphs": _paragraphs(request, meeting, opened, writes=writes, today=today),
        "attendances": meeting.attendances.select_related("organisation").order_by(
            "presence", "organisation__name", "role", "pk"
        ),
        "attendance_form": (opened.attendance or AttendanceForm(meeting=meeting)) if writes else None,
        "attendance_is_open": opened.attendance is not None,
        "added_form": (opened.added or ItemForm(prefix="ny")) if writes else None,
        "added_is_open": opened.added is not None,
        "has_previous": writes and previous(meeting) is not None,
        "is_keeper": request.acting.has(KEEPERS),
        "writes": writes,
        "is_day": meeting.starts_on <= today,
        **papers_context(request, meeting),
    }
    return render(request, "promises/meetings/meeting.html", context, status=status)


def papers_context(request: SamladRequest, meeting: Meeting) -> dict[str, Any]:
    """The meeting's papers, and whether the worker is at them."""
    rows = papers.latest(meeting)
    return {
        "meeting": meeting,
        "papers": rows,
        "is_keeper": request.acting.has(KEEPERS),
        "is_working": any(paper.is_awaited for paper in rows),
    }


def confirmed_page(
    request: SamladRequest, meeting: Meeting, form: forms.BaseForm | None = None
) -> HttpResponse:
    """409: the minutes have been confirmed. What was typed is shown, so that it can be kept."""
    typed = [
        (field.label, field.value())
        for field in (form.visible_fields() if form is not None else [])
        if isinstance(field.field, forms.CharField) and field.value()
    ]
    context = {"meeting": meeting, "typed": typed}
    return render(request, "promises/meetings/confirmed.html", context, status=CONFLICT)


def _paragraphs(
    request: SamladRequest, meeting: Meeting, opened: Open, *, writes: bool, today: date
) -> list[Paragraph]:
    resolutions = (
        Resolution.objects.order_by("number").select_related("municipality").defer("municipality__boundary")
    )
    around = ("edition", "hot_spot", "promise", "document", "activity", "earlier__meeting")
    subjects = [f"follow_up__{name}" for name in ("promise", "activity", "focus_area", "document")]
    rows = meeting.items.select_related(*around, *subjects).defer("edition__content", "edition__parameters")
    items = list(rows.prefetch_related(Prefetch("resolutions", resolutions)).order_by("number"))
    activities = Activity.objects.filter(resolution__meeting=meeting).order_by("due_on", "pk")
    standings = activity_standings(activities, today=today)
    reads_editions = request.acting.has(EDITION_READERS)
    asked = _asked(request) if request.acting.has(KEEPERS) else {}
    return [
        _paragraph(item, opened, asked, standings, writes=writes, reads=reads_editions, today=today)
        for item in items
    ]


def _asked(request: SamladRequest) -> dict[str, int]:
    """Which item or decision the address opens for writing."""
    said = {name: request.GET.get(name, "") for name in ("andra", "beslut")}
    return {name: int(key) for name, key in said.items() if key.isdecimal() and len(key) <= LONGEST_KEY}


def _paragraph(
    item: AgendaItem,
    opened: Open,
    asked: dict[str, int],
    standings: Sequence[ActivityStanding],
    *,
    writes: bool,
    reads: bool,
    today: date,
) -> Paragraph:
    words = opened.item if opened.item and opened.item.instance.pk == item.pk else None
    notes = opened.notes if opened.notes and opened.notes.instance.pk == item.pk else None
    decision = opened.decision[1] if opened.decision and opened.decision[0] == item.pk else None
    rivals = opened.rivals if words or notes else None
    if words is None and writes and asked.get("andra") == item.pk:
        words = ItemForm(instance=item, prefix=f"o{item.pk}")
    decided = [
        Decided(
            row,
            [standing for standing in standings if standing.activity.resolution_id == row.pk],
            _assignment(row, opened, asked, today),
        )
        for row in item.resolutions.all()
    ]
    return Paragraph(
        item,
        about(item, reads_editions=reads),
        decided,
        words,
        (notes or NotesForm(instance=item, prefix=f"n{item.pk}")) if writes else None,
        (decision or DecisionForm(item=item)) if writes else None,
        decision is not None,
        rivals,
    )


def _assignment(row: Resolution, opened: Open, asked: dict[str, int], today: date) -> AssignmentForm | None:
    if opened.assignment and opened.assignment[0] == row.pk:
        return opened.assignment[1]
    return AssignmentForm(resolution=row, today=today) if asked.get("beslut") == row.pk else None


def about(item: AgendaItem, *, reads_editions: bool) -> tuple[str, str] | None:
    """What an item is about: its name and its page; None where it has none, or the reader may not open it."""
    if item.edition:
        if not reads_editions:
            return None
        number = {"number": item.edition.designation}
        return _("Lägesbild nr %(number)s") % number, item.edition.get_absolute_url()
    if item.hot_spot:
        return str(item.hot_spot), reverse("hot_spot", args=[item.hot_spot.pk])
    if item.earlier:
        return str(item.earlier.meeting), item.earlier.meeting.get_absolute_url()
    row = item.promise or item.document or item.activity or item.follow_up
    return (str(row), row.get_absolute_url()) if row else None


def paper_of(request: SamladRequest, pk: int) -> Paper:
    """A paper of a meeting that the person may read of."""
    rows = Paper.objects.filter(meeting__in=Meeting.objects.visible_to(request.user))
    return get_object_or_404(
        rows.filter(municipality=request.acting.municipality).select_related("meeting"), pk=pk
    )
