"""Fields of the report form that Django lacks: local times, coordinates, kronor, photos."""

import re
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from incidents.photos import NotAPhoto, SafePhoto, make_safe

MOST_PHOTOS = 5
HIGHEST_COST = 100_000_000

NOT_A_PHOTO = {
    "size": _("%(name)s är större än 10 MB. Välj en mindre bild."),
    "pixels": _("%(name)s har fler än 40 miljoner bildpunkter. Välj en mindre bild."),
    "format": _("%(name)s är inget foto. Välj en bild i JPEG, PNG eller WebP."),
}


class FixedChoices(forms.ChoiceField):
    """A choice among what never changes. Django copies such choices, label by label, for every form there is."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return forms.Field.__deepcopy__(self, memo)


class TypedFixedChoices(FixedChoices, forms.TypedChoiceField):
    """The same, of another type than text."""


class LocalTimeInput(forms.DateTimeInput):
    """The browser's own picker of day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class LocalTimeField(forms.Field):
    """A day and a time on the municipality's clocks; cleaned to a naive datetime, since the form knows the zone."""

    widget = LocalTimeInput
    default_error_messages = {"invalid": _("Skriv dag och tid som 2026-03-14 22:30.")}

    def to_python(self, value: str | None) -> datetime | None:
        """Take what the picker sends, and the same typed with a space."""
        if value in self.empty_values:
            return None
        try:
            typed = datetime.fromisoformat(str(value).strip()).replace(tzinfo=None, second=0, microsecond=0)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], "invalid") from error
        # In the first and the last year there are times that no other zone's calendar holds.
        if not MINYEAR < typed.year < MAXYEAR:
            raise ValidationError(self.error_messages["invalid"], "invalid")
        return typed


class CoordinateField(forms.FloatField):
    """Degrees with a decimal point or comma."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        """Take a decimal comma for a point."""
        return super().to_python(str(value).replace(",", ".") if value else value)


class KronorField(forms.IntegerField):
    """Whole kronor, however they are written: "12 400 kr", "12400:-", "399,50"."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": _("Skriv kostnaden i hela kronor, till exempel 12 400."),
        "min_value": _("Kostnaden kan inte vara negativ."),
        "max_value": _("Kostnaden är orimligt hög. Kontrollera beloppet."),
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=HIGHEST_COST, **options)

    def to_python(self, value: Any) -> int | None:
        """Drop spaces, the currency and öre, and take the typographic minus for one."""
        if value in self.empty_values:
            return None
        bare = re.sub(r"\s|kr(onor)?|:-", "", str(value).lower()).replace("\N{MINUS SIGN}", "-")
        return super().to_python(re.sub(r"[.,]\d\d$", "", bare))


class PhotosInput(forms.ClearableFileInput):
    """Several files at once, from the camera or the album."""

    allow_multiple_selected = True

    def __init__(self) -> None:
        super().__init__(attrs={"accept": "image/jpeg,image/png,image/webp"})


class PhotosField(forms.Field):
    """A few photos, made safe."""

    widget = PhotosInput

    def clean(self, value: list[UploadedFile] | None) -> list[SafePhoto]:
        """Decode and re-encode each; say of each that cannot be taken why."""
        uploads = value or []
        if len(uploads) > MOST_PHOTOS:
            message = ngettext_lazy("Högst %(most)d foto.", "Högst %(most)d foton.", MOST_PHOTOS)
            raise ValidationError(message, "many", {"most": MOST_PHOTOS})
        photos, refusals = [], []
        for upload in uploads:
            try:
                photos.append(make_safe(upload))
            except NotAPhoto as refusal:
                refusals.append(
                    ValidationError(NOT_A_PHOTO[refusal.code], refusal.code, {"name": upload.name})
                )
        if refusals:
            raise ValidationError(refusals)
        return photos
