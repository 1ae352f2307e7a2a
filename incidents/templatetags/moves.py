"""`{{ decision|done }}`: what was decided, as something that has happened."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from incidents.models import Decision
from incidents.states import Move

register = template.Library()

DONE: dict[Move, Promise] = {
    Move.SUBMIT: _("Inskickad"),
    Move.OPEN: _("Granskningen började"),
    Move.APPROVE: _("Godkänd"),
    Move.REQUEST_COMPLETION: _("Komplettering begärd"),
    Move.REJECT: _("Avslagen"),
    Move.MARK_DUPLICATE: _("Markerad som dubblett"),
    Move.BLOCK: _("Spärrad"),
    Move.ANSWER: _("Frågan besvarad"),
    Move.UNBLOCK: _("Spärren hävd"),
    Move.RECONSIDER: _("Omprövas"),
    Move.RESUME: _("Återupptagen"),
    Move.CORRECT: _("Rättad"),
}


@register.filter
def done(decision: Decision) -> str:
    """The decision's move in the past tense."""
    return str(DONE[Move(decision.move)])
