"""An organisation as an administrator writes it down."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _

from accounts.forms.preview import PreviewedForm
from accounts.models import Membership, Organisation
from accounts.roles import Role


class OrganisationForm(PreviewedForm, forms.ModelForm):
    """Name, kind, whether it reports weekly, whether it is still here."""

    class Meta:
        model = Organisation
        fields = ["name", "kind", "reports_weekly", "is_active"]

    def clean_name(self) -> str:
        """One organisation per name in a municipality."""
        return unused_name(self)

    def clean_is_active(self) -> bool:
        """In use, or not the one by which the last administrators are let in."""
        is_active: bool = self.cleaned_data["is_active"]
        if not is_active and not self._others_administer():
            raise forms.ValidationError(_("Kommunen måste ha minst en administratör. Utse en till först."))
        return is_active

    def _others_administer(self) -> bool:
        administrators = Membership.objects.filter(
            municipality=self.instance.municipality,
            role=Role.ADMINISTRATOR,
            user__is_active=True,
            organisation__is_active=True,
        )
        return administrators.exclude(organisation=self.instance).exists()

    def consequences(self) -> Iterator[str]:
        """What a change means for the people of the organisation and for the weekly reports."""
        yield from super().consequences()
        if "is_active" in self.changed_data and not self.cleaned_data["is_active"]:
            yield _("De som bara hör hit kan inte längre göra något i kommunen. Deras rapporter står kvar.")
        if "reports_weekly" in self.changed_data:
            if self.cleaned_data["reports_weekly"]:
                yield _("Enheten väntas rapportera eller kvittera varje vecka; annars syns den som tyst.")
            else:
                yield _("Enheten syns inte längre bland de tysta.")


def unused_name(form: forms.ModelForm) -> str:
    """The name typed, if no other row of its municipality bears it. Raises ValidationError."""
    name: str = form.cleaned_data["name"].strip()
    rows = type(form.instance).objects.filter(municipality=form.instance.municipality, name__iexact=name)
    if rows.exclude(pk=form.instance.pk).exists():
        raise forms.ValidationError(_("Namnet finns redan."))
    return name
