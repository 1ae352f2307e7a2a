"""A reviewer's corrections of what, where and when. What the reporter said is kept with the decision."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import PlaceType
from incidents.forms.catalogue import Group
from incidents.forms.fields import CoordinateField, LocalTimeField
from incidents.forms.when import interval_of, refuse_what_cannot_be
from incidents.forms.where import Candidate, position_of, search
from incidents.models import Category, Incident, LocationPrecision, TimePrecision
from incidents.when import Chip

WHEN = frozenset({"start", "end", "precision"})
WHERE = frozenset({"find", "spot", "latitude", "longitude"})
POSITION = frozenset({"latitude", "longitude"})


class CorrectionForm(forms.Form):
    """The report as it stands, to be corrected. `corrections()` says what the workflow is to change.

    Named as the one event of a report form, so that the map and the search of that form serve here too.
    """

    use_required_attribute = False
    prefix = "event0"
    number = 0

    version = forms.IntegerField(widget=forms.HiddenInput)
    category = forms.TypedChoiceField(label=_("Vad hände?"), coerce=int)
    find = forms.CharField(label=_("Sök plats eller adress"), max_length=120, required=False)
    spot = forms.CharField(required=False)
    latitude = CoordinateField(label=_("Latitud"), required=False, min_value=-90, max_value=90)
    longitude = CoordinateField(label=_("Longitud"), required=False, min_value=-180, max_value=180)
    place_type = forms.ChoiceField(label=_("Typ av plats"), choices=PlaceType)
    location_precision = forms.ChoiceField(label=_("Hur exakt är platsen?"), choices=LocationPrecision)
    start = LocalTimeField(label=_("Från"))
    end = LocalTimeField(label=_("Till"), required=False)
    precision = forms.ChoiceField(label=_("Hur exakt är tiden?"), choices=TimePrecision)

    def __init__(
        self,
        *args: Any,
        incident: Incident,
        groups: Sequence[Group],
        at: datetime,
        typed: Mapping[str, str] | None = None,
        **options: Any,
    ) -> None:
        """Show the report, or what has been `typed` so far without checking it."""
        super().__init__(*args, **options)
        self.incident, self.at = incident, at
        said = {name: typed[key] for name in self.fields if typed and (key := self.add_prefix(name)) in typed}
        self.initial = _as_it_stands(incident) | said
        self.categories = {category.pk: category for group in groups for category in group.choices}
        self.categories.setdefault(incident.category_id, incident.category)
        cast(forms.ChoiceField, self.fields["category"]).choices = _choices(groups, incident.category)
        self._corrections: dict[str, Any] = {}

    @property
    def candidates(self) -> list[Candidate]:
        """What the words typed for the place may mean."""
        return search(self.incident.municipality, self["find"].value() or "")

    def clean(self) -> dict[str, Any]:
        """Find out what differs from the report, and check it as the report form does."""
        said, changed = self.cleaned_data, set(self.changed_data)
        for name in ("category", "place_type", "location_precision"):
            if name in changed and name in said:
                self._corrections[name] = self.categories[said[name]] if name == "category" else said[name]
        for names, correct in ((WHERE, self._correct_where), (WHEN, self._correct_when)):
            if changed & names and not self.errors.keys() & names:
                try:
                    correct(said, changed)
                except ValidationError as error:
                    self.add_error(None, error)
        return said

    def _correct_where(self, said: dict[str, Any], changed: set[str]) -> None:
        """A place that is picked or named anew takes its own coordinates, unless those were changed too."""
        if not changed & POSITION:
            said = said | {"latitude": None, "longitude": None}
            if "spot" not in changed:
                said["spot"] = ""
        position = position_of(said, self.incident.municipality)
        self._corrections["point"] = Point(position.longitude, position.latitude, srid=4326)
        self._corrections["place"] = position.place

    def _correct_when(self, said: dict[str, Any], changed: set[str]) -> None:
        # Of the day on which the report came in, only the hours before that can be meant.
        opened_at = self.incident.received_at
        zone = self.incident.municipality.zone
        interval, precision = interval_of(said | {"when": Chip.OTHER}, opened_at=opened_at, zone=zone)
        category = self.categories.get(said.get("category", 0), self.incident.category)
        refuse_what_cannot_be(interval, at=self.at, may_lie_ahead=category.may_lie_ahead)
        self._corrections |= {
            "started_at": interval.start,
            "ended_at": interval.end,
            "time_precision": precision,
        }

    def corrections(self) -> dict[str, Any]:
        """The fields to change and their new values; only of a valid form."""
        return self._corrections


def _as_it_stands(incident: Incident) -> dict[str, Any]:
    zone = incident.municipality.zone
    start, end = incident.started_at.astimezone(zone), incident.ended_at.astimezone(zone)
    if incident.time_precision == TimePrecision.DAY and end > start:
        end -= timedelta(minutes=1)
    return {
        "version": incident.version,
        "category": incident.category_id,
        "find": incident.place.name if incident.place else "",
        "spot": f"place:{incident.place_id}" if incident.place_id else "",
        "latitude": round(incident.point.y, 6),
        "longitude": round(incident.point.x, 6),
        "place_type": incident.place_type,
        "location_precision": incident.location_precision,
        "start": start.replace(tzinfo=None, second=0, microsecond=0),
        "end": None if end == start else end.replace(tzinfo=None, second=0, microsecond=0),
        "precision": incident.time_precision,
    }


def _choices(groups: Sequence[Group], present: Category) -> list[Any]:
    offered = [(group.category.label, [(row.pk, row.label) for row in group.choices]) for group in groups]
    if any(row.pk == present.pk for group in groups for row in group.choices):
        return offered
    return [(present.pk, present.label), *offered]
