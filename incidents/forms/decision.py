"""One move on one report: the form asks for what the move's row of the table asks for, and for nothing else."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.forms.screened import FreeTextField, ScreenedForm
from incidents.models import Incident
from incidents.models.incident import IncidentQuerySet
from incidents.privacy import Screening
from incidents.states import RULES, Move, Reason
from incidents.workflow import Choice, Refused

#: What the words of a move are called. Only these moves have any.
WORDS = {
    Move.REQUEST_COMPLETION: _("Fråga till rapportören"),
    Move.REJECT: _("Motivering"),
    Move.RECONSIDER: _("Motivering"),
}
REFUSALS = {
    "reason": _("Välj ett skäl."),
    "text": _("Skriv några ord."),
    "duplicate": _(
        "Den rapporten kan inte vara huvudrapport: den är själv en dubblett eller finns inte i kommunen."
    ),
    "unchanged": _("Inget är ändrat."),
    "personal_data": _("Texten innehåller ett personnummer. Spärra den och maskera numret först."),
    "nobody": _("Rapporten kommer ur en fil, så det finns ingen att fråga."),
}


class DecisionForm(ScreenedForm):
    """What a reviewer says with a move. `choice()` turns it into what the workflow takes."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        move: Move,
        incident: Incident,
        originals: IncidentQuerySet,
        screening: Screening,
        **options: Any,
    ) -> None:
        """`originals` are the reports that the person may call the original of a duplicate."""
        options.setdefault("initial", {"version": incident.version})
        super().__init__(*args, **options | {"auto_id": f"{move}-%s"})
        self.move, self.screening = move, screening
        rule = RULES[move]
        if rule.reasons:
            self.fields["reason"] = _reason_field([reason for reason in Reason if reason in rule.reasons])
        if move in WORDS:
            self.fields["text"] = FreeTextField(label=WORDS[move], required=rule.text_required)
            self.fields["text"].widget.attrs["rows"] = 3
        if move == Move.MARK_DUPLICATE:
            self.fields["duplicate_of"] = forms.ModelChoiceField(
                originals,
                label=_("Huvudrapportens nummer"),
                widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 10, "autocomplete": "off"}),
                error_messages={
                    "required": _("Skriv numret på rapporten som var först."),
                    "invalid_choice": _("Det finns ingen rapport med det numret."),
                },
            )

    def choice(self) -> Choice:
        """The move with its reason and words; only of a valid form."""
        said = self.cleaned_data
        return Choice(
            move=self.move,
            version=said["version"],
            reason=Reason(said["reason"]) if said.get("reason") else None,
            text=said.get("text", ""),
            duplicate_of=said.get("duplicate_of"),
        )

    def add_refusal(self, refusal: Refused) -> None:
        """Say at the right field what the workflow refused."""
        field = {"duplicate": "duplicate_of"}.get(refusal.code, refusal.code)
        self.add_error(
            field if field in self.fields else None, ValidationError(REFUSALS[refusal.code], refusal.code)
        )


def _reason_field(reasons: list[Reason]) -> forms.ChoiceField:
    if len(reasons) == 1:
        return forms.ChoiceField(
            choices=[(reasons[0].value, reasons[0].label)], initial=reasons[0].value, widget=forms.HiddenInput
        )
    return forms.ChoiceField(
        label=_("Skäl"),
        choices=[(reason.value, reason.label) for reason in reasons],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj ett skäl.")},
    )
