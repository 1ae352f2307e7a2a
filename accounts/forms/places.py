"""Places and areas as an administrator keeps them. An area's outline comes from a file, never from a form."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.db.models import Q
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import geography
from accounts.forms.organisations import unused_name
from accounts.forms.preview import PreviewedForm
from accounts.models import Area, Organisation, Place


class DegreesField(forms.DecimalField):
    """Degrees with a decimal comma or point, as maps and people write them."""

    def __init__(self, *, limit: int, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(
            min_value=-limit, max_value=limit, max_digits=9, decimal_places=6, widget=widget, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        """Read "59,513" as "59.513"."""
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored coordinate without trailing noughts, with the reader's own decimal sign."""
        return number_format(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class PlaceForm(PreviewedForm, forms.ModelForm):
    """A named place and where it lies."""

    latitude = DegreesField(
        limit=90,
        label=gettext_lazy("Latitud"),
        help_text=gettext_lazy("Grader norr, till exempel 59,513."),
    )
    longitude = DegreesField(
        limit=180,
        label=gettext_lazy("Longitud"),
        help_text=gettext_lazy("Grader öster, till exempel 15,993."),
    )

    class Meta:
        model = Place
        fields = ["name", "kind", "owner", "latitude", "longitude", "is_active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosable = Q(is_active=True) | Q(pk=self.instance.owner_id)
        owners = Organisation.objects.filter(choosable, municipality=self.instance.municipality)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = owners.order_by("name", "pk")
        if self.instance.point:
            longitude, latitude = (Decimal(f"{degrees:.6f}") for degrees in self.instance.point.coords)
            self.initial.update(latitude=latitude, longitude=longitude)

    def clean_name(self) -> str:
        """One place per name in a municipality."""
        return unused_name(self)

    def clean(self) -> dict[str, Any]:
        """Put the place where the coordinates say, if that is in the municipality."""
        cleaned = self.cleaned_data
        if "latitude" not in cleaned or "longitude" not in cleaned:
            return cleaned
        point = Point(float(cleaned["longitude"]), float(cleaned["latitude"]), srid=4326)
        if geography.contains(self.instance.municipality, point):
            self.instance.point = point
        else:
            self.add_error("latitude", _("Punkten ligger utanför kommunen."))
        return cleaned

    def consequences(self) -> Iterator[str]:
        """What a change means for reports already made."""
        yield from super().consequences()
        if self.instance.pk and {"latitude", "longitude"} & set(self.changed_data):
            yield _(
                "Nya rapporter härifrån hamnar på den nya punkten. Äldre ligger kvar där de rapporterades."
            )
        if "is_active" in self.changed_data and not self.cleaned_data["is_active"]:
            yield _("Platsen går inte längre att välja i rapporter. Den står kvar i äldre.")


class AreaForm(PreviewedForm, forms.ModelForm):
    """An area's name, and whether it is in use."""

    class Meta:
        model = Area
        fields = ["name", "is_active"]

    def clean_name(self) -> str:
        """One area per name in a municipality, whatever the division, so that a name means one thing."""
        return unused_name(self)

    def consequences(self) -> Iterator[str]:
        """What a change means for editions."""
        yield from super().consequences()
        if "name" in self.changed_data:
            yield _("Det nya namnet används i kommande lägesbilder. Fastställda ändras inte.")
        if "is_active" in self.changed_data and not self.cleaned_data["is_active"]:
            yield _("Nya rapporter räknas inte längre till området.")
