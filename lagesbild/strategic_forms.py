"""Which tertial or year to write about: only one that has ended can be chosen."""

from datetime import date
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from lagesbild import wording
from lagesbild.models import EditionKind
from lagesbild.period import Months, ended_tertials, ended_years

#: How far back one may begin: two years of tertials, or three years.
TERTIALS, YEARS = 6, 3


class StrategicForm(forms.Form):
    """The period of an edition of a kind, the latest one first."""

    start = forms.ChoiceField(label=_("Period"))

    def __init__(self, *args: Any, kind: EditionKind, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{kind}_%s"
        self.kind = kind
        is_year = kind == EditionKind.YEAR
        self.periods = ended_years(today, count=YEARS) if is_year else ended_tertials(today, count=TERTIALS)
        choices = [(each.start.isoformat(), capfirst(wording.months(each))) for each in self.periods]
        start = self.fields["start"]
        assert isinstance(start, forms.ChoiceField)
        start.choices = choices
        start.label = _("År") if is_year else _("Tertial")

    @property
    def action(self) -> str:
        """Where it is sent."""
        return reverse(f"{self.kind}_create")

    @property
    def button(self) -> str:
        """What it starts."""
        return str(_("Ny strategisk lägesbild") if self.kind == EditionKind.YEAR else _("Ny tertialrapport"))

    @property
    def period(self) -> Months:
        """The one that was chosen."""
        chosen: str = self.cleaned_data["start"]
        return next(each for each in self.periods if each.start.isoformat() == chosen)
