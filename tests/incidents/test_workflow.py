"""Deciding on reports: what is written, what is refused, and what two people at once are told."""

import threading
from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point
from django.core import mail
from django.db import connection, transaction

from accounts.models import OutgoingMail, PlaceType, User
from accounts.roles import Role
from incidents.models import ImportBatch, Incident, Notice, TextKind, TimePrecision
from incidents.states import RULES, Move, Reason, State
from incidents.workflow import (
    Choice,
    DecidedMeanwhile,
    Refused,
    approve_many,
    decide,
    moves_for,
)
from tests.factories import (
    CENTRE,
    NOW,
    approve,
    category,
    file_report,
    make_municipality,
    make_organisation,
    make_place,
    make_user,
    reject,
)
from tests.processes import wait_until

#: Every move somebody could try, with what its rule asks for.
TRIES = {
    Move.SUBMIT: Choice(Move.SUBMIT, 0),
    Move.OPEN: Choice(Move.OPEN, 0),
    Move.APPROVE: Choice(Move.APPROVE, 0),
    Move.REQUEST_COMPLETION: Choice(Move.REQUEST_COMPLETION, 0, Reason.WHERE_UNCLEAR, "Vilken port?"),
    Move.REJECT: Choice(Move.REJECT, 0, Reason.TEST),
    Move.MARK_DUPLICATE: Choice(Move.MARK_DUPLICATE, 0),
    Move.BLOCK: Choice(Move.BLOCK, 0, Reason.PERSONAL_DATA),
    Move.ANSWER: Choice(Move.ANSWER, 0, text="Port 4."),
    Move.UNBLOCK: Choice(Move.UNBLOCK, 0),
    Move.RECONSIDER: Choice(Move.RECONSIDER, 0, Reason.NEW_INFORMATION, "Polisen har ringt."),
    Move.RESUME: Choice(Move.RESUME, 0),
    Move.CORRECT: Choice(Move.CORRECT, 0, corrections={"place_type": PlaceType.PARK}),
}
#: How a submitted report comes to each state by the real path.
WAYS: dict[State, list[Move]] = {
    State.SUBMITTED: [],
    State.UNDER_REVIEW: [Move.OPEN],
    State.COMPLETION_REQUESTED: [Move.REQUEST_COMPLETION],
    State.APPROVED: [Move.APPROVE],
    State.REJECTED: [Move.REJECT],
    State.DUPLICATE: [Move.MARK_DUPLICATE],
    State.BLOCKED: [Move.BLOCK],
}


@pytest.fixture
def town():
    return make_municipality()


@pytest.fixture
def guard(town):
    return make_user(Role.REPORTER, town)


@pytest.fixture
def reviewer(town):
    return make_user(Role.REVIEWER, town)


@pytest.fixture
def coordinator(town):
    return make_user(Role.COORDINATOR, town)


def make(move: Move, report: Incident, by: User, **fields: object) -> Incident:
    """Try a move on the report as it now stands."""
    version = Incident.objects.values_list("version", flat=True).get(pk=report.pk)
    choice = TRIES[move]
    if move == Move.MARK_DUPLICATE and "duplicate_of" not in fields:
        fields["duplicate_of"] = file_report(report.reporter)
    return decide(report.pk, Choice(**vars(choice) | {"version": version} | fields), by=by, at=NOW)


def in_state(state: State, guard: User, by: User) -> Incident:
    report = file_report(guard)
    for move in WAYS[state]:
        report = make(move, report, by)
    assert report.state == state
    return report


def decisions(report: Incident) -> list[tuple[str, str, str]]:
    rows = report.decisions.order_by("version")
    return [(row.move, row.from_state, row.to_state) for row in rows]


@pytest.mark.django_db
class TestDeciding:
    def test_deciding_on_a_submitted_report_opens_it_and_both_steps_are_kept(self, guard, reviewer):
        report = approve(file_report(guard), reviewer)
        assert (report.state, report.version, report.decided_at) == (State.APPROVED, 3, NOW)
        assert decisions(report) == [
            ("submit", "", "submitted"),
            ("open", "submitted", "under_review"),
            ("approve", "under_review", "approved"),
        ]
        assert [row.by for row in report.decisions.order_by("version")] == [guard, reviewer, reviewer]

    def test_a_reason_is_kept_as_a_code_and_words_apart_where_they_can_be_erased(self, guard, reviewer):
        report = make(Move.REQUEST_COMPLETION, file_report(guard, description=""), reviewer)
        assert report.decisions.latest("version").reason == Reason.WHERE_UNCLEAR
        assert [(text.kind, text.body, text.version) for text in report.texts.all()] == [
            (TextKind.QUESTION, "Vilken port?", report.version)
        ]

    def test_the_reporters_answer_puts_the_report_back_in_the_queue(self, guard, reviewer):
        report = make(Move.REQUEST_COMPLETION, file_report(guard), reviewer)
        answered = make(Move.ANSWER, report, guard)
        assert answered.state == State.SUBMITTED
        assert answered.texts.get(kind=TextKind.ANSWER).body == "Port 4."

    def test_a_question_nobody_answers_can_be_taken_back(self, guard, reviewer):
        report = in_state(State.COMPLETION_REQUESTED, guard, reviewer)
        assert make(Move.RESUME, report, reviewer).state == State.UNDER_REVIEW

    def test_reconsidering_takes_the_decision_back_by_a_new_one(self, guard, coordinator):
        report = make(Move.RECONSIDER, in_state(State.APPROVED, guard, coordinator), coordinator)
        assert (report.state, report.decided_at) == (State.UNDER_REVIEW, None)
        assert decisions(report)[-2:] == [
            ("approve", "under_review", "approved"),
            ("reconsider", "approved", "under_review"),
        ]

    def test_the_reporter_is_told_of_what_was_decided_and_not_of_what_was_opened(self, guard, reviewer):
        report = approve(file_report(guard), reviewer)
        assert [(notice.user, notice.what, notice.at) for notice in report.notices.all()] == [
            (guard, "approve", NOW)
        ]


@pytest.mark.django_db
class TestRefusals:
    @pytest.mark.parametrize("move", Move)
    @pytest.mark.parametrize("state", WAYS)
    def test_every_move_that_the_table_does_not_have_is_refused(
        self, state, move, guard, reviewer, coordinator
    ):
        rule = RULES[move]
        report = in_state(state, guard, reviewer)
        allowed = state in rule.sources or (state == State.SUBMITTED and State.UNDER_REVIEW in rule.sources)
        person = guard if rule.by_author else coordinator
        if allowed:
            after = make(move, report, person)
            # A report that stays where it is has still been opened.
            assert after.state == (rule.to or State.UNDER_REVIEW)
        else:
            with pytest.raises(Refused) as refusal:
                make(move, report, person)
            assert refusal.value.code == "state"
            assert Incident.objects.get(pk=report.pk).version == report.version

    @pytest.mark.parametrize("move", sorted(set(Move) - {Move.SUBMIT, Move.ANSWER}))
    def test_nobody_decides_on_their_own_report(self, move, town):
        both = make_user(Role.COORDINATOR, town)
        source = min(RULES[move].sources)
        report = in_state(source, both, make_user(Role.COORDINATOR, town))
        with pytest.raises(Refused) as refusal:
            make(move, report, both)
        assert refusal.value.code == "own"

    @pytest.mark.parametrize("role", sorted(set(Role) - {Role.REVIEWER, Role.COORDINATOR}))
    def test_only_reviewers_decide(self, role, guard, town):
        with pytest.raises(Refused) as refusal:
            approve(file_report(guard), make_user(role, town))
        assert refusal.value.code == "role"

    def test_a_reviewer_of_the_next_municipality_does_not_decide_here(self, guard):
        with pytest.raises(Refused) as refusal:
            approve(file_report(guard), make_user(Role.REVIEWER, make_municipality("Kungsör")))
        assert refusal.value.code == "role"

    def test_only_a_coordinator_reconsiders(self, guard, reviewer):
        with pytest.raises(Refused) as refusal:
            make(Move.RECONSIDER, in_state(State.APPROVED, guard, reviewer), reviewer)
        assert refusal.value.code == "role"

    def test_nobody_but_the_author_answers(self, guard, reviewer, town):
        report = in_state(State.COMPLETION_REQUESTED, guard, reviewer)
        with pytest.raises(Refused) as refusal:
            make(Move.ANSWER, report, make_user(Role.REPORTER, town))
        assert refusal.value.code == "own"

    @pytest.mark.parametrize("move", [move for move, rule in RULES.items() if rule.reasons])
    @pytest.mark.parametrize("reason", [None, "other"])
    def test_a_move_that_asks_for_a_reason_is_refused_without_one_of_its_own(
        self, move, reason, guard, coordinator
    ):
        other = next(known for known in Reason if known not in RULES[move].reasons)
        report = in_state(min(RULES[move].sources), guard, coordinator)
        with pytest.raises(Refused) as refusal:
            make(move, report, coordinator, reason=other if reason else None)
        assert refusal.value.code == "reason"

    @pytest.mark.parametrize("move", [move for move, rule in RULES.items() if rule.text_required])
    def test_a_move_that_asks_for_words_is_refused_without_them(self, move, guard, coordinator):
        report = in_state(min(RULES[move].sources), guard, coordinator)
        with pytest.raises(Refused) as refusal:
            make(move, report, guard if RULES[move].by_author else coordinator, text=" \n")
        assert refusal.value.code == "text"

    def test_what_no_person_sent_in_cannot_be_asked_about(self, town, reviewer):
        imported = make_imported(town, 1)[0]
        assert Move.REQUEST_COMPLETION not in moves_for(imported, reviewer)
        with pytest.raises(Refused) as refusal:
            make(Move.REQUEST_COMPLETION, imported, reviewer)
        assert refusal.value.code == "nobody"

    def test_a_refusal_leaves_nothing_behind(self, guard, reviewer):
        report = file_report(guard)
        with pytest.raises(Refused):
            make(Move.REJECT, report, reviewer, reason=None)
        assert decisions(report) == [("submit", "", "submitted")]


@pytest.mark.django_db
class TestDuplicates:
    def test_a_duplicate_points_at_its_original_and_the_decision_says_which(self, guard, reviewer):
        original, report = file_report(guard), file_report(guard)
        make(Move.MARK_DUPLICATE, report, reviewer, duplicate_of=original)
        report.refresh_from_db()
        assert report.duplicate_of == original
        assert report.decisions.latest("version").changes == {"duplicate_of": [None, original.pk]}

    def test_resuming_a_duplicate_lets_go_of_its_original(self, guard, reviewer):
        original, report = file_report(guard), file_report(guard)
        make(Move.MARK_DUPLICATE, report, reviewer, duplicate_of=original)
        resumed = make(Move.RESUME, report, reviewer)
        assert resumed.duplicate_of is None
        assert resumed.decisions.latest("version").changes == {"duplicate_of": [original.pk, None]}

    def test_the_duplicates_of_a_duplicate_follow_it_to_its_original(self, guard, reviewer):
        first, second, third = (file_report(guard) for _ in range(3))
        make(Move.MARK_DUPLICATE, third, reviewer, duplicate_of=second)
        make(Move.MARK_DUPLICATE, second, reviewer, duplicate_of=first)
        assert set(first.duplicates.all()) == {second, third}

    def test_a_duplicate_is_no_original(self, guard, reviewer):
        duplicate = in_state(State.DUPLICATE, guard, reviewer)
        with pytest.raises(Refused) as refusal:
            make(Move.MARK_DUPLICATE, file_report(guard), reviewer, duplicate_of=duplicate)
        assert refusal.value.code == "duplicate"

    def test_a_report_is_not_its_own_original_nor_one_of_another_municipality(self, guard, reviewer):
        report = file_report(guard)
        abroad = file_report(make_user(Role.REPORTER, make_municipality("Kungsör")))
        for original in (report, abroad, None):
            with pytest.raises(Refused) as refusal:
                make(Move.MARK_DUPLICATE, report, reviewer, duplicate_of=original)
            assert refusal.value.code == "duplicate"


@pytest.mark.django_db
class TestCorrections:
    def test_a_correction_keeps_the_original(self, town, guard, reviewer):
        report = file_report(guard)
        place = make_place(town)
        corrected = make(
            Move.CORRECT,
            report,
            reviewer,
            corrections={
                "category": category(town, "SKA-10"),
                "started_at": NOW - timedelta(hours=3),
                "time_precision": TimePrecision.INTERVAL,
                "place": place,
                "place_type": PlaceType.STATION,
            },
        )
        assert corrected.state == State.UNDER_REVIEW
        assert corrected.category == category(town, "SKA-10")
        assert report.decisions.latest("version").changes == {
            "category": [category(town, "SKA-20").pk, category(town, "SKA-10").pk],
            "started_at": ["2026-03-03T10:00:00+00:00", "2026-03-03T08:00:00+00:00"],
            "time_precision": ["exact", "interval"],
            "place": [None, place.pk],
            "place_type": ["street", "station"],
        }

    def test_a_moved_point_moves_its_cell_and_area_along(self, guard, reviewer):
        report = file_report(guard)
        away = Point(15.849, 59.596, srid=4326)
        corrected = make(Move.CORRECT, report, reviewer, corrections={"point": away})
        assert corrected.decisions.latest("version").changes == {"point": [list(CENTRE), [15.849, 59.596]]}
        assert (corrected.cell_x, corrected.cell_y) != (report.cell_x, report.cell_y)
        assert corrected.area is None

    def test_correcting_and_approving_is_one_decision(self, town, guard, reviewer):
        report = make(
            Move.APPROVE, file_report(guard), reviewer, corrections={"category": category(town, "SKA-10")}
        )
        assert report.state == State.APPROVED
        assert list(report.decisions.latest("version").changes) == ["category"]

    def test_a_correction_that_changes_nothing_is_no_decision(self, town, guard, reviewer):
        with pytest.raises(Refused) as refusal:
            make(Move.CORRECT, file_report(guard), reviewer, corrections={"category": category(town)})
        assert refusal.value.code == "unchanged"

    def test_what_the_reporter_alone_knows_is_not_corrected(self, guard, reviewer):
        with pytest.raises(ValueError, match="severity"):
            make(Move.CORRECT, file_report(guard), reviewer, corrections={"severity": 3})


@pytest.mark.django_db
class TestDecidedMeanwhile:
    def test_who_comes_second_is_told_what_the_first_decided(self, town, guard, reviewer):
        report = file_report(guard)
        reject(report, reviewer)
        with pytest.raises(DecidedMeanwhile) as told:
            approve(report, make_user(Role.REVIEWER, town))
        decision = told.value.decision
        assert (decision.move, decision.reason, decision.by) == ("reject", "not_an_incident", reviewer)

    def test_a_version_that_never_was_is_refused_also_where_nothing_has_been_decided(self, guard, reviewer):
        report = file_report(guard)
        report.pk = None
        report.save()
        with pytest.raises(Refused) as refusal:
            decide(report.pk, Choice(Move.APPROVE, 99), by=reviewer, at=NOW)
        assert refusal.value.code == "state"


def waiting_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return bool(cursor.fetchone()[0])


class Colleague(threading.Thread):
    """Somebody who decides at the same time, over a connection of their own; `outcome` is what came of it."""

    def __init__(self, report: Incident, choice: Choice, by: User) -> None:
        super().__init__()
        self.arguments = (report.pk, choice, by)
        self.outcome: object = None

    def run(self) -> None:
        pk, choice, by = self.arguments
        try:
            self.outcome = decide(pk, choice, by=by, at=NOW)
        except (DecidedMeanwhile, Refused) as told:
            self.outcome = told
        finally:
            connection.close()


@pytest.mark.usefixtures("own_database")
class TestAtTheSameTime:
    def test_of_two_transactions_one_decides_and_the_other_is_told(self):
        town = make_municipality()
        report = file_report(make_user(Role.REPORTER, town))
        first, second = make_user(Role.REVIEWER, town), make_user(Role.REVIEWER, town)
        colleague = Colleague(report, Choice(Move.REJECT, 1, Reason.TEST), second)
        with transaction.atomic():
            approve(report, first)
            colleague.start()
            wait_until(waiting_for_a_lock)
        colleague.join()
        assert isinstance(colleague.outcome, DecidedMeanwhile)
        assert (colleague.outcome.decision.move, colleague.outcome.decision.by) == ("approve", first)
        assert decisions(report)[1:] == [
            ("open", "submitted", "under_review"),
            ("approve", "under_review", "approved"),
        ]

    def test_two_reports_cannot_become_each_others_duplicates(self):
        town = make_municipality()
        guard = make_user(Role.REPORTER, town)
        one, other = file_report(guard), file_report(guard)
        first, second = make_user(Role.REVIEWER, town), make_user(Role.REVIEWER, town)
        colleague = Colleague(other, Choice(Move.MARK_DUPLICATE, 1, duplicate_of=one), second)
        with transaction.atomic():
            decide(one.pk, Choice(Move.MARK_DUPLICATE, 1, duplicate_of=other), by=first, at=NOW)
            colleague.start()
            wait_until(waiting_for_a_lock)
        colleague.join()
        assert isinstance(colleague.outcome, Refused)
        assert colleague.outcome.code == "duplicate"
        assert set(Incident.objects.values_list("pk", "duplicate_of")) == {
            (one.pk, other.pk),
            (other.pk, None),
        }

    def test_a_batch_leaves_what_somebody_is_deciding_on(self):
        town = make_municipality()
        report, *rest = make_imported(town, 3)
        first, second = make_user(Role.REVIEWER, town), make_user(Role.REVIEWER, town)
        batch = threading.Thread(target=approve_all_and_leave, args=(second,))
        with transaction.atomic():
            reject(report, first)
            batch.start()
            wait_until(waiting_for_a_lock)
        batch.join()
        states = dict(Incident.objects.values_list("pk", "state"))
        assert states == {report.pk: "rejected"} | {other.pk: "approved" for other in rest}


def approve_all_and_leave(by: User) -> None:
    try:
        approve_many(Incident.objects.all(), by=by, at=NOW)
    finally:
        connection.close()


def make_imported(town, number: int) -> list[Incident]:
    """Rows of a file: nobody's reports, waiting as any other."""
    organisation = make_organisation(town, "Väktarbolaget")
    batch = ImportBatch.objects.create(
        municipality=town, organisation=organisation, file_name="v.csv", file_sha256="0" * 64, started_at=NOW
    )
    sent = [file_report(make_user(Role.REPORTER, town)) for _ in range(number)]
    Incident.objects.filter(pk__in=[row.pk for row in sent]).update(
        batch=batch, reporter=None, submission=None
    )
    return list(Incident.objects.filter(batch=batch).order_by("pk"))


@pytest.mark.django_db
class TestApprovingMany:
    def test_all_that_wait_are_approved_with_every_step_kept(self, town, reviewer):
        imported = make_imported(town, 2)
        decide(imported[1].pk, Choice(Move.OPEN, 1), by=reviewer, at=NOW)
        assert approve_many(Incident.objects.all(), by=reviewer, at=NOW) == 2
        for report in imported:
            report.refresh_from_db()
            assert (report.state, report.version, report.decided_at) == (State.APPROVED, 3, NOW)
            assert decisions(report) == [
                ("submit", "", "submitted"),
                ("open", "submitted", "under_review"),
                ("approve", "under_review", "approved"),
            ]

    def test_it_tells_nobody_and_mails_nobody(self, guard, reviewer):
        file_report(guard)
        approve_many(Incident.objects.all(), by=reviewer, at=NOW)
        assert (Notice.objects.count(), OutgoingMail.objects.count(), mail.outbox) == (0, 0, [])

    def test_it_leaves_the_approvers_own_reports_and_what_is_settled(self, guard, reviewer):
        own = file_report(reviewer)
        rejected = reject(file_report(guard), reviewer)
        waiting = file_report(guard)
        assert approve_many(Incident.objects.all(), by=reviewer, at=NOW) == 1
        states = dict(Incident.objects.values_list("pk", "state"))
        assert states == {own.pk: "submitted", rejected.pk: "rejected", waiting.pk: "approved"}

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_number_of_statements_does_not_grow_with_the_rows(
        self, rows, town, reviewer, django_assert_num_queries
    ):
        make_imported(town, rows)
        reviewer.standing.roles_in(town.pk)
        # The municipalities, the keys, one for all rows, and the savepoint around the last two.
        with django_assert_num_queries(5):
            assert approve_many(Incident.objects.all(), by=reviewer, at=NOW) == rows

    def test_what_lies_in_a_municipality_where_one_does_not_review_is_refused_whole(self, guard, reviewer):
        file_report(guard)
        file_report(make_user(Role.REPORTER, make_municipality("Kungsör")))
        with pytest.raises(Refused) as refusal:
            approve_many(Incident.objects.all(), by=reviewer, at=NOW)
        assert refusal.value.code == "role"
        assert set(Incident.objects.values_list("state", flat=True)) == {"submitted"}
