"""The life of a hot spot: opened by hand from an edition's list, then stepped through one table. Its only writer.

Which places there are to open stands in the edition, frozen or counted now; what is done at them is the business of the
app above.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from django.db import transaction

from accounts.models import Area, AreaKind, Municipality, Place, User
from lagesbild.content import Content, Ranked
from lagesbild.document import content_of
from lagesbild.models import Edition, HotSpot, HotSpotState, HotSpotStep, Level
from lagesbild.presence import is_place_of
from lagesbild.proposals import standing_out

#: State → where the work may go from there, the usual way first.
STEPS: dict[HotSpotState, tuple[HotSpotState, ...]] = {
    HotSpotState.MAPPED: (HotSpotState.ANALYSED, HotSpotState.CLOSED),
    HotSpotState.ANALYSED: (HotSpotState.ACTED_ON, HotSpotState.CLOSED),
    HotSpotState.ACTED_ON: (HotSpotState.FOLLOWED_UP, HotSpotState.ANALYSED),
    HotSpotState.FOLLOWED_UP: (HotSpotState.CLOSED, HotSpotState.ACTED_ON, HotSpotState.ANALYSED),
    HotSpotState.CLOSED: (HotSpotState.REOPENED,),
    HotSpotState.REOPENED: (HotSpotState.ANALYSED, HotSpotState.ACTED_ON, HotSpotState.CLOSED),
}

#: Steps that say nothing without a reason.
NEEDS_NOTE = frozenset({HotSpotState.CLOSED, HotSpotState.REOPENED})


class Refusal(Exception):
    """The table or the rows say no; nothing was changed."""


class NotOnTheList(Refusal):
    """The edition ranks no place or area of that name."""


class AlreadyHotSpot(Refusal):
    """The place is one already, perhaps closed: that one is gone on with, so that its story stays in one piece."""

    def __init__(self, hot_spot: HotSpot) -> None:
        super().__init__(hot_spot.name)
        self.hot_spot = hot_spot


class NoSuchStep(Refusal):
    """The table has no step from where the hot spot stands, perhaps since a moment ago, to where it was to go."""

    def __init__(self, hot_spot: HotSpot) -> None:
        super().__init__(hot_spot.state)
        self.hot_spot = hot_spot


class NoteMissing(Refusal):
    """The step says nothing without a reason."""


def steps_from(state: str) -> tuple[HotSpotState, ...]:
    """Where the work may go from a state."""
    return STEPS[HotSpotState(state)]


@transaction.atomic
def open_from(edition: Edition, *, name: str, note: str = "", by: User, at: datetime) -> HotSpot:
    """Make a hot spot of what the edition ranks under `name`, or its map singles out.

    A named place keeps its key; any place keeps its position, and an area its key alone. Raises
    NotOnTheList, AlreadyHotSpot.
    """
    # The municipality's row is the queue: two who open the same place at once make one.
    municipality = Municipality.objects.select_for_update().get(pk=edition.municipality_id)
    position = _position(edition, name, at=at)
    if known := named([name], municipality).get(name):
        raise AlreadyHotSpot(known)
    hot_spot = HotSpot.objects.create(
        municipality=municipality,
        name=name,
        edition=edition,
        created_at=at,
        created_by=by,
        **_whereabouts(name, position, municipality),
    )
    _record(hot_spot, note=note, by=by, at=at)
    return hot_spot


@transaction.atomic
def step(hot_spot: HotSpot, *, to: HotSpotState, note: str = "", by: User, at: datetime) -> HotSpot:
    """Say that the work has come to another state. Raises NoSuchStep, NoteMissing.

    What is stepped from is the state the row has now, not the one that the caller saw.
    """
    locked = HotSpot.objects.select_for_update(of=("self",)).get(pk=hot_spot.pk)
    if to not in steps_from(locked.state):
        raise NoSuchStep(locked)
    if to in NEEDS_NOTE and not note.strip():
        raise NoteMissing
    locked.state = to
    locked.save(update_fields=["state"])
    _record(locked, note=note.strip(), by=by, at=at)
    return locked


def named(names: Iterable[str], municipality: Municipality) -> dict[str, HotSpot]:
    """The latest hot spot of each name that has one, closed ones too. One statement."""
    rows = HotSpot.objects.in_municipality(municipality).filter(name__in=list(names)).order_by("pk")
    return {row.name: row for row in rows}


def beside(content: Content, municipality: Municipality, *, may_open: bool) -> Content:
    """An edition's content in which each ranked place knows its hot spot, None where it is none. One statement.

    For a page, never for what is frozen or printed; `may_open` says whether its reader may make hot spots.
    """
    ranked = content["where"]["ranked"]
    known = list(HotSpot.objects.in_municipality(municipality).order_by("-pk")) if ranked else []
    rows = [{**row, "hot_spot": _of(row, known)} for row in ranked]
    where = {**content["where"], "ranked": rows, "shows_hot_spots": True, "may_open": may_open}
    return cast(Content, {**content, "where": where})


def _of(row: Ranked, known: list[HotSpot]) -> HotSpot | None:
    """The latest hot spot of the line's name, or else the ongoing one without a named place that it lies at."""
    by_name = next((each for each in known if each.name == row["name"]), None)
    if by_name:
        return by_name
    ongoing = (each for each in known if each.state != HotSpotState.CLOSED)
    return next(
        (each for each in ongoing if is_place_of(each, name=row["name"], position=row["position"])), None
    )


def _position(edition: Edition, name: str, *, at: datetime) -> Sequence[float] | None:
    """The mark of the full level's place of that name; None for an area of the generalised. Raises NotOnTheList."""
    full = content_of(edition, level=Level.FULL, at=at)
    for row in full["where"]["ranked"]:
        if row["name"] == name:
            return row["position"]
    singled_out = standing_out(full, edition.municipality)
    if name in singled_out:
        return singled_out[name]
    general = content_of(edition, level=Level.GENERALISED, at=at)
    if all(row["name"] != name for row in general["where"]["ranked"]):
        raise NotOnTheList(name)
    return None


def _whereabouts(
    name: str, position: Sequence[float] | None, municipality: Municipality
) -> dict[str, object]:
    """The columns that say where it is. Raises NotOnTheList."""
    if position is None:
        districts = Area.objects.filter(municipality=municipality, kind=AreaKind.DISTRICT)
        area = districts.filter(name=name).first()
        if area is None:  # renamed since the edition was adopted
            raise NotOnTheList(name)
        return {"area": area}
    x, y = (round(metres) for metres in position)
    place = Place.objects.filter(municipality=municipality, name=name).first()
    return {"x": x, "y": y, "place": place}


def _record(hot_spot: HotSpot, *, note: str, by: User, at: datetime) -> None:
    HotSpotStep.objects.create(
        municipality_id=hot_spot.municipality_id,
        hot_spot=hot_spot,
        state=hot_spot.state,
        note=note,
        by=by,
        at=at,
    )
