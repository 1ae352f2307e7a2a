"""What is written of a meeting: its facts, its items, who was there, what was decided, and what follows from that."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import WithoutIdentifiersForm, without_identifiers
from accounts.models import Organisation
from promises.forms.answering import AnsweringForm
from promises.forms.written import WrittenForm
from promises.meetings import Adoption, kind_in_minutes
from promises.models import (
    Activity,
    AgendaItem,
    Attendance,
    DocumentState,
    Meeting,
    Presence,
    Promise,
    Resolution,
    ResolutionKind,
)

#: What `meetings.Refused` says, in words.
REFUSALS = {
    "times": _("Mötet slutar innan det börjar."),
    "stranger": _("Organisationen finns inte i kommunen."),
    "early": _("Mötets dag har inte kommit än. Ändra tiden om mötet flyttas."),
    "not_held": _("Mötet är inte genomfört än."),
    "roles": _("Fyll i ordförande, sekreterare och justerare innan protokollet justeras."),
    "text": _("Skriv vad som beslutas."),
    "decided": _("Paragrafen har beslut och kan inte tas bort."),
    "nothing_to_adopt": _("Paragrafen handlar inte om något som kan antas."),
    "adopted": _("Det är redan antaget. Beslutet är inte sparat."),
}
TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class MeetingForm(WrittenForm):
    """When, where and under whom. Times are the municipality's own."""

    on = forms.DateField(label=_("Dag"))
    from_time = forms.TimeField(label=_("Från klockan"), widget=TIME)
    to_time = forms.TimeField(label=_("Till klockan"), widget=TIME)
    edited = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ["body", "on", "from_time", "to_time"]

    class Meta:
        model = Meeting
        fields = ["body", "place", "chair", "secretary", "confirmer"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["body"]
            self.initial = {**self.initial, **self._days(self.instance)}

    @staticmethod
    def _days(meeting: Meeting) -> dict[str, Any]:
        zone = meeting.municipality.zone
        start, end = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
        return {
            "on": start.date(),
            "from_time": start.time(),
            "to_time": end.time(),
            "edited": meeting.edited,
        }

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        cleaned = super().clean()
        start, end = cleaned.get("from_time"), cleaned.get("to_time")
        if start and end and end <= start:
            self.add_error("to_time", REFUSALS["times"])
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What was written, as `meetings.plan` and `edit` take it."""
        day, zone = self.cleaned_data["on"], self.instance.municipality.zone
        times = {
            "starts_at": datetime.combine(day, self.cleaned_data["from_time"], tzinfo=zone),
            "ends_at": datetime.combine(day, self.cleaned_data["to_time"], tzinfo=zone),
        }
        return super().values | times


class ItemForm(WrittenForm):
    """An item's words before the meeting."""

    edited = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = AgendaItem
        fields = ["heading", "basis", "proposal"]
        help_texts = {"proposal": _("Till exempel: att godkänna uppföljningen.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["edited"] = self.instance.edited


class NotesForm(WrittenForm):
    """What was said about an item."""

    edited = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    class Meta:
        model = AgendaItem
        fields = ["notes"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["edited"] = self.instance.edited


class DecisionForm(forms.Form):
    """A decision; filled in with what was proposed. `adopts` is asked where there is something to adopt."""

    kind = forms.ChoiceField(label=_("Mötet beslutar att"), choices=ResolutionKind)
    text = forms.CharField(
        label=_("Vad"),
        max_length=1000,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    adopts = forms.BooleanField(required=False, initial=True)

    def __init__(self, data: Any = None, *, item: AgendaItem) -> None:
        kind, text = proposed(item)
        super().__init__(data, prefix=f"p{item.pk}", initial={"kind": kind, "text": text})
        adoption = Adoption.of(item)
        if adoption.follow_up:
            self.fields["adopts"].label = _("Anta uppföljningen med beslutet")
        elif adoption.document:
            self.fields["adopts"].label = _("Anta dokumentet med beslutet. Det låses.")
        else:
            del self.fields["adopts"]

    def refuse(self, code: str) -> None:
        """Say what the domain refused."""
        self.add_error("text" if code == "text" else None, REFUSALS[code])


class AttendanceForm(WithoutIdentifiersForm, forms.ModelForm):
    """Who was there, by organisation and role."""

    class Meta:
        model = Attendance
        fields = ["organisation", "role", "presence"]
        help_texts = {"role": _("Roll, inte namn.")}

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        super().__init__(data, prefix="narvaro", initial={"presence": Presence.MEMBER})
        offered = Organisation.objects.filter(municipality=meeting.municipality_id, is_active=True)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = offered.order_by("name", "pk")

    def _post_clean(self) -> None:
        """The row is written by the room that writes it."""


class AssignmentForm(AnsweringForm):
    """A decision made into an activity: what, who, by when, what is to be reached, and which promises it serves."""

    MORE = ("lead", "contributing", "promises", "method")
    DAYS = ("start_on", "due_on")

    class Meta:
        model = Activity
        fields = [
            *("text", "start_on", "due_on", "target_kind", "target_number", "target_unit"),
            *("promises", "method"),
        ]
        widgets = {"text": forms.Textarea, "promises": forms.CheckboxSelectMultiple}

    def __init__(self, data: Any = None, *, resolution: Resolution, today: date) -> None:
        empty = Activity(municipality=resolution.municipality, start_on=today)
        super().__init__(
            data,
            instance=empty,
            prefix=f"b{resolution.pk}",
            initial={"text": resolution.text[:1].upper() + resolution.text[1:500]},
        )
        offered = Organisation.objects.filter(municipality=resolution.municipality_id, is_active=True)
        self.ask_who(offered.order_by("name", "pk"))
        self._ask_which_promises(resolution, today)

    def _ask_which_promises(self, resolution: Resolution, today: date) -> None:
        """Of those in force, also those that begin later; the one the item is about is chosen."""
        rows = Promise.objects.filter(
            municipality=resolution.municipality_id,
            document__state=DocumentState.ADOPTED,
            last_on__gte=today,
        )
        self.initial["promises"] = [resolution.item.promise_id]
        self.offer_if_any("promises", rows.order_by("-document__first_on", "document", "number"))


def proposed(item: AgendaItem) -> tuple[str, str]:
    """The kind and the text of a decision as the item proposes it; to assign, where it proposes nothing known."""
    words = item.proposal.strip().removeprefix("att ").rstrip(".")
    for kind in ResolutionKind:
        if words.startswith(f"{(lead := kind_in_minutes(kind))} "):
            return kind.value, words.removeprefix(f"{lead} ")
    return ResolutionKind.ASSIGN.value, words
