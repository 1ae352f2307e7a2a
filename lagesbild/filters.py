"""What is asked of the explored map, as it stands in the address, so that what one sees can be sent to somebody."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import BANDWIDTHS, Area, AreaKind, Municipality
from lagesbild.content import Kernel
from lagesbild.figures.events import Groups
from lagesbild.figures.explore import Question, category_choices
from lagesbild.figures.tally import Hours
from lagesbild.period import Period, fortnight

KERNELS: dict[str, tuple[Kernel, Promise]] = {
    "kvartisk": ("quartic", gettext_lazy("Kvartisk")),
    "gaussisk": ("gaussian", gettext_lazy("Gaussisk")),
}
USUAL = timedelta(days=30)
A_YEAR = timedelta(days=364)
LONGEST = timedelta(days=3660)
#: So that what it is compared with, twenty-six times the longest period back, lies in the calendar too.
YEARS = range(1900, 2200)


def _hours(hours: range) -> list[tuple[str, Any]]:
    return [("", gettext_lazy("Hela dygnet")), *((str(hour), f"{hour:02}") for hour in hours)]


class ExploreForm(forms.Form):
    """From and to which day, at what hours, what, where, and how the map is smoothed; what is not said is as usual."""

    fran = forms.DateField(label=gettext_lazy("Från och med"))
    till = forms.DateField(label=gettext_lazy("Till och med"))
    kategori = forms.ChoiceField(label=gettext_lazy("Kategori"), required=False)
    omrade = forms.ChoiceField(label=gettext_lazy("Område"), required=False)
    fran_kl = forms.TypedChoiceField(
        label=gettext_lazy("Från kl."),
        coerce=int,
        empty_value=None,
        required=False,
        choices=_hours(range(24)),
    )
    till_kl = forms.TypedChoiceField(
        label=gettext_lazy("Till kl."),
        coerce=int,
        empty_value=None,
        required=False,
        choices=_hours(range(1, 25)),
    )
    karna = forms.ChoiceField(
        label=gettext_lazy("Utjämning"), choices=[(key, label) for key, (_kernel, label) in KERNELS.items()]
    )
    bandbredd = forms.TypedChoiceField(
        label=gettext_lazy("Bandbredd"), coerce=int, choices=[(m, f"{m} m") for m in BANDWIDTHS]
    )

    def __init__(self, asked: Mapping[str, Any], *, municipality: Municipality, today: date) -> None:
        """One statement; what there is to choose from is read when it is shown, or chosen from."""
        usual = {
            "fran": (today - USUAL + timedelta(days=1)).isoformat(),
            "till": today.isoformat(),
            "karna": "kvartisk",
            "bandbredd": str(municipality.bandwidth),
        }
        super().__init__(usual | {key: value for key, value in asked.items() if value})
        self.municipality = municipality
        self.groups = Groups.of(municipality)
        for name in ("fran", "till"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        areas = Area.objects.filter(municipality=municipality, kind=AreaKind.DISTRICT, is_active=True)
        offered: dict[str, Callable[[], Iterable[Any]]] = {
            "kategori": lambda: category_choices(municipality, self.groups),
            "omrade": lambda: areas.order_by("name").values_list("pk", "name"),
        }
        for name, choices in offered.items():
            cast(forms.ChoiceField, self.fields[name]).choices = cache(partial(_with_all, choices))

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first, and not too long after it; neither is in a year that nobody means."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("fran"), cleaned.get("till")
        for name, day in (("fran", first), ("till", last)):
            if day and day.year not in YEARS:
                self.add_error(name, _("Kontrollera årtalet."))
        if first and last and last < first:
            self.add_error("till", _("Slutdagen ligger före startdagen."))
        if first and last and last - first > LONGEST:
            self.add_error("fran", _("Välj högst tio år."))
        return cleaned

    @property
    def choosing(self) -> list[forms.BoundField]:
        """The fields that choose events."""
        return [self[name] for name in ("fran", "till", "fran_kl", "till_kl", "kategori", "omrade")]

    @property
    def smoothing(self) -> list[forms.BoundField]:
        """The fields that shape the map."""
        return [self[name] for name in ("karna", "bandbredd")]

    @property
    def question(self) -> Question:
        """What a valid form asks."""
        asked = self.cleaned_data
        return Question(
            self.municipality,
            self.groups,
            Period(asked["fran"], asked["till"] + timedelta(days=1)),
            category=asked["kategori"],
            area=int(asked["omrade"]) if asked["omrade"] else None,
            hours=_said_hours(asked["fran_kl"], asked["till_kl"]),
            kernel=KERNELS[asked["karna"]][0],
            bandwidth=asked["bandbredd"],
        )


def _said_hours(start: int | None, end: int | None) -> Hours | None:
    """None for the whole day; where only one end is said, from or to midnight."""
    hours = Hours(start or 0, 24 if end is None else end)
    return None if hours.start == hours.end % 24 else hours


def _with_all(choices: Callable[[], Iterable[Any]]) -> list[Any]:
    return [("", _("Alla")), *choices()]


def presets(municipality: Municipality, *, today: date) -> list[tuple[str, Period]]:
    """Periods that are often asked for. "Last year" is the same weeks, 364 days back."""
    this = fortnight(today, anchor=municipality.anchor_on)
    tomorrow = today + timedelta(days=1)
    return [
        (_("Denna period"), this),
        (_("Förra perioden"), this.previous()),
        (_("30 dagar"), Period(tomorrow - USUAL, tomorrow)),
        (_("12 månader"), Period(tomorrow - A_YEAR, tomorrow)),
        (_("Samma veckor i fjol"), this.last_year()),
    ]
