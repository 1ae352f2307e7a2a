"""What the forms of the long loop have in common: screened words, days in order, whole targets, a rival's words.

The fields themselves lie in a file per room.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import WithoutIdentifiersForm
from promises.models import TargetKind
from promises.models.target import COUNTED
from promises.spans import YEARS

DAY = {"type": "date"}


def day_input() -> forms.DateInput:
    """The browser's own calendar, which wants ISO dates."""
    return forms.DateInput(attrs=DAY, format="%Y-%m-%d")


@dataclass(frozen=True)
class Said:
    """What a field holds, in words."""

    name: str
    label: str
    words: str


@dataclass(frozen=True)
class Rivals:
    """What two people wrote in one field at the same time."""

    label: str
    mine: str
    theirs: str


class WrittenForm(WithoutIdentifiersForm, forms.ModelForm):
    """Free text is screened for personal numbers, numbers fit their columns; `DAYS` (first, last) come in that order.

    Fields in `MORE` are folded away. Nothing is saved here: `values` are handed to the room that writes.
    """

    MORE: tuple[str, ...] = ()
    DAYS: tuple[str, str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = day_input()
            elif type(field) is forms.CharField and isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            elif type(field) is forms.IntegerField and name in (self._meta.fields or ()):
                column: Any = self._meta.model._meta.get_field(name)
                field.validators += [each for each in column.validators if each not in field.validators]

    def clean(self) -> dict[str, Any]:
        """Refuse a day too far away, and a last day before the first."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):
            if isinstance(value, date) and value.year not in YEARS:
                self.add_error(name, _("Välj ett år mellan 1900 och 2200."))
        if self.DAYS:
            first, last = (cleaned.get(name) for name in self.DAYS)
            if first and last and last < first:
                label = self.fields[self.DAYS[0]].label
                self.add_error(
                    self.DAYS[1],
                    forms.ValidationError(
                        _("Dagen ligger före ”%(first)s”. Välj en senare dag."), params={"first": label}
                    ),
                )
        return cleaned

    def _post_clean(self) -> None:
        """The row is not filled in from the form: the room that writes does so, and says what cannot stand."""

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let these be chosen from."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def offer_if_any(self, name: str, rows: QuerySet[Any]) -> None:
        """Let these be chosen from; the question is not asked where there are none."""
        self.offer(name, rows)
        if not rows.exists():
            del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """What was written, by field."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or () if name in self.fields}

    def refuse(self, message: Any, field: str) -> None:
        """Show what the room that writes would not take, at the field it is about."""
        self.add_error(field if field in self.fields else None, message)

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """Those that are always in sight."""
        return [field for field in self.visible_fields() if field.name not in self.MORE]

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """Those that are folded away."""
        return [field for field in self.visible_fields() if field.name in self.MORE]

    @property
    def opens_more(self) -> bool:
        """Whether what is folded away holds something wrong."""
        return any(field.errors for field in self.more_fields)

    @property
    def said(self) -> list[Said]:
        """What the fields hold, those that are empty left out."""
        said = (
            Said(field.name, str(field.label), _in_words(field.field, field.value()))
            for field in self.visible_fields()
        )
        return [one for one in said if one.words]

    def faced_with(self, row: Model) -> list[Rivals]:
        """Where somebody else, who saved first, wrote otherwise than this form holds; the next try has seen it."""
        opened = self.opened_with(row)
        self._carry_on_from(opened)
        theirs = {field.name: _in_words(field.field, field.value()) for field in opened.visible_fields()}
        return [
            Rivals(str(field.label), mine, theirs[field.name])
            for field in self.visible_fields()
            if (mine := _in_words(field.field, field.value())) != theirs[field.name]
        ]

    def opened_with(self, row: Model) -> "WrittenForm":
        """The same form as it would open on the row now."""
        return type(self)(instance=row)

    def _carry_on_from(self, opened: "WrittenForm") -> None:
        """Send back what a form opened now would: hidden fields say which words have been seen."""
        data = cast(QueryDict, self.data).copy()
        for field in opened.hidden_fields():
            data[self.add_prefix(field.name)] = str(field.value())
        self.data = data


def _in_words(field: forms.Field, value: Any) -> str:
    """What a value reads as: the labels of what was chosen, else the text."""
    if value in (None, "", []):
        return ""
    if not isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return str(value).replace("\r\n", "\n").strip()
    chosen: Iterable[Any] = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    choices = cast(Iterable[tuple[Any, Any]], field.choices)
    keys = {str(getattr(one, "pk", one)) for one in chosen}
    return ", ".join(str(label) for key, label in choices if str(key) in keys and str(key))


class TargetForm(WrittenForm):
    """A form of something that may have a target."""

    TARGET = ("target_kind", "target_number", "target_unit")

    def clean(self) -> dict[str, Any]:
        """A target that is counted has number and unit; one that is not has neither."""
        cleaned = super().clean()
        kind, number, unit = (cleaned.get(name) for name in self.TARGET)
        if kind in COUNTED:
            if not number and "target_number" not in self.errors:
                self.add_error("target_number", _("Skriv hur många det ska bli."))
            if not unit and "target_unit" not in self.errors:
                self.add_error("target_unit", _("Skriv vad som räknas, till exempel kvällar."))
        elif kind and (number or unit):
            self.add_error(
                "target_kind",
                forms.ValidationError(
                    _("Välj ”%(count)s” eller ”%(threshold)s”, eller ta bort antal och enhet."),
                    params={"count": TargetKind.COUNT.label, "threshold": TargetKind.THRESHOLD.label},
                ),
            )
        return cleaned
