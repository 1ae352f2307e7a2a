"""The life of an edition: drafted, edited, discussed, adopted, rendered. The only writer of editions and renditions.

What is in it comes from `figures`; who gets it is `delivery`'s business. Once adopted nothing is ever counted again:
the figures lie frozen as JSON, and the database refuses to change the row.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Max, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from accounts.models import Municipality, User
from incidents import notices
from lagesbild import delivery, figures, pdf, printing, sections
from lagesbild.content import Content
from lagesbild.models import (
    Appendix,
    Direction,
    Edition,
    EditionComment,
    EditionKind,
    EditionRecord,
    EditionState,
    LawPart,
    Level,
    Rendition,
)
from lagesbild.period import Months, Period, fortnight

#: Of a year; the numbers after are corrections'.
TERTIALS = 3


class NotADraft(Exception):
    """The edition has been adopted, perhaps a moment ago by somebody else; nothing was changed."""


class AlreadyRegistered(Exception):
    """The edition has a diarienummer, or is a draft and gets it with the rest; nothing was changed."""


class EmptyParts(Exception):
    """Parts that the law asks for say nothing, and nobody has said that they should not; nothing was changed."""

    def __init__(self, parts: list[LawPart]) -> None:
        super().__init__(", ".join(parts))
        self.parts = parts


def latest_period(municipality: Municipality, *, at: datetime) -> Period:
    """The last fortnight that has ended on the municipality's clock."""
    return fortnight(at.astimezone(municipality.zone).date(), anchor=municipality.anchor_on).previous()


def is_time_to_draft(municipality: Municipality, *, at: datetime) -> bool:
    """Whether the latest period's draft should exist by now: from its first Monday morning on."""
    local = at.astimezone(municipality.zone)
    return local.date() > latest_period(municipality, at=at).end or local.time() >= municipality.draft_at


def draft(municipality: Municipality, period: Period, *, at: datetime) -> Edition:
    """The draft of a period; asked for twice, or by two at once, it is still one."""
    edition, _created = Edition.objects.get_or_create(
        municipality=municipality,
        kind=EditionKind.of(period),
        start_on=period.start,
        revision=0,
        defaults={"end_on": period.end, "drafted_at": at},
    )
    return edition


@transaction.atomic
def draft_correction(edition: Edition, *, note: str, at: datetime) -> Edition:
    """A numbered correction of an adopted edition, as a draft; `note` says what is put right."""
    correction, created = Edition.objects.get_or_create(
        corrects=edition,
        defaults={
            "municipality_id": edition.municipality_id,
            "kind": edition.kind,
            "start_on": edition.start_on,
            "end_on": edition.end_on,
            "revision": edition.revision + 1,
            "correction_note": note,
            "outlook": edition.outlook,
            "summary": edition.summary,
            "parts": edition.parts,
            "record_number": edition.registered_as,
            "secrecy": edition.secrecy,
            "drafted_at": at,
        },
    )
    if created:
        Direction.objects.bulk_create(
            Direction(municipality_id=row.municipality_id, edition=correction, actor=row.actor, text=row.text)
            for row in edition.directions.order_by("pk")
        )
        appendices = list(edition.appendices.order_by("pk"))
        for row in appendices:
            row.pk, row.edition = None, correction
        Appendix.objects.bulk_create(appendices)
    return correction


@transaction.atomic
def edit(
    edition: Edition,
    *,
    outlook: str,
    summary: str,
    directions: Mapping[str, str],
    parts: Mapping[str, str] | None = None,
    record_number: str = "",
    secrecy: str = "",
) -> Edition:
    """Write the coordinator's words into a draft; an actor with no text gets no direction. Raises NotADraft.

    `parts` are the words in the parts that the law asks for, of a yearly edition; `secrecy` marks the full level.
    """
    locked = lock_draft(edition.pk)
    locked.outlook = outlook
    locked.summary = summary
    locked.parts = locked.parts if parts is None else dict(parts)
    locked.record_number, locked.secrecy = record_number, secrecy
    locked.save(update_fields=["outlook", "summary", "parts", "record_number", "secrecy"])
    locked.directions.exclude(actor__in=[actor for actor, text in directions.items() if text]).delete()
    for actor, text in directions.items():
        if text:
            Direction.objects.update_or_create(
                edition=locked,
                actor=actor,
                defaults={"text": text, "municipality_id": locked.municipality_id},
            )
    return locked


@transaction.atomic
def register(edition: Edition, *, record_number: str, by: User, at: datetime) -> EditionRecord:
    """Give an adopted edition the diarienummer it did not have; once. Raises AlreadyRegistered.

    Nothing in the edition changes: it stands beside it, on its page and in the dispatch register.
    """
    locked = Edition.objects.select_for_update(of=("self",)).select_related("record").get(pk=edition.pk)
    if locked.registered_as or locked.is_draft:
        raise AlreadyRegistered
    return EditionRecord.objects.create(
        municipality_id=locked.municipality_id, edition=locked, record_number=record_number, by=by, at=at
    )


def comment(edition: Edition, *, body: str, by: User, at: datetime) -> EditionComment:
    """Say something about a draft. Raises NotADraft."""
    with transaction.atomic():
        locked = lock_draft(edition.pk)
        return EditionComment.objects.create(
            municipality_id=locked.municipality_id, edition=locked, body=body, by=by, at=at
        )


@transaction.atomic
def adopt(edition: Edition, *, by: User, at: datetime, despite: Collection[str] = ()) -> Edition:
    """Freeze the figures, give the edition its number, and order a PDF per level and a dispatch per recipient.

    Raises NotADraft if it has been adopted already, and EmptyParts where a part that the law asks for is empty, unless
    it is named in `despite`.
    """
    # The municipality's row is the queue for numbers: two adoptions at once get two numbers, without a gap.
    Municipality.objects.select_for_update().only("pk").get(pk=edition.municipality_id)
    edition = lock_draft(edition.pk)
    edition.year = _year(edition.period)
    edition.number = _next_number(edition)
    edition.adopted_at, edition.adopted_by = at, by
    edition.content = {level: figures.compose(edition, level=level, at=at) for level in Level}
    _refuse_empty(edition.content[Level.FULL], despite)
    edition.parameters = {"version": settings.SAMLAD_VERSION, **figures.parameters(edition.municipality)}
    edition.checksum = checksum(edition)
    if edition.corrects_id:
        Edition.objects.filter(pk=edition.corrects_id).update(state=EditionState.SUPERSEDED)
    edition.state = EditionState.ADOPTED
    edition.save()
    Rendition.objects.bulk_create(
        Rendition(municipality_id=edition.municipality_id, edition=edition, level=level) for level in Level
    )
    delivery.prepare(edition, at=at)
    # Once is enough: a longer edition counts what its fortnights have told of.
    if edition.kind == EditionKind.FORTNIGHT:
        start, end = edition.period.bounds(edition.municipality.zone)
        notices.tell_counted(edition.municipality, start, end, edition=edition.designation, at=at)
    return edition


def empty_parts(content: Content) -> list[LawPart]:
    """The parts that the law asks for in which nothing is said, in the law's order; none where it asks for none."""
    return [LawPart(part["part"]) for part in content.get("parts", []) if part["is_empty"]]


def _refuse_empty(content: Content, despite: Collection[str]) -> None:
    if empty := [part for part in empty_parts(content) if part not in despite]:
        raise EmptyParts(empty)


def lock_draft(pk: int) -> Edition:
    """The draft, held until the transaction ends. Raises NotADraft."""
    edition = Edition.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=pk)
    if not edition.is_draft:
        raise NotADraft
    return edition


def _year(period: Period) -> int:
    return period.start.year if isinstance(period, Months) else period.start.isocalendar().year


def _next_number(edition: Edition) -> int:
    """The next of its kind and year; a tertial has its own number, and corrections those after the third."""
    period = edition.period
    tertial = period.tertial if isinstance(period, Months) else None
    if tertial and not edition.revision:
        return tertial
    same_year = Edition.objects.filter(
        municipality=edition.municipality_id, kind=edition.kind, year=edition.year
    )
    last = same_year.aggregate(last=Max("number"))["last"] or 0
    return max(last, TERTIALS if tertial else 0) + 1


def checksum(edition: Edition) -> str:
    """SHA-256 over the frozen figures and what they were computed with, as canonical JSON."""
    frozen = {"content": edition.content, "parameters": edition.parameters}
    canonical = json.dumps(frozen, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def content_of(edition: Edition, *, level: Level, at: datetime) -> Content:
    """What the edition says at a level: frozen if adopted, counted now if a draft."""
    if edition.is_draft:
        return figures.compose(edition, level=level, at=at)
    content: Content = (edition.content or {})[level]
    content["about"]["checksum"] = edition.checksum
    return content


def latest_adopted(municipality: Municipality) -> Edition | None:
    """The fortnight in force with the latest period. One statement."""
    rows = Edition.objects.in_municipality(municipality).adopted().filter(kind=EditionKind.FORTNIGHT)
    return rows.select_related("municipality").order_by("-start_on").first()


def due_renditions(*, at: datetime) -> QuerySet[Rendition]:
    """PDFs to make now: queued, or left behind by a process that died."""
    return printing.due(Rendition.objects.all(), at=at)


def render(pk: int, *, at: datetime) -> Rendition | None:
    """Make one PDF if nobody else does, and hand it to the outbox. The attempt is counted before the work begins."""
    rendition = printing.claim(Rendition.objects.select_related("edition__municipality"), pk, at=at)
    if rendition is None:
        return None
    try:
        edition, level = rendition.edition, Level(rendition.level)
        html = as_html(edition, level, at=at)
        _keep(rendition, pdf.render(html, identifier=identifier(edition, level)), at=at)
    except Exception as error:  # whatever the reason, the row must say so, and others go on
        printing.give_back(rendition, error, at=at)
        raise
    return rendition


def as_html(edition: Edition, level: Level, *, at: datetime) -> str:
    """The edition as the HTML that is printed; Swedish whoever asks."""
    content = content_of(edition, level=level, at=at)
    with translation.override("sv"):
        chapters = sections.chapters(content, edition.municipality)
        return render_to_string(
            "lagesbild/edition_print.html", {"header": content["header"], "sections": chapters}
        )


def retry(rendition: Rendition) -> None:
    """Try a failed PDF again by hand, with a fresh count of attempts."""
    printing.retry(Rendition.objects.filter(pk=rendition.pk))


def identifier(edition: Edition, level: Level) -> str:
    """What names the rendition of a level and no other, inside the PDF."""
    return f"{edition.municipality.code}/{edition.designation}/{level}"


def _keep(rendition: Rendition, document: bytes, *, at: datetime) -> None:
    edition = rendition.edition
    name = f"{edition.slug}-{rendition.level}"
    with transaction.atomic():
        printing.keep(rendition, document, path=f"lagesbilder/{edition.municipality.code}/{name}", at=at)
        delivery.enqueue(rendition, at=at)
