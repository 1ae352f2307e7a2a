"""What the municipality has decided about erasing what it received."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.preview import PreviewedForm
from accounts.models import Municipality


class PurgingForm(PreviewedForm, forms.ModelForm):
    """The decision's designation and day, both or none."""

    class Meta:
        model = Municipality
        fields = ["purge_decision", "purge_decided_on"]
        widgets = {"purge_decided_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        error_messages = {"purge_decided_on": {"invalid": gettext_lazy("Skriv dagen som 2026-03-14.")}}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """A designation without a day, or the other way round, is half a decision; one to come is none."""
        said = dict(self.cleaned_data)
        if "purge_decision" not in said or "purge_decided_on" not in said:
            return said
        decision, day = said["purge_decision"], said["purge_decided_on"]
        if decision and not day:
            self.add_error("purge_decided_on", _("Skriv vilken dag beslutet fattades."))
        if day and not decision:
            self.add_error("purge_decision", _("Skriv beslutets beteckning."))
        if day and day > self.today:
            self.add_error("purge_decided_on", _("Dagen har inte varit än."))
        return self.cleaned_data

    def consequences(self) -> Iterator[str]:
        """What may be done from now on, or no longer."""
        if not self.changed_data:
            return
        if self.cleaned_data["purge_decided_on"]:
            yield _("Texter och foton får maskeras med stöd av %(decision)s, %(day)s.") % {
                "decision": self.cleaned_data["purge_decision"],
                "day": date_format(self.cleaned_data["purge_decided_on"], "j F Y"),
            }
        else:
            yield _("Inget som kommit in får raderas. Spärrade texter förblir spärrade.")
        yield _("Det som redan är raderat går inte att få tillbaka.")
