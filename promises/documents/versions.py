"""The next version of an adopted document: a proposal that begins with all that the last one said."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from accounts.models import User
from promises.models import (
    Document,
    DocumentState,
)

Row = TypeVar("Row", bound=Model)
#: From a row's key in the last version to its copy in the next.
Copies = dict[int | None, Any]


@transaction.atomic
def revise(document: Document, *, by: User | None, at: datetime) -> Document:
    """The next version of an adopted document, as a proposal; asked for twice, or by two at once, it is still one.

    Signatures come along without their days, since the new version has yet to be signed.
    """
    Document.objects.select_for_update().get(pk=document.pk)
    if begun := Document.objects.filter(replaces=document).first():
        return begun
    proposal = _copied(
        document,
        version=document.version + 1,
        replaces_id=document.pk,
        state=DocumentState.PROPOSAL,
        edited=0,
        created_at=at,
        created_by=by,
        adopted_at=None,
        adopted_by=None,
        checksum="",
    )
    for rows in (document.parties, document.groups, document.clauses):
        for row in rows.order_by("pk"):
            _copied(row, document_id=proposal.pk)
    for signature in document.signatures.order_by("pk"):
        _copied(signature, document_id=proposal.pk, signed_on=None)
    focus_areas, causes = _copy_focus_areas(document, proposal)
    promises = _copy_promises(document, proposal, focus_areas)
    _copy_activities(document, proposal, focus_areas, causes, promises, by=by, at=at)
    return proposal


def _copied(row: Row, **changes: Any) -> Row:
    """Another row that says the same but for the changes, saved."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    del values["id"]
    for name, value in changes.items():
        values[name if name in values else f"{name}_id"] = value.pk if isinstance(value, Model) else value
    copy = type(row)(**values)
    copy.save(force_insert=True)
    return copy


def _copy_focus_areas(document: Document, proposal: Document) -> tuple[Copies, Copies]:
    """Focus areas with what they rest on and their causes, whose own causes come after them."""
    focus_areas: Copies = {None: None}
    causes: Copies = {None: None}
    for row in document.focus_areas.order_by("pk"):
        copy = focus_areas[row.pk] = _copied(row, document=proposal)
        copy.editions.set(row.editions.all())
        copy.hot_spots.set(row.hot_spots.all())
        copy.dialogues.set(row.dialogues.all())
        for cause in row.causes.order_by("pk"):
            causes[cause.pk] = _copied(cause, focus_area=copy, parent=causes[cause.parent_id])
    return focus_areas, causes


def _copy_promises(document: Document, proposal: Document, focus_areas: Copies) -> Copies:
    """Promises, with the activities that carry them: those of other plans go on doing so."""
    copies: Copies = {}
    for row in document.promises.order_by("pk"):
        focus_area = focus_areas.get(row.focus_area_id, row.focus_area)
        copies[row.pk] = _copied(row, document=proposal, focus_area=focus_area)
        copies[row.pk].activities.set(row.activities.exclude(document=document))
    return copies


def _copy_activities(
    document: Document,
    proposal: Document,
    focus_areas: Copies,
    causes: Copies,
    promises: Copies,
    *,
    by: User | None,
    at: datetime,
) -> None:
    """Activities with those who answer for them; `origin` lets what has been done go on counting."""
    for row in document.activities.order_by("pk"):
        copy = _copied(
            row,
            document=proposal,
            focus_area=focus_areas.get(row.focus_area_id, row.focus_area),
            origin_id=row.first_key,
            edited=0,
            created_by=by,
            created_at=at,
        )
        copy.promises.set(promises.get(promise.pk, promise) for promise in row.promises.all())
        copy.causes.set(causes.get(cause.pk, cause) for cause in row.causes.all())
        for responsibility in row.responsibilities.order_by("pk"):
            _copied(responsibility, activity=copy)
