"""Which week passed without anything to report."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Until Tuesday it is the week before that is meant.
STILL_LAST_WEEK = 2


class QuietWeekForm(forms.Form):
    """This week or the one before; cleaned to its Monday."""

    week = forms.DateField(label=gettext_lazy("Vilken vecka?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        this_week = today - timedelta(days=today.weekday())
        last_week = this_week - timedelta(days=7)
        self.weeks = {
            last_week: _("Förra veckan, vecka %(number)d") % {"number": last_week.isocalendar().week},
            this_week: _("Den här veckan, vecka %(number)d") % {"number": this_week.isocalendar().week},
        }
        self.fields["week"].widget.choices = [(day.isoformat(), label) for day, label in self.weeks.items()]
        self.initial["week"] = (last_week if today.weekday() < STILL_LAST_WEEK else this_week).isoformat()

    def clean_week(self) -> date:
        """One of the two Mondays."""
        week: date = self.cleaned_data["week"]
        if week not in self.weeks:
            raise ValidationError(_("Välj den här veckan eller den förra."))
        return week
