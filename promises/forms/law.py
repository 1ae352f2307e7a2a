"""Noting where something that the law asks for is written."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from accounts.models import Municipality
from lagesbild import wording
from lagesbild.models import Edition
from promises.forms.written import WrittenForm
from promises.models import Document, DocumentState, DutyRecord, Resolution

#: Letters of a decision that fit in a list of choices.
SHORT = 90


class EditionField(forms.ModelChoiceField):
    """An edition by number and weeks."""

    def label_from_instance(self, obj: Any) -> str:
        """ "2026:05, vecka 9–10 2026"."""
        return f"{obj.designation}, {wording.weeks_with_year(obj.period)}"


class DocumentField(forms.ModelChoiceField):
    """A document by title and year."""

    def label_from_instance(self, obj: Any) -> str:
        """ "Samverkansöverenskommelse, gäller från 2024"."""
        return str(_("%(title)s, gäller från %(year)d") % {"title": obj, "year": obj.first_on.year})


class ResolutionSelect(forms.Select):
    """Decisions are in Swedish, whatever language the page is in."""

    def create_option(self, name: str, value: Any, *arguments: Any, **more: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *arguments, **more)
        return option | {"attrs": option["attrs"] | {"lang": "sv"}} if value else option


class ResolutionField(forms.ModelChoiceField):
    """A decision by body, day and words."""

    widget = ResolutionSelect

    def label_from_instance(self, obj: Any) -> str:
        """ "Brottsförebyggande rådet 19 september 2025: att godkänna …"."""
        with translation.override("sv"):
            words = f"{obj.meeting} {wording.day(obj.meeting.starts_on)}: {obj}"
            return Truncator(words).chars(SHORT)


class DutyForm(WrittenForm):
    """What was decided, when, and where it is written."""

    edition = EditionField(Edition.objects.none(), label=_("Lägesbild"), required=False)
    document = DocumentField(Document.objects.none(), label=_("Dokument"), required=False)
    resolution = ResolutionField(Resolution.objects.none(), label=_("Beslut"), required=False)

    class Meta:
        model = DutyRecord
        fields = ["duty", "decided_on", "where", "edition", "document", "resolution"]

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = self.fields["where"]
        where.required = False
        where.help_text = _("Till exempel kommunstyrelsens protokoll och paragraf. Inga namn på personer.")
        editions = Edition.objects.in_municipality(municipality).adopted().defer("content", "parameters")
        documents = Document.objects.in_municipality(municipality).filter(state=DocumentState.ADOPTED)
        resolutions = Resolution.objects.in_municipality(municipality).select_related("meeting__municipality")
        self.offer("edition", editions.order_by("-start_on", "pk"))
        self.offer("document", documents.order_by("-first_on", "pk"))
        self.offer(
            "resolution",
            resolutions.defer("meeting__municipality__boundary").order_by("-meeting__starts_at", "number"),
        )
