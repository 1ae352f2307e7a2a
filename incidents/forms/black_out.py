"""Rectangles on a photo, drawn with a pointer or typed, in hundredths of its width and height."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from incidents.photos import Rectangle

#: Rows on the page; who needs more does it twice.
MOST_RECTANGLES = 6
WHOLE = 100


def _percent(label: Any) -> forms.FloatField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    messages = {
        "invalid": gettext_lazy("Skriv ett tal från 0 till 100."),
        "min_value": gettext_lazy("Skriv ett tal från 0 till 100."),
        "max_value": gettext_lazy("Skriv ett tal från 0 till 100."),
    }
    return forms.FloatField(
        label=label,
        min_value=0,
        max_value=WHOLE,
        required=False,
        localize=True,
        widget=widget,
        error_messages=messages,
    )


class RectangleForm(forms.Form):
    """One rectangle; left empty it is none."""

    left = _percent(gettext_lazy("Från vänster"))
    top = _percent(gettext_lazy("Uppifrån"))
    width = _percent(gettext_lazy("Bredd"))
    height = _percent(gettext_lazy("Höjd"))

    def clean(self) -> dict[str, Any]:
        """All four or none, and something to black out."""
        said = self.cleaned_data
        if self.errors or all(value is None for value in said.values()):
            return said
        if any(value is None for value in said.values()):
            raise ValidationError(_("Fyll i alla fyra talen, eller inget av dem."))
        if not said["width"] or not said["height"]:
            raise ValidationError(_("Rutan måste ha en bredd och en höjd."))
        return said

    def rectangle(self) -> Rectangle | None:
        """The rectangle as far as it lies on the photo; of a form that has been checked."""
        said = self.cleaned_data
        if self.errors or any(said.get(name) is None for name in self.fields):
            return None
        left, top = said["left"], said["top"]
        return Rectangle(left, top, min(said["width"], WHOLE - left), min(said["height"], WHOLE - top))


class BaseRectangles(forms.BaseFormSet):
    """Several rectangles on one photo."""

    def rectangles(self) -> list[Rectangle]:
        """Those that can be read, also while others cannot."""
        if not self.is_bound:
            return []
        self.is_valid()
        read = [form.rectangle() for form in self.forms if hasattr(form, "cleaned_data")]
        return [rectangle for rectangle in read if rectangle]

    def clean(self) -> None:
        """There is something to do."""
        if not any(self.errors) and not [form for form in self.forms if form.rectangle()]:
            raise ValidationError(_("Rita eller skriv in minst en ruta."))


Rectangles: type[BaseRectangles] = forms.formset_factory(  # type: ignore[assignment]
    RectangleForm,
    formset=BaseRectangles,
    extra=MOST_RECTANGLES,
    max_num=MOST_RECTANGLES,
    absolute_max=MOST_RECTANGLES,
)
