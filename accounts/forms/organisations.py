"""An organisation as an administrator writes it down."""

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _

from accounts.forms.preview import PreviewedForm
from accounts.models import Organisation


class OrganisationForm(PreviewedForm, forms.ModelForm):
    """Name, kind, whether it reports weekly, whether it is still here."""

    class Meta:
        model = Organisation
        fields = ["name", "kind", "reports_weekly", "is_active"]

    def clean_name(self) -> str:
        """One organisation per name in a municipality."""
        return unused_name(self)

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
