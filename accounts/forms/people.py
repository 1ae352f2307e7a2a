"""Whom an administrator lets in, and as what."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.preview import PreviewedForm
from accounts.models import Municipality, Organisation, User
from accounts.roles import Role

#: What each role lets a person do here, in words for the one who gives it.
MAY: dict[Role, Promise] = {
    Role.REPORTER: gettext_lazy("rapporterar händelser och ser hur det gick"),
    Role.UNIT_COORDINATOR: gettext_lazy("rapporterar, och ser hela sin enhets rapporter"),
    Role.REVIEWER: gettext_lazy("läser, rättar och beslutar om allas rapporter"),
    Role.COORDINATOR: gettext_lazy("granskar, fastställer lägesbilden och skickar den"),
    Role.POLICE: gettext_lazy(
        "läser godkända händelser i lokalpolisområdets kommuner och kommenterar utkast"
    ),
    Role.POLICE_CHIEF: gettext_lazy("läser detsamma som kommunpolisen"),
    Role.ACTION_OWNER: gettext_lazy("ansvarar för insatser; ser inga rapporter"),
    Role.BRA_MEMBER: gettext_lazy("läser fastställda lägesbilder, inga enskilda händelser"),
    Role.STEERING_GROUP: gettext_lazy("läser fastställda lägesbilder, inga enskilda händelser"),
    Role.EXTERNAL_RECIPIENT: gettext_lazy("får lägesbilden; ser inget annat"),
    Role.ADMINISTRATOR: gettext_lazy("sköter inställningarna; ser inga händelser"),
    Role.AUDITOR: gettext_lazy("läser händelseloggen och utskicken; ser inga händelser"),
}


def _role_choices() -> list[tuple[str, str]]:
    return [(role.value, f"{role.label} – {MAY[role]}") for role in Role]


class RolesForm(PreviewedForm, forms.Form):
    """A person's roles in one municipality, and on whose behalf."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("Organisation"))
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Roller"), choices=_role_choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, municipality: Municipality, who: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.who = who
        active = Organisation.objects.filter(municipality=municipality, is_active=True)
        organisation = self.fields["organisation"]
        assert isinstance(organisation, forms.ModelChoiceField)
        organisation.queryset = active.order_by("name", "pk")

    @property
    def chosen(self) -> list[Role]:
        """The roles of a valid form."""
        return [Role(value) for value in self.cleaned_data["roles"]]

    def consequences(self) -> Iterator[str]:
        """Which roles come and which go."""
        before = {Role(value) for value in self.initial.get("roles", [])}
        for role in Role:
            if role in before and role not in self.chosen:
                yield _("%(who)s är inte längre %(role)s.") % {"who": self.who, "role": role.inside}
            if role in self.chosen and role not in before:
                yield _("%(who)s blir %(role)s: %(may)s.") % {
                    "who": self.who,
                    "role": role.inside,
                    "may": MAY[role],
                }
        if "organisation" in self.changed_data:
            organisation = self.cleaned_data["organisation"]
            yield _("%(who)s hör till %(organisation)s.") % {"who": self.who, "organisation": organisation}


class InvitationForm(RolesForm):
    """A new person: name and address, then the same as for others."""

    name = forms.CharField(
        label=gettext_lazy("Visningsnamn"),
        max_length=100,
        help_text=gettext_lazy("Namnet som granskare ser på det som personen rapporterar."),
    )
    email = forms.EmailField(label=gettext_lazy("E-postadress"))
    field_order = ["name", "email", "organisation", "roles"]

    def clean_email(self) -> str:
        """Lower case, as accounts are named."""
        return self.cleaned_data["email"].lower()

    def consequences(self) -> Iterator[str]:
        """Say whether an account is made or one that exists is used, and what comes by mail."""
        self.who = self.cleaned_data["name"]
        known = User.objects.filter(email=self.cleaned_data["email"]).first()
        if known is None:
            yield (
                _("Ett konto skapas, och en länk för att välja lösenord skickas till %(email)s.")
                % self.cleaned_data
            )
        else:
            self.who = known.name
            yield _("%(who)s har redan ett konto och får besked om rollen till %(email)s.") % {
                "who": known.name,
                "email": known.email,
            }
        yield from super().consequences()
