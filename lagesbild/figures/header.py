"""What frames an edition: its header, and the direction for the next period as the coordinator wrote it."""

from typing import cast

from accounts.models import Membership
from accounts.roles import Role
from lagesbild import content, wording
from lagesbild.content import Directions, Header
from lagesbild.models import Actor, Edition, Level, Recipient, RecipientKind


def header(edition: Edition, level: Level) -> Header:
    """Who says this, about where and when. At most three statements."""
    period = edition.period
    said: Header = {
        "municipality": edition.municipality.name,
        "number": edition.designation or None,
        "level": cast(content.Level, level.value),
        "period": wording.weeks_with_year(period),
        "dates": wording.dates(period),
        "start": period.start.isoformat(),
        "end": period.end.isoformat(),
        "adopted_on": _adopted_on(edition),
        "adopted_by": _adopted_by(edition),
        "distribution": _distribution(edition, level),
        "supersedes": edition.corrects.designation if edition.corrects else None,
    }
    if edition.record_number:
        said["record_number"] = edition.record_number
    if edition.secrecy and level == Level.FULL:
        said["secrecy"] = edition.secrecy
    return said


def directions(edition: Edition, level: Level) -> Directions:
    """One statement. Free text: the generalised level leaves it out."""
    following = edition.period.next()
    written = {row.actor: row.text for row in edition.directions.all()} if level == Level.FULL else {}
    return {
        "period": wording.weeks_with_year(following),
        "dates": wording.dates(following),
        "actors": [
            {
                "actor": cast(content.ActorKey, actor.value),
                "name": str(actor.label),
                "tasks": _lines(written[actor]),
            }
            for actor in Actor
            if _lines(written.get(actor, ""))
        ],
    }


def _adopted_on(edition: Edition) -> str | None:
    if edition.adopted_at is None:
        return None
    return edition.adopted_at.astimezone(edition.municipality.zone).date().isoformat()


def _adopted_by(edition: Edition) -> str:
    """The role and the organisation, never the person."""
    if edition.adopted_by_id is None:
        return ""
    roles = Membership.objects.filter(
        user=edition.adopted_by_id, municipality=edition.municipality_id, role=Role.COORDINATOR
    )
    membership = roles.select_related("organisation").first()
    return f"{Role.COORDINATOR.inside}, {membership.organisation}" if membership else ""


def _distribution(edition: Edition, level: Level) -> list[str]:
    """What sorts of recipients get this level."""
    recipients = Recipient.objects.filter(municipality=edition.municipality_id, level=level, is_active=True)
    kinds = set(recipients.order_by().values_list("kind", flat=True).distinct())
    return [str(kind.label) for kind in RecipientKind if kind in kinds]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
