"""Free text that is looked through for people: what surely is one is refused, what may be one is asked about.

The form shows the text with the words marked. It takes the text when they are gone, or when the writer has ticked that
they point out nobody; the tick holds for those words only, so that new ones are asked about anew.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from incidents.privacy import Looked, Screening

LONGEST_TEXT = 1000


def seen_field(name: str) -> str:
    """What the tick under a text is called."""
    return f"{name}_seen"


class FreeTextBoundField(forms.BoundField):
    """A text in a form, with what has been found in it."""

    @cached_property
    def looked(self) -> Looked:
        """Its present value, looked through; empty of a form that does not look, or has not been sent."""
        screening: Screening | None = getattr(self.form, "screening", None)
        if screening is None or not (self.form.is_bound or getattr(self.form, "looks_at_once", False)):
            return Looked("", ())
        text = str(self.value() or "").replace("\r\n", "\n")
        # More than can be kept is refused anyway, and takes the longer to look through.
        return screening.look(text[:LONGEST_TEXT])

    @property
    def seen_name(self) -> str:
        """What the tick is called on this page."""
        return seen_field(self.html_name)

    @property
    def is_seen(self) -> bool:
        """Whether it has been ticked that what was found points out nobody."""
        return is_seen(self.looked, self.form.data, self.seen_name)


class FreeTextField(forms.CharField):
    """Words about an event."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, **options)

    def to_python(self, value: Any) -> str:
        """Count a line break as one character, as the browser does."""
        return (super().to_python(value) or "").replace("\r\n", "\n")

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """One that can be looked through."""
        return FreeTextBoundField(form, self, field_name)


class ScreenedForm(forms.Form):
    """A form whose free texts are looked through before they are taken."""

    #: Whoever makes the form says about which municipality it is.
    screening: Screening
    #: Whether what may be a person is asked about; if not, only what surely is one is refused.
    asks = True

    def clean(self) -> dict[str, Any]:
        """Refuse numbers of persons, and ask about what may point out one."""
        for field in self.free_texts():
            if field.name not in self.cleaned_data:
                continue
            if field.looked.blocks:
                self.add_error(field.name, ValidationError(refusal(field.looked), "identifier"))
            elif self.asks and field.looked.finds and not field.is_seen:
                self.add_error(field.name, ValidationError(question(), "may_point_out"))
        return self.cleaned_data

    def free_texts(self) -> Iterator[FreeTextBoundField]:
        """The fields in which people write freely."""
        for field in self:
            if isinstance(field, FreeTextBoundField):
                yield field


def is_seen(looked: Looked, data: Mapping[str, Any], name: str) -> bool:
    """Whether the tick in the data is about what was found in this text."""
    return bool(looked.finds) and data.get(name) == looked.digest


def refusal(looked: Looked) -> str:
    """What cannot stand in a text, and what to write instead."""
    kinds = [kind for kind, _words in looked.kinds if any(f.blocks and f.kind == kind for f in looked.finds)]
    return _(
        "Texten innehåller %(what)s. Ta bort det och skriv i stället vad personen gjorde, till exempel ”en person”."
        " Allt annat du har skrivit står kvar."
    ) % {"what": _(" och ").join(str(kind.label) for kind in kinds)}


def question() -> str:
    """What is asked about words that may point out somebody."""
    return _("Det markerade kan peka ut någon. Skriv om det, eller bekräfta att det inte gör det.")
