"""Which documents are shown: by kind, and by whether they are in force."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from promises.models import Document, DocumentKind, DocumentState


class ShelfFilter(forms.Form):
    """The filter, as it stands in the address; what is asked for and does not exist is not asked for."""

    typ = forms.ChoiceField(
        label=_("Typ"), choices=[("", _("Alla typer")), *DocumentKind.choices], required=False
    )
    visa = forms.ChoiceField(
        label=_("Läge"),
        choices=[
            ("", _("Alla")),
            ("galler", _("Gäller nu")),
            ("forslag", _("Förslag")),
            ("tidigare", _("Har gällt")),
        ],
        required=False,
    )

    def __init__(self, asked: Mapping[str, Any], *, today: date) -> None:
        super().__init__(asked)
        self.today = today
        self.is_valid()

    @property
    def is_asking(self) -> bool:
        """Whether anything is left out."""
        return any(self.cleaned_data.values())

    def among(self, rows: QuerySet[Document]) -> QuerySet[Document]:
        """Those asked for."""
        if kind := self.cleaned_data.get("typ"):
            rows = rows.filter(kind=kind)
        match self.cleaned_data.get("visa"):
            case "galler":
                rows = rows.filter(
                    state=DocumentState.ADOPTED, first_on__lte=self.today, last_on__gte=self.today
                )
            case "forslag":
                rows = rows.filter(state=DocumentState.PROPOSAL)
            case "tidigare":
                rows = rows.filter(state=DocumentState.ADOPTED, last_on__lt=self.today)
        return rows
