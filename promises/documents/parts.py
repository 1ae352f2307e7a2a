"""The parts of a proposal, one row at a time. What becomes of the document as a whole: `proposal.py`."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.db.models.enums import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from lagesbild.models import HotSpot
from promises import activities
from promises.documents.proposal import held
from promises.documents.refusals import Edited, check, told
from promises.models import (
    Activity,
    Cause,
    Clause,
    Document,
    FocusArea,
    Group,
    Party,
    Promise,
    Signature,
)
from promises.models.rows import next_number


class Part(TextChoices):
    """The sorts of parts, as they are named in paths."""

    CLAUSE = "ataganden", _("Åtagande")
    GROUP = "grupper", _("Grupp")
    SIGNATURE = "underskrifter", _("Underskrift")
    FOCUS_AREA = "fokusomraden", _("Fokusområde")
    PROMISE = "loften", _("Löfte")
    ACTIVITY = "aktiviteter", _("Aktivitet")


MODELS: dict[Part, type[Model]] = {
    Part.CLAUSE: Clause,
    Part.GROUP: Group,
    Part.SIGNATURE: Signature,
    Part.FOCUS_AREA: FocusArea,
    Part.PROMISE: Promise,
    Part.ACTIVITY: Activity,
}


def belongs(part: Part, document: Document) -> bool:
    """Whether documents of its kind have such parts."""
    return {Part.PROMISE: document.holds_promises, Part.ACTIVITY: document.is_plan}.get(part, True)


def add(
    document: Document, part: Part, *, by: User | None = None, at: datetime | None = None, **values: Any
) -> Model:
    """Write a new part into a proposal; numbered parts get the next number unless one is said.

    An activity needs `at`, and says what `activities.create` asks for. Raises NotAProposal or Refused.
    """
    with told():
        locked = held(document.pk)
        if part == Part.ACTIVITY:
            assert at is not None
            return activities.create(
                municipality=locked.municipality, document=locked, by=by, at=at, **values
            )
        kind = MODELS[part]
        row = kind(municipality_id=locked.municipality_id, document=locked)
        if hasattr(row, "number") and not values.get("number"):
            values["number"] = next_number(kind._default_manager.filter(document=locked))
        return _written(row, values)


def change(row: Model, *, seen: str, **values: Any) -> Model:
    """Write in a part; `seen` is what `seen_of` said when it was read. Raises NotAProposal, Edited or Refused."""
    with told():
        if isinstance(row, Activity):
            edited = int(seen) if seen.isdecimal() and len(seen) < 10 else -1  # what nobody has seen
            return activities.edit(row, edited=edited, **values)
        held(row.document_id)  # type: ignore[attr-defined]
        current = _current(row, seen)
        return _written(current, values)


def remove(row: Model) -> None:
    """Take a part out of a proposal. Raises NotAProposal, or Refused where something else rests on it."""
    with told():
        held(row.document_id)  # type: ignore[attr-defined]
        row.delete()


def set_parties(document: Document, organisations: Iterable[Organisation]) -> None:
    """Let the agreement be between exactly these. Raises NotAProposal or Refused."""
    with told():
        locked = held(document.pk)
        wanted = list(organisations)
        locked.parties.exclude(organisation__in=wanted).delete()
        known = set(locked.parties.values_list("organisation_id", flat=True))
        for organisation in wanted:
            if organisation.pk not in known:
                _written(
                    Party(municipality_id=locked.municipality_id, document=locked),
                    {"organisation": organisation},
                )


def add_cause(of: FocusArea | HotSpot, **values: Any) -> Cause:
    """Note a cause of a focus area's problem, or of a hot spot's. Raises NotAProposal or Refused."""
    with told():
        if isinstance(of, FocusArea):
            held(of.document_id)
            row = Cause(municipality_id=of.municipality_id, focus_area=of)
        else:
            row = Cause(municipality_id=of.municipality_id, hot_spot=of)
        _written(row, values)
    return row


def change_cause(cause: Cause, *, seen: str, **values: Any) -> Cause:
    """Write in a cause. Raises NotAProposal, Edited or Refused."""
    with told():
        if cause.focus_area:
            held(cause.focus_area.document_id)
        current: Cause = _current(cause, seen)
        _written(current, values)
    return current


def remove_cause(cause: Cause) -> None:
    """Strike a cause, and the causes of it. Raises NotAProposal."""
    with told():
        if cause.focus_area:
            held(cause.focus_area.document_id)
        cause.delete()


def seen_of(row: Model) -> str:
    """What a form sends back to say which words it was opened with: a count where there is one, else a digest."""
    if hasattr(row, "edited"):
        return str(row.edited)
    values = [str(field.value_from_object(row)) for field in row._meta.concrete_fields]
    links = [
        str(sorted(getattr(row, field.name).values_list("pk", flat=True))) for field in row._meta.many_to_many
    ]
    return hashlib.sha256("\x1f".join(values + links).encode()).hexdigest()[:16]


def _current(row: Model, seen: str) -> Any:
    current = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if seen_of(current) != seen:
        raise Edited(current)
    return current


def _written(row: Model, values: dict[str, Any]) -> Model:
    """Save the row with the values; links to other rows come after it."""
    links = {field.name for field in row._meta.many_to_many}
    for name, value in values.items():
        if name not in links:
            setattr(row, name, value)
    check(row)
    row.save()
    for name in links & values.keys():
        getattr(row, name).set(values[name])
    return row
