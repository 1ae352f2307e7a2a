"""The table of states and moves: whole, consistent, and drawn as it is."""

import pytest

from accounts.roles import REPORTERS, REVIEWERS, Role
from incidents.management.commands.draw_workflow import PATH, draw
from incidents.states import OPEN_STATES, RULES, SETTLED, TAGS, Move, Reason, State, moves_from


def test_every_move_has_its_rule_and_every_state_its_tag():
    assert list(RULES) == list(Move)
    assert list(TAGS) == list(State)


def test_every_state_but_the_purged_is_reached_from_the_first_by_moves():
    reached = {RULES[Move.SUBMIT].to}
    for _ in State:
        reached |= {rule.to for rule in RULES.values() if rule.to and rule.sources & reached}
    assert reached == set(State) - {State.PURGED}


def test_only_sending_in_starts_from_nothing_and_nothing_leads_out_of_the_purged():
    assert [move for move, rule in RULES.items() if not rule.sources] == [Move.SUBMIT]
    assert [move for move, rule in RULES.items() if State.PURGED in rule.sources] == []


def test_no_state_is_a_dead_end_except_the_purged():
    left = {source for rule in RULES.values() if rule.to for source in rule.sources}
    assert set(State) - left == {State.PURGED}


def test_every_reason_is_asked_for_by_a_move():
    assert {reason for rule in RULES.values() for reason in rule.reasons} == set(Reason)


def test_authors_send_in_and_answer_and_reviewers_do_all_the_rest():
    authors = {move for move, rule in RULES.items() if rule.by_author}
    assert authors == {Move.SUBMIT, Move.ANSWER}
    assert {RULES[move].roles for move in authors} == {REPORTERS}
    assert {RULES[move].roles for move in set(Move) - authors - {Move.RECONSIDER}} == {REVIEWERS}
    assert RULES[Move.RECONSIDER].roles == {Role.COORDINATOR}


def test_what_waits_and_what_is_settled_do_not_overlap():
    assert OPEN_STATES.isdisjoint(SETTLED)


REVIEW_MOVES = [
    Move.APPROVE,
    Move.REQUEST_COMPLETION,
    Move.REJECT,
    Move.MARK_DUPLICATE,
    Move.BLOCK,
    Move.CORRECT,
]


@pytest.mark.parametrize(
    ("state", "moves"),
    [
        (State.SUBMITTED, REVIEW_MOVES),
        (State.UNDER_REVIEW, REVIEW_MOVES),
        (State.COMPLETION_REQUESTED, [Move.RESUME]),
        (State.APPROVED, []),
        (State.REJECTED, [Move.RESUME]),
        (State.DUPLICATE, [Move.RESUME]),
        (State.BLOCKED, [Move.UNBLOCK]),
        (State.PURGED, []),
    ],
)
def test_a_reviewer_is_offered_the_moves_of_the_table(state: State, moves: list[Move]):
    assert moves_from(state, roles=frozenset({Role.REVIEWER}), own=False) == moves


def test_a_coordinator_may_also_reconsider():
    assert moves_from(State.APPROVED, roles=frozenset({Role.COORDINATOR}), own=False) == [Move.RECONSIDER]


@pytest.mark.parametrize("state", State)
def test_on_their_own_report_a_reviewer_is_offered_an_answer_and_nothing_else(state: State):
    expected = [Move.ANSWER] if state == State.COMPLETION_REQUESTED else []
    assert moves_from(state, roles=frozenset({Role.REVIEWER, Role.COORDINATOR}), own=True) == expected


@pytest.mark.parametrize("role", sorted(set(Role) - REVIEWERS))
def test_other_roles_are_offered_no_move_on_other_peoples_reports(role: Role):
    assert [moves_from(state, roles=frozenset({role}), own=False) for state in State] == [[]] * len(State)


def test_the_drawing_in_docs_is_that_of_the_table():
    assert PATH.read_text(encoding="utf-8") == draw(), "run: manage.py draw_workflow"
