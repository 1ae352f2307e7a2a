"""One event of the report form: what, where, when, and what else is known."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality, PlaceType
from incidents.channels import Channel, suggested
from incidents.forms.fields import (
    CoordinateField,
    FixedChoices,
    KronorField,
    LocalTimeField,
    PhotosField,
    TypedFixedChoices,
)
from incidents.forms.screened import FreeTextField, ScreenedForm
from incidents.forms.when import interval_of, refuse_what_cannot_be
from incidents.forms.where import Candidate, Position, position_of, search
from incidents.intake import Report
from incidents.models import (
    AgeGroup,
    Answer,
    Category,
    CostBasis,
    DamageType,
    LocationPrecision,
    Observation,
    PaidBy,
    PeopleCount,
    TimePrecision,
)
from incidents.privacy import Screening
from incidents.when import Chip, Interval

SEVERITIES = [("1", _("1 – Lite otryggt")), ("2", _("2 – Otryggt")), ("3", _("3 – Mycket otryggt"))]
UNSAID = [("", _("Inte angivet"))]
#: Photo and more.
FOLDED = (
    "photos",
    "observation",
    "severity",
    "police_reported",
    "people",
    "age_group",
    "damage_type",
    "damage_cost",
    "cost_basis",
    "cost_paid_by",
    "location_precision",
)


class EventForm(ScreenedForm):
    """What one person says of one event. `report()` turns it into what the intake takes."""

    use_required_attribute = False

    category = forms.IntegerField(
        label=_("Vad hände?"), error_messages={"required": _("Välj vad som hände.")}
    )

    find = forms.CharField(
        label=_("Sök plats eller adress"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    spot = forms.CharField(required=False)
    latitude = CoordinateField(label=_("Latitud"), required=False, min_value=-90, max_value=90)
    longitude = CoordinateField(label=_("Longitud"), required=False, min_value=-180, max_value=180)
    place_type = FixedChoices(
        label=_("Typ av plats"), choices=[("", _("Välj")), *PlaceType.choices], required=False
    )
    location_precision = FixedChoices(
        label=_("Hur exakt är platsen?"), choices=LocationPrecision, required=False
    )

    when = FixedChoices(
        label=_("När hände det?"), choices=Chip, required=False, initial=Chip.NOW, widget=forms.RadioSelect
    )
    start = LocalTimeField(label=_("Från"), required=False)
    end = LocalTimeField(label=_("Till"), required=False)
    precision = FixedChoices(
        label=_("Hur exakt är tiden?"),
        choices=[("", _("Som ifyllt")), *TimePrecision.choices],
        required=False,
    )

    description = FreeTextField(label=_("Beskriv vad som hände"), required=False)

    photos = PhotosField(label=_("Foton"), required=False)
    observation = FixedChoices(
        label=_("Vem såg det?"),
        choices=Observation,
        required=False,
        initial=Observation.OWN,
        widget=forms.RadioSelect,
    )
    severity = TypedFixedChoices(
        label=_("Hur otryggt kändes det?"),
        choices=UNSAID + SEVERITIES,
        required=False,
        coerce=int,
        empty_value=None,
    )
    people = FixedChoices(
        label=_("Antal inblandade"), choices=PeopleCount, required=False, initial=PeopleCount.UNKNOWN
    )
    age_group = FixedChoices(label=_("Ålder"), choices=AgeGroup, required=False, initial=AgeGroup.UNKNOWN)
    police_reported = FixedChoices(
        label=_("Polisanmäld?"), choices=Answer, required=False, initial=Answer.UNKNOWN
    )
    damage_type = FixedChoices(label=_("Skadetyp"), choices=UNSAID + DamageType.choices, required=False)
    damage_cost = KronorField(label=_("Skadekostnad i kronor"), required=False)
    cost_basis = FixedChoices(label=_("Kostnaden är"), choices=UNSAID + CostBasis.choices, required=False)
    cost_paid_by = FixedChoices(label=_("Betalas av"), choices=UNSAID + PaidBy.choices, required=False)

    def __init__(
        self,
        *args: Any,
        municipality: Municipality,
        categories: Mapping[int, Category],
        opened_at: datetime,
        at: datetime,
        screening: Screening,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.screening = screening
        self.municipality = municipality
        self.categories = categories
        self.opened_at = opened_at
        self.at = at
        self.position: Position | None = None
        self.interval: Interval | None = None

    def clean_category(self) -> Category:
        """The category, if reports can be about it today."""
        category = self.categories.get(self.cleaned_data["category"])
        if category is None:
            raise ValidationError(
                _("Kategorin finns inte eller används inte längre. Välj en annan."), "unknown"
            )
        return category

    def clean(self) -> dict[str, Any]:
        """Answer where and when, and check what one field alone cannot know."""
        said = super().clean()
        for check in (
            self._clean_where,
            self._clean_place_type,
            self._clean_when,
            self._clean_words,
            self._clean_cost,
        ):
            try:
                check(said)
            except ValidationError as error:
                self.add_error(None, error)
        return said

    def _clean_where(self, said: dict[str, Any]) -> None:
        if not self.has_error("latitude") and not self.has_error("longitude"):
            self.position = position_of(said, self.municipality)

    def _clean_place_type(self, said: dict[str, Any]) -> None:
        place = self.position and self.position.place
        said["place_type"] = said.get("place_type") or (place.kind if place else "")
        if not said["place_type"] and not self.has_error("place_type"):
            raise ValidationError({"place_type": _("Välj vilken typ av plats det är.")})

    def _clean_when(self, said: dict[str, Any]) -> None:
        if self.has_error("start") or self.has_error("end"):
            return
        self.interval, said["precision"] = interval_of(
            said, opened_at=self.opened_at, zone=self.municipality.zone
        )
        category = said.get("category")
        ahead = category is not None and category.may_lie_ahead
        refuse_what_cannot_be(self.interval, at=self.at, may_lie_ahead=ahead)

    def _clean_words(self, said: dict[str, Any]) -> None:
        category = said.get("category")
        if (
            category
            and category.needs_text
            and not said.get("description")
            and not self.has_error("description")
        ):
            raise ValidationError(
                {"description": _("Beskriv vad som hände. Kategorin säger för lite ensam.")}
            )

    def _clean_cost(self, said: dict[str, Any]) -> None:
        if said.get("damage_cost") is not None:
            said["cost_basis"] = said.get("cost_basis") or CostBasis.ESTIMATED

    def report(self) -> Report:
        """The checked event; only of a valid form."""
        assert self.position and self.interval
        said = self.cleaned_data
        return Report(
            category=said["category"],
            started_at=self.interval.start,
            ended_at=self.interval.end,
            time_precision=said["precision"],
            longitude=self.position.longitude,
            latitude=self.position.latitude,
            place_type=said["place_type"],
            description=said["description"],
            place=self.position.place,
            area_id=self.position.area_id,
            location_precision=said["location_precision"] or LocationPrecision.EXACT,
            observation=said["observation"] or Observation.OWN,
            severity=said["severity"],
            people=said["people"] or PeopleCount.UNKNOWN,
            age_group=said["age_group"] or AgeGroup.UNKNOWN,
            police_reported=said["police_reported"] or Answer.UNKNOWN,
            damage_type=said["damage_type"],
            damage_cost=said["damage_cost"],
            cost_basis=said["cost_basis"] if said["damage_cost"] is not None else "",
            cost_paid_by=said["cost_paid_by"] if said["damage_cost"] is not None else "",
            photos=said["photos"],
        )

    @property
    def channels(self) -> list[Channel]:
        """Who else should be told, as far as the checked event says."""
        if not self.is_bound:
            return []
        category = self.cleaned_data.get("category")
        return suggested([category.code] if category else [], [str(self["description"].value() or "")])

    @property
    def number(self) -> str:
        """Which event of the form this is, as the browser numbers them."""
        return str(self.prefix).removeprefix("event")

    @property
    def folded(self) -> list[forms.BoundField]:
        """The fields that lie folded until somebody opens them."""
        return [self[name] for name in FOLDED]

    @property
    def folded_choices(self) -> list[forms.BoundField]:
        """Those of the folded fields that stand two by two."""
        return [self[name] for name in FOLDED if name not in ("photos", "observation")]

    @property
    def is_wrong_in_the_fold(self) -> bool:
        """Whether the fold has to be open, since something in it is wrong."""
        return self.is_bound and any(field.errors for field in self.folded)

    @property
    def chosen(self) -> int | None:
        """The key of the category that is ticked, whether or not it can be."""
        value = str(self["category"].value() or "")
        return int(value) if value.isdecimal() and len(value) < 18 else None

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What the words typed in the search may mean, as long as no coordinates say it better."""
        if self["latitude"].value() or self["longitude"].value():
            return []
        return search(self.municipality, str(self["find"].value() or ""))
