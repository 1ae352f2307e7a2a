"""What the forms of activities have in common, in a plan and outside: the target, and who answers for it how."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from promises.forms.written import TargetForm
from promises.models import ResponsibilityRole

#: Field of the form → how the organisations chosen there are responsible.
ROLES = {
    "lead": ResponsibilityRole.LEAD,
    "joint": ResponsibilityRole.JOINT,
    "contributing": ResponsibilityRole.CONTRIBUTING,
}


class AnsweringForm(TargetForm):
    """Each of the organisations offered answers in one way or not at all, and at least one does."""

    def ask_who(self, offered: QuerySet[Organisation]) -> None:
        """One question per sort of responsibility, right after what is to be done."""
        held = list(self.instance.responsibilities.all()) if self.instance.pk else []
        labels = {"lead": _("Huvudansvarig"), "joint": _("Ansvariga"), "contributing": _("Medverkande")}
        for name, role in ROLES.items():
            self.fields[name] = forms.ModelMultipleChoiceField(
                offered,
                label=labels[name],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"invalid_choice": _("Organisationen finns inte i kommunen.")},
            )
            self.initial[name] = [row.organisation_id for row in held if row.role == role]
        joint = self.fields["joint"]
        joint.help_text = _(
            "Flera svarar för aktiviteten gemensamt. De behöver inte ha skrivit under något. "
            "Huvudansvarig och medverkande väljer du under ”Mer”."
        )
        joint.required = not any(self[name].value() for name in ROLES if name != "joint")
        joint.error_messages["required"] = _("Välj minst en ansvarig.")
        self.order_fields(["text", "joint", "lead", "contributing"])

    @property
    def values(self) -> dict[str, Any]:
        """What was written, as `activities.create` and `edit` take it."""
        values = super().values
        values["target"] = tuple(values.pop(name) for name in self.TARGET)
        chosen = [(row, role) for name, role in ROLES.items() for row in self.cleaned_data[name]]
        return values | {"responsible": chosen}

    def clean(self) -> dict[str, Any]:
        """Each is responsible in one way."""
        cleaned = super().clean()
        chosen = [row.pk for name in ROLES for row in cleaned.get(name) or ()]
        if len(chosen) > len(set(chosen)):
            self.add_error(
                "lead", _("Samma organisation är vald mer än en gång. Välj ett ansvar för var och en.")
            )
        return cleaned
