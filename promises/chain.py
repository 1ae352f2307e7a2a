"""The chain: incident count → hot spot → edition → decision → cause → activity → effect → promise → BRÅ's page.

For any link of it, its neighbours at every step, both ways. Reads only, in as many statements for many as for one.
What belongs together is a table: what a thing points at itself, and what its activities do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from lagesbild import wording
from lagesbild.models import Edition, EditionState, HotSpot
from promises import effect_words, spans
from promises.models import Activity, AgendaItem, Cause, Document, FollowUp, Meeting, Promise, Resolution
from promises.models.document import DocumentState

Thing = HotSpot | Edition | Meeting | AgendaItem | Cause | Activity | FollowUp | Promise | Document

#: More than this at a step are counted, not listed.
MOST_LINKS = 6


@dataclass(frozen=True)
class Link:
    """One neighbour; `is_here` is the page one is on, `said` what people wrote, which stays in their language."""

    label: str
    url: str
    is_here: bool = False
    said: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the chain with its links, and how many more there are."""

    name: str
    links: list[Link]
    more: int = 0


#: What is found at each step through the thing's activities.
THROUGH_ACTIVITIES: dict[type[Model], tuple[str, ...]] = {
    HotSpot: ("activities",),
    Edition: ("hot_spots__activities",),
    Resolution: ("activities",),
    Cause: ("activities",),
    FollowUp: ("activity", "promise__activities"),
    Promise: ("activities",),
}

#: What each thing leads to by itself: step → ways from the step's rows to the thing.
BY_ITSELF: dict[type[Model], dict[type[Model], tuple[str, ...]]] = {
    HotSpot: {
        HotSpot: ("pk",),
        Edition: ("hot_spots",),
        Resolution: ("item__hot_spot",),
        Cause: ("hot_spot",),
        Activity: ("hot_spot",),
    },
    Edition: {
        Edition: ("pk",),
        HotSpot: ("edition",),
        Resolution: ("item__edition",),
        Cause: ("hot_spot__edition",),
        Activity: ("hot_spot__edition",),
        Promise: ("focus_area__editions",),
    },
    Meeting: {
        Resolution: ("meeting",),
        HotSpot: ("agenda_items__meeting",),
        Activity: ("resolution__meeting",),
        Promise: ("agenda_items__meeting",),
        FollowUp: ("adopted_in__meeting", "agenda_items__meeting"),
    },
    AgendaItem: {
        Resolution: ("item",),
        HotSpot: ("agenda_items",),
        Activity: ("resolution__item", "agenda_items"),
        Promise: ("agenda_items",),
        FollowUp: ("adopted_in__item", "agenda_items"),
    },
    Cause: {Cause: ("pk",), HotSpot: ("causes",), Activity: ("causes",)},
    Activity: {Activity: ("pk",)},
    FollowUp: {
        FollowUp: ("pk",),
        Resolution: ("follow_ups",),
        Promise: ("follow_ups",),
        Activity: (
            "follow_ups",
            "promises__follow_ups",
            "focus_area__follow_ups",
            "document__follow_ups",
        ),
    },
    Promise: {
        Promise: ("pk",),
        Activity: ("promises",),
        FollowUp: ("promise",),
        Edition: ("focus_areas__promises",),
    },
    Document: {
        Promise: ("document",),
        Activity: ("document", "promises__document"),
        FollowUp: ("document", "promise__document"),
        Cause: ("focus_area__document",),
        HotSpot: ("focus_areas__document",),
        Edition: ("focus_areas__document",),
    },
}

#: What must be read with a row to name it and to find its page.
WITH: dict[type[Model], tuple[str, ...]] = {
    Resolution: ("meeting__municipality",),
    Cause: ("hot_spot", "focus_area__document"),
    FollowUp: ("promise", "activity", "focus_area", "document"),
}


def chain_of(thing: Thing, *, reads_editions: bool = True, names_places: bool = True) -> list[Step]:
    """The chain as seen from a thing; empty where it hangs on nothing. Eight statements at most.

    Who may not open editions gets their numbers only; where no place may be named, hot spots have numbers.
    """
    activities = list(_rows(Activity, _by_itself(thing, Activity)))
    keys = [activity.pk for activity in activities]
    found = {model: list(_rows(model, _belongs(thing, model, keys))) for model in THROUGH_ACTIVITIES}
    if isinstance(thing, Edition):
        found[Edition] = [thing]
    spots = _spot_names(found[HotSpot], names_places)
    steps = [
        Step(_("Händelser"), [Link(name, f"{row.get_absolute_url()}#handelser") for row, name in spots]),
        Step(_("Hot spot"), [_link(row, name, row.get_absolute_url(), thing) for row, name in spots]),
        Step(_("Lägesbild"), [_edition(row, thing, reads_editions) for row in found[Edition]]),
        _step(_("Beslut"), found[Resolution], thing, lambda row: row.meeting.get_absolute_url()),
        _step(_("Orsak"), found[Cause], thing, _cause_url),
        _step(_("Aktivitet"), activities, thing, lambda row: row.get_absolute_url()),
        _step(_("Effekt"), found[FollowUp], thing, lambda row: row.get_absolute_url()),
        _step(_("Löfte"), found[Promise], thing, lambda row: row.get_absolute_url()),
        Step(_("BRÅ"), _council(found[Promise])),
    ]
    if not any(not link.is_here for step in steps for link in step.links):
        return []
    return [Step(step.name, step.links[:MOST_LINKS], max(0, len(step.links) - MOST_LINKS)) for step in steps]


def _by_itself(thing: Thing, model: type[Model]) -> Q:
    """The thing's own ways to the rows of a step; nothing where there are none."""
    of_thing = thing.pk
    condition = Q(pk__in=[])
    for way in BY_ITSELF[type(thing)].get(model, ()):
        condition |= Q(**{way: of_thing})
    return condition


def _belongs(thing: Thing, model: type[Model], activities: list[int]) -> Q:
    condition = _by_itself(thing, model)
    for way in THROUGH_ACTIVITIES[model]:
        condition |= Q(**{f"{way}__in": activities})
    return condition


def _rows(model: type[Any], condition: Q) -> Any:
    """What may be shown: no draft of an edition, and no activity or promise of a document that has been replaced."""
    keys = model.objects.filter(condition).values("pk")
    rows = model.objects.filter(pk__in=keys).order_by("-pk").select_related(*WITH.get(model, ()))
    if model is Edition:
        return rows.exclude(state=EditionState.DRAFT).defer("content", "parameters")
    if model is Resolution:
        return rows.defer("meeting__municipality__boundary")
    if model in (Activity, Promise):
        return rows.exclude(document__state=DocumentState.SUPERSEDED)
    return rows


def _step(name: str, rows: list[Any], thing: Thing, url: Callable[[Any], str]) -> Step:
    return Step(name, [_link(row, _label(row), url(row), thing) for row in rows])


def _link(row: Model, label: str, url: str, thing: Thing) -> Link:
    said = f": {row}" if isinstance(row, Resolution) else ""
    return Link(label, url, is_here=row == thing, said=said)


def _label(row: Model) -> str:
    if isinstance(row, Resolution):
        return f"{row.meeting}, {wording.day(row.meeting.starts_on)}"
    if isinstance(row, FollowUp):
        period = spans.name(spans.span_of(row.first_on, row.rhythm), row.rhythm).capitalize()
        words = dict.fromkeys(effect_words.verdict(line).lower() for line in row.effect.get("test") or [])
        return ": ".join(filter(None, [period, ", ".join(words)]))
    return str(row)


def _spot_names(rows: list[HotSpot], names_places: bool) -> list[tuple[HotSpot, str]]:
    if names_places:
        return [(row, row.name) for row in rows]
    return [
        (row, _("Utpekad plats %(number)d") % {"number": number}) for number, row in enumerate(rows, start=1)
    ]


def _edition(row: Edition, thing: Thing, may_read: bool) -> Link:
    label = _("Lägesbild nr %(number)s") % {"number": row.designation} if row.designation else _("Utkast")
    return Link(label, row.get_absolute_url() if may_read else "", is_here=row == thing)


def _cause_url(row: Cause) -> str:
    """Where it is told of: its hot spot's page, or its plan's."""
    if row.hot_spot:
        return f"{row.hot_spot.get_absolute_url()}#orsaker"
    return str(row.focus_area.document.get_absolute_url()) if row.focus_area else ""


def _council(promises: list[Promise]) -> list[Link]:
    """The line of each promise on the dashboard."""
    dashboard = reverse("promises")
    return [
        Link(
            _("Löfte %(number)d på BRÅ:s sida") % {"number": row.number},
            f"{dashboard}?ar={row.last_on.year}#lofte-{row.pk}",
        )
        for row in promises
    ]
