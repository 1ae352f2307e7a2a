"""What the long loop puts into an edition: the follow-up of the last one, frozen with it, and the chain below its page.

`lagesbild` finds these functions by their names in the settings and knows nothing of what they do.
"""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Municipality
from lagesbild import wording
from lagesbild.content import Content
from lagesbild.figures.spot import Site, counts_at, recorded_since
from lagesbild.models import Edition, EditionKind, HotSpot, Level
from lagesbild.sections import Section
from promises import effect_words, progress
from promises.chain import chain_of
from promises.comparisons import judged
from promises.followup.done import done_in
from promises.models import Activity, Resolution
from promises.models.activity import IN_FORCE
from promises.status import ActivityStatus
from promises.verdict import Verdict

#: More places than this are not read by anybody.
MOST_PLACES = 8


def follow_up_figures(edition: Edition, *, level: Level, at: datetime) -> dict[str, Any]:
    """JSON: what was decided at the hot spots, whether it is done, and what the same places show now.

    At the generalised level no place and no word of an activity: how many stand how, and what the places show together.
    """
    last = _last_before(edition)
    spots = _followed(edition, last)
    counted = _counted(edition, spots)
    lines = _lines(edition, spots, at)
    effects = _effects(edition, spots, at) if level == Level.FULL else {}
    places = [_place(spot, counted[spot.pk], lines, effects) for spot in spots]
    chapter: dict[str, Any] = {
        "last": last.designation if last else None,
        "period": wording.weeks(edition.period),
    }
    if level == Level.FULL:
        return {**chapter, "places": places, "stand": [], "together": None}
    return {
        **chapter,
        "places": [],
        "stand": _stand(places),
        "together": _together(places, edition.municipality.minimum_count),
    }


def follow_up(content: Content, municipality: Municipality) -> Section | None:
    """The chapter as it is shown; none in an edition from before there was one."""
    chapter = content.get("follow_up")
    return Section("promises/section/follow_up.html", {**chapter}) if chapter else None


def chain(edition: Edition, level: Level) -> Section:
    """What the edition led to, for its page. At the general level no place is named."""
    found = chain_of(edition, names_places=level == Level.FULL)
    return Section("promises/chain/_chain.html", {"chain": found})


def _last_before(edition: Edition) -> Edition | None:
    """The latest adopted edition of its kind of an earlier period."""
    rows = Edition.objects.in_municipality(edition.municipality).adopted().defer("content", "parameters")
    rows = rows.filter(kind=edition.kind, end_on__lte=edition.start_on)
    return rows.order_by("-start_on", "-pk").first()


def _followed(edition: Edition, last: Edition | None) -> list[HotSpot]:
    """Hot spots from earlier editions that are still worked with, or where something was to be done meanwhile."""
    meanwhile = Q(start_on__lt=edition.end_on, due_on__gte=edition.start_on)
    if last and last.adopted_at:
        meanwhile |= Q(created_at__gte=last.adopted_at)
    activities = _activities(meanwhile)
    rows = (
        HotSpot.objects.in_municipality(edition.municipality)
        .filter(_found_before(edition))
        .filter(~Q(state="closed") | Q(pk__in=activities.values("hot_spot")))
        .prefetch_related(Prefetch("activities", activities, to_attr="followed"))
        .order_by("-edition__start_on", "pk")
    )
    return list(rows[:MOST_PLACES])


def _found_before(edition: Edition) -> Q:
    """From editions of earlier periods; for a tertial or a year also from the fortnights in it."""
    if edition.kind == EditionKind.FORTNIGHT:
        return Q(edition__start_on__lt=edition.start_on)
    return Q(edition__start_on__lt=edition.end_on) & ~Q(edition=edition.pk)


def _activities(meanwhile: Q) -> QuerySet[Activity]:
    rows = Activity.objects.filter(meanwhile, IN_FORCE, hot_spot__isnull=False)
    rows = rows.select_related("resolution__meeting__municipality").order_by("start_on", "pk")
    return rows.defer("resolution__meeting__municipality__boundary")


def _counted(edition: Edition, spots: list[HotSpot]) -> dict[int, list[int | None]]:
    """Events at each last period, this one and in the same weeks last year; None before anything was recorded."""
    period = edition.period
    sites = {spot.pk: Site.of_hot_spot(spot) for spot in spots}
    periods = [period.previous(), period, period.last_year()]
    counted = counts_at(sites, periods, municipality=edition.municipality)
    since = recorded_since(edition.municipality) if spots else None
    known = [since is not None and since < each.end for each in periods]
    return {
        spot: [count if told else None for count, told in zip(counts, known, strict=True)]
        for spot, counts in counted.items()
    }


def _lines(edition: Edition, spots: list[HotSpot], at: datetime) -> dict[int, dict[str, Any]]:
    """What was done in the period, by activity. Three statements."""
    activities = [activity for spot in spots for activity in _at(spot)]
    today = at.astimezone(edition.municipality.zone).date()
    found = done_in(activities, edition.period, today=today)
    return {line["pk"]: line for line in found["activities"]}


def _effects(edition: Edition, spots: list[HotSpot], at: datetime) -> dict[int, str]:
    """What may be said of whether it helped, by activity; those of which nothing may be said are left out."""
    activities = [activity for spot in spots for activity in _at(spot)]
    until = min(edition.end_on, at.astimezone(edition.municipality.zone).date())
    lines = judged(activities, until=until, municipality=edition.municipality)
    return {
        key: effect_words.sentence(line)
        for key, line in lines.items()
        if line["verdict"] != Verdict.NOT_JUDGED
    }


def _at(spot: HotSpot) -> list[Activity]:
    """The activities there that were read with it."""
    return spot.followed  # type: ignore[attr-defined]


def _place(
    spot: HotSpot, counts: list[int | None], lines: dict[int, dict[str, Any]], effects: dict[int, str]
) -> dict[str, Any]:
    """A hot spot's line, with a line for each activity there."""
    before, now, last_year = counts
    return {
        "name": spot.name,
        "step": str(spot.get_state_display()),
        "last_period": before,
        "this_period": now,
        "last_year": last_year,
        "activities": [
            _activity(activity, lines[activity.pk], effects.get(activity.pk, "")) for activity in _at(spot)
        ],
    }


def _activity(activity: Activity, line: dict[str, Any], effect: str) -> dict[str, Any]:
    target = line["target"]
    return {
        "text": line["text"],
        "decided": _decided(activity.resolution),
        "status": line["status"],
        "word": str(ActivityStatus(line["status"]).label),
        "progress": progress.said(target["kind"], target["number"], line["total"], target["unit"]),
        "in_period": line["in_period"],
        "effect": effect,
    }


def _decided(resolution: Resolution | None) -> str:
    """ "EST-gruppen 12 mars 2026", empty where no meeting decided it."""
    if resolution is None:
        return ""
    return f"{resolution.meeting} {wording.day(resolution.meeting.starts_on)}"


def _stand(places: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many activities stand how, in the order of the words."""
    stood = Counter(each["status"] for place in places for each in place["activities"])
    return [
        {"word": str(status.label), "number": stood[status]}
        for status in ActivityStatus
        if stood[status.value]
    ]


def _together(places: list[dict[str, Any]], k: int) -> dict[str, str] | None:
    """What the places show together, so roughly that nothing small can be reckoned out of it."""
    if not places:
        return None
    return {
        name: _roughly(sum(place[name] or 0 for place in places), k)
        for name in ("last_period", "this_period", "last_year")
    }


def _roughly(events: int, k: int) -> str:
    """ "färre än 5", "minst 10": whole fives, with k = 5."""
    if events < k:
        return _("färre än %(count)d") % {"count": k}
    return _("minst %(count)d") % {"count": events - events % k}
