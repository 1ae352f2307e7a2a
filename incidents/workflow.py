"""The only writer of a report's state: every decision is checked against the table and kept as a row of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.contrib.gis.geos import Point
from django.db import connection, transaction

from accounts.geography import area_at
from accounts.grid import cell_of
from accounts.models import User
from incidents.intake import write_text
from incidents.models import Decision, Incident, Notice, TextKind
from incidents.models.incident import IncidentQuerySet
from incidents.privacy import find_identifiers
from incidents.states import RULES, SETTLED, Move, Reason, State, moves_from

#: Fields a reviewer may correct; the decision row keeps the old and the new value.
CORRECTABLE = frozenset(
    {
        "category",
        "started_at",
        "ended_at",
        "time_precision",
        "point",
        "location_precision",
        "place",
        "place_type",
    }
)
#: Moves the reporter is told about.
TOLD = frozenset(
    {
        Move.APPROVE,
        Move.REJECT,
        Move.MARK_DUPLICATE,
        Move.REQUEST_COMPLETION,
        Move.BLOCK,
        Move.RECONSIDER,
    }
)
#: Which kind of text a move's free words are.
WORDS = {Move.REQUEST_COMPLETION: TextKind.QUESTION, Move.ANSWER: TextKind.ANSWER}


class Refused(Exception):
    """The move cannot be made. The code says why.

    `state`, `role`, `own`; `nobody` to ask; `personal_data` in the words; or what the choice lacks: `reason`, `text`,
    `duplicate`, `unchanged`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class DecidedMeanwhile(Exception):
    """Somebody else decided first; `decision` is theirs."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(str(decision))
        self.decision = decision


@dataclass(frozen=True)
class Choice:
    """What somebody wants to do with a report, and the version of it that they had before their eyes."""

    move: Move
    version: int
    reason: Reason | None = None
    text: str = ""
    duplicate_of: Incident | None = None
    corrections: Mapping[str, Any] | None = None


def moves_for(incident: Incident, by: User) -> list[Move]:
    """The moves this person may make on the report as it stands. Nothing can be asked about one that no person sent."""
    moves = moves_from(
        State(incident.state),
        roles=by.standing.roles_in(incident.municipality_id),
        own=incident.reporter_id == by.pk,
    )
    return [move for move in moves if move != Move.REQUEST_COMPLETION or incident.reporter_id]


def is_theirs_to_make(move: Move, incident: Incident, by: User) -> bool:
    """Whether the person has the role for the move, and the report is (or is not) their own as the move demands."""
    rule = RULES[move]
    roles = by.standing.roles_in(incident.municipality_id)
    return rule.by_author == (incident.reporter_id == by.pk) and bool(rule.roles & roles)


@transaction.atomic
def decide(incident_id: int, choice: Choice, *, by: User, at: datetime) -> Incident:
    """Make one move. Deciding on a submitted report opens it first, so both rows are kept.

    Raises DecidedMeanwhile if the report has moved on since `choice.version`, Refused if the table forbids the move.
    """
    incident, choice = _lock(incident_id, choice)
    if incident.version != choice.version:
        latest = incident.decisions.select_related("by").order_by("-version").first()
        raise DecidedMeanwhile(latest) if latest else Refused("state")
    if incident.state == State.SUBMITTED and State.UNDER_REVIEW in RULES[choice.move].sources:
        _make(incident, Choice(Move.OPEN, incident.version), by=by, at=at)
    _make(incident, choice, by=by, at=at)
    return incident


def _lock(incident_id: int, choice: Choice) -> tuple[Incident, Choice]:
    """The report, and the original it is held against, as they stand now and until the transaction ends.

    Both in one order, so that two reviewers who call each other's report the original cannot both win.
    """
    keys = {incident_id} | ({choice.duplicate_of.pk} if choice.duplicate_of else set())
    locked = {row.pk: row for row in Incident.objects.select_for_update().filter(pk__in=keys).order_by("pk")}
    if incident_id not in locked:
        raise Incident.DoesNotExist
    if choice.duplicate_of:
        choice = replace(choice, duplicate_of=locked.get(choice.duplicate_of.pk))
    return locked[incident_id], choice


def _make(incident: Incident, choice: Choice, *, by: User, at: datetime) -> None:
    _check(incident, choice, by)
    rule = RULES[choice.move]
    before = State(incident.state)
    changes = _correct(incident, choice.corrections or {})
    if choice.move == Move.CORRECT and not changes:
        raise Refused("unchanged")
    changes |= _hold_against(incident, choice.duplicate_of if choice.move == Move.MARK_DUPLICATE else None)
    incident.state = rule.to or before
    incident.version += 1
    incident.decided_at = at if incident.state in SETTLED else None
    incident.save()
    Decision.objects.create(
        municipality_id=incident.municipality_id,
        incident=incident,
        move=choice.move,
        from_state=before,
        to_state=incident.state,
        reason=choice.reason or "",
        changes=changes,
        version=incident.version,
        by=by,
        at=at,
    )
    if choice.text.strip():
        write_text(incident, WORDS.get(choice.move, TextKind.MOTIVATION), choice.text)
    if choice.move in TOLD:
        tell(incident, choice.move, at=at)


def _check(incident: Incident, choice: Choice, by: User) -> None:
    rule = RULES[choice.move]
    if incident.state not in rule.sources:
        raise Refused("state")
    if not is_theirs_to_make(choice.move, incident, by):
        raise Refused("own" if rule.by_author != (incident.reporter_id == by.pk) else "role")
    if choice.move == Move.REQUEST_COMPLETION and incident.reporter_id is None:
        raise Refused("nobody")
    if rule.reasons and choice.reason not in rule.reasons:
        raise Refused("reason")
    if rule.text_required and not choice.text.strip():
        raise Refused("text")
    if choice.move == Move.APPROVE and _holds_identifiers(incident):
        raise Refused("personal_data")
    if choice.move == Move.MARK_DUPLICATE:
        original = choice.duplicate_of
        if original is None or original.pk == incident.pk or original.state == State.DUPLICATE:
            raise Refused("duplicate")
        if original.municipality_id != incident.municipality_id:
            raise Refused("duplicate")


def _holds_identifiers(incident: Incident) -> bool:
    """Whether a text holds a person's number. Forms and imports refuse those; this is for what came before them."""
    return any(find_identifiers(body) for body in incident.texts.values_list("body", flat=True))


def _hold_against(incident: Incident, original: Incident | None) -> dict[str, list[Any]]:
    """Point the report at its original, or at none; return the change. Its own duplicates follow it to the original."""
    before, after = incident.duplicate_of_id, original and original.pk
    incident.duplicate_of = original
    if original:
        incident.duplicates.update(duplicate_of=original)
    return {} if before == after else {"duplicate_of": [before, after]}


def _correct(incident: Incident, corrections: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Write the corrected fields and return what changed, old and new, as codes."""
    if unknown := corrections.keys() - CORRECTABLE:
        raise ValueError(f"not correctable: {sorted(unknown)}")
    changes = {}
    for name, value in corrections.items():
        old, new = _code(getattr(incident, name)), _code(value)
        if old != new:
            changes[name] = [old, new]
            setattr(incident, name, value)
    if "point" in changes:
        municipality = incident.municipality
        incident.cell_x, incident.cell_y = cell_of(
            incident.point.x, incident.point.y, municipality.metric_srid
        )
        incident.area = area_at(municipality, incident.point)
    return changes


def _code(value: Any) -> Any:
    if isinstance(value, Point):
        return [round(value.x, 6), round(value.y, 6)]
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return getattr(value, "pk", value)


def tell(incident: Incident, what: str, *, at: datetime, edition: str = "") -> None:
    """Leave word for the reporter, if any; it is shown at once and mailed with the next digest."""
    if incident.reporter_id is None:
        return
    Notice.objects.create(
        municipality_id=incident.municipality_id,
        user_id=incident.reporter_id,
        incident=incident,
        what=what,
        edition=edition,
        at=at,
    )


# One statement each, whatever the number of rows; the version check lies in the WHERE clause, the rows in the log.
APPROVE_MANY = """
WITH chosen AS (
    SELECT id, municipality_id, state, version FROM incidents_incident
    WHERE id = ANY (%(ids)s) AND state IN ('submitted', 'under_review') AND reporter_id IS DISTINCT FROM %(by)s
    ORDER BY id FOR UPDATE
), approved AS (
    UPDATE incidents_incident AS incident
    SET state = 'approved', decided_at = %(at)s,
        version = incident.version + CASE WHEN chosen.state = 'submitted' THEN 2 ELSE 1 END
    FROM chosen WHERE incident.id = chosen.id
    RETURNING incident.id
), steps AS (
    SELECT id, municipality_id, version + 1 AS version, 'open' AS move, 'submitted' AS source, 'under_review' AS target
    FROM chosen WHERE state = 'submitted'
    UNION ALL
    SELECT id, municipality_id, version + CASE WHEN state = 'submitted' THEN 2 ELSE 1 END,
           'approve', 'under_review', 'approved'
    FROM chosen
), kept AS (
    INSERT INTO incidents_decision
        (municipality_id, incident_id, move, from_state, to_state, reason, changes, version, by_id, at)
    SELECT municipality_id, id, move, source, target, '', '{}', version, %(by)s, %(at)s FROM steps
)
SELECT count(*) FROM approved
"""


def approve_many(incidents: IncidentQuerySet, *, by: User, at: datetime) -> int:
    """Approve all that await a decision, set-based and telling nobody: for imports. Returns how many were approved.

    Reports by the approver themselves are left in the queue. Raises Refused if the approver may not review there.
    """
    waiting = incidents.awaiting_decision()
    municipalities = set(waiting.order_by().values_list("municipality_id", flat=True).distinct())
    if any(not RULES[Move.APPROVE].roles & by.standing.roles_in(key) for key in municipalities):
        raise Refused("role")
    with transaction.atomic(), connection.cursor() as cursor:
        ids = list(waiting.order_by("pk").values_list("pk", flat=True))
        cursor.execute(APPROVE_MANY, {"ids": ids, "by": by.pk, "at": at})
        return int(cursor.fetchone()[0])
