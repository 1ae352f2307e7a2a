"""Dialogues with their themes, and what damage cost."""

import re
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Organisation
from promises import dialogues, documents
from promises.forms.written import WrittenForm
from promises.models import CostItem, Dialogue, DocumentState, FocusArea, Theme

#: "Belysning: 12" is a theme and by how many it was raised.
COUNTED = re.compile(r"(?P<title>.*?)\s*:\s*(?P<number>\d{1,7})")


class DialogueForm(WrittenForm):
    """How people were asked, and what they said."""

    themes = forms.CharField(
        label=_("Teman"),
        help_text=_(
            "Ett per rad. Har ni räknat hur många som nämnde det skriver du så här: ”Belysning: 12”."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    focus_areas = forms.ModelMultipleChoiceField(
        FocusArea.objects.none(),
        label=_("Fokusområden som bygger på den"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Dialogue
        fields = ["kind", "title", "on", "venue", "area", "invitation", "participants", "summary"]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.offer("area", Area.objects.filter(municipality=municipality).order_by("name", "pk"))
        open_areas = FocusArea.objects.in_municipality(municipality).filter(
            document__state=DocumentState.PROPOSAL
        )
        self.offer_if_any("focus_areas", open_areas.order_by("document", "number", "pk"))
        if self.instance.pk:
            self.initial["seen"] = dialogues.words_seen(self.instance)
            rows = self.instance.themes.order_by("pk")
            self.initial["themes"] = "\n".join(_written(theme) for theme in rows)
            self.initial["focus_areas"] = list(self.instance.focus_areas.values_list("pk", flat=True))

    def clean_themes(self) -> list[tuple[str, int | None]]:
        """Each line as a theme and its number."""
        longest = Theme._meta.get_field("title").max_length or 0
        lines = [line.strip() for line in self.cleaned_data["themes"].splitlines() if line.strip()]
        if any(len(line) > longest for line in lines):
            raise forms.ValidationError(
                _("Ett tema får vara högst %(count)d tecken."), params={"count": longest}
            )
        counted = [(line, COUNTED.fullmatch(line)) for line in lines]
        if nameless := next((line for line, found in counted if found and not found["title"]), None):
            raise forms.ValidationError(
                _("Skriv vilket tema ”%(line)s” handlar om."), params={"line": nameless}
            )
        return [(found["title"], int(found["number"])) if found else (line, None) for line, found in counted]

    @property
    def values(self) -> dict[str, Any]:
        """What was written, with themes and focus areas."""
        return super().values | {
            "themes": self.cleaned_data["themes"],
            "focus_areas": self.cleaned_data.get("focus_areas", ()),
        }

    def opened_with(self, row: Model) -> "DialogueForm":
        """The same form as it would open on the row now."""
        return DialogueForm(instance=row, municipality=self.municipality)


def _written(theme: Theme) -> str:
    return theme.title if theme.number is None else f"{theme.title}: {theme.number}"


class CostForm(WrittenForm):
    """A sum, of what, over which days, as whom says."""

    DAYS = ("first_on", "last_on")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = CostItem
        fields = ["type", "kronor", "first_on", "last_on", "source", "excludes"]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        organisations = Organisation.objects.filter(municipality=municipality)
        self.offer("source", organisations.order_by("name", "pk"))
        self.fields["source"].error_messages["invalid_choice"] = _("Organisationen finns inte i kommunen.")
        if self.instance.pk:
            self.initial["seen"] = documents.seen_of(self.instance)

    def opened_with(self, row: Model) -> "CostForm":
        """The same form as it would open on the row now."""
        return CostForm(instance=row, municipality=self.municipality)
