"""The demo's hot spots: two places of the latest edition's list, opened when it was adopted and worked on since."""

from datetime import datetime

from accounts.models import User
from lagesbild import hotspots
from lagesbild.document import content_of
from lagesbild.models import Edition, HotSpot, HotSpotState, Level
from promises.documents import add_cause
from promises.models import ItemKind, Meeting, Perspective

HOW_MANY = 2
CAUSES = [
    (Perspective.PLACE, "Belysningen räcker inte mellan husen", "Synen på plats en kväll i förra veckan."),
    (Perspective.OFFENDER, "Unga söker sig dit när annat har stängt", ""),
    (Perspective.VICTIM, "Den som passerar är ofta ensam", ""),
]


def open_two(edition: Edition, *, by: User, at: datetime) -> list[HotSpot]:
    """Make hot spots of the edition's first named places, fewer if it has fewer; the first is analysed at once."""
    ranked = content_of(edition, level=Level.FULL, at=at)["where"]["ranked"]
    names = [row["name"] for row in ranked if row["position"] is not None][:HOW_MANY]
    spots = [hotspots.open_from(edition, name=name, by=by, at=at) for name in names]
    for spot in spots[:1]:
        for perspective, text, evidence in CAUSES:
            add_cause(spot, perspective=perspective, text=text, evidence=evidence)
        hotspots.step(spot, to=HotSpotState.ANALYSED, by=by, at=at)
    return spots


def step_on(meeting: Meeting, *, by: User, at: datetime) -> None:
    """After the meeting that decided on them: the one analysed is acted on, the others are analysed."""
    for item in meeting.items.filter(kind=ItemKind.HOT_SPOT).select_related("hot_spot"):
        spot = item.hot_spot
        assert spot is not None
        hotspots.step(spot, to=hotspots.steps_from(spot.state)[0], by=by, at=at)
