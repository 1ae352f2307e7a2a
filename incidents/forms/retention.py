"""How long things are kept, and what is held back from purging."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.preview import PreviewedForm
from accounts.forms.screened import WithoutIdentifiersForm
from accounts.models import Municipality
from incidents import retention
from incidents.models import Incident, LegalHold, RetentionKind
from incidents.models.retention import LEAST_MONTHS, MOST_MONTHS


class RetentionForm(PreviewedForm, forms.Form):
    """A number of months per kind, shown as what it changes before it is saved."""

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        for kind, months in retention.months_of(municipality).items():
            bounds = {"least": LEAST_MONTHS, "most": MOST_MONTHS}
            wrong = _("Skriv ett antal månader, från %(least)d till %(most)d.") % bounds
            self.fields[kind.value] = forms.IntegerField(
                label=kind.label,
                initial=months,
                min_value=LEAST_MONTHS,
                max_value=MOST_MONTHS,
                help_text=_("Månader, från %(least)d till %(most)d.") % bounds,
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
            )

    def consequences(self) -> Iterator[str]:
        """Each changed number, and what a shorter time leads to."""
        for name in self.changed_data:
            field, months = self.fields[name], self.cleaned_data[name]
            yield _("%(field)s: %(before)d → %(after)d månader") % {
                "field": field.label,
                "before": field.initial,
                "after": months,
            }
        if any(self.cleaned_data[name] < self.fields[name].initial for name in self.changed_data):
            yield _("Det som då är för gammalt gallras nästa natt. Det går inte att få tillbaka.")

    def save(self) -> None:
        """Keep things so long from now on."""
        retention.set_months(
            self.municipality, {RetentionKind(name): self.cleaned_data[name] for name in self.changed_data}
        )


class HoldForm(WithoutIdentifiersForm, forms.ModelForm):
    """One report, the days from the first to the last, or neither and so everything."""

    class Meta:
        model = LegalHold
        fields = ["motive", "report", "first_on", "last_on"]
        widgets = {
            name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            for name in ("first_on", "last_on")
        }
        help_texts = {
            "motive": gettext_lazy(
                "Till exempel en begäran om utlämnande eller en tvist. Inga personuppgifter."
            ),
            "report": gettext_lazy("Lämna tomt om stoppet inte gäller en enda rapport."),
            "first_on": gettext_lazy("Dagen då det hände. Utan dagar och nummer gäller stoppet allt."),
        }

    def __init__(self, *args: Any, municipality: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.municipality = municipality

    def clean(self) -> dict[str, Any]:
        """Half a period is none, and a hold covers one thing."""
        said = dict(self.cleaned_data)
        report, first, last = (said.get(name) for name in ("report", "first_on", "last_on"))
        if report and not Incident.objects.in_municipality(self.municipality).filter(pk=report).exists():
            self.add_error("report", _("Det finns ingen rapport med det numret."))
        if report and (first or last):
            self.add_error("report", _("Ange ett nummer eller en period, inte båda."))
        if bool(first) != bool(last):
            self.add_error("last_on" if first else "first_on", _("Ange båda dagarna eller ingen."))
        if first and last and last < first:
            self.add_error("last_on", _("Den sista dagen är före den första."))
        return self.cleaned_data

    def _post_clean(self) -> None:
        """The row is made by `retention.place`, so nothing is laid in an instance and the form's own rules suffice."""


class LiftForm(WithoutIdentifiersForm, forms.Form):
    """Why the hold is needed no longer."""

    motive = forms.CharField(label=gettext_lazy("Skäl"), max_length=300)
