"""Documents for tests, by the real path to them: an agreement with its promises and its plan."""

from typing import Any

from accounts.models import Municipality
from promises import documents
from promises.documents import Part
from promises.models import Activity, Document, DocumentKind, FocusArea, Promise, Promisor
from tests.promises.factories import FIRST, LAST, NOW, make_activity


def make_document(
    municipality: Municipality, kind: str = DocumentKind.AGREEMENT, title: str = "Samverkan", **words: Any
) -> Document:
    """A proposal for the year."""
    words = {"first_on": FIRST, "last_on": LAST} | words
    return documents.create(municipality=municipality, by=None, at=NOW, kind=kind, title=title, **words)


def make_promise(document: Document, text: str = "Vi lyser upp passagerna.", **values: Any) -> Promise:
    """A promise of the municipality's."""
    values = {"promisor": Promisor.MUNICIPALITY, "first_on": FIRST, "last_on": LAST} | values
    return documents.add(document, Part.PROMISE, text=text, **values)


def make_focus_area(document: Document, title: str = "Otrygghet i centrum", **values: Any) -> FocusArea:
    """A focus area."""
    return documents.add(document, Part.FOCUS_AREA, title=title, **values)


def make_plan(municipality: Municipality, *, activities: int = 1, **words: Any) -> Document:
    """A plan with activities, still a proposal."""
    plan = make_document(municipality, DocumentKind.IMPLEMENTATION_PLAN, "Genomförandeplan", **words)
    for number in range(activities):
        make_activity(municipality, document=plan, text=f"Aktivitet {number + 1}")
    return plan


def adopted(document: Document) -> Document:
    """The document, adopted."""
    return documents.adopt(document, by=None, at=NOW)


def first_activity(document: Document) -> Activity:
    """The first of a plan's."""
    return document.activities.order_by("number").first()
