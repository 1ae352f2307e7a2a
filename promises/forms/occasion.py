"""Logging that an activity was done, and striking out what was logged by mistake."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import without_identifiers
from accounts.models import Organisation, Place
from promises.models import Activity

#: What was refused → the field it is about, and what to say.
REFUSALS = {
    "outside": ("on", _("Dagen ligger utanför aktivitetens tid.")),
    "future": ("on", _("Dagen har inte varit än.")),
    "number": ("number", _("Skriv ett antal som är minst 1.")),
    "not_responsible": ("organisation", _("Organisationen ansvarar inte för aktiviteten.")),
    "stranger": ("place", _("Platsen finns inte i kommunen.")),
}


class OccasionForm(forms.Form):
    """One occasion: filled in so that one press is enough where it was done today, once, by one's own organisation."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("Datum"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    number = forms.IntegerField(
        label=_("Antal"),
        min_value=1,
        max_value=10_000,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Vem som gjorde det"), empty_label=None
    )
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Plats"), required=False, empty_label=_("Ingen särskild")
    )
    note = forms.CharField(
        label=_("Anteckning"),
        help_text=_("Skriv inga personuppgifter."),
        max_length=300,
        required=False,
        validators=[without_identifiers],
    )

    def __init__(
        self, data: Any = None, *, activity: Activity, organisations: Sequence[Organisation], today: date
    ) -> None:
        usual = {
            "key": uuid4(),
            "on": min(today, activity.due_on) if activity.document_id is None else today,
            "number": 1,
            "organisation": organisations[0].pk if organisations else None,
            "place": activity.place_id,
        }
        super().__init__(data, initial=usual)
        keys = [organisation.pk for organisation in organisations]
        self._choose_from("organisation", Organisation.objects.filter(pk__in=keys).order_by("name"))
        places = Place.objects.filter(municipality=activity.municipality_id, is_active=True)
        self._choose_from("place", places.defer("point").order_by("name", "pk"))
        if len(keys) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()

    def _choose_from(self, name: str, rows: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def refuse(self, code: str) -> None:
        """Say at the right field what the domain refused."""
        name, words = REFUSALS[code]
        self.add_error(None if self.fields[name].widget.is_hidden else name, words)


class WithdrawalForm(forms.Form):
    """Why a logged occasion is struck out."""

    note = forms.CharField(
        label=_("Varför stryks det?"),
        help_text=_("Tillfället står kvar överstruket och räknas inte."),
        max_length=300,
        validators=[without_identifiers],
    )
