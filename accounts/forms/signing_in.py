"""How people of a municipality sign in, as far as the municipality decides it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.preview import PreviewedForm
from accounts.models import Municipality
from accounts.roles import SECOND_STEP, Role


def _more_roles() -> list[tuple[str, str]]:
    return [(role.value, str(role.label)) for role in Role if role not in SECOND_STEP]


class SigningInForm(PreviewedForm, forms.ModelForm):
    """Which more roles take a second step, and how long an account may rest."""

    second_step_roles = forms.MultipleChoiceField(
        label=gettext_lazy("Fler roller som loggar in i två steg"),
        choices=_more_roles,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Municipality
        fields = ["second_step_roles", "unused_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        always = ", ".join(role.inside for role in Role if role in SECOND_STEP)
        self.fields["second_step_roles"].help_text = _("Alltid: %(roles)s.") % {"roles": always}

    def consequences(self) -> Iterator[str]:
        """Who will be stopped at their next click, and when accounts close."""
        before, after = set(self.initial["second_step_roles"]), set(self.cleaned_data["second_step_roles"])
        for role in Role:
            if role in after - before:
                yield _("Den som är %(role)s måste lägga till ett andra steg vid nästa klick.") % {
                    "role": role.inside
                }
            if role in before - after:
                yield _("Den som är %(role)s får logga in med bara lösenord.") % {"role": role.inside}
        if "unused_days" in self.changed_data:
            yield _("Konton stängs %(days)d dagar efter den senaste inloggningen.") % {
                "days": self.cleaned_data["unused_days"]
            }
