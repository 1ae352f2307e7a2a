"""What a person may read of one report: its words, its history and its photos, each according to who they are.

Whether they see the row at all is `visible_to`'s business.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from accounts.models import User
from accounts.roles import REVIEWERS, Role
from incidents.history import Step, history
from incidents.models import Incident, Photo, TextKind
from incidents.notices import COUNTED
from incidents.states import State


class Sight(Enum):
    """As whom one reads a report."""

    REVIEWER = "reviewer"
    AUTHOR = "author"
    UNIT = "unit"
    POLICE = "police"


@dataclass(frozen=True)
class Reading:
    """One report as one person may read it. `question` is what waits for an answer; `editions` where it counted."""

    incident: Incident
    sight: Sight
    description: str
    question: str
    steps: Sequence[Step]
    photos: Sequence[Photo]
    editions: Sequence[str]

    @property
    def names_people(self) -> bool:
        """Whether reporter and deciders are named."""
        return self.sight == Sight.REVIEWER

    @property
    def names_unit(self) -> bool:
        """Whether the reporting unit is named; to the police only its sort is."""
        return self.sight != Sight.POLICE

    @property
    def may_answer(self) -> bool:
        """Whether a question waits for this person."""
        return self.sight == Sight.AUTHOR and self.incident.state == State.COMPLETION_REQUESTED


def sight_of(incident: Incident, user: User) -> Sight:
    """As whom the user reads a report that they see: the nearest to it of what they are."""
    roles = user.standing.roles_in(incident.municipality_id)
    if incident.reporter_id == user.pk:
        return Sight.AUTHOR
    if roles & REVIEWERS:
        return Sight.REVIEWER
    if incident.organisation_id in user.standing.units_with({Role.UNIT_COORDINATOR}):
        return Sight.UNIT
    return Sight.POLICE


def read(incident: Incident, *, by: User, today: date) -> Reading:
    """The report as that person may read it."""
    sight = sight_of(incident, by)
    texts = [] if _is_hidden(incident, sight) else list(incident.texts.order_by("version", "pk"))
    descriptions = [text.body for text in texts if text.kind == TextKind.DESCRIPTION]
    questions = [text.body for text in texts if text.kind == TextKind.QUESTION]
    steps = history(incident, texts, zone=incident.municipality.zone, today=today)
    if sight == Sight.POLICE:
        steps = [replace(step, words=[]) for step in steps]
    counted = incident.notices.filter(what=COUNTED).order_by("edition")
    return Reading(
        incident=incident,
        sight=sight,
        description=descriptions[-1] if descriptions else "",
        question=questions[-1] if questions else "",
        steps=steps,
        photos=[] if _is_hidden(incident, sight) else list(incident.photos.order_by("pk")),
        editions=list(counted.values_list("edition", flat=True)),
    )


def sees_photos(incident: Incident, user: User) -> bool:
    """Whether somebody who sees the report may see its photos now."""
    return not _is_hidden(incident, sight_of(incident, user))


def _is_hidden(incident: Incident, sight: Sight) -> bool:
    """Whether words and photos may hold personal data, and so wait for a reviewer to mask them."""
    return incident.state == State.BLOCKED and sight != Sight.REVIEWER
