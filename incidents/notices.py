"""Word to reporters of what became of their reports: who is told what, when they are reminded, and the digest by mail.

A notice is shown at once on the start page. Mail is a digest rather than a flood: one message per person and
municipality, when the oldest notice has waited `WAIT`, within `HOURS` on the municipality's clock. So what a reviewer
decides in one sitting comes as one message, nobody gets more than one in two hours, and nobody is woken at night.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max, Min, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext

from accounts import outbox
from accounts.models import Municipality, OutgoingMail, User
from incidents.models import Incident, Notice
from incidents.states import Move, State

WAIT = timedelta(hours=2)
#: From and until which hour of the day digests go out.
HOURS = (7, 18)
#: How long after a question its author is reminded of it.
REMINDERS = (timedelta(days=3), timedelta(days=7))

REMINDER = "reminder"
COUNTED = "counted"
#: What asks the reporter to do something; said first.
TO_ANSWER = frozenset({Move.REQUEST_COMPLETION.value, REMINDER})
SENTENCES: dict[str, Promise] = {
    Move.APPROVE: gettext_lazy("Godkänd. Händelsen räknas i kartor och siffror."),
    Move.REJECT: gettext_lazy("Avslagen. Skälet står vid rapporten."),
    Move.MARK_DUPLICATE: gettext_lazy("Dubblett. Händelsen var redan rapporterad."),
    Move.REQUEST_COMPLETION: gettext_lazy("Granskaren behöver veta mer. Svara på frågan vid rapporten."),
    Move.BLOCK: gettext_lazy("Spärrad. Texten verkade innehålla en personuppgift."),
    Move.RECONSIDER: gettext_lazy("Granskas på nytt."),
    REMINDER: gettext_lazy("Granskaren väntar på ditt svar."),
    COUNTED: gettext_lazy("Räknades i lägesbild %(edition)s."),
}

COUNT = """
INSERT INTO incidents_notice (municipality_id, user_id, incident_id, what, edition, at)
SELECT incident.municipality_id, incident.reporter_id, incident.id, %(what)s, %(edition)s, %(at)s
FROM incidents_incident AS incident JOIN incidents_category AS category ON category.id = incident.category_id
WHERE incident.municipality_id = %(municipality)s AND incident.state = %(state)s AND category.counts
  AND incident.started_at >= %(start)s AND incident.started_at < %(end)s AND incident.reporter_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM incidents_notice AS told WHERE told.incident_id = incident.id AND told.what = %(what)s)
"""


@dataclass(frozen=True)
class Line:
    """One row of a digest: a report and the sentence about it."""

    incident: Incident
    sentence: str
    url: str


def sentence(notice: Notice) -> str:
    """What the notice says, in the active language."""
    return str(SENTENCES[notice.what]) % {"edition": notice.edition}


def tell_counted(
    municipality: Municipality, start: datetime, end: datetime, *, edition: str, at: datetime
) -> None:
    """Tell the reporters of what started in [start, end) in which edition it counted; in a correction not again."""
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT,
            {
                "municipality": municipality.pk,
                "state": State.APPROVED,
                "start": start,
                "end": end,
                "what": COUNTED,
                "edition": edition,
                "at": at,
            },
        )


def remind(*, at: datetime) -> None:
    """Remind those whose answer is waited for, once per entry of `REMINDERS`.

    A reminder bears the time at which it fell due, so that two sweeps, or a late one, make the same row.
    """
    waiting = (
        Incident.objects.filter(state=State.COMPLETION_REQUESTED, reporter__isnull=False)
        .annotate(asked_at=Max("decisions__at", filter=Q(decisions__move=Move.REQUEST_COMPLETION)))
        .values_list("pk", "municipality_id", "reporter_id", "asked_at")
    )
    Notice.objects.bulk_create(
        (
            Notice(
                incident_id=pk, municipality_id=municipality, user_id=user, what=REMINDER, at=asked_at + delay
            )
            for pk, municipality, user, asked_at in waiting
            for delay in REMINDERS
            if asked_at + delay <= at
        ),
        ignore_conflicts=True,
    )


def due_digests(*, at: datetime) -> Iterator[tuple[User, Municipality]]:
    """Whose notices from which municipality have waited long enough, where it is a decent hour."""
    rows = (
        Notice.objects.filter(mailed_at=None, user__is_active=True)
        .values_list("user", "municipality")
        .annotate(oldest=Min("at"))
        .filter(oldest__lte=at - WAIT)
        .order_by("oldest", "user", "municipality")
    )
    keys = [(user, municipality) for user, municipality, _oldest in rows]
    users = User.objects.in_bulk({user for user, _municipality in keys})
    municipalities = Municipality.objects.defer("boundary").in_bulk({key for _user, key in keys})
    for user, key in keys:
        if HOURS[0] <= at.astimezone(municipalities[key].zone).hour < HOURS[1]:
            yield users[user], municipalities[key]


@transaction.atomic
def send_digest(user: User, municipality: Municipality, *, at: datetime) -> OutgoingMail | None:
    """Put the person's unmailed notices in the outbox as one message.

    None if there is nothing to say: another sweep has just said it, or the questions have been answered since.
    """
    notices = list(
        Notice.objects.filter(user=user, municipality=municipality, mailed_at=None)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("incident__category", "incident__place")
        .defer("incident__place__point")
        .order_by("at", "pk")
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=at)
    with translation.override(user.language), timezone.override(municipality.zone):
        questions, news = _sorted(notices)
        if not questions and not news:
            return None
        context = {
            "questions": questions,
            "news": news,
            "municipality": municipality,
            "site": settings.SITE_URL,
        }
        return outbox.enqueue(
            municipality=municipality,
            to=user.email,
            subject=f"{municipality}: {_subject(len(questions), len(news))}",
            body=render_to_string("incidents/mail/digest.txt", context),
            body_html=render_to_string("incidents/mail/digest.html", context),
            at=at,
        )


def _sorted(notices: Sequence[Notice]) -> tuple[list[Line], list[Line]]:
    """Questions that still wait for an answer, and the newest word about each other report; oldest notice first."""
    newest = {notice.incident_id: notice for notice in notices}
    questions, news = [], []
    for notice in newest.values():
        path = reverse("incident", args=[notice.incident_id])
        line = Line(notice.incident, sentence(notice), settings.SITE_URL + path)
        if notice.what not in TO_ANSWER:
            news.append(line)
        elif notice.incident.state == State.COMPLETION_REQUESTED:
            questions.append(line)
    return questions, news


def _subject(questions: int, news: int) -> str:
    if questions:
        return ngettext(
            "svara på en fråga om din rapport", "svara på %(count)d frågor om dina rapporter", questions
        ) % {"count": questions}
    return ngettext("besked om din rapport", "besked om %(count)d av dina rapporter", news) % {"count": news}
