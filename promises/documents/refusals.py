"""Why something is not written, in words for the one who wrote it: what the database refuses becomes one of these."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from promises import activities


class NotAProposal(Exception):
    """The document has been adopted, perhaps a moment ago by somebody else; nothing was changed."""


class Edited(Exception):
    """Somebody else saved while this was being written; `row` is how it stands now. Nothing was changed."""

    def __init__(self, row: models.Model) -> None:
        super().__init__(str(row.pk))
        self.row = row


class Refused(Exception):
    """What was written cannot stand; `message` says why, and `field` which field it is about ("" for none)."""

    def __init__(self, message: str | Text, field: str = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


ORDER_OF_DAYS = _("Sista dagen får inte ligga före den första.")
NUMBER_TAKEN = _("Numret används redan i dokumentet.")
HALF_A_TARGET = _("Ett mål som räknas behöver både antal och enhet, och andra mål inget av dem.")
STRANGER = _("Den finns inte i kommunen.")

#: Constraint of the database → the field that breaks it, and what to say.
CONSTRAINTS: dict[str, tuple[str, Text]] = {
    "document_ends_after_it_starts": ("last_on", ORDER_OF_DAYS),
    "promise_ends_after_it_starts": ("last_on", ORDER_OF_DAYS),
    "cost_ends_after_it_starts": ("last_on", ORDER_OF_DAYS),
    "promise_target_is_whole": ("target_unit", HALF_A_TARGET),
    "clause_number_once": ("number", NUMBER_TAKEN),
    "promise_number_once": ("number", NUMBER_TAKEN),
    "activity_number_once": ("number", NUMBER_TAKEN),
    "focus_area_number_once": ("number", NUMBER_TAKEN),
    "party_once": ("organisation", _("Parten finns redan i dokumentet.")),
}

#: Code of `activities.Refused` → the field, and what to say.
OF_ACTIVITIES: dict[str, tuple[str, Text]] = {
    "text": ("text", _("Skriv vad som ska göras.")),
    "days": ("due_on", _("Aktiviteten får inte sluta innan den börjar.")),
    "target": ("target_unit", HALF_A_TARGET),
    "responsible": ("joint", _("Välj minst en ansvarig.")),
    "stranger": ("", _("Något av det du valde finns inte i kommunen.")),
    "not_a_plan": ("", _("Aktiviteter hör hemma i en plan.")),
    "logged": ("due_on", _("Det finns tillfällen noterade på dagar som inte längre skulle ingå.")),
}

IN_USE = _("Den används av annat i dokumentet eller av en aktivitet. Ta bort kopplingen först.")
LOCKED = "an adopted document is locked"
NEIGHBOUR = " belongs to another municipality"


@contextmanager
def told() -> Iterator[None]:
    """Run a write in a savepoint. Raises NotAProposal, Edited or Refused in place of what the database said."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise _of_database(error) from error
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(messages[0], field) from error
    except activities.EditedMeanwhile as error:
        raise Edited(error.activity) from error
    except activities.Refused as error:
        if error.code == "locked":
            raise NotAProposal from error
        field, message = OF_ACTIVITIES[error.code]
        raise Refused(message, field) from error


def check(row: models.Model) -> None:
    """Refuse words that are missing, too long or none of the choices. Keys are the database's to check."""
    fields = row._meta.concrete_fields
    row.clean_fields(
        exclude=[field.name for field in fields if field.is_relation or (field.null and not field.blank)]
    )


def _of_database(error: IntegrityError) -> Exception:
    """What a constraint or a trigger meant; anything else is a fault of ours and stays what it is."""
    if isinstance(error, ProtectedError):
        return Refused(IN_USE)
    report = getattr(error.__cause__, "diag", None)
    message = report.message_primary or "" if report else ""
    if message == LOCKED:
        return NotAProposal()
    if message.endswith(NEIGHBOUR):
        return Refused(STRANGER, message.removesuffix(NEIGHBOUR).removesuffix("_id"))
    if report and report.constraint_name in CONSTRAINTS:
        field, text = CONSTRAINTS[report.constraint_name]
        return Refused(text, field)
    return error
