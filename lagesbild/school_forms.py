"""A school break as the coordinator enters it."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from accounts.forms.preview import PreviewedForm
from lagesbild import school_breaks
from lagesbild.day_types import school_year
from lagesbild.models import SchoolBreak

LONGEST = timedelta(days=120)
YEARS = range(2000, 2100)


class SchoolBreakForm(PreviewedForm, forms.ModelForm):
    """Its name, and its first and last day."""

    class Meta:
        model = SchoolBreak
        fields = ["name", "first_on", "last_on"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("first_on", "last_on")
        }

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, not too long after, in a year that somebody means, and beside the other breaks."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        for name, day in (("first_on", first), ("last_on", last)):
            if day and day.year not in YEARS:
                self.add_error(name, _("Kontrollera årtalet."))
        if first and last and last < first:
            self.add_error("last_on", _("Slutdagen ligger före startdagen."))
        elif first and last and last - first > LONGEST:
            self.add_error("last_on", _("Ett lov är högst %(days)d dagar.") % {"days": LONGEST.days})
        elif first and last and (other := self._other(first, last)):
            self.add_error("first_on", _("Dagarna går in i %(other)s.") % {"other": other})
        return cleaned

    def _other(self, first: date, last: date) -> SchoolBreak | None:
        rows = SchoolBreak.objects.filter(
            municipality=self.instance.municipality, first_on__lte=last, last_on__gte=first
        )
        return rows.exclude(pk=self.instance.pk).order_by("first_on").first()

    def consequences(self) -> Iterator[str]:
        """What changes, and that the first of a school year puts its own breaks in the place of the usual."""
        yield from super().consequences()
        year = school_year(self.cleaned_data["first_on"])
        if self.changed_data and year not in school_breaks.own_years(self.instance.municipality):
            yield _(
                "För läsåret %(first)d/%(last)02d gäller sedan bara de lov som ni själva har lagt in."
            ) % {
                "first": year,
                "last": (year + 1) % 100,
            }
