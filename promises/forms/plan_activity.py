"""An activity as it is written into a plan: what, by whom, when, how much of it, and what it is to change."""

from typing import Any

from django import forms

from lagesbild.models import HotSpot
from promises import documents
from promises.forms.answering import AnsweringForm
from promises.forms.documents import organisations_of
from promises.forms.parts import PartForm
from promises.models import Activity, Cause, FocusArea, Promise


class PlanActivityForm(PartForm, AnsweringForm):
    """An activity of a plan."""

    MORE = (
        "lead",
        "contributing",
        "kind",
        "place",
        "area",
        "hot_spot",
        "number",
    )
    DAYS = ("start_on", "due_on")

    class Meta:
        model = Activity
        fields = [
            "text",
            "start_on",
            "due_on",
            "target_kind",
            "target_number",
            "target_unit",
            "focus_area",
            "causes",
            "method",
            "promises",
            "kind",
            "place",
            "area",
            "hot_spot",
            "number",
        ]
        widgets = {
            "text": forms.Textarea,
            "promises": forms.CheckboxSelectMultiple,
            "causes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.update(start_on=self.document.first_on, due_on=self.document.last_on)
        kin = documents.family(self.document)
        self.offer_if_any("focus_area", FocusArea.objects.filter(document__in=kin).order_by("number", "pk"))
        self.offer_if_any("promises", Promise.objects.filter(document__in=kin).order_by("number", "pk"))
        causes = Cause.objects.filter(focus_area__document__in=kin)
        self.offer_if_any("causes", causes.order_by("focus_area", "perspective", "pk"))
        hot_spots = HotSpot.objects.filter(municipality=self.document.municipality_id)
        self.offer_if_any("hot_spot", hot_spots.order_by("name", "pk"))
        held = self.instance.responsibilities.all() if self.instance.pk else []
        self.ask_who(organisations_of(self.document, [row.organisation_id for row in held]))
