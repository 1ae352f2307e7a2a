"""The workflow of a report as one table: which move leads from where to where, by whom, with which reason.

Pure. `incidents/workflow.py` is the only writer of a state and asks this table; `docs/workflow.md` is drawn from it.
"""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.roles import REPORTERS, REVIEWERS, Role


class State(TextChoices):
    """Where a report stands. Only `APPROVED` counts in maps and figures."""

    SUBMITTED = "submitted", _("Inskickad")
    UNDER_REVIEW = "under_review", _("Under granskning")
    COMPLETION_REQUESTED = "completion_requested", _("Komplettering begärd")
    APPROVED = "approved", _("Godkänd")
    REJECTED = "rejected", _("Avslagen")
    DUPLICATE = "duplicate", _("Dubblett")
    BLOCKED = "blocked", _("Spärrad")
    PURGED = "purged", _("Gallrad")


class Move(TextChoices):
    """What somebody does with a report; the code is what the decision row holds."""

    SUBMIT = "submit", _("Skicka in")
    OPEN = "open", _("Öppna")
    APPROVE = "approve", _("Godkänn")
    REQUEST_COMPLETION = "request_completion", _("Begär komplettering")
    REJECT = "reject", _("Avslå")
    MARK_DUPLICATE = "mark_duplicate", _("Markera som dubblett")
    BLOCK = "block", _("Spärra för personuppgift")
    ANSWER = "answer", _("Svara på komplettering")
    UNBLOCK = "unblock", _("Häv spärr efter maskering")
    RECONSIDER = "reconsider", _("Ompröva")
    RESUME = "resume", _("Återuppta")
    CORRECT = "correct", _("Rätta")


class Reason(TextChoices):
    """Why: a code that may be kept for ever, unlike free text."""

    OUTSIDE = "outside", _("Utanför kommunen")
    NOT_AN_INCIDENT = "not_an_incident", _("Inte en händelse")
    INSUFFICIENT = "insufficient", _("Otillräckliga uppgifter")
    PERSONAL_MATTER = "personal_matter", _("Personärende, hänvisad vidare")
    TEST = "test", _("Test")
    WHAT_UNCLEAR = "what_unclear", _("Oklart vad som hände")
    WHERE_UNCLEAR = "where_unclear", _("Oklart var")
    WHEN_UNCLEAR = "when_unclear", _("Oklart när")
    PERSONAL_DATA = "personal_data", _("Personuppgift i texten")
    NEW_INFORMATION = "new_information", _("Nya uppgifter")
    DECIDED_WRONGLY = "decided_wrongly", _("Beslutet blev fel")


REJECTION = frozenset(
    {
        Reason.OUTSIDE,
        Reason.NOT_AN_INCIDENT,
        Reason.INSUFFICIENT,
        Reason.PERSONAL_MATTER,
        Reason.TEST,
    }
)
UNCLEAR = frozenset({Reason.WHAT_UNCLEAR, Reason.WHERE_UNCLEAR, Reason.WHEN_UNCLEAR})
SECOND_THOUGHTS = frozenset({Reason.NEW_INFORMATION, Reason.DECIDED_WRONGLY})


@dataclass(frozen=True)
class Rule:
    """One row of the table. `to` is None where the state stays; empty `reasons` means that none is asked for."""

    sources: frozenset[State]
    to: State | None
    roles: frozenset[Role]
    reasons: frozenset[Reason] = field(default_factory=frozenset)
    text_required: bool = False
    by_author: bool = False


OPEN_STATES = frozenset({State.SUBMITTED, State.UNDER_REVIEW})
#: Somebody still has something to do about it.
UNSETTLED = OPEN_STATES | {State.COMPLETION_REQUESTED, State.BLOCKED}
#: Decided, until somebody reconsiders or resumes. `PURGED` follows on these by time, never by anybody's move.
SETTLED = frozenset({State.APPROVED, State.REJECTED, State.DUPLICATE})
REVIEWING = frozenset({State.UNDER_REVIEW})

RULES: dict[Move, Rule] = {
    Move.SUBMIT: Rule(frozenset(), State.SUBMITTED, REPORTERS, by_author=True),
    Move.OPEN: Rule(frozenset({State.SUBMITTED}), State.UNDER_REVIEW, REVIEWERS),
    Move.APPROVE: Rule(REVIEWING, State.APPROVED, REVIEWERS),
    Move.REQUEST_COMPLETION: Rule(
        REVIEWING,
        State.COMPLETION_REQUESTED,
        REVIEWERS,
        reasons=UNCLEAR,
        text_required=True,
    ),
    Move.REJECT: Rule(REVIEWING, State.REJECTED, REVIEWERS, reasons=REJECTION),
    Move.MARK_DUPLICATE: Rule(REVIEWING, State.DUPLICATE, REVIEWERS),
    Move.BLOCK: Rule(REVIEWING, State.BLOCKED, REVIEWERS, reasons=frozenset({Reason.PERSONAL_DATA})),
    Move.ANSWER: Rule(
        frozenset({State.COMPLETION_REQUESTED}),
        State.SUBMITTED,
        REPORTERS,
        text_required=True,
        by_author=True,
    ),
    Move.UNBLOCK: Rule(frozenset({State.BLOCKED}), State.UNDER_REVIEW, REVIEWERS),
    Move.RECONSIDER: Rule(
        frozenset({State.APPROVED}),
        State.UNDER_REVIEW,
        frozenset({Role.COORDINATOR}),
        reasons=SECOND_THOUGHTS,
        text_required=True,
    ),
    # Also when no answer comes: the reviewer decides on what there is.
    Move.RESUME: Rule(
        frozenset({State.REJECTED, State.DUPLICATE, State.COMPLETION_REQUESTED}),
        State.UNDER_REVIEW,
        REVIEWERS,
    ),
    Move.CORRECT: Rule(REVIEWING, None, REVIEWERS),
}

#: How each state is shown: Designsystemet's colour of the tag beside the word, and its variant.
TAGS: dict[State, tuple[str, str]] = {
    State.SUBMITTED: ("info", "default"),
    State.UNDER_REVIEW: ("neutral", "default"),
    State.COMPLETION_REQUESTED: ("warning", "default"),
    State.APPROVED: ("success", "default"),
    State.REJECTED: ("neutral", "outline"),
    State.DUPLICATE: ("neutral", "outline"),
    State.BLOCKED: ("danger", "default"),
    State.PURGED: ("neutral", "outline"),
}


def moves_from(state: State, *, roles: frozenset[Role], own: bool) -> list[Move]:
    """The moves somebody with these roles may make on a report in this state, in the table's order.

    A report that is the person's `own` offers only the author's moves, and somebody else's never those. A submitted
    report offers what an opened one does: deciding opens it.
    """
    sources = {state, State.UNDER_REVIEW} if state == State.SUBMITTED else {state}
    return [
        move
        for move, rule in RULES.items()
        if rule.sources & sources and rule.roles & roles and rule.by_author == own and move != Move.OPEN
    ]
