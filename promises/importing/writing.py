"""What was read, written down through the rooms that write: what is there already is left as it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time
from functools import partial
from itertools import chain
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from accounts.forms.screened import without_identifiers
from accounts.models import Area, Municipality, Organisation, OrganisationKind, Place
from promises import dialogues, documents
from promises.documents import Part, Refused
from promises.importing.names import Names
from promises.importing.reading import Row
from promises.models import (
    CostItem,
    Dialogue,
    Document,
    Promise,
    ResponsibilityRole,
)

ROLES = {
    "lead": ResponsibilityRole.LEAD,
    "responsible": ResponsibilityRole.JOINT,
    "contributing": ResponsibilityRole.CONTRIBUTING,
}
WHERE: dict[str, type[models.Model]] = {"place": Place, "area": Area}
#: What a row says that is not a column of its own: keys of the file, names of other rows.
NOT_OF_THE_ROW = {
    *("key", "parties", "clauses", "adopted_on", "annex_to", "version", "dialogues"),
    *("organisation", "source", "focus_area", "causes", "promises", *ROLES),
}


@dataclass
class Count:
    """How many documents, dialogues and costs were new, and how many known already."""

    new: int = 0
    known: int = 0


@transaction.atomic
def bring_in(file: Row, *, municipality: Municipality, at: datetime) -> Count:
    """Write all that the file says. Raises Faulty, and then nothing was written."""
    return _Writer(municipality, at).write(file)


class _Writer(Names):
    """Goes through the file once."""

    def __init__(self, municipality: Municipality, at: datetime) -> None:
        super().__init__(municipality)
        self.at = at
        self.count = Count()

    def write(self, file: Row) -> Count:
        """Everything, in an order in which what is pointed at comes first: activities and adoptions last."""
        self.screen(file)
        for row in file.inside["organisation"]:
            self.organisation(row)
        for row in file.inside["dialogue"]:
            self.dialogue(row)
        for row in file.inside["cost"]:
            self.cost(row)
        made = [(row, *self.document(row)) for row in file.inside["document"]]
        new = [(row, document) for row, document, is_new in made if is_new]
        for row, document in new:
            for activity in row.inside["activity"]:
                self.activity(activity, document)
        for row, document in new:
            if day := row.values.get("adopted_on"):
                noon = datetime.combine(day, time(12), self.municipality.zone)
                documents.adopt(document, by=None, at=noon)
        return self.count

    def screen(self, row: Row) -> None:
        """Refuse numbers of persons in any words of the row and of those inside it."""
        for key, value in row.values.items():
            for words in value if isinstance(value, list) else [value]:
                try:
                    without_identifiers(words if isinstance(words, str) else "")
                except ValidationError as error:
                    raise row.fault(error.messages[0], key) from error
        for inside in chain(*row.inside.values()):
            self.screen(inside)

    def organisation(self, row: Row) -> None:
        """One that may be new to the municipality, so that a slip in another row does not make one."""
        name, kind = row.values["name"], row.values["kind"]
        if kind not in OrganisationKind.values:
            known = ", ".join(OrganisationKind.values)
            raise row.fault(_("”%(kind)s” är ingen typ av organisation; välj bland %(known)s.")
                            % {"kind": kind, "known": known}, "kind")  # fmt: skip
        Organisation.objects.get_or_create(
            municipality=self.municipality, name=name, defaults={"kind": kind, "reports_weekly": False}
        )

    def dialogue(self, row: Row) -> None:
        """Known by its kind, heading and day."""
        values = self.values(row)
        same = {key: values[key] for key in ("kind", "title", "on")}
        themes = [(theme.values["title"], theme.values.get("number")) for theme in row.inside["theme"]]
        dialogue = Dialogue.objects.filter(municipality=self.municipality, **same).first()
        self.tally(dialogue)
        if dialogue is None:
            dialogue = self.tried(
                row, lambda: dialogues.note(municipality=self.municipality, themes=themes, **values)
            )
        self.name("dialogue", row, dialogue)

    def cost(self, row: Row) -> None:
        """Known by its period, type and source."""
        values = self.values(row) | {"source": self.organisations(row, "source")[0]}
        same = {key: values[key] for key in ("type", "first_on", "last_on", "source")}
        item = CostItem.objects.filter(municipality=self.municipality, **same).first()
        self.tally(item)
        if item is None:
            self.tried(row, lambda: dialogues.account(municipality=self.municipality, **values))

    def document(self, row: Row) -> tuple[Document, bool]:
        """Known by its kind, title, first day and version; a known one is left as it is, whatever the file says."""
        values = self.values(row)
        version = row.values.get("version", 1)
        same = {"municipality": self.municipality, "version": version} | {
            key: values[key] for key in ("kind", "title", "first_on")
        }
        known = Document.objects.filter(**same).first()
        self.tally(known)
        if known is not None:
            self.recall(row, known)
            return known, False
        if title := row.values.get("annex_to"):
            values["annex_to"] = self.named_document(row, title)
        replaces = self.version_before(row, values, version) if version > 1 else None
        document = self.tried(
            row,
            lambda: documents.create(
                municipality=self.municipality,
                by=None,
                at=self.at,
                version=version,
                replaces=replaces,
                **values,
            ),
        )
        self.called["document", document.title] = document
        self.parts(row, document)
        return document, True

    def parts(self, row: Row, document: Document) -> None:
        """All parts but the activities, which may point at promises of a later document."""
        documents.set_parties(document, self.organisations(row, "parties"))
        for text in row.values.get("clauses", []):
            self.tried(row, partial(documents.add, document, Part.CLAUSE, text=text), "clauses")
        for group in row.inside["group"]:
            self.added(group, document, Part.GROUP)
        for signature in row.inside["signature"]:
            who = self.organisations(signature, "organisation")[0]
            self.added(signature, document, Part.SIGNATURE, organisation=who)
        for area in row.inside["focus_area"]:
            sources = [
                self.recalled(area, "dialogue", key, "dialogues") for key in area.values.get("dialogues", [])
            ]
            made = self.added(area, document, Part.FOCUS_AREA, dialogues=sources)
            self.name("focus_area", area, made)
            for cause in area.inside["cause"]:
                self.cause(cause, made)
        for promise in row.inside["promise"]:
            days = {"first_on": document.first_on, "last_on": document.last_on}
            given = days | self.values(promise) | self.focus_area(promise)
            made = self.tried(promise, partial(documents.add, document, Part.PROMISE, **given))
            self.name("promise", promise, made)

    def cause(self, row: Row, area: Any) -> None:
        """A cause, and those behind it, which are seen from the same side."""
        cause = self.tried(row, lambda: documents.add_cause(area, **self.values(row)))
        self.name("cause", row, cause)
        for behind in row.inside["behind"]:
            values = self.values(behind) | {"parent": cause, "perspective": cause.perspective}
            deeper = self.tried(behind, partial(documents.add_cause, area, **values))
            self.name("cause", behind, deeper)

    def activity(self, row: Row, document: Document) -> None:
        """An activity of a plan; without days of its own it has the plan's."""
        values = {"start_on": document.first_on, "due_on": document.last_on} | self.values(row)
        kind = values.pop("target_kind", "none")
        values["target"] = (kind, values.pop("target_number", None), values.pop("target_unit", ""))
        values["causes"] = [
            self.recalled(row, "cause", key, "causes") for key in row.values.get("causes", [])
        ]
        values["promises"] = [
            self.recalled(row, "promise", key, "promises") for key in row.values.get("promises", [])
        ]
        values["responsible"] = [
            (one, role) for key, role in ROLES.items() for one in self.organisations(row, key)
        ]
        values |= self.focus_area(row)
        self.tried(row, lambda: documents.add(document, Part.ACTIVITY, at=self.at, **values))

    def added(self, row: Row, document: Document, part: Part, **more: Any) -> Any:
        """A part that says what the file says."""
        return self.tried(row, lambda: documents.add(document, part, **self.values(row), **more))

    def values(self, row: Row) -> dict[str, Any]:
        """What the row says of itself; places and areas are looked up by name."""
        values = {key: value for key, value in row.values.items() if key not in NOT_OF_THE_ROW}
        for key, value in values.items():
            if isinstance(value, str):
                values[key] = value.strip()
        if row.path[-2] != "signature":  # which is signed in a town, not at a place of the register
            values |= {key: self.found(row, key, kind) for key, kind in WHERE.items() if key in values}
        return values

    def focus_area(self, row: Row) -> dict[str, Any]:
        """The focus area that the row calls by its key."""
        key = row.values.get("focus_area")
        return {"focus_area": self.recalled(row, "focus_area", key, "focus_area")} if key else {}

    def named_document(self, row: Row, title: str) -> Document:
        """A document of the file, or one that the municipality has in force or proposed."""
        document = self.called.get(("document", title))
        if document is None:
            rows = Document.objects.filter(municipality=self.municipality, title=title)
            document = rows.order_by("-first_on", "-version").first()
        if document is None:
            raise row.fault(_("dokumentet ”%(title)s” finns inte.") % {"title": title}, "annex_to")
        return document

    def version_before(self, row: Row, values: dict[str, Any], version: int) -> Document:
        """The version that this one replaces."""
        rows = Document.objects.filter(
            municipality=self.municipality, kind=values["kind"], title=values["title"], version=version - 1
        )
        earlier = rows.order_by("-first_on").first()
        if earlier is None:
            raise row.fault(_("version %(number)d finns inte.") % {"number": version - 1}, "version")
        return earlier

    def recall(self, row: Row, known: Document) -> None:
        """Let what is new in the file point at a document that was brought in before."""
        self.called["document", known.title] = known
        promises = {promise.number: promise for promise in Promise.objects.filter(document=known)}
        for number, promise in enumerate(row.inside["promise"], start=1):
            if number in promises:
                self.name("promise", promise, promises[number])
        areas = {area.number: area for area in known.focus_areas.all()}
        for number, area in enumerate(row.inside["focus_area"], start=1):
            if number in areas:
                self.name("focus_area", area, areas[number])

    def tally(self, known: object) -> None:
        """Count a document, dialogue or cost."""
        if known is None:
            self.count.new += 1
        else:
            self.count.known += 1

    def tried(self, row: Row, write: Callable[[], Any], key: str = "") -> Any:
        """What was written, or the line where it says what cannot stand."""
        try:
            return write()
        except Refused as refusal:
            raise row.fault(refusal.message, key or refusal.field) from refusal
