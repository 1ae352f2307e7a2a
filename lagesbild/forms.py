"""What a coordinator writes into a draft, what police say about it, and what a correction is about."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.screened import without_identifiers
from lagesbild.models import Actor, Edition, LawPart, Outlook

#: What to write in each part that the law asks for.
PART_HELP = {
    LawPart.MAPPING: _(
        "Siffrorna kommer med av sig själva. Skriv vad de betyder: omfattning, konsekvenser och vad som"
        " saknas i underlaget."
    ),
    LawPart.OTHER: _(
        "Dialoger, enkäter och kostnader som är inlagda för året kommer med av sig själva. Skriv det som"
        " inte står där."
    ),
    LawPart.ANALYSIS: _(
        "Var är problemen störst, hur har det utvecklats, och vad beror det på? Skriv också om det behövs"
        " åtgärder."
    ),
}


class CommentForm(forms.Form):
    """A comment on a draft: the avstämning."""

    body = forms.CharField(
        label=_("Kommentar"),
        help_text=_(
            "Skriv inga personuppgifter. Kommentaren syns för samordnaren när lägesbilden fastställs."
        ),
        max_length=1000,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectionForm(forms.Form):
    """Why a correction is made."""

    note = forms.CharField(
        label=_("Vad rättas?"),
        help_text=_("Står i rättelsen och i mejlet till mottagarna."),
        max_length=500,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class RegisterForm(forms.Form):
    """The diarienummer of an edition that was adopted without one."""

    record_number = forms.CharField(
        label=_("Diarienummer"),
        help_text=_("Kan inte ändras efteråt."),
        max_length=50,
        validators=[without_identifiers],
    )


class EditionForm(forms.Form):
    """The coordinator's judgement, summary and direction per actor; one line is one task.

    Of a year also the words in the parts that the law asks for.
    """

    outlook = forms.ChoiceField(label=_("Läget"), choices=Outlook, widget=forms.RadioSelect)
    summary = forms.CharField(
        label=_("Sammanfattning"),
        help_text=_("Högst fem meningar. Lämna tomt så används den föreslagna texten."),
        max_length=900,  # more would push the map off page one
        required=False,
        validators=[without_identifiers],
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    record_number = forms.CharField(
        label=_("Diarienummer"),
        help_text=_("Står på lägesbilden. Är det inte känt än kan det anges efteråt, bredvid lägesbilden."),
        max_length=50,
        required=False,
        validators=[without_identifiers],
    )
    secrecy = forms.CharField(
        label=_("Sekretessmarkering"),
        help_text=_(
            "Lagrum, till exempel 18 kap. 1 § OSL. Står på den fullständiga versionen. Lämna tomt om ingen."
        ),
        max_length=100,
        required=False,
        validators=[without_identifiers],
    )

    def __init__(self, *args: object, has_law_parts: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.law_parts = list(LawPart) if has_law_parts else []
        for part in self.law_parts:
            self.fields[_part_field(part)] = forms.CharField(
                label=part.label,
                help_text=PART_HELP[part],
                max_length=8000,
                required=False,
                validators=[without_identifiers],
                widget=forms.Textarea(attrs={"rows": 8}),
            )
        for actor in Actor:
            self.fields[actor] = forms.CharField(
                label=actor.label,
                max_length=1000,
                required=False,
                validators=[without_identifiers],
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    @classmethod
    def for_edition(cls, edition: Edition) -> "EditionForm":
        """The form filled with what the draft says."""
        directions = {row.actor: row.text for row in edition.directions.all()}
        words = {_part_field(part): edition.parts.get(part, "") for part in LawPart}
        return cls(
            initial={
                "outlook": edition.outlook,
                "summary": edition.summary,
                "record_number": edition.record_number,
                "secrecy": edition.secrecy,
                **directions,
                **words,
            },
            has_law_parts=edition.has_law_parts,
        )

    @property
    def directions(self) -> dict[str, str]:
        """The checked text for each actor, as it was written."""
        return {actor.value: self.cleaned_data[actor].strip() for actor in Actor}

    @property
    def parts(self) -> dict[str, str]:
        """The checked words of each part that the law asks for."""
        return {part.value: self.cleaned_data[_part_field(part)].strip() for part in self.law_parts}

    def part_fields(self) -> list[forms.BoundField]:
        """The fields of those parts, in the law's order."""
        return [self[_part_field(part)] for part in self.law_parts]

    def direction_fields(self) -> list[forms.BoundField]:
        """The actors' fields, to be laid out together."""
        return [self[actor] for actor in Actor]


def _part_field(part: LawPart) -> str:
    return f"part_{part}"
