"""Gallringsprotokoll as PDF: ordered for each run that has ended, printed by the worker; no content."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypedDict, cast

from django.db import transaction
from django.db.models import Count, Max, Min, QuerySet, Sum
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format

from incidents.models import Manner, PurgeRecord, RetentionKind
from lagesbild import pdf, printing, wording
from lagesbild.models import PurgePaper
from lagesbild.period import Period

#: A run that has written no line for so long has ended, or whoever ran it died.
ENDED = timedelta(minutes=5)


class Line(TypedDict):
    """What was purged of one kind: `texts` and `photos` went with whole reports."""

    kind: str
    rule: str
    days: str
    rows: int
    texts: int
    photos: int


class PurgeContent(TypedDict):
    """What the record says. `iso` is the day of the run."""

    municipality: str
    designation: str
    iso: str
    when: str
    manner: str
    decision: str
    lines: list[Line]


def order_all(*, at: datetime) -> list[PurgePaper]:
    """Freeze what each ended run without a paper says, and order its PDF. Two sweeps at once make one paper each."""
    ended = PurgeRecord.objects.filter(paper=None).annotate(last=Max("lines__at")).filter(last__lt=at - ENDED)
    papers = []
    for record in ended.select_related("municipality").order_by("pk"):
        with translation.override("sv"):
            content = content_of(record)
        defaults = {"municipality": record.municipality, "content": content, "ordered_at": at}
        paper, _created = PurgePaper.objects.get_or_create(record=record, defaults=defaults)
        papers.append(paper)
    return papers


def content_of(record: PurgeRecord) -> PurgeContent:
    """The record in words, in the active language."""
    local = record.started_at.astimezone(record.municipality.zone)
    return {
        "municipality": record.municipality.name,
        "designation": record.designation,
        "iso": local.date().isoformat(),
        "when": f"{date_format(local, 'j F Y')} kl. {local:%H.%M}",
        "manner": str(Manner(record.manner).label),
        "decision": f"{record.decision}, {wording.day(record.decided_on)}",
        "lines": [_line(row) for row in _by_kind(record)],
    }


def _by_kind(record: PurgeRecord) -> list[dict[str, Any]]:
    """One row per kind and rule, in the order of the kinds."""
    sums = {
        "texts_gone": Sum("texts"),
        "photos_gone": Sum("photos"),
        "gone": Sum("rows"),
        "batches": Count("pk"),
    }
    days = {"first": Min("first_on"), "last": Max("last_on")}
    rows = record.lines.values("kind", "months", "before").annotate(**sums, **days)
    order = [kind.value for kind in RetentionKind]
    return sorted(
        cast(Iterable[dict[str, Any]], rows), key=lambda row: (order.index(row["kind"]), row["before"])
    )


def _line(row: dict[str, Any]) -> Line:
    return {
        "kind": str(RetentionKind(row["kind"]).label),
        "rule": f"{row['months']} månader, före {wording.day(row['before'])}",
        "days": wording.dates(Period(row["first"], row["last"] + timedelta(days=1))),
        "rows": row["gone"],
        "texts": row["texts_gone"],
        "photos": row["photos_gone"],
    }


def due(*, at: datetime) -> QuerySet[PurgePaper]:
    """PDFs to make now: queued, or left behind by a process that died."""
    return printing.due(PurgePaper.objects.all(), at=at)


def render(pk: int, *, at: datetime) -> PurgePaper | None:
    """Make one PDF if nobody else does. The attempt is counted before the work begins."""
    rows = PurgePaper.objects.select_related("municipality", "record")
    paper = printing.claim(rows, pk, at=at)
    if paper is None:
        return None
    try:
        code, record = paper.municipality.code, paper.record
        document = pdf.render(as_html(paper), identifier=f"{code}/gallring/{record.designation}")
        with transaction.atomic():
            path = f"gallring/{code}/{record.year}-{record.number}"
            printing.keep(paper, document, path=path, at=at)
    except Exception as error:  # whatever the reason, the row must say so, and others go on
        printing.give_back(paper, error, at=at)
        raise
    return paper


def as_html(paper: PurgePaper) -> str:
    """The record as the HTML that is printed; Swedish whoever asks."""
    with translation.override("sv"):
        return render_to_string("lagesbild/purging/record_print.html", {"record": paper.content})
