"""Comparisons for tests, by the real path: an activity at a place, and another place far away as its control."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.models import Area, Place
from promises import comparisons
from promises.comparisons import Choice
from promises.models import Activity, Comparison
from tests.lagesbild.figures.scene import Scene
from tests.promises.factories import make_activity

#: The activity begins on a Monday; the choice was made the Friday before.
START = date(2025, 9, 1)
CHOSEN = datetime(2025, 8, 29, 9, 0, tzinfo=UTC)
AFTERWARDS = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
#: Degrees: 1.1 and 2.2 kilometres to the north.
FAR, FARTHER = 0.01, 0.02
BEFORE, AFTER = date(2025, 7, 1), date(2025, 10, 1)


def make_site(scene: Scene, name: str, north: float = 0, *, before: int = 0, after: int = 0) -> Place:
    """A named place with so many events before the start and after it."""
    place = scene.place(name, north=north)
    scene.events(before, BEFORE, place=place, latitude=place.point.y)
    scene.events(after, AFTER, place=place, latitude=place.point.y)
    return place


def make_work(scene: Scene, place: Place | None, **said: Any) -> Activity:
    """An activity at the place from the first of September on."""
    said = {"start_on": START, "due_on": date(2025, 12, 31), "text": "Väktare på kvällarna", **said}
    return make_activity(scene.municipality, place=place, **said)


def choose(activity: Activity, *control: Place | Area, at: datetime = CHOSEN, **said: Any) -> Comparison:
    """Compare with these, half a year before and after unless said otherwise."""
    in_hindsight = said.pop("in_hindsight", False)
    choice = Choice(control, weeks=said.pop("weeks", 26), **said)
    return comparisons.choose(activity, choice, by=None, at=at, in_hindsight=in_hindsight)


def since_early(scene: Scene) -> None:
    """Something was recorded long before all of it."""
    scene.events(1, date(2023, 1, 2), longitude=15.8, latitude=59.45)
