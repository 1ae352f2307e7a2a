"""What a coordinator chooses to follow up, and what they write about it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import without_identifiers
from accounts.models import Municipality
from lagesbild.period import Period
from promises.followup import Subject, found_subject, key_of
from promises.models import Activity, Document, FocusArea, FollowUpRhythm, Promise
from promises.models.document import DocumentState
from promises.spans import latest_spans, name, span_of

#: How many quarters, tertials and years back there are to choose.
SPANS = {FollowUpRhythm.QUARTER: 6, FollowUpRhythm.TERTIAL: 4, FollowUpRhythm.YEAR: 3}


class FollowUpForm(forms.Form):
    """What is followed up, over which quarter, tertial or year."""

    subject = forms.ChoiceField(label=_("Vad ska följas upp?"))
    span = forms.ChoiceField(label=_("Period"))

    def __init__(self, *args: Any, municipality: Municipality, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        for field, choices in (("subject", _subjects(municipality)), ("span", _spans(today))):
            chosen = self.fields[field]
            assert isinstance(chosen, forms.ChoiceField)
            chosen.choices = choices

    @property
    def rhythm(self) -> str:
        """The chosen period's rhythm."""
        return str(self.cleaned_data["span"]).partition(":")[0]

    @property
    def period(self) -> Period:
        """The chosen period's days."""
        rhythm, _colon, start = str(self.cleaned_data["span"]).partition(":")
        return span_of(date.fromisoformat(start), rhythm)

    @property
    def chosen(self) -> Subject:
        """What was chosen to be followed up."""
        subject = found_subject(self.cleaned_data["subject"], self.municipality)
        assert subject is not None  # it was among the choices
        return subject


class WordsForm(forms.Form):
    """What the coordinator says of it: what was done, and apart from that what it did."""

    edited = forms.IntegerField(widget=forms.HiddenInput)
    summary = forms.CharField(
        label=_("Vad som gjordes"),
        help_text=_("Skriv inga personuppgifter."),
        max_length=2000,
        required=False,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    assessment = forms.CharField(
        label=_("Vad det gjorde"),
        help_text=_("Siffrorna säger att något ändrats, inte varför. Skriv inga personuppgifter."),
        max_length=2000,
        required=False,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _subjects(municipality: Municipality) -> list[tuple[Any, list[tuple[str, str]]]]:
    """Everything that can be followed up, by sort. Four statements."""
    in_force = {"document__state": DocumentState.ADOPTED}
    groups: list[tuple[Any, Any]] = [
        (_("Medborgarlöften"), Promise.objects.filter(**in_force).order_by("-first_on", "number")),
        (
            _("Aktiviteter"),
            Activity.objects.exclude(document__state="superseded").order_by("-start_on", "pk"),
        ),
        (_("Fokusområden"), FocusArea.objects.filter(**in_force).order_by("-document__first_on", "number")),
        (_("Dokument"), Document.objects.filter(state=DocumentState.ADOPTED).order_by("-first_on", "pk")),
    ]
    return [
        (label, [(key_of(row), str(row)[:100]) for row in rows.in_municipality(municipality)])
        for label, rows in groups
    ]


def _spans(today: date) -> list[tuple[Any, list[tuple[str, str]]]]:
    return [
        (
            rhythm.label,
            [
                (f"{rhythm.value}:{span.start.isoformat()}", name(span, rhythm).capitalize())
                for span in latest_spans(today, rhythm, count=count)
            ],
        )
        for rhythm, count in SPANS.items()
    ]
