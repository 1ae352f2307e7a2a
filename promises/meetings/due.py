"""What ought to be on a meeting's agenda: one source a subject, and which body takes up which. Reads only.

A source says in words what the meeting needs to know, since those are kept with the minutes; how things stand on the
day is shown beside them by the page and the papers.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from django.db.models import F
from django.utils.translation import gettext as _

from lagesbild import wording as periods
from lagesbild.models import Edition, EditionKind, HotSpot, HotSpotStep
from promises import effect_words, followup
from promises.meetings.assignments import assignments, late_activities
from promises.meetings.planning import previous
from promises.meetings.proposal import Proposal
from promises.meetings.words import days, how, lines
from promises.models import Body, Document, DocumentState, FollowUp, ItemKind, Meeting, Promise
from promises.models.activity import IN_FORCE
from promises.standing import activity_standings, promise_standings
from promises.status import PromiseStatus

Source = Callable[[Meeting, date], Iterator[Proposal]]

#: Promises that stand like this are taken up one by one.
TROUBLED = frozenset({PromiseStatus.AT_RISK, PromiseStatus.BROKEN})

#: A document's promises are reported for so long after their last day, until they have been followed up.
ACCOUNTED_FOR = timedelta(days=120)


def proposals(meeting: Meeting, *, today: date) -> list[Proposal]:
    """All that is due, in the order of an agenda, in the active language."""
    found = [proposal for source in SOURCES[Body(meeting.body)] for proposal in source(meeting, today)]
    return [*_opening(meeting), *found, Proposal(ItemKind.CLOSING, _("Mötets avslutning"))]


def _opening(meeting: Meeting) -> Iterator[Proposal]:
    yield Proposal(ItemKind.OPENING, _("Mötets öppnande"))
    yield Proposal(ItemKind.CONFIRMER, _("Val av justerare"))
    if last := previous(meeting):
        day = periods.day(last.starts_on)
        state = str(last.get_state_display()).lower()
        yield Proposal(
            ItemKind.MINUTES,
            _("Föregående protokoll"),
            basis=_("Protokoll från %(day)s, %(state)s.") % {"day": day, "state": state},
            proposal=_("att godkänna föregående protokoll"),
        )


def _fortnights(meeting: Meeting, _today: date) -> Iterator[Proposal]:
    yield from _editions(meeting, [EditionKind.FORTNIGHT])


def _all_editions(meeting: Meeting, _today: date) -> Iterator[Proposal]:
    yield from _editions(meeting, list(EditionKind))


def _editions(meeting: Meeting, kinds: list[EditionKind]) -> Iterator[Proposal]:
    """The latest adopted edition of each kind. Council members read along, so in the generalised level's words."""
    adopted = Edition.objects.adopted().in_municipality(meeting.municipality)
    for kind in kinds:
        edition = adopted.filter(kind=kind).order_by("-end_on", "-pk").first()
        if edition is None:
            continue
        summary = (edition.content or {})["generalised"]["summary"]
        words = {"number": edition.designation, "period": periods.weeks_with_year(edition.period)}
        yield Proposal(
            ItemKind.EDITION,
            _("Lägesbild nr %(number)s, %(period)s") % words,
            basis=" ".join(summary["sentences"]),
            proposal=_("att notera lägesbilden till protokollet"),
            about={"edition": edition},
        )


def _hot_spots(meeting: Meeting, today: date) -> Iterator[Proposal]:
    """Those not closed, each with its step and what is being done there."""
    spots = HotSpot.objects.ongoing().in_municipality(meeting.municipality)
    for spot in spots.order_by("name", "pk"):
        step = HotSpotStep.objects.filter(hot_spot=spot).order_by("-at", "-pk").first()
        since = periods.day(
            (step.at if step else spot.created_at).astimezone(meeting.municipality.zone).date()
        )
        words = {"step": spot.get_state_display(), "since": since}
        activities = spot.activities.filter(IN_FORCE).order_by("due_on", "pk")
        standings = activity_standings(activities, today=today)
        yield Proposal(
            ItemKind.HOT_SPOT,
            spot.name,
            basis="\n".join([_("Steg: %(step)s sedan %(since)s.") % words, *lines(standings)]),
            about={"hot_spot": spot},
        )


def _promises(meeting: Meeting, today: date) -> Iterator[Proposal]:
    """How the promises in force stand, document by document, and by themselves those that stand badly."""
    rows = Promise.objects.in_municipality(meeting.municipality).filter(
        document__state=DocumentState.ADOPTED,
        first_on__lte=today,
        document__last_on__gte=today - ACCOUNTED_FOR,
    )
    standings = promise_standings(
        rows.select_related("document").order_by("document__first_on", "document", "number"), today=today
    )
    documents = {standing.promise.document_id: standing.promise.document for standing in standings}
    for document in documents.values():
        of_document = [standing for standing in standings if standing.promise.document_id == document.pk]
        yield Proposal(
            ItemKind.PROMISE,
            _("Uppföljning: %(title)s") % {"title": document.title},
            basis="\n".join(
                f"{standing.promise.number}. {str(standing.promise).rstrip('.')}: {periods.inside(how(standing))}."
                for standing in of_document
            ),
            proposal=_("att notera informationen till protokollet"),
            about={"document": document},
        )
    for standing in standings:
        if standing.status in TROUBLED:
            yield Proposal(
                ItemKind.PROMISE,
                str(standing.promise),
                basis="\n".join([f"{how(standing)}.", *lines(standing.activities)]),
                about={"promise": standing.promise},
            )


def _follow_ups(meeting: Meeting, _today: date) -> Iterator[Proposal]:
    """Those that await adoption: what was done apart from what it did."""
    rows = FollowUp.objects.in_municipality(meeting.municipality).filter(adopted_in=None)
    rows = rows.select_related("promise", "activity", "focus_area", "document")
    for row in rows.order_by("last_on", "pk"):
        words = {"subject": str(row), "days": days(row.first_on, row.last_on)}
        parts = [
            _("Vad som gjordes: %(text)s") % {"text": row.summary} if row.summary else "",
            _("Vad det gjorde: %(text)s") % {"text": row.assessment} if row.assessment else "",
            *_effects(row, meeting.municipality.minimum_count),
        ]
        yield Proposal(
            ItemKind.FOLLOW_UP,
            _("Uppföljning %(days)s: %(subject)s") % words,
            basis="\n".join(filter(None, parts)),
            proposal=_("att godkänna uppföljningen"),
            about={"follow_up": row},
        )


def _effects(row: FollowUp, k: int) -> list[str]:
    """What was said of whether it helped when it was written, without small counts: council members read along."""
    tested = followup.told_effect(row.effect, k)["test"] or []
    return [_("Hjälpte det? %(said)s") % {"said": effect_words.in_short(line)} for line in tested]


def _documents(meeting: Meeting, _today: date) -> Iterator[Proposal]:
    """Proposals to be adopted, annexes after what they belong to."""
    rows = Document.objects.in_municipality(meeting.municipality).filter(state=DocumentState.PROPOSAL)
    for row in rows.order_by("first_on", F("annex_number").asc(nulls_first=True), "pk"):
        words = {"version": row.version, "days": days(row.first_on, row.last_on)}
        yield Proposal(
            ItemKind.DOCUMENT,
            _("Förslag: %(title)s") % {"title": row.title},
            basis=_("Version %(version)s. Ska gälla %(days)s.") % words,
            proposal=_("att godkänna förslaget"),
            about={"document": row},
        )


#: What each body takes up, in the order of its agenda.
COUNCIL: list[Source] = [
    *(_all_editions, assignments, _promises, late_activities, _follow_ups, _documents),
]
SOURCES: dict[Body, list[Source]] = {
    Body.EST: [_fortnights, _hot_spots, assignments, late_activities],
    Body.COUNCIL: COUNCIL,
    Body.COMMITTEE: COUNCIL,
    Body.STEERING: COUNCIL,
    Body.STRATEGIC: [_all_editions, _hot_spots, assignments, _promises, late_activities],
}
