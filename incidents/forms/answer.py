"""The reporter's answer to a reviewer's question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.screened import FreeTextField, ScreenedForm
from incidents.privacy import Screening
from incidents.states import Move
from incidents.workflow import Choice


class AnswerForm(ScreenedForm):
    """What the reporter writes, and the version of the report that was on the screen."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = FreeTextField(
        label=_("Ditt svar"),
        help_text=_("Inga namn, personnummer, registreringsnummer eller utseenden."),
        error_messages={"required": _("Skriv ett svar.")},
    )

    def __init__(self, *args: Any, screening: Screening, **options: Any) -> None:
        super().__init__(*args, **options)
        self.screening = screening

    def choice(self) -> Choice:
        """The move that the answer is; only of a valid form."""
        return Choice(Move.ANSWER, self.cleaned_data["version"], text=self.cleaned_data["text"])
