"""An activity outside the plans as it is written down, and a word on how any activity stands."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import without_identifiers
from accounts.models import Area, Organisation, Place
from lagesbild.models import HotSpot, HotSpotState
from promises.activities import SAYABLE
from promises.forms.answering import AnsweringForm
from promises.models import Activity, Cause, DocumentState, FocusArea, Promise
from promises.status import ActivityStatus

#: What was refused → the field it is about, and what to say.
REFUSALS = {
    "text": ("text", _("Skriv vad som ska göras.")),
    "days": ("due_on", _("Sista dagen ligger före den första.")),
    "target": ("target_number", _("Skriv både antal och enhet.")),
    "responsible": ("joint", _("Välj minst en ansvarig.")),
    "stranger": ("joint", _("Allt som väljs måste höra till kommunen.")),
    "logged": (
        "due_on",
        _("Det finns loggade tillfällen utanför de dagarna. Stryk dem först eller välj andra dagar."),
    ),
}
#: Documents whose focus areas and promises can still be worked on.
OPEN = (DocumentState.PROPOSAL, DocumentState.ADOPTED)


class ActivityForm(AnsweringForm):
    """What is to be done, by whom, when, where and why. `edited` tells whether somebody saved in between."""

    MORE = ("lead", "contributing", "kind", "area", "focus_area", "causes", "promises")
    DAYS = ("start_on", "due_on")

    edited = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Activity
        fields = [
            *("text", "start_on", "due_on", "target_kind", "target_number", "target_unit"),
            *("place", "hot_spot", "method", "kind", "area", "focus_area", "causes", "promises"),
        ]
        widgets = {
            "text": forms.Textarea,
            "causes": forms.CheckboxSelectMultiple,
            "promises": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["edited"] = self.instance.edited
        answering = self.instance.responsibilities.values("organisation") if self.instance.pk else []
        in_use = Q(is_active=True)
        for name, rows in _offered(self.instance).items():
            offer = self.offer if name in ("place", "area") else self.offer_if_any
            offer(name, rows)
        organisations = Organisation.objects.filter(
            in_use | Q(pk__in=answering), municipality=self.instance.municipality_id
        )
        self.ask_who(organisations.order_by("name", "pk"))

    def refuse_for(self, code: str) -> None:
        """Say at the right field what the domain refused."""
        name, words = REFUSALS[code]
        self.refuse(words, name)


class StatusForm(forms.Form):
    """A status set by hand, with its motive."""

    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("Enligt reglerna")),
            *((row.value, row.label) for row in ActivityStatus if row in SAYABLE),
        ],
    )
    motive = forms.CharField(
        label=_("Motiv eller orsak"),
        help_text=_("Visas för alla som följer planen."),
        max_length=500,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


def _offered(activity: Activity) -> dict[str, QuerySet[Any]]:
    """What there is to choose from in the municipality: what is in use, and what the activity already has."""

    def rows(model: type[Any], usable: Q, had: Any) -> QuerySet[Any]:
        found: QuerySet[Any] = model.objects.filter(
            usable | Q(pk__in=had), municipality=activity.municipality_id
        )
        return found

    in_use, open_spot = Q(is_active=True), ~Q(state=HotSpotState.CLOSED)
    of_focus = Q(focus_area__document__state__in=OPEN)
    of_spot = Q(hot_spot__isnull=False) & ~Q(hot_spot__state=HotSpotState.CLOSED)
    causes = activity.causes.values("pk") if activity.pk else []
    promises = activity.promises.values("pk") if activity.pk else []
    of_document = Q(document__state__in=OPEN)
    return {
        "place": rows(Place, in_use, [activity.place_id]).defer("point").order_by("name", "pk"),
        "area": rows(Area, in_use, [activity.area_id]).defer("geometry").order_by("kind", "name", "pk"),
        "hot_spot": rows(HotSpot, open_spot, [activity.hot_spot_id]).order_by("name", "pk"),
        "focus_area": rows(FocusArea, of_document, [activity.focus_area_id]).order_by("-pk"),
        "promises": rows(Promise, of_document, promises).order_by("-document", "number"),
        "causes": rows(Cause, of_focus | of_spot, causes).order_by(
            "focus_area", "hot_spot", "perspective", "pk"
        ),
    }
