"""The filters of the review queue. They live in the address."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from incidents.forms.catalogue import Group
from incidents.models.incident import IncidentQuerySet
from incidents.queue import late_before, of_group, unanswered, waiting

LATE, NEW, UNANSWERED = "sena", "nya", "svar"
A_DAY = timedelta(days=1)


class QueueFilter(forms.Form):
    """Which reports to show. What cannot be understood filters nothing."""

    use_required_attribute = False

    lage = forms.ChoiceField(
        label=_("Visa"),
        required=False,
        choices=[("", _("Att granska")), (UNANSWERED, _("Väntar på svar"))],
    )
    kategori = forms.ChoiceField(label=_("Kategori"), required=False)
    alder = forms.ChoiceField(
        label=_("Ålder"),
        required=False,
        choices=[("", _("Alla")), (NEW, _("Senaste dygnet")), (LATE, _("Försenade"))],
    )

    def __init__(self, *args: Any, groups: Sequence[Group], **options: Any) -> None:
        super().__init__(*args, **options | {"auto_id": "filter-%s"})
        self.groups = {group.category.code: group.category for group in groups}
        named = [(code, category.label) for code, category in self.groups.items()]
        self.fields["kategori"] = forms.ChoiceField(
            label=_("Kategori"), required=False, choices=[("", _("Alla")), *named]
        )

    def narrow(self, incidents: IncidentQuerySet, *, at: datetime, zone: ZoneInfo) -> IncidentQuerySet:
        """Those of the reports that wait and that the filters let through at that moment."""
        self.full_clean()
        said = self.cleaned_data
        incidents = unanswered(incidents) if said.get("lage") == UNANSWERED else waiting(incidents)
        if group := self.groups.get(said.get("kategori", "")):
            incidents = of_group(incidents, group)
        if said.get("alder") == LATE:
            incidents = incidents.filter(received_at__lt=late_before(at.astimezone(zone).date(), zone=zone))
        if said.get("alder") == NEW:
            incidents = incidents.filter(received_at__gte=at - A_DAY)
        return incidents


def query_of(data: Mapping[str, str]) -> str:
    """What to put behind an address so that the filters in `data` stay: "?alder=sena", or nothing."""
    said = {name: value for name in QueueFilter.base_fields if (value := data.get(name))}
    return f"?{urlencode(said)}" if said else ""
