"""A form that says in plain sentences what it will change, and saves only what has been read.

The page shows the form; sending it shows the sentences; sending it again with the same sentences saves. If somebody
changes a field in between, the sentences differ and are shown anew.
"""

import hashlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.forms.screened import WithoutIdentifiersForm


class PreviewedForm(WithoutIdentifiersForm):
    """Mix into a form, before `forms.Form` or `forms.ModelForm`, and say more in `consequences`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self, forms.ModelForm) and self.instance.pk is None:
            self.fields.pop("is_active", None)  # what is new is in use

    def consequences(self) -> Iterator[str]:
        """One sentence per thing that will be different; by default each changed field with its old and new value."""
        if isinstance(self, forms.ModelForm) and self.instance.pk is None:
            yield _("Läggs till: %(name)s.") % {"name": self.instance}
            return
        for name in self.changed_data:
            field = self.fields[name]
            before, after = (
                _readable(field, value)
                for value in (self.get_initial_for_field(field, name), self.cleaned_data[name])
            )
            yield _("%(field)s: %(before)s → %(after)s") % {
                "field": field.label,
                "before": before,
                "after": after,
            }

    @property
    def sentences(self) -> list[str]:
        """What a valid form will change; empty before it has been sent, or when nothing differs."""
        return list(self.consequences()) if self.is_bound and self.is_valid() else []

    @property
    def digest(self) -> str:
        """Of the sentences; the page sends it back to say which it has shown."""
        return hashlib.sha256("\n".join(self.sentences).encode()).hexdigest()

    @property
    def is_confirmed(self) -> bool:
        """Whether the form is valid and what it changes has been read."""
        return self.is_bound and self.is_valid() and self.data.get("seen") == self.digest


def _readable(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.BooleanField):
        return _("ja") if value else _("nej")
    if isinstance(field, forms.ModelChoiceField):
        assert field.queryset is not None
        rows = field.queryset.model._default_manager.filter(
            pk=value.pk if isinstance(value, Model) else value
        )
        return str(rows.first() or "–")
    if isinstance(field, forms.ChoiceField):
        values = value if isinstance(value, list) else [value]
        labels = [str(label) for key, label in field.widget.choices if key in values]
        return ", ".join(labels) or "–"
    if value in (None, ""):
        return "–"
    return f"”{value}”" if isinstance(value, str) else str(value)
