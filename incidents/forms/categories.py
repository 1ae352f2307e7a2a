"""A category as an administrator words it. What is saved is a new version; reports keep the one they have."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.forms.preview import PreviewedForm
from incidents.models import Category

WORDING = [
    "name",
    "name_en",
    "kind",
    "default_severity",
    "weight",
    "counts",
    "may_lie_ahead",
    "needs_text",
]


class CategoryForm(PreviewedForm, forms.ModelForm):
    """What a category is called and how it counts."""

    default_severity = forms.TypedChoiceField(
        label=gettext_lazy("Förvald grad av otrygghet"),
        choices=[(1, "1"), (2, "2"), (3, "3")],
        coerce=int,
        initial=1,
    )
    weight = forms.TypedChoiceField(
        label=gettext_lazy("Bedömd allvarlighet"),
        help_text=gettext_lazy(
            "Kommunens egen vikt. I lägesbilden står det vägda antalet bredvid det vanliga."
        ),
        choices=[(1, "1"), (2, "2"), (3, "3")],
        coerce=int,
        initial=1,
    )

    class Meta:
        model = Category
        fields = WORDING

    @property
    def changes(self) -> dict[str, Any]:
        """What a valid form says otherwise than the version it began with."""
        return {name: self.cleaned_data[name] for name in self.changed_data}

    def consequences(self) -> Iterator[str]:
        """What the change means for new reports, old ones and figures."""
        yield from super().consequences()
        if "counts" in self.changed_data and not self.cleaned_data["counts"]:
            yield _("Händelser i kategorin räknas inte längre i kartor och lägesbilder.")
        if "weight" in self.changed_data:
            yield _(
                "Händelser i kategorin väger %(weight)d i nästa lägesbild, även de som redan är rapporterade."
            ) % (self.cleaned_data)
        if self.changed_data and self.instance.pk:
            yield _(
                "Det blir version %(version)d. Rapporter och lägesbilder som finns behåller den de har."
            ) % {"version": self.instance.version + 1}


class NewCategoryForm(CategoryForm):
    """A new sub-category in one of the groups."""

    code = forms.CharField(
        label=gettext_lazy("Kod"),
        max_length=10,
        help_text=gettext_lazy("Till exempel SKA-70. Koden ändras aldrig."),
        validators=[
            RegexValidator(r"^[A-ZÅÄÖ0-9-]+$", gettext_lazy("Stora bokstäver, siffror och bindestreck."))
        ],
    )

    class Meta:
        model = Category
        fields = ["parent", "code", *WORDING]
        labels = {"parent": gettext_lazy("Grupp")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        groups = Category.objects.filter(municipality=self.instance.municipality, parent=None, is_active=True)
        parent.queryset = groups.order_by("name", "pk")
        parent.required = True

    def clean_code(self) -> str:
        """A code never used before in the municipality, in any version."""
        code: str = self.cleaned_data["code"]
        if Category.objects.filter(municipality=self.instance.municipality, code=code).exists():
            raise forms.ValidationError(_("Koden är redan använd."))
        return code


def retiring(category: Category) -> Iterator[str]:
    """What it means to take the category out of use."""
    yield _("%(name)s går inte längre att välja i nya rapporter.") % {"name": category.label}
    below = category.children.filter(is_active=True).count()
    if below:
        yield ngettext(
            "Gruppens %(count)d underkategori går inte heller att välja.",
            "Gruppens %(count)d underkategorier går inte heller att välja.",
            below,
        ) % {"count": below}
    yield _("Rapporter som redan har den räknas som förut.")
