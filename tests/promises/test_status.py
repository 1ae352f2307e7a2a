"""The two rules of how things stand, line by line, and the days on either side of every edge."""

from datetime import date, timedelta

import pytest

from promises.status import (
    ACTIVITY_RULE,
    ACTIVITY_TAGS,
    PROMISE_RULE,
    PROMISE_TAGS,
    ActivityFacts,
    ActivityStatus,
    Progress,
    PromiseFacts,
    PromiseStatus,
    activity_status,
    promise_status,
)

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)
DURING, AFTER = date(2026, 3, 2), LAST + DAY
NOT_STARTED, ONGOING, CONTINUOUS, DONE, LATE, STOPPED, _REPLACED = ActivityStatus
KEPT, ON_TRACK, AT_RISK, BROKEN, UNKNOWN = PromiseStatus

#: Target and how much is done, the day → the line of the rule, counted from 0, and its word.
ACTIVITIES = [
    (("count", 10, 10), DURING, 0, DONE),
    (("count", 10, 11), AFTER, 0, DONE),
    (("threshold", 2, 2), DURING, 0, DONE),
    (("yes_no", None, 1), AFTER, 0, DONE),
    (("continuous", None, 3), AFTER, 1, DONE),
    (("count", 10, 9), AFTER, 2, LATE),
    (("threshold", 2, 1), AFTER, 2, LATE),
    (("yes_no", None, 0), AFTER, 2, LATE),
    (("none", None, 5), AFTER, 2, LATE),
    (("continuous", None, 0), AFTER, 2, LATE),
    (("continuous", None, 3), DURING, 3, CONTINUOUS),
    (("count", 10, 9), LAST, 4, ONGOING),
    (("none", None, 1), DURING, 4, ONGOING),
    (("none", None, 0), LAST, 5, NOT_STARTED),
    (("continuous", None, 0), LAST, 5, NOT_STARTED),
    (("count", 10, 0), FIRST - DAY, 5, NOT_STARTED),
]


def facts(target: tuple[str, int | None, int], today: date) -> ActivityFacts:
    return ActivityFacts(FIRST, LAST, Progress(*target), today)


@pytest.mark.parametrize(("target", "today", "line", "status"), ACTIVITIES)
def test_an_activity_stands_as_the_first_true_line_says(target, today, line, status):
    it = facts(target, today)
    first = next(number for number, (is_so, _status) in enumerate(ACTIVITY_RULE) if is_so(it))
    assert (first, activity_status(it)) == (line, status)


def test_every_line_of_the_activities_rule_is_tried():
    assert {line for *_case, line, _status in ACTIVITIES} == set(range(len(ACTIVITY_RULE)))


def test_an_activity_is_late_from_the_day_after_its_last():
    assert [activity_status(facts(("count", 10, 0), day)) for day in (LAST, AFTER)] == [NOT_STARTED, LATE]


def test_that_an_activity_is_stopped_or_replaced_is_only_ever_said():
    assert set(ActivityStatus) - {status for _is_so, status in ACTIVITY_RULE} == {STOPPED, _REPLACED}


#: Target and how much is done, the activities, whether any has a target, the day → line and word.
HALFWAY = date(2026, 7, 2)
PROMISES = [
    (("count", 10, 10), [], False, DURING, 0, KEPT),
    (("count", 10, 10), [LATE], True, AFTER, 0, KEPT),
    (("yes_no", None, 1), [ONGOING], True, DURING, 0, KEPT),
    (("none", None, 4), [], False, DURING, 1, UNKNOWN),
    (("none", None, 4), [DONE], False, AFTER, 1, UNKNOWN),
    (("none", None, 4), [DONE, DONE], True, DURING, 2, KEPT),
    (("none", None, 4), [DONE], True, AFTER, 2, KEPT),
    (("continuous", None, 1), [CONTINUOUS], True, AFTER, 3, KEPT),
    (("count", 10, 9), [], False, AFTER, 4, BROKEN),
    (("yes_no", None, 0), [], False, AFTER, 4, BROKEN),
    (("continuous", None, 0), [], True, AFTER, 4, BROKEN),
    (("none", None, 4), [DONE, LATE], True, AFTER, 4, BROKEN),
    (("count", 10, 9), [DONE, LATE], True, DURING, 5, AT_RISK),
    (("none", None, 0), [STOPPED], True, DURING, 5, AT_RISK),
    (("continuous", None, 3), [STOPPED], True, DURING, 5, AT_RISK),
    (("count", 10, 2), [ONGOING], True, HALFWAY, 6, AT_RISK),
    (("yes_no", None, 0), [], False, LAST, 6, AT_RISK),
    (("count", 10, 3), [ONGOING], True, HALFWAY, 7, ON_TRACK),
    (("none", None, 0), [NOT_STARTED], True, DURING, 7, ON_TRACK),
    (("yes_no", None, 0), [], False, HALFWAY, 7, ON_TRACK),
    (("continuous", None, 1), [CONTINUOUS], True, LAST, 7, ON_TRACK),
]


def promise(target, activities=(), judged=False, today=DURING) -> PromiseFacts:
    return PromiseFacts(FIRST, LAST, Progress(*target), list(activities), judged, today)


@pytest.mark.parametrize(("target", "activities", "judged", "today", "line", "status"), PROMISES)
def test_a_promise_stands_as_the_first_true_line_says(target, activities, judged, today, line, status):
    it = promise(target, activities, judged, today)
    first = next(number for number, (is_so, _status) in enumerate(PROMISE_RULE) if is_so(it))
    assert (first, promise_status(it)) == (line, status)


def test_every_line_of_the_promises_rule_is_tried():
    assert {line for *_case, line, _status in PROMISES} == set(range(len(PROMISE_RULE)))


def test_every_word_of_a_promise_can_be_derived():
    assert {status for _is_so, status in PROMISE_RULE} == set(PromiseStatus)


def test_a_promise_can_be_kept_until_the_end_of_its_last_day():
    days = [promise(("count", 10, 9), today=day) for day in (LAST, AFTER)]
    assert [promise_status(day) for day in days] == [ON_TRACK, BROKEN]


def test_a_counted_promise_is_at_risk_when_more_than_a_quarter_of_its_target_behind_an_even_pace():
    # A year of 365 days: 182 of them gone is 49.9 %, 183 is 50.1 %; a quarter less is 24.9 % and 25.1 %.
    even = [promise(("count", 4, 1), today=FIRST + count * DAY) for count in (182, 183)]
    assert [promise_status(day) for day in even] == [ON_TRACK, AT_RISK]


def test_what_is_to_be_done_once_is_at_risk_in_the_last_quarter_of_its_time():
    # 273 of 365 days is 74.8 %, 274 is 75.1 %.
    late = [promise(("yes_no", None, 0), today=FIRST + count * DAY) for count in (273, 274)]
    assert [promise_status(day) for day in late] == [ON_TRACK, AT_RISK]


def test_nothing_is_behind_before_it_has_begun():
    assert promise_status(promise(("count", 4, 0), today=FIRST - 30 * DAY)) == ON_TRACK


def test_progress_never_passes_all_of_it():
    assert [Progress("count", 10, done).share for done in (0, 5, 10, 12)] == [0.0, 0.5, 1.0, 1.0]


def test_a_target_of_none_or_going_on_is_never_reached():
    assert [Progress(kind, None, 99).is_reached for kind in ("none", "continuous")] == [False, False]


def test_every_word_has_its_colour():
    assert set(ACTIVITY_TAGS) == set(ActivityStatus)
    assert set(PROMISE_TAGS) == set(PromiseStatus)
