"""What can be followed up, and which activities and places belong to it."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Municipality
from lagesbild.figures.spot import Site
from promises.comparisons.sites import Where, scene_of, site_of
from promises.models import Activity, Document, FocusArea, Promise

Subject = Promise | Activity | FocusArea | Document

#: The follow-up's column for each of them, which is also what a form calls it.
KINDS: dict[str, type[Promise] | type[Activity] | type[FocusArea] | type[Document]] = {
    "promise": Promise,
    "activity": Activity,
    "focus_area": FocusArea,
    "document": Document,
}


def kind_of(subject: Subject) -> str:
    """The column that points at it."""
    return next(kind for kind, model in KINDS.items() if isinstance(subject, model))


def key_of(subject: Subject) -> str:
    """ "promise:3", as a form's choice."""
    return f"{kind_of(subject)}:{subject.pk}"


def found_subject(key: str, municipality: Municipality) -> Subject | None:
    """What a form's choice stands for; None where there is nothing of that kind in the municipality."""
    kind, _colon, pk = key.partition(":")
    if kind not in KINDS or not pk.isdecimal():
        return None
    return KINDS[kind].objects.filter(municipality=municipality, pk=int(pk)).first()


def activities_of(subject: Subject) -> QuerySet[Activity]:
    """The activities that are followed up with it."""
    belongs = {
        "promise": Q(promises=subject.pk),
        "activity": Q(pk=subject.pk),
        "focus_area": Q(focus_area=subject.pk),
        "document": Q(document=subject.pk) | Q(promises__document=subject.pk),
    }[kind_of(subject)]
    return Activity.objects.filter(belongs).distinct().order_by("start_on", "pk")


def sites_of(
    subject: Subject, activities: list[Activity], municipality: Municipality
) -> dict[str, tuple[Site, date]]:
    """Where it was to make a difference, by name, and since when: its own places and its activities'."""
    found: dict[str, tuple[Site, date]] = {}
    own = [(row, _begins(subject)) for row in _own_places(subject)]
    acted = [(row, each.start_on) for each in activities if (row := scene_of(each)) is not None]
    for row, since in own + acted:
        name = row.name
        earliest = min(since, found[name][1]) if name in found else since
        found[name] = (site_of(row, municipality), earliest)
    return found


def _begins(subject: Subject) -> date:
    if isinstance(subject, Activity):
        return subject.start_on
    return subject.document.first_on if isinstance(subject, FocusArea) else subject.first_on


def _own_places(subject: Subject) -> list[Where]:
    if isinstance(subject, FocusArea):
        return [*subject.hot_spots.select_related("area").order_by("pk"), *filter(None, [subject.area])]
    if isinstance(subject, Promise):
        return list(filter(None, [subject.place, subject.area]))
    return []
