"""The filter of the list of incidents. It lives in the address, so that a filtered list can be sent to somebody."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, Municipality, Place
from incidents.forms.catalogue import Group
from incidents.models import Incident
from incidents.models.incident import IncidentQuerySet
from incidents.queue import of_group
from incidents.states import State


class DayInput(forms.DateInput):
    """The browser's own picker of a day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class IncidentFilter(filters.FilterSet):
    """From and to which day it began, what, where, and where in the flow. What cannot be understood filters nothing."""

    fran = filters.DateFilter(label=_("Från och med"), method="began_from", widget=DayInput)
    till = filters.DateFilter(label=_("Till och med"), method="began_until", widget=DayInput)
    kategori = filters.ChoiceFilter(label=_("Kategori"), method="of_category", empty_label=_("Alla"))
    omrade = filters.ChoiceFilter(label=_("Område"), field_name="area", empty_label=_("Alla"))
    plats = filters.ChoiceFilter(label=_("Plats"), field_name="place", empty_label=_("Alla"))
    lage = filters.ChoiceFilter(label=_("Status"), field_name="state", empty_label=_("Alla"), choices=State)

    class Meta:
        model = Incident
        fields: Sequence[str] = []

    def __init__(
        self,
        data: Any,
        *,
        queryset: IncidentQuerySet,
        municipality: Municipality,
        groups: Sequence[Group],
        with_state: bool,
    ) -> None:
        super().__init__(data, queryset=queryset)
        self.municipality = municipality
        self.groups = {group.category.code: group for group in groups}
        self.form.use_required_attribute = False
        self.form.fields["kategori"].choices = [("", _("Alla")), *map(_optgroup, groups)]
        areas = Area.objects.filter(municipality=municipality, is_active=True).order_by("name")
        self.form.fields["omrade"].choices = [("", _("Alla")), *areas.values_list("pk", "name")]
        if place := _place(municipality, data.get("plats", "")):
            self.form.fields["plats"].choices = [("", _("Alla")), (place.pk, place.name)]
        else:
            del (
                self.form.fields["plats"],
                self.filters["plats"],
            )  # a municipality has more than a list can hold
        if not with_state:
            del self.form.fields["lage"], self.filters["lage"]

    def began_from(self, incidents: IncidentQuerySet, _name: str, day: date) -> IncidentQuerySet:
        """Those that began on the day or later."""
        return incidents.filter(started_at__gte=self._midnight(day))

    def began_until(self, incidents: IncidentQuerySet, _name: str, day: date) -> IncidentQuerySet:
        """Those that began on the day or earlier."""
        if day == date.max:
            return incidents
        return incidents.filter(started_at__lt=self._midnight(day + timedelta(days=1)))

    def of_category(self, incidents: IncidentQuerySet, _name: str, code: str) -> IncidentQuerySet:
        """Those of the main category or sub-category, whatever version of it."""
        if group := self.groups.get(code):
            return of_group(incidents, group.category)
        return incidents.filter(category__code=code)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.municipality.zone)


def _place(municipality: Municipality, key: str) -> Place | None:
    """The place that a search led here with."""
    rows = Place.objects.filter(municipality=municipality).defer("point")
    return rows.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None


def _optgroup(group: Group) -> tuple[str, list[tuple[str, str]]]:
    everything = _("%(group)s, alla") % {"group": group.category.label}
    return group.category.label, [
        (group.category.code, everything),
        *((category.code, category.label) for category in group.choices),
    ]
