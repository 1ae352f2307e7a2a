"""Short words that are saved and logged: a name, a title, a reason. None of them may hold a person's number."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.identity_numbers import find_numbers


def without_identifiers(text: str) -> None:
    """Refuse numbers that the state gives a person. Raises ValidationError."""
    if find_numbers(text):
        raise ValidationError(
            _("Texten innehåller ett personnummer. Ta bort det och försök igen."), "identifier"
        )


def refuse_identifiers(field: forms.Field) -> None:
    """Let the field take no such number, if it is one for words that somebody writes."""
    if (
        type(field) is forms.CharField
        and not field.widget.is_hidden
        and without_identifiers not in field.validators
    ):
        field.validators.append(without_identifiers)


class WithoutIdentifiersForm(forms.BaseForm):
    """Mix into a form, before `forms.Form` or `forms.ModelForm`, and no field for words takes such a number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            refuse_identifiers(field)
