"""What anybody may read of a municipality that publishes: adopted promises and how they stand, and adopted editions.

Editions at the generalised level alone, as they were frozen: areas for places, small numbers merged, nobody's own
words. Of promises the adopted text and the word for how they stand; no motive, no log, no decision.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import QuerySet

from accounts.models import Municipality
from lagesbild import document, sections
from lagesbild.models import Edition, Level, Rendition, RenditionState
from lagesbild.sections import Section
from promises.models import Document, DocumentState, Promise
from promises.standing import PromiseStanding, promise_standings

#: A fortnight: whatever is told of a place here is no longer where anything is going on, or anybody is sent.
DELAY = timedelta(days=14)


@dataclass(frozen=True)
class Pledges:
    """An adopted list of promises, and how each of them stands."""

    document: Document
    standings: list[PromiseStanding]
    is_over: bool


def publishing() -> QuerySet[Municipality]:
    """Municipalities that have opened their page."""
    return Municipality.objects.filter(publishes=True).defer("boundary")


def pledges(municipality: Municipality, *, today: date) -> list[Pledges]:
    """Adopted lists of promises, the latest first. Six statements."""
    rows = (
        Promise.objects.in_municipality(municipality)
        .filter(document__state=DocumentState.ADOPTED)
        .select_related("document", "place", "area")
        .defer("place__point", "area__geometry")
        .order_by("-document__first_on", "-document__pk", "number", "pk")
    )
    standings = promise_standings(rows, today=today)
    return [
        Pledges(found, list(same), found.last_on < today)
        for found, same in groupby(standings, lambda standing: standing.promise.document)
    ]


def editions(municipality: Municipality, *, today: date) -> QuerySet[Edition]:
    """Adopted editions in force whose period has been over for as long as DELAY, the latest first."""
    rows = Edition.objects.in_municipality(municipality).adopted().filter(end_on__lte=today - DELAY)
    return rows.defer("parameters").order_by("-end_on", "-start_on", "pk")


def chapters(edition: Edition, *, at: datetime) -> list[Section]:
    """The frozen general level, chapter by chapter."""
    content = document.content_of(edition, level=Level.GENERALISED, at=at)
    return sections.chapters(content, edition.municipality)


def pdfs(municipality: Municipality, *, today: date) -> QuerySet[Rendition]:
    """The PDFs of those editions, at the general level."""
    rows = Rendition.objects.filter(level=Level.GENERALISED, state=RenditionState.READY)
    return rows.filter(edition__in=editions(municipality, today=today)).select_related(
        "edition__municipality"
    )
