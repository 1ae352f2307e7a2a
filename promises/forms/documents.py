"""A document's own words, and who it is between."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, Organisation
from promises.forms.written import WrittenForm
from promises.models import Document, DocumentKind, DocumentState


class DocumentForm(WrittenForm):
    """Kind, title, validity and the running text."""

    DAYS = ("first_on", "last_on")
    edited = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Document
        fields = [
            "kind",
            "title",
            "first_on",
            "last_on",
            "record_number",
            "annex_to",
            "annex_number",
            "purpose",
            "method",
            "background",
            "current_picture",
        ]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        agreements = Document.objects.in_municipality(municipality).filter(kind=DocumentKind.AGREEMENT)
        others = agreements.exclude(state=DocumentState.SUPERSEDED).exclude(pk=self.instance.pk)
        self.offer("annex_to", others.order_by("-first_on", "pk"))
        self.initial["edited"] = self.instance.edited

    def opened_with(self, row: Model) -> "DocumentForm":
        """The same form as it would open on the row now."""
        return DocumentForm(instance=row, municipality=self.municipality)


class PartiesForm(forms.Form):
    """Whom the agreement is between."""

    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Parter"),
        help_text=_("En part behöver inte skriva under."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Organisationen finns inte i kommunen.")},
    )

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [party.organisation_id for party in document.parties.all()]
        field = self.fields["organisations"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = organisations_of(document, chosen)
        field.initial = chosen


def organisations_of(document: Document, chosen: list[int]) -> Any:
    """The municipality's organisations that are in use, and those that were chosen already, by name."""
    rows = Organisation.objects.filter(municipality=document.municipality_id)
    return (rows.filter(is_active=True) | rows.filter(pk__in=chosen)).order_by("name", "pk")
