"""A document's parts, one form each. An activity's is in `plan_activity.py`."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from lagesbild.models import Edition, HotSpot
from promises import documents
from promises.documents import Part
from promises.forms.documents import organisations_of
from promises.forms.written import TargetForm, WrittenForm
from promises.models import Cause, Clause, Dialogue, Document, FocusArea, Group, Promise, Signature

#: Among how many of the latest editions and dialogues a focus area's sources are chosen.
LATEST = 12
#: The largest number a part may be given, so that the parts after it have numbers that fit their columns.
LAST_NUMBER = 9999


class PartForm(WrittenForm):
    """A part of a document: what is chosen from lies in its municipality."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        if self.instance.pk:
            self.initial["seen"] = documents.seen_of(self.instance)
        else:
            self.fields.pop("number", None)
        if "number" in self.fields:
            self.fields["number"].validators = [MinValueValidator(0), MaxValueValidator(LAST_NUMBER)]
        for name in ("place", "area", "organisation"):
            if isinstance(self.fields.get(name), forms.ModelChoiceField):
                self.offer(name, self._of_municipality(name))

    def offer(self, name: str, rows: QuerySet[Any]) -> None:
        """Let these be chosen from, and say of any other that the municipality does not have it."""
        super().offer(name, rows)
        self.fields[name].error_messages["invalid_choice"] = _("Välj något som finns i kommunen.")

    def opened_with(self, row: Model) -> "PartForm":
        """The same form as it would open on the row now."""
        return type(self)(instance=row, document=self.document)

    def _of_municipality(self, name: str) -> QuerySet[Any]:
        municipality = self.document.municipality_id
        if name == "organisation":
            chosen = getattr(self.instance, "organisation_id", None)
            rows: QuerySet[Organisation] = organisations_of(self.document, [chosen] if chosen else [])
            return rows
        model = self._meta.model._meta.get_field(name).related_model
        return model._default_manager.filter(municipality=municipality).order_by("name", "pk")


class ClauseForm(PartForm):
    """A commitment."""

    class Meta:
        model = Clause
        fields = ["number", "text"]


class ClausesForm(PartForm):
    """New commitments, one per line: an old agreement is pasted in at once."""

    text = forms.CharField(
        label=_("Åtaganden"),
        help_text=_("Ett per rad. De numreras i ordning."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Clause
        fields = ["text"]

    def clean_text(self) -> str:
        """No line longer than a commitment may be."""
        longest = Clause._meta.get_field("text").max_length or 0
        text: str = self.cleaned_data["text"]
        if any(len(line.strip()) > longest for line in text.splitlines()):
            raise forms.ValidationError(
                _("Ett åtagande får vara högst %(count)d tecken."), params={"count": longest}
            )
        return text

    @property
    def several(self) -> list[dict[str, Any]]:
        """The values of each new clause."""
        lines = (line.strip() for line in self.cleaned_data["text"].splitlines())
        return [{"text": line} for line in lines if line]


class GroupForm(PartForm):
    """Which body does what in the work."""

    class Meta:
        model = Group
        fields = ["role", "name"]


class SignatureForm(PartForm):
    """Who signs, by title."""

    class Meta:
        model = Signature
        fields = ["title", "organisation", "signed_on", "place"]


class FocusAreaForm(PartForm):
    """A problem, and what it rests on."""

    MORE = ("number", "goal", "area", "editions", "hot_spots", "dialogues")

    class Meta:
        model = FocusArea
        fields = ["title", "problem", "goal", "area", "editions", "hot_spots", "dialogues", "number"]
        widgets = dict.fromkeys(("editions", "hot_spots", "dialogues"), forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = Edition.objects.filter(municipality=self.document.municipality_id).adopted()
        self._offer_latest("editions", editions.order_by("-start_on", "-pk"))
        dialogues = Dialogue.objects.filter(municipality=self.document.municipality_id)
        self._offer_latest("dialogues", dialogues.order_by("-on", "-pk"))
        hot_spots = HotSpot.objects.filter(municipality=self.document.municipality_id)
        self._offer_latest("hot_spots", hot_spots.order_by("-created_at", "-pk"))
        editions_field = self.fields.get("editions")
        if isinstance(editions_field, forms.ModelMultipleChoiceField):
            editions_field.label_from_instance = _name_edition  # type: ignore[assignment, method-assign]

    def _offer_latest(self, name: str, rows: QuerySet[Any]) -> None:
        """The latest ones and those chosen; the question is not asked where there is nothing to choose."""
        keys = set(rows.values_list("pk", flat=True)[:LATEST])
        if self.instance.pk:
            keys |= set(getattr(self.instance, name).values_list("pk", flat=True))
        if keys:
            self.offer(name, rows.filter(pk__in=keys))
        else:
            del self.fields[name]


def _name_edition(edition: Edition) -> str:
    return str(_("Lägesbild nr %(number)s")) % {"number": edition.designation}


class PromiseForm(PartForm, TargetForm):
    """A promise, as it will be read out."""

    MORE = ("number", "heading", "method", "focus_area", "place", "area", "group", "first_on", "last_on")
    DAYS = ("first_on", "last_on")

    class Meta:
        model = Promise
        fields = [
            "text",
            "promisor",
            "target_kind",
            "target_number",
            "target_unit",
            "heading",
            "method",
            "focus_area",
            "place",
            "area",
            "group",
            "first_on",
            "last_on",
            "number",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial.update(first_on=self.document.first_on, last_on=self.document.last_on)
        areas = FocusArea.objects.filter(document__in=documents.family(self.document))
        self.offer("focus_area", areas.order_by("document", "number", "pk"))


class CauseForm(PartForm):
    """Why a problem is there, seen from one side."""

    class Meta:
        model = Cause
        fields = ["text", "perspective", "parent", "evidence"]
        labels = {"parent": _("Ligger bakom")}
        help_texts = {"parent": _("Om orsaken i sin tur orsakar en annan: välj den här.")}

    def __init__(self, *args: Any, focus_area: FocusArea, **kwargs: Any) -> None:
        self.focus_area = focus_area
        super().__init__(*args, document=focus_area.document, **kwargs)
        others = focus_area.causes.filter(parent=None).exclude(pk=self.instance.pk)
        self.offer("parent", others.order_by("perspective", "pk"))

    def opened_with(self, row: Model) -> "CauseForm":
        """The same form as it would open on the row now."""
        return CauseForm(instance=row, focus_area=self.focus_area)


FORMS: dict[Part, type[PartForm]] = {
    Part.CLAUSE: ClauseForm,
    Part.GROUP: GroupForm,
    Part.SIGNATURE: SignatureForm,
    Part.FOCUS_AREA: FocusAreaForm,
    Part.PROMISE: PromiseForm,
}
