"""With what an activity's place is to be compared: areas and places from lists, the likest ones first."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Area, AreaKind, Place
from promises.comparisons import Choice, Refused, Suggestion, is_round, scene_of
from promises.models import Activity, Comparison, ComparisonLength, SiteRole

RINGS = (100, 200, 300, 500)
#: What was refused → the field it is about, and what to say.
REFUSALS = {
    "nowhere": (None, _("Aktiviteten har ingen plats att jämföra. Ange plats eller område för den först.")),
    "control": ("suggested", _("Välj minst en kontroll.")),
    "displaced_control": (
        "displaced_control",
        _("Välj också vart händelserna kan flytta, eller ta bort kontrollen för det."),
    ),
    "ring": ("ring", _("En ring går att dra runt en plats, inte runt ett område.")),
    "stranger": (None, _("Något av det du valde finns inte i kommunen.")),
    "uncounted": (None, _("Välj stadsdelar eller orter. Till andra områden räknas inga händelser.")),
    "late": ("in_hindsight", _("Aktiviteten har börjat. Kryssa i att du vill välja i efterhand.")),
    "chosen": (None, _("Jämförelsen valdes i tid och ligger fast.")),
    "overlap": (
        None,
        _(
            "%(first)s och %(second)s överlappar varandra, så samma händelse skulle räknas två gånger. Byt det ena."
        ),
    ),
}


class ComparisonForm(forms.Form):
    """Control, where events may move, and how long a time is compared. Nothing is saved here."""

    suggested = forms.MultipleChoiceField(
        label=_("Föreslagna kontroller"),
        help_text=_("Ungefär lika många händelser det senaste året, och minst 300 meter bort."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.MultipleChoiceField(
        label=_("Andra kontroller"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ring = forms.TypedChoiceField(
        label=_("Ring runt platsen"),
        help_text=_("Händelser som flyttar hit räknas av från nyttan."),
        choices=[("", _("Ingen ring")), *((metres, _("%d meter") % metres) for metres in RINGS)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        initial=200,
    )
    displaced = forms.MultipleChoiceField(
        label=_("Andra ställen dit det kan flytta"), required=False, widget=forms.CheckboxSelectMultiple
    )
    displaced_control = forms.MultipleChoiceField(
        label=_("Kontroll för dit det kan flytta"),
        help_text=_("Utan den tas hela ändringen där som flyttade händelser."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    weeks = forms.TypedChoiceField(
        label=_("Hur lång tid före och efter?"),
        help_text=_("Tiden efter räknas fram till i dag, tills så lång tid har gått."),
        choices=ComparisonLength.choices,
        coerce=int,
        widget=forms.RadioSelect,
        initial=ComparisonLength.HALF_YEAR,
    )
    in_hindsight = forms.BooleanField(
        label=_(
            "Jag väljer i efterhand. Antalen visas, men det går aldrig att bedöma om aktiviteten hjälpte."
        ),
        required=False,
    )

    def __init__(
        self, *args: Any, activity: Activity, suggestions: Sequence[Suggestion], is_late: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {_key(row): row for row in _offered(activity)}
        self.likely = likely = {_key(each.where): _in_words(each) for each in suggestions}
        rest = [(key, str(row)) for key, row in self.rows.items()]
        self._offer("suggested", likely.items())
        self._offer("others", [each for each in rest if each[0] not in likely])
        first = self.fields["suggested" if likely else "others"]
        first.required = not likely or not self["others"].value()
        first.error_messages["required"] = str(REFUSALS["control"][1])
        self._offer("displaced", rest)
        self._offer("displaced_control", rest)
        scene = scene_of(activity)
        if not likely:
            del self.fields["suggested"]
        if scene is None or not is_round(scene):
            del self.fields["ring"]
        if not is_late:
            del self.fields["in_hindsight"]

    def fill_in(self, comparison: Comparison) -> None:
        """Open with what was chosen before."""
        keys: dict[str, list[str]] = {role: [] for role in SiteRole.values}
        for site in comparison.sites.all():
            keys[site.role].append(_key(site.where))
        chosen = keys[SiteRole.CONTROL]
        others = [key for key in chosen if key not in self.likely]
        self.initial.update(
            suggested=chosen,
            others=others,
            weeks=comparison.weeks,
            ring=comparison.ring or "",
            displaced=keys[SiteRole.DISPLACED],
            displaced_control=keys[SiteRole.DISPLACED_CONTROL],
        )

    @property
    def choice(self) -> Choice:
        """What was chosen."""
        said = self.cleaned_data
        return Choice(
            control=self._rows("suggested") + self._rows("others"),
            weeks=said["weeks"],
            ring=said.get("ring"),
            displaced=self._rows("displaced"),
            displaced_control=self._rows("displaced_control"),
        )

    def refuse(self, refusal: Refused) -> None:
        """Say at the right field what the domain refused."""
        name, words = REFUSALS[refusal.code]
        first, second = refusal.between
        if name == "suggested" and name not in self.fields:
            name = "others"
        self.add_error(
            name if name in self.fields else None,
            forms.ValidationError(words, params={"first": first, "second": second}),
        )

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def _rows(self, name: str) -> list[Area | Place]:
        return [self.rows[key] for key in self.cleaned_data.get(name, [])]


def _offered(activity: Activity) -> list[Area | Place]:
    """What events are counted to, and what is not the activity's own. Two statements."""
    spot = activity.hot_spot
    areas = Area.objects.filter(
        municipality=activity.municipality_id, is_active=True, kind=AreaKind.DISTRICT
    ).exclude(pk__in=_known(activity.area_id, spot.area_id if spot else None))
    places = Place.objects.filter(municipality=activity.municipality_id, is_active=True).exclude(
        pk__in=_known(activity.place_id, spot.place_id if spot else None)
    )
    return [*areas.order_by("name", "pk"), *places.order_by("name", "pk")]


def _known(*keys: int | None) -> list[int]:
    return [key for key in keys if key is not None]


def _key(row: Area | Place) -> str:
    """ "place:3", as a form's choice."""
    return f"{'area' if isinstance(row, Area) else 'place'}:{row.pk}"


def _in_words(each: Suggestion) -> str:
    return str(
        _("%(name)s: %(count)d händelser, platsen %(own)d")
        % {"name": each.where, "count": each.count, "own": each.own}
    )
