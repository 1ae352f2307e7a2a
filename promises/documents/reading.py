"""Documents as they are read: on a shelf with their annexes, and one with all its parts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from promises.models import (
    Activity,
    Cause,
    Clause,
    Document,
    DocumentState,
    FocusArea,
    Group,
    Party,
    Responsibility,
    ResponsibilityRole,
    Signature,
)
from promises.standing import ActivityStanding, PromiseStanding, activity_standings, promise_standings


@dataclass(frozen=True)
class Shelf:
    """A document as it stands in the list, with the annexes under it."""

    document: Document
    annexes: list[Document]


@dataclass(frozen=True)
class Content:
    """All that one version says."""

    document: Document
    parties: list[Party]
    groups: list[Group]
    clauses: list[Clause]
    signatures: list[Signature]
    focus_areas: list[FocusArea]
    promises: list[PromiseStanding]
    activities: list[ActivityStanding]

    @property
    def follows_causes(self) -> bool:
        """Whether its plan goes from focus area by cause to activity, as plans do since the method changed."""
        return any(
            standing.activity.focus_area_id or standing.activity.causes.all() for standing in self.activities
        )


def shelf(rows: QuerySet[Document]) -> list[Shelf]:
    """The latest version of each document, newest first, annexes under what they belong to. One statement.

    Annexes of an annex come right after it; of documents in a ring the one written first carries the others.
    What has been replaced is left out, as is a version being prepared beside the one in force.
    """
    documents = list(rows.order_by("-first_on", "kind", "title", "pk"))
    first = _first_versions(documents)
    keys = {document.pk for document in documents}
    shown = [
        document
        for document in documents
        if document.state != DocumentState.SUPERSEDED
        and not (document.is_proposal and document.replaces_id in keys)
    ]
    above = _above({first[document.pk]: first.get(document.annex_to_id) for document in shown})
    under: dict[int | None, list[Document]] = defaultdict(list)
    for document in shown:
        under[above[first[document.pk]]].append(document)
    standing = under.pop(None, [])
    for annexes in under.values():
        annexes.sort(key=lambda annex: (annex.annex_number or 0, annex.pk))
    return [Shelf(document, list(_below(document, under, first))) for document in standing]


def versions_of(document: Document) -> list[Document]:
    """All versions of it, the latest first. One statement."""
    rows = list(Document.objects.filter(municipality=document.municipality_id, kind=document.kind))
    first = _first_versions(rows)
    same = [row for row in rows if first[row.pk] == first[document.pk]]
    return sorted(same, key=lambda row: row.version, reverse=True)


def annexes_of(versions: Iterable[Document]) -> list[Document]:
    """The annexes of a document, whichever version they were made for; not those that were replaced or prepared."""
    rows = Document.objects.filter(annex_to__in=[version.pk for version in versions])
    rows = rows.exclude(state=DocumentState.SUPERSEDED).exclude(
        state=DocumentState.PROPOSAL, replaces__isnull=False
    )
    return list(rows.order_by("annex_number", "pk"))


def family(document: Document) -> QuerySet[Document]:
    """The document, what it is an annex to, its annexes and theirs: documents that may speak of each other's parts."""
    kin = Q(pk=document.pk) | Q(annex_to=document.pk)
    if document.annex_to_id:
        kin |= Q(pk=document.annex_to_id) | Q(annex_to=document.annex_to_id)
    if document.replaces_id:
        kin |= Q(annex_to=document.replaces_id)
    rows = Document.objects.filter(kin, municipality=document.municipality_id)
    return rows.exclude(state=DocumentState.SUPERSEDED).exclude(replacement=document.pk)


def content_of(document: Document, *, today: date) -> Content:
    """All its parts in their order, with how promises and activities stand."""
    causes = Prefetch("causes", Cause.objects.order_by("pk"))
    focus_areas = document.focus_areas.select_related("area").prefetch_related(causes)
    promises = document.promises.select_related("focus_area", "place", "area").order_by("number", "pk")
    return Content(
        document=document,
        parties=list(document.parties.select_related("organisation").order_by("pk")),
        groups=list(document.groups.order_by("pk")),
        clauses=list(document.clauses.order_by("number", "pk")),
        signatures=list(document.signatures.select_related("organisation").order_by("pk")),
        focus_areas=list(focus_areas.order_by("number", "pk")),
        promises=promise_standings(promises, today=today),
        activities=activity_standings(_activities(document), today=today),
    )


def said_responsible(activity: Activity) -> str:
    """Those who answer for an activity: "KBAB och Polisen gemensamt", with what each does where that differs."""
    rows = sorted(activity.responsibilities.all(), key=lambda row: row.pk)
    names = [
        row.organisation.name
        if row.role == ResponsibilityRole.JOINT
        else f"{row.organisation.name} ({row.get_role_display().lower()})"
        for row in rows
    ]
    return ", ".join(names)


def _activities(document: Document) -> QuerySet[Activity]:
    responsible = Prefetch(
        "responsibilities", Responsibility.objects.select_related("organisation").order_by("pk")
    )
    rows = document.activities.select_related("focus_area", "place", "area", "hot_spot")
    return rows.prefetch_related(responsible, "promises", "causes").order_by("number", "pk")


def _above(annexed: Mapping[int, int | None]) -> dict[int, int | None]:
    """What each is an annex to, of those there are; a ring is opened where its first document is."""
    above = {key: to if to in annexed else None for key, to in annexed.items()}
    for key in sorted(above):
        passed, to = {key}, above[key]
        while to is not None and to not in passed:
            passed.add(to)
            to = above[to]
        if to == key:
            above[key] = None
    return above


def _below(
    document: Document, under: Mapping[int | None, list[Document]], first: Mapping[int | None, int]
) -> Iterator[Document]:
    """Its annexes, each followed by its own."""
    for annex in under.get(first[document.pk], ()):
        yield annex
        yield from _below(annex, under, first)


def _first_versions(documents: Iterable[Document]) -> dict[int | None, int]:
    """From each version's key to that of the first version of the same document."""
    earlier = {document.pk: document.replaces_id for document in documents}
    first: dict[int | None, int] = {}
    for key in earlier:
        root = key
        while earlier.get(root):
            root = earlier[root]  # type: ignore[assignment]
        first[key] = root
    return first
