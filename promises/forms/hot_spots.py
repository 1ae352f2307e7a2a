"""What a coordinator says when the work with a hot spot takes a step."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import without_identifiers
from lagesbild.hotspots import NEEDS_NOTE, steps_from
from lagesbild.models import HotSpot, HotSpotState


class StepForm(forms.Form):
    """The next step and why; closing and opening again need a reason."""

    to = forms.ChoiceField(label=_("Nästa steg"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("Anteckning"),
        help_text=_("Vad som gör att arbetet går vidare. Skriv inga personuppgifter."),
        max_length=500,
        required=False,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, hot_spot: HotSpot, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = [(state.value, state.label) for state in steps_from(hot_spot.state)]

    def clean(self) -> None:
        """Ask for the reason where the step says nothing without one."""
        if self.cleaned_data.get("to") in NEEDS_NOTE and not self.cleaned_data.get("note"):
            self.add_error("note", _("Skriv varför."))

    @property
    def step(self) -> HotSpotState:
        """The state that was chosen."""
        return HotSpotState(self.cleaned_data["to"])
