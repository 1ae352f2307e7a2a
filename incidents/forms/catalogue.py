"""What the report form offers to choose from: the category tree, the unit's most used, the chips' intervals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils.functional import Promise

from accounts.models import Municipality, Organisation
from incidents.models import Category, Incident
from incidents.when import Chip, suggested

#: How many of the unit's most used categories come first, and how far back their use is counted.
MOST_USED = 5
LOOK_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Group:
    """A main category and what a report under it can be about."""

    category: Category
    choices: Sequence[Category]


@dataclass(frozen=True)
class ChipChoice:
    """A chip and the local times it fills in."""

    value: str
    label: str | Promise
    start: str
    end: str


def category_groups(municipality: Municipality) -> list[Group]:
    """The categories in use. Main categories come as they were first made, wherever newer versions stand."""
    versions = list(Category.objects.filter(municipality=municipality).order_by("pk"))
    order = {code: number for number, code in enumerate(dict.fromkeys(version.code for version in versions))}
    current = sorted(
        (version for version in versions if version.is_active), key=lambda version: order[version.code]
    )
    children: dict[int, list[Category]] = {}
    for category in current:
        if category.parent_id:
            children.setdefault(category.parent_id, []).append(category)
    return [Group(category, children[category.pk]) for category in current if category.pk in children]


def most_used(
    organisation: Organisation, groups: Sequence[Group], *, at: datetime
) -> list[tuple[Category, str]]:
    """The unit's most used categories with their main category's icon; by code, so that an edited one stays."""
    used = (
        Incident.objects.filter(
            municipality=organisation.municipality_id,
            organisation=organisation,
            started_at__gte=at - LOOK_BACK,
        )
        .values_list("category__code")
        .annotate(times=Count("pk"))
        .order_by("-times", "category__code")[:MOST_USED]
    )
    offered = {
        category.code: (category, category.icon or group.category.icon)
        for group in groups
        for category in group.choices
    }
    return [offered[code] for code, _times in used if code in offered]


def chips(*, now: datetime, zone: ZoneInfo) -> list[ChipChoice]:
    """Each chip with its interval as the browser's pickers write it; `NOW` fills nothing in."""
    choices = []
    for chip in Chip:
        interval = suggested(chip, now=now, zone=zone)
        start, end = (
            f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" for moment in (interval.start, interval.end)
        )
        if chip == Chip.NOW:
            start = end = ""
        elif chip == Chip.OTHER:
            end = ""
        choices.append(ChipChoice(chip.value, chip.label, start, end))
    return choices
