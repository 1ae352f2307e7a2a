"""What the demo municipality has noted of what the law asks for: all of it met, lastly by the year's lägesbild."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import QuerySet

from accounts.models import Municipality, User
from config.demo.loop.happenings import Happening
from lagesbild.models import EditionKind
from promises import law, meetings
from promises.models import Document, DocumentKind, Duty, Meeting, ResolutionKind

#: What was decided before this year: days ago, and where it is written. Two years less sixty days makes it due soon,
#: until a meeting stands behind the year's edition.
EARLIER = {
    Duty.COORDINATION: (910, "Delegationsordning för kommundirektören, samordnarens uppdrag"),
    Duty.COUNCIL: (900, "Kommunstyrelsens beslut om arbetsordning för brottsförebyggande rådet"),
    Duty.SITUATION: (2 * 365 - 60, "Kommunstyrelsens beslut om strategisk lägesbild"),
}
OF_THIS_YEAR = {Duty.AGREEMENT: DocumentKind.AGREEMENT, Duty.ACTION_PLAN: DocumentKind.ACTION_PLAN}


def earlier(municipality: Municipality, *, today: date, by: User) -> Iterator[tuple[date, Happening]]:
    """What was decided earlier, each on its day."""
    for duty, (ago, where) in EARLIER.items():
        day = today - timedelta(days=ago)
        note = partial(_note, municipality=municipality, duty=duty, decided_on=day, where=where, by=by)
        yield day, note


def note_this_year(meeting: Meeting, documents: QuerySet[Document], *, by: User, at: datetime) -> None:
    """That the meeting adopted the agreement and the plan."""
    day = at.astimezone(meeting.municipality.zone).date()
    for duty, kind in OF_THIS_YEAR.items():
        document = documents.get(kind=kind)
        decision = meeting.resolutions.get(item__document=document)
        law.record(
            municipality=meeting.municipality,
            duty=duty,
            decided_on=day,
            document=document,
            resolution=decision,
            by=by,
            at=at,
        )


def note_the_situation(meeting: Meeting, *, by: User, at: datetime) -> None:
    """Let the meeting stand behind the year's edition on its agenda, and note that it did."""
    item = meeting.items.select_related("edition").get(edition__kind=EditionKind.YEAR)
    text = f"den strategiska lägesbilden {item.edition}"
    decision = meetings.decide(item, kind=ResolutionKind.SUPPORT, text=text, by=by, at=at)
    law.record(
        municipality=meeting.municipality,
        duty=Duty.SITUATION,
        decided_on=at.astimezone(meeting.municipality.zone).date(),
        edition=item.edition,
        resolution=decision,
        by=by,
        at=at,
    )


def _note(
    at: datetime, *, municipality: Municipality, duty: Duty, decided_on: date, where: str, by: User
) -> None:
    law.record(municipality=municipality, duty=duty, decided_on=decided_on, where=where, by=by, at=at)
