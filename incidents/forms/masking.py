"""The words of a blocked report, to be rewritten without the person they point out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.screened import FreeTextField, ScreenedForm
from incidents.models import Text
from incidents.privacy import Screening


class MaskingForm(ScreenedForm):
    """One box per text, with what may point out somebody shown from the start; an emptied one is erased.

    One tick answers for all of them.
    """

    asks = False
    looks_at_once = True

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, texts: Sequence[Text], version: int, screening: Screening, **options: Any
    ) -> None:
        options.setdefault("initial", {"version": version})
        super().__init__(*args, **options)
        self.screening = screening
        self.texts = {f"text{text.pk}": text for text in texts}
        for name, text in self.texts.items():
            self.fields[name] = FreeTextField(
                label=text.get_kind_display(), required=False, initial=text.body
            )
        self.fields["is_clean"] = forms.BooleanField(
            label=_("Jag har läst texten och den pekar inte ut någon person"),
            error_messages={"required": _("Bekräfta att texten inte pekar ut någon person.")},
        )

    def wordings(self) -> dict[int, str]:
        """How each text, by its key, shall read; only of a valid form."""
        return {text.pk: self.cleaned_data[name] for name, text in self.texts.items()}
